"""The sealed parcel's container: one spelling for one content, safe to open whoever made it.

A ZIP any tool opens: `index.json`, `manifest.json`, then the files by name; everything stored, nothing
compressed, no date, no extra field. Reading takes the parts and writes them again: bytes that are not exactly
what `pack` would have written are refused, so there is no bomb, no second name, no hidden tail to look for.
Around it come signature and encryption (sync.sealing).
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from sync.errors import BadParcel
from sync.protocol import MAX_BODY, RECORD_ID, VAN_ID, canonical, moment, stamp

FORMAT = "vanapp.parcel/2"
MAX_FILES = 500
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z", re.ASCII)

_INDEX, _MANIFEST, _FOLDER = "index.json", "manifest.json", "files/"
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION, _DATE = 20, 0x21  # ZIP 2.0; 1980-01-01


_CHAIN = re.compile(r"[A-Za-z0-9_-]{22}\Z", re.ASCII)
_PREVIOUS = re.compile(r"(?:[0-9a-f]{64})?\Z", re.ASCII)


@dataclass(frozen=True)
class Slip:
    """What the sealer says beside the letter: whose parcel, the how-manieth, after which one.

    sequence: 1, 2, 3 ... within the chain (drawn with the van's enrolment). previous: digest of the sealed
    parcel before it, "" for the first. So the office sees a gap or a fork.
    """

    van: str
    record: str
    chain: str
    sequence: int
    previous: str
    sealed_at: datetime
    training: bool
    urgent: bool = False


@dataclass(frozen=True)
class Content:
    """What was in a parcel: the letter, what was enclosed, by name, and the slip. digests: of those files."""

    manifest: bytes = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    slip: Slip
    digests: frozenset[str]


def pack(manifest: bytes, files: Mapping[str, bytes], slip: Slip) -> bytes:
    """Same content, same bytes, on every machine. Raises BadParcel: name, too-many, too-large."""
    return _pack(manifest, files, slip)[0]


def _pack(manifest: bytes, files: Mapping[str, bytes], slip: Slip) -> tuple[bytes, list[str]]:
    """And the digests of its parts, in their order."""
    if len(files) > MAX_FILES:
        raise BadParcel(reason="too-many")
    if not all(NAME.match(name) for name in files):
        raise BadParcel(reason="name")
    parts = [(_MANIFEST, manifest)] + [(_FOLDER + name, files[name]) for name in sorted(files)]
    digests = [hashlib.sha256(data).hexdigest() for _, data in parts]
    index: dict[str, object] = {
        "format": FORMAT,
        "parts": [
            {"name": name, "sha256": digest, "size": len(data)}
            for (name, data), digest in zip(parts, digests, strict=True)
        ],
        "slip": {**asdict(slip), "sealed_at": stamp(slip.sealed_at)},
    }
    if sum(len(data) for _, data in parts) > MAX_BODY:
        raise BadParcel(reason="too-large")
    body = _zip([(_INDEX, canonical(index)), *parts])
    if len(body) > MAX_BODY:
        raise BadParcel(reason="too-large")
    return body, digests


def unpack(body: bytes) -> Content:
    """Raises BadParcel (reason "container", "too-large") for anything `pack` did not write."""
    if len(body) > MAX_BODY:
        raise BadParcel(reason="too-large")
    parts = _unzip(body)
    if [name for name, _ in parts[:2]] != [_INDEX, _MANIFEST]:
        raise BadParcel(reason="container")
    index, manifest, *enclosed = parts
    files = {name.removeprefix(_FOLDER): data for name, data in enclosed}
    slip = _slip(index[1])
    again, digests = _pack(manifest[1], files, slip)
    if again != body:
        raise BadParcel(reason="container")
    return Content(manifest[1], files, slip, frozenset(digests[1:]))


def _slip(index: bytes) -> Slip:
    """Raises BadParcel when it is not of our format."""
    try:
        said = json.loads(index)
        slip = Slip(**{**said["slip"], "sealed_at": moment(said["slip"]["sealed_at"])})
        fits = (
            said["format"] == FORMAT
            and VAN_ID.match(slip.van)
            and RECORD_ID.match(slip.record)
            and _CHAIN.match(slip.chain)
            and _PREVIOUS.match(slip.previous)
            and type(slip.sequence) is int
            and slip.sequence > 0
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadParcel(reason="container") from error
    if not fits or not isinstance(slip.training, bool) or not isinstance(slip.urgent, bool):
        raise BadParcel(reason="container")
    return slip


def _zip(parts: list[tuple[str, bytes]]) -> bytes:
    pieces, directory, at = list[bytes](), b"", 0
    for name, data in parts:
        raw, size, crc = name.encode(), len(data), zlib.crc32(data)
        same = (0, 0, 0, _DATE, crc, size, size, len(raw), 0)
        pieces += [_LOCAL.pack(b"PK\3\4", _VERSION, *same), raw, data]
        directory += _CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, *same, 0, 0, 0, 0, at) + raw
        at += _LOCAL.size + len(raw) + size
    end = _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(directory), at, 0)
    return b"".join([*pieces, directory, end])  # pictures are copied once


def _unzip(body: bytes) -> list[tuple[str, bytes]]:
    """The parts in their order, as far as the local headers tell; `unpack` proves the rest."""
    parts: list[tuple[str, bytes]] = []
    at = 0
    while body[at : at + 4] == b"PK\3\4" and len(parts) <= MAX_FILES + 2:
        if len(body) < at + _LOCAL.size:
            raise BadParcel(reason="container")
        *_, size, name_length, extra = _LOCAL.unpack_from(body, at)
        start = at + _LOCAL.size + name_length + extra
        at = start + size
        if at > len(body):
            raise BadParcel(reason="container")
        raw = body[start - extra - name_length : start - extra]
        parts.append((raw.decode("ascii", errors="replace"), body[start:at]))
    return parts
