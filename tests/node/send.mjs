// Sends one file with tus-js-client, as one command; what it is told stands in one line of JSON on its input.
// {url, file, chunk, dialect, early, headers, metadata, tls: {ca, cert, key}, retries, store, die}
// retries: waits between tries, ms. store: where upload addresses are kept, to be gone on with. die: kill -9 of
// itself once the office has said it holds so many bytes.
import { createReadStream, readFileSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import tus from 'tus-js-client'

const asked = JSON.parse((await createInterface({ input: process.stdin })[Symbol.asyncIterator]().next()).value)
const tls = Object.fromEntries(Object.entries(asked.tls).map(([name, file]) => [name, readFileSync(file)]))
const said = { tries: 0, sent: 0, receipt: null }

const upload = new tus.Upload(createReadStream(asked.file), {
  endpoint: asked.url,
  uploadSize: statSync(asked.file).size,
  chunkSize: asked.chunk || Infinity,
  protocol: asked.dialect,
  uploadDataDuringCreation: asked.early,
  headers: asked.headers,
  metadata: asked.metadata,
  retryDelays: asked.retries,
  httpStack: new tus.DefaultHttpStack(tls),
  ...(asked.store ? { urlStorage: new tus.FileUrlStorage(asked.store), storeFingerprintForResuming: true } : {}),
  onBeforeRequest: () => { said.tries += 1 },
  onAfterResponse: (_request, response) => { said.receipt = response.getHeader('Van-Receipt') ?? said.receipt },
  onChunkComplete: (_size, held) => { if (asked.die && held >= asked.die) process.kill(process.pid, 'SIGKILL') },
  onError: error => { console.error(String(error)); process.exit(1) },
  onSuccess: () => { console.log(JSON.stringify({ ...said, url: upload.url })); process.exit(0) },
})
if (asked.store) {
  const [before] = await upload.findPreviousUploads()
  if (before) upload.resumeFromPreviousUpload(before)
}
upload.start()
