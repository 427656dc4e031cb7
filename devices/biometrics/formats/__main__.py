"""For technicians: `python -m devices.biometrics.formats FILE` says what a record is and what it holds.

Sizes, positions, qualities, compressions; no picture and no text of a person is printed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from devices.biometrics.errors import BiometricsError
from devices.biometrics.formats import fac, fir, fmr, ga, nist, wsq
from devices.biometrics.formats.errors import BadRecord

_COMPRESSIONS = ("raw", "packed", "WSQ", "JPEG", "JPEG 2000", "JPEG 2000 lossless", "PNG")
_FACE_DATA = ("JPEG", "JPEG 2000", "PNG")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m devices.biometrics.formats", description=__doc__)
    parser.add_argument("file", type=Path)
    chosen = parser.parse_args(arguments)
    try:
        data = chosen.file.read_bytes()
        for line in described(data):
            print(line)
    except OSError as error:
        print(f"cannot be read: {error.strerror}", file=sys.stderr)
        return 2
    except BiometricsError as error:
        said = ", ".join(f"{name} {value}" for name, value in error.values.items())
        print(f"{error.code}: {said}", file=sys.stderr)
        return 1
    return 0


def described(data: bytes) -> Iterator[str]:
    """What it is, line by line. Raises BadRecord, also for what is none of the formats."""
    yield from _describer(data)(data)


def _describer(data: bytes) -> Callable[[bytes], Iterator[str]]:
    if data.startswith(fmr.MAGIC[:4]):
        return _minutiae
    if data.startswith(fir.MARK):
        return _fingers
    if data.startswith(fac.MARK):
        return _faces
    if data.startswith(wsq.START):
        return _wsq
    if data.startswith(b"1."):
        return _transaction
    if len(data) in (ga.LENGTH, 2 * ga.LENGTH) and data[0] == ga.MARK:
        return _chip
    known = "FMR, FIR, FAC, WSQ, NIST or GA"
    raise BadRecord(format="none", part="start", expected=known, got=data[:4].hex())


def _minutiae(data: bytes) -> Iterator[str]:
    record = fmr.decode(data)
    yield "ISO/IEC 19794-2:2005 finger minutiae"
    across, down = record.per_cm
    yield f"picture {record.width_px} x {record.height_px} px, {across} x {down} px/cm"
    for view in record.views:
        yield (
            f"position {view.position} view {view.number} impression {view.impression}: "
            f"{len(view.minutiae)} minutiae, quality {view.quality}, {len(view.extended)} bytes behind"
        )


def _fingers(data: bytes) -> Iterator[str]:
    record = fir.decode(data)
    yield f"ISO/IEC 19794-4 finger pictures, version {record.version}, {record.positions} fingers"
    for one in record.pictures:
        yield (
            f"position {one.position} kind {one.kind}: {one.width_px} x {one.height_px} px, {one.dpi} dpi, "
            f"{one.depth_bits} bits, {_named(_COMPRESSIONS, one.compression)}, {len(one.data)} bytes"
        )


def _faces(data: bytes) -> Iterator[str]:
    record = fac.decode(data)
    yield f"ISO/IEC 19794-5 face pictures, version {record.version}"
    for one in record.pictures:
        yield (
            f"face type {one.face_type}: {one.width_px} x {one.height_px} px, "
            f"{_named(_FACE_DATA, one.data_type)}, {len(one.data)} bytes, {len(one.points)} landmarks"
        )


def _wsq(data: bytes) -> Iterator[str]:
    image = wsq.decode(data)
    yield f"WSQ fingerprint, {image.width_px} x {image.height_px} px, {image.dpi} dpi"
    yield f"{len(data)} bytes, {len(image.pixels) / len(data):.1f}:1"


def _transaction(data: bytes) -> Iterator[str]:
    records = nist.decode(data)
    head = records[0].texts
    yield f"ANSI/NIST-ITL transaction, version {head.get(2, '')}, type {head.get(4, '')}"
    for record in records[1:]:
        sizes = "x".join(record.texts.get(tag, "?") for tag in (6, 7))
        size = f", {sizes} px {record.texts.get(11, '')}" if record.data else ""
        fields = f"{len(record.texts)} fields{size}, {len(record.data)} bytes"
        yield f"type {record.type} IDC {record.idc}: {fields}"


def _chip(data: bytes) -> Iterator[str]:
    yield "fingerprint records of the resident card's chip (features closed, not read)"
    for finger in ga.fingers_in(data):
        yield (
            f"position {finger.position} result {finger.result} quality {finger.quality}, "
            f"maker {finger.maker.hex()}, check byte {finger.check:#04x} (rule not public)"
        )


def _named(names: tuple[str, ...], number: int) -> str:
    return names[number] if number < len(names) else f"kind {number}"


if __name__ == "__main__":
    sys.exit(main())
