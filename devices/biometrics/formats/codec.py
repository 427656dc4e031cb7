"""The child process of foreign codecs: WSQ is C, and the NIST parser may walk in circles on a broken file."""

from __future__ import annotations

import atexit
import base64
import binascii
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from devices.biometrics.errors import AnalysisFailed
from devices.biometrics.formats.errors import BadRecord, CodecMissing
from devices.child import Child, ChildFailed, python

COMMAND = python("devices.biometrics.formats.codec_child")

ANSWER_TIMEOUT_S = 10.0
"""A print takes 10 ms, a transaction with ten of them 20 ms; starting 0.3 s."""

IDLE_S = 60.0


class Codec:
    """Asks the child. Thread-safe; blocks; call from an instrument or analysis lane."""

    def __init__(self, command: Sequence[str] = COMMAND, timeout_s: float = ANSWER_TIMEOUT_S) -> None:
        self._child = Child("codecs", command, timeout_s, IDLE_S)

    def wsq_of(self, pixels: bytes, width: int, height: int) -> bytes:
        """Raises CodecMissing, AnalysisFailed."""
        return self._bytes({"do": "wsq", "width": width, "height": height}, pixels, "WSQ")

    def pixels_of_wsq(self, data: bytes, width: int, height: int) -> bytes:
        """Raises BadRecord, CodecMissing, AnalysisFailed."""
        pixels = self._bytes({"do": "unwsq"}, data, "WSQ")
        if len(pixels) != width * height:
            raise BadRecord(format="WSQ", part="pixels", expected=width * height, got=len(pixels))
        return pixels

    def nist_records(self, data: bytes) -> list[dict[str, Any]]:
        """Raises BadRecord, CodecMissing, AnalysisFailed."""
        answer = self._ask({"do": "nist"}, data, "NIST")
        records = answer.get("records")
        if not isinstance(records, list):
            raise AnalysisFailed(asked="nist")
        return records

    def close(self) -> None:
        """End the child; the next question starts it again."""
        self._child.close()

    def _bytes(self, question: Mapping[str, Any], payload: bytes, format_: str) -> bytes:
        answer = self._ask(question, payload, format_)
        try:
            return base64.b64decode(answer["bytes"], validate=True)
        except (KeyError, TypeError, binascii.Error) as error:
            raise AnalysisFailed(asked=question["do"]) from error

    def _ask(self, question: Mapping[str, Any], payload: bytes, format_: str) -> dict[str, Any]:
        try:
            answer = self._child.ask({**question, "bytes": len(payload)}, payload)
        except ChildFailed as error:
            raise BadRecord(format=format_, part="record", expected="an end", got="none in time") from error
        if answer.get("failed") == "missing":
            raise CodecMissing(format=format_)
        if "failed" in answer:
            raise BadRecord(format=format_, part="record", expected="a whole one", got=answer["failed"])
        return answer


@cache
def shared() -> Codec:
    """The program's own child. It keeps nothing between two questions, so sharing it is safe."""
    codec = Codec()
    atexit.register(codec.close)
    return codec
