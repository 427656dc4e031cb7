"""The child process: WSQ and NIST files in, pixels and records out; started by codec.py.

`python -m devices.biometrics.formats.codec_child`. A question is one line of JSON and its bytes; the answer
is one line of JSON. Its memory is bounded: a lying header ends this process, not the program.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any

MOST_MEMORY = 1 << 30
_THREAD = ThreadPoolExecutor(1)


def main() -> None:
    _bound()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the C code prints must not stand between the answers
    questions = sys.stdin.buffer
    while line := questions.readline():
        question = json.loads(line)
        payload = questions.read(question.get("bytes", 0))
        answers.write(json.dumps(_answer(question, payload)).encode() + b"\n")
        answers.flush()


def _answer(question: dict[str, Any], payload: bytes) -> dict[str, Any]:
    match question["do"]:
        case "wsq" | "unwsq":
            return _wsq(question, payload)
        case "nist":
            return _nist(payload)
    return {"ready": True}


def _wsq(question: dict[str, Any], payload: bytes) -> dict[str, Any]:
    try:
        import _wsq
    except (ImportError, OSError):
        return {"failed": "missing"}
    if question["do"] == "wsq":
        width, height = question["width"], question["height"]
        job = _THREAD.submit(_wsq.compress, payload, height, width, 15.0)  # the ratio does nothing
    else:
        job = _THREAD.submit(lambda: _wsq.decompress(payload)[0])
    if (error := job.exception()) is not None:  # the library raises a bare Exception
        return {"failed": str(error)}
    return {"bytes": base64.b64encode(bytes(job.result())).decode()}


def _nist(payload: bytes) -> dict[str, Any]:
    try:
        import nistitl
    except ImportError:
        return {"failed": "missing"}
    message = nistitl.Message()
    damaged = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, nistitl.struct.error)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            message.parse(payload)
    except (nistitl.NistException, *damaged) as error:
        return {"failed": type(error).__name__}
    return {"records": [_record(record) for record in message]}


def _record(record: Any) -> dict[str, Any]:
    fields = getattr(record, "_fields", None)
    if fields is None:  # a binary record (types 3 to 8): its inside is not read here
        return {"type": record.type, "fields": {}, "data": base64.b64encode(record.value).decode()}
    texts, data = {}, b""
    for each in fields:
        if isinstance(each.value, bytes):
            data = each.value
        else:
            texts[str(each.tag)] = each.NIST.partition(b":")[2].decode("utf-8", "surrogateescape")
    return {"type": record.type, "fields": texts, "data": base64.b64encode(data).decode()}


def _bound() -> None:
    try:
        import resource
    except ImportError:
        return  # not on Windows: there the size looked at beforehand must do
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()
