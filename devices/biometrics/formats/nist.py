"""ANSI/NIST-ITL transactions: prints (type 14) and a face (type 10) as police systems exchange them.

The file's grammar is `nistitl`'s; what its fields must say is checked here: it does not look.
Text is UTF-8 (field 1.015 says so). Source: ANSI/NIST-ITL 1-2011 Update 2015 (NIST SP 500-290e3): table of
record types, fields of types 1, 2, 10 and 14.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from devices.biometrics.formats import codec
from devices.biometrics.formats.codec import Codec
from devices.biometrics.formats.errors import BadRecord, CodecMissing, NotWritable
from devices.biometrics.formats.positions import to_iso

FORMAT: Final = "NIST"
VERSION: Final = "0502"
MOST_BYTES: Final = 16_000_000
_UNIT: Final = "\x1f"
_GROUP: Final = "\x1e"
_CONTROLS: Final = re.compile("[\x00-\x1f]")

TRANSACTION, DESCRIPTION, FACE, PRINT = 1, 2, 10, 14
_DATA: Final = 999
_IMAGES: Final = (FACE, 13, PRINT, 15, 16, 17)
MANDATORY: Final[Mapping[int, tuple[int, ...]]] = {
    TRANSACTION: (1, 2, 3, 4, 5, 7, 8, 9, 11, 12),
    DESCRIPTION: (1, 2),
    FACE: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
    PRINT: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13),
}
SHAPES: Final[Mapping[tuple[int, int], str]] = {
    (TRANSACTION, 2): "0[2-5][0-9]{2}",
    (TRANSACTION, 4): "[^\x1c-\x1f]{1,16}",
    (TRANSACTION, 5): "[0-9]{8}",
    (TRANSACTION, 11): "[0-9]{2}[.][0-9]{2}",
    (TRANSACTION, 12): "[0-9]{2}[.][0-9]{2}",
    (FACE, 5): "[0-9]{8}",
    (FACE, 6): "[1-9][0-9]{1,4}",
    (FACE, 7): "[1-9][0-9]{1,4}",
    (FACE, 8): "[012]",
    (FACE, 9): "[1-9][0-9]{0,4}",
    (FACE, 10): "[1-9][0-9]{0,4}",
    (FACE, 11): "NONE|JPEGB|JPEGL|JP2|JP2L|PNG",
    (PRINT, 5): "[0-9]{8}",
    (PRINT, 6): "[1-9][0-9]{1,4}",
    (PRINT, 7): "[1-9][0-9]{1,4}",
    (PRINT, 8): "[012]",
    (PRINT, 9): "[1-9][0-9]{0,4}",
    (PRINT, 10): "[1-9][0-9]{0,4}",
    (PRINT, 11): "NONE|WSQ20|JPEGB|JPEGL|JP2|JP2L|PNG",
    (PRINT, 12): "8|16",
    (PRINT, 13): "[0-9]{1,2}(\x1e[0-9]{1,2})*",
}
"""What a field's text must look like, whole."""


@dataclass(frozen=True)
class Record:
    """One record. texts: field number -> text as it stands (unit and record separators inside it).

    idc: the number that ties records together; None in type 1. data: field 999's bytes, or the whole body of
    a binary record (types 3 to 8).
    """

    type: int
    texts: Mapping[int, str] = field(repr=False)
    idc: int | None = None
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Print:
    """One print for export. position: GA/T 1011; compression: as 14.011 says, "WSQ20" or "PNG"."""

    position: int
    data: bytes = field(repr=False)
    compression: str
    width_px: int
    height_px: int
    dpi: int
    taken_at: datetime


@dataclass(frozen=True)
class Portrait:
    """One face for export. compression: as 10.011 says, "JPEGB"."""

    data: bytes = field(repr=False)
    compression: str
    width_px: int
    height_px: int
    dpi: int
    taken_at: datetime


@dataclass(frozen=True)
class Sender:
    """From and to whom: agencies as agreed between them; control: the transaction's own number."""

    origin: str
    destination: str
    control: str
    kind: str  # 1.004, as agreed: "ENROL"
    at: datetime


def transaction(
    sender: Sender,
    prints: Sequence[Print] = (),
    portrait: Portrait | None = None,
    described: Mapping[int, str] | None = None,
) -> tuple[Record, ...]:
    """The records of one transaction. described: fields of type 2 as the two agencies agreed them."""
    records = [Record(DESCRIPTION, dict(described or {}), 0)]
    if portrait is not None:
        records.append(Record(FACE, _face(portrait, sender), 1, portrait.data))
    first = len(records)
    for number, one in enumerate(prints):
        records.append(Record(PRINT, _print(one, sender), first + number, one.data))
    rate = f"{max((one.dpi for one in prints), default=0) / 25.4:05.2f}"
    head = {
        2: VERSION,
        4: sender.kind,
        5: f"{sender.at:%Y%m%d}",
        7: sender.destination,
        8: sender.origin,
        9: sender.control,
        11: rate,
        12: rate,
        14: f"{sender.at:%Y%m%d%H%M%S}Z",
        15: _UNIT.join(("003", "UTF-8")),
    }
    return (Record(TRANSACTION, head), *records)


def encode(records: Sequence[Record]) -> bytes:
    """The file; lengths and contents (1.003) are worked out. Raises NotWritable, CodecMissing."""
    try:
        import nistitl
    except ImportError as error:
        raise CodecMissing(format=FORMAT) from error
    if not records or records[0].type != TRANSACTION:
        raise NotWritable(format=FORMAT, part="records", got="no type 1 first")
    message = nistitl.Message()
    for record in records:
        target = message[0] if record.type == TRANSACTION else nistitl.AsciiRecord(record.type)
        if record.type != TRANSACTION:
            if record.type not in MANDATORY or record.idc is None:
                raise NotWritable(format=FORMAT, part="record", got=record.type)
            target.IDC = record.idc
        for tag, text in sorted(record.texts.items()):
            if tag not in (1, 3 if record.type == TRANSACTION else 2):
                _put(nistitl, target, record.type, tag, text)
        if record.data:
            target += nistitl.BinaryField(record.type, _DATA, record.data)
        if record.type != TRANSACTION:
            message += target
    return bytes(message.NIST)


def decode(data: bytes, *, with_: Codec | None = None) -> tuple[Record, ...]:
    """The records, checked by `check`. Raises BadRecord, CodecMissing, AnalysisFailed."""
    if not 0 < len(data) <= MOST_BYTES or not data.startswith(b"1."):
        raise BadRecord(format=FORMAT, part="start", expected="a type 1 record", got=data[:4].hex())
    found = (with_ or codec.shared()).nist_records(data)
    records = tuple(_read(one) for one in found)
    check(records)
    return records


def check(records: Sequence[Record]) -> None:
    """What the standard demands of fields and of records among each other. Raises BadRecord."""
    if not records or records[0].type != TRANSACTION:
        raise BadRecord(format=FORMAT, part="records", expected="type 1 first", got="another")
    for record in records:
        for tag in MANDATORY.get(record.type, ()):
            if not record.texts.get(tag):
                raise _wrong(record, tag, "an entry", "none")
        for tag, text in record.texts.items():
            shape = SHAPES.get((record.type, tag))
            if shape and not re.fullmatch(shape, text):
                raise _wrong(record, tag, "its own form", f"{len(text)} characters")
        if record.type in _IMAGES and not record.data:
            raise _wrong(record, _DATA, "a picture", "none")
    _check_contents(records)


def _check_contents(records: Sequence[Record]) -> None:
    """1.003 lists the records behind the first, type and IDC, in order; a picture's IDC is its own."""
    listed = [entry.split(_UNIT) for entry in records[0].texts[3].split(_GROUP)]
    expected = [[str(record.type), str(record.idc)] for record in records[1:]]
    counted = [_plain(entry) for entry in listed[1:]]
    if _plain(listed[0]) != ["1", str(len(records) - 1)] or counted != expected:
        raise _wrong(records[0], 3, f"{len(records) - 1} records as they follow", f"{len(listed) - 1} others")
    numbers = [record.idc for record in records if record.type in _IMAGES]
    if len(set(numbers)) != len(numbers):
        raise _wrong(records[0], 3, "an IDC of its own for each picture", "one twice")
    if any(record.idc is not None and not 0 <= record.idc <= 99 for record in records):
        raise _wrong(records[0], 3, "IDCs of 0 to 99", "another")


def _plain(entry: Sequence[str]) -> list[str]:
    """Numbers without leading zeros: 00 and 0 are one IDC."""
    return [str(int(number)) if number.isascii() and number.isdigit() else number for number in entry]


def _wrong(record: Record, tag: int, expected: str, got: str) -> BadRecord:
    return BadRecord(format=FORMAT, part=f"{record.type}.{tag:03}", expected=expected, got=got)


def _face(one: Portrait, sender: Sender) -> dict[int, str]:
    return {
        3: "FACE",
        4: sender.origin,
        5: f"{one.taken_at:%Y%m%d}",
        6: str(one.width_px),
        7: str(one.height_px),
        8: "1",
        9: str(one.dpi),
        10: str(one.dpi),
        11: one.compression,
        12: "SRGB",
    }


def _print(one: Print, sender: Sender) -> dict[int, str]:
    return {
        3: "0",
        4: sender.origin,
        5: f"{one.taken_at:%Y%m%d}",
        6: str(one.width_px),
        7: str(one.height_px),
        8: "1",
        9: str(one.dpi),
        10: str(one.dpi),
        11: one.compression,
        12: "8",
        13: str(to_iso(one.position)),
    }


def _put(nistitl: Any, target: Any, type_: int, tag: int, text: str) -> None:
    """The library writes Latin-1: UTF-8's bytes are handed over as such."""
    groups = [group.split(_UNIT) for group in text.split(_GROUP)]
    if any(_CONTROLS.search(value) for group in groups for value in group):
        raise NotWritable(format=FORMAT, part=f"{type_}.{tag:03}", got="a control character")
    raw = [[value.encode().decode("latin-1") for value in group] for group in groups]
    known = target[tag]
    one = nistitl.Field(type_, tag) if known is None else known  # an empty field is false
    one.reset()
    if len(raw) == 1 and len(raw[0]) == 1:
        one.value = raw[0][0]
    else:
        for values in raw:
            part = nistitl.SubField()
            part.add_values(*values)
            one.add_subfields(part)
    if known is None:
        target += one


def _read(said: Mapping[str, Any]) -> Record:
    texts = {int(tag): str(text) for tag, text in said["fields"].items()}
    type_ = int(said["type"])
    number = texts.get(2, "")
    idc = int(number) if type_ != TRANSACTION and number.isascii() and number.isdigit() else None
    return Record(type_, texts, idc, base64.b64decode(said["data"]))
