"""Clients and suites nobody here wrote, against /files: whole, in pieces, with checksums; byte for byte.

tuspy comes with the tests' own packages. The other two run where they are to be had, and are never part
of this project: RUFH_SUITE names a copy of `rufh_conformity_test.py` of tomdesair/tus-java-server, TUS_JS a
folder where `npm install tus-js-client` was run.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tusclient.client import TusClient

from sync import protocol, uploads
from tests.sync.offices import Running
from tests.sync.sealed import Press
from tests.sync.wire import anyone, receipt_of, van

JS = """
const tus = require('tus-js-client'), fs = require('fs')
const [url, file, chunk, dialect, early] = process.argv.slice(2)
new tus.Upload(fs.readFileSync(file), {
  endpoint: url, retryDelays: null, chunkSize: Number(chunk) || Infinity,
  protocol: dialect,
  uploadDataDuringCreation: early === 'early',
  onError: error => { console.error(String(error)); process.exit(1) },
  onSuccess: function () { console.log(this.url || ''); process.exit(0) },
}).start()
"""


def kept(office: Running, url: str) -> bytes:
    """What the gateway has of bytes that name no record."""
    return (office.office.folder / "partial" / url.rsplit("/", 1)[1]).read_bytes()


@pytest.mark.parametrize("chunk", [None, 64 * 1024, 999])
@pytest.mark.parametrize("checked", [False, True])
def test_tuspy(office: Running, chunk: int | None, checked: bool) -> None:
    body = os.urandom(150_000 if chunk != 999 else 20_000)
    client = TusClient(office.url + protocol.FILES)
    more = {"chunk_size": chunk} if chunk else {}
    uploader = client.uploader(file_stream=io.BytesIO(body), upload_checksum=checked, **more)
    uploader.upload()
    assert kept(office, uploader.url) == body


def test_tuspy_brings_a_record(office: Running) -> None:
    """A stock client that is told our headers and the record's name delivers it: the receipt is there."""
    one, speaker = Press(office.office).parcel(100_000), van(office)
    client = TusClient(office.url + protocol.FILES, headers=speaker.also)
    said = {"record": one.id, "sha256": one.label.sha256, "training": "1"}
    uploader = client.uploader(file_stream=io.BytesIO(one.body), chunk_size=30_000, metadata=said)
    uploader.upload()
    receipt_of(speaker.head(uploader.url.removeprefix(office.url)), office)
    assert office.office.objects.read(one.label.sha256) == one.body


def test_what_tuspy_says_of_nothing_is_an_upload_of_nothing(office: Running) -> None:
    """It sends an empty Upload-Metadata; some servers take that for an error."""
    answer = anyone(office).create(None, 3, b"abc", **{protocol.METADATA: ""})
    assert answer.status_code == 201
    assert uploads.of_tus("") is None


@pytest.mark.parametrize("dialect", ["tus-v1", "ietf-draft-05"])
@pytest.mark.parametrize("chunk", [0, 50_000])
@pytest.mark.parametrize("early", ["early", "late"])
def test_tus_js_client(office: Running, tmp_path: Path, dialect: str, chunk: int, early: str) -> None:
    folder = os.environ.get("TUS_JS")
    if folder is None or shutil.which("node") is None:
        pytest.skip("no node, or TUS_JS does not say where tus-js-client is")
    if dialect != "tus-v1" and early == "early":
        pytest.skip("the client creates with data in tus only")
    body, script = tmp_path / "body", tmp_path / "send.js"
    body.write_bytes(os.urandom(220_000))
    script.write_text(JS)
    command = ["node", str(script), office.url + protocol.FILES, str(body), str(chunk), dialect, early]
    where = {**os.environ, "NODE_PATH": str(Path(folder) / "node_modules")}
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, env=where, check=False)
    assert ran.returncode == 0, ran.stderr
    [whole] = [path for path in (office.office.folder / "partial").iterdir() if path.stat().st_size]
    assert whole.read_bytes() == body.read_bytes()


def test_the_ietf_conformity_suite(office: Running, tmp_path: Path) -> None:
    suite = os.environ.get("RUFH_SUITE")
    if suite is None:
        pytest.skip("RUFH_SUITE does not say where rufh_conformity_test.py is")
    copy = tmp_path / "rufh_conformity_test.py"
    copy.write_bytes(Path(suite).read_bytes())
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", copy.name],
        cwd=tmp_path,
        env={**os.environ, "RUFH_URL": office.url + protocol.FILES},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert " passed" in ran.stdout
