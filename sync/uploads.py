"""What an upload is of: the few facts about a sealed parcel that the way may see, in either dialect."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sync import protocol

_SHA256 = re.compile(r"[0-9a-f]{64}\Z", re.ASCII)


@dataclass(frozen=True)
class Label:
    """sha256: of the sealed bytes, lower-case hex."""

    record: str
    sha256: str
    training: bool
    urgent: bool = False


def to_tus(label: Label) -> str:
    """The value of Upload-Metadata."""
    said = {"record": label.record, "sha256": label.sha256, "training": _flag(label.training)}
    if label.urgent:
        said["urgent"] = "1"
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())


def of_tus(metadata: str) -> Label | None:
    """None when it names no record (bytes only; an empty header, too). Raises ValueError."""
    said: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in metadata.split(","))):
        name, _, value = pair.partition(" ")
        try:
            said[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise ValueError("metadata") from error
    if "record" not in said:
        return None
    return _label(said)


def to_headers(label: Label) -> dict[str, str]:
    """For the IETF dialect."""
    said = {
        protocol.RECORD: label.record,
        protocol.DIGEST: protocol.digest_header(label.sha256),
        protocol.TRAINING: _flag(label.training),
    }
    return {**said, protocol.URGENT: "1"} if label.urgent else said


def of_headers(headers: Mapping[str, str]) -> Label | None:
    """headers: by any case of the name. None when they name no record. Raises ValueError."""
    if protocol.RECORD not in headers:
        return None
    return _label(
        {
            "record": headers[protocol.RECORD],
            "sha256": protocol.digest_of_header(headers.get(protocol.DIGEST, "")),
            "training": headers.get(protocol.TRAINING, ""),
            "urgent": headers.get(protocol.URGENT, ""),
        }
    )


def _label(said: Mapping[str, str]) -> Label:
    if not protocol.RECORD_ID.match(said["record"]):
        raise ValueError("record")
    if not _SHA256.match(said.get("sha256", "")):
        raise ValueError("sha256")
    if said.get("training") not in ("0", "1") or said.get("urgent", "") not in ("", "0", "1"):
        raise ValueError("flag")
    return Label(said["record"], said["sha256"], said["training"] == "1", said.get("urgent") == "1")


def _flag(value: bool) -> str:
    return "1" if value else "0"
