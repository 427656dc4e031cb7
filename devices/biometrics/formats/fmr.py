"""Finger minutiae record, ISO/IEC 19794-2:2005 (FMR): what every matcher of the world reads.

Source: ISO/IEC 19794-2:2005, clause 7 (record format). Big-endian. Angles are steps of 1.40625 degrees,
counter-clockwise from the x axis; positions are px of the picture. nbis-py's own "ISO" output lacks four
bytes of the header and two behind every view, so it is not used here: see README.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from devices.biometrics.fingers.template import MOST_MINUTIAE, OTHER, FingerTemplate, Minutia
from devices.biometrics.formats.errors import NotWritable
from devices.biometrics.formats.octets import Octets, packed
from devices.biometrics.formats.positions import from_iso, to_iso

FORMAT: Final = "FMR"
MAGIC: Final = b"FMR\x00 20\x00"
ENGINE: Final = "iso19794-2"
"""Engine of a template made from a record: only the record's maker knows who saw its minutiae."""

LIVE_PLAIN: Final = 0  # impression type
_HEAD: Final = struct.Struct(">IHHHHHBB")  # length, device, width, height, px/cm across and down, views, 0
_VIEW: Final = struct.Struct(">BBBB")  # position, view and impression, quality, minutiae
_MINUTIA: Final = struct.Struct(">HHBB")
_LENGTH: Final = struct.Struct(">H")
_PLACE: Final = 0x3FFF
_STEPS: Final = 256


@dataclass(frozen=True)
class View:
    """One print. position: ISO; quality: 0..100; extended: data areas behind it, with their own heads."""

    minutiae: tuple[Minutia, ...] = field(repr=False)
    position: int = 0
    number: int = 0
    impression: int = LIVE_PLAIN
    quality: int = 0
    extended: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class MinutiaeRecord:
    """per_cm: px a centimetre across and down. device: the capture equipment's certification and id."""

    views: tuple[View, ...]
    width_px: int
    height_px: int
    per_cm: tuple[int, int] = (197, 197)
    device: int = 0

    @property
    def dpi(self) -> int:
        """197 a centimetre is the standard's 500 an inch."""
        return 500 if self.per_cm[0] == 197 else round(self.per_cm[0] * 2.54)


def decode(data: bytes) -> MinutiaeRecord:
    """Raises BadRecord."""
    rest = Octets(data, FORMAT)
    magic = rest.bytes(len(MAGIC), "header")
    rest.must(magic == MAGIC, "header", "FMR 2.0", magic.hex())
    length, device, width, height, across, down, count, _ = rest.take(_HEAD, "header")
    rest.must(length == len(data), "length", f"{length} bytes, as it says", len(data))
    rest.must(across > 0 and down > 0, "resolution", "more than nothing", f"{across} x {down}")
    views = tuple(_view(rest) for _ in range(count))
    rest.end("record")
    return MinutiaeRecord(views, width, height, (across, down), device)


def encode(record: MinutiaeRecord) -> bytes:
    """Raises NotWritable."""
    body = b"".join(_view_bytes(view) for view in record.views)
    sizes = (record.device, record.width_px, record.height_px, *record.per_cm, len(record.views), 0)
    length = len(MAGIC) + _HEAD.size + len(body)
    return MAGIC + packed(_HEAD, FORMAT, "header", length, *sizes) + body


def of_templates(templates: Sequence[FingerTemplate]) -> MinutiaeRecord:
    """The prints of one picture size and resolution as one record. Raises NotWritable for mixed ones."""
    if not templates or len({(t.width_px, t.height_px, t.dpi) for t in templates}) != 1:
        raise NotWritable(format=FORMAT, part="templates", got="none, or of several sizes")
    seen: dict[int, int] = {}
    views = []
    for template in templates:
        position = to_iso(template.position)
        number = seen[position] = seen.get(position, -1) + 1
        quality = template.quality or 0
        views.append(View(template.minutiae[:MOST_MINUTIAE], position, number, LIVE_PLAIN, quality))
    first = templates[0]
    per_cm = round(first.dpi / 2.54)
    return MinutiaeRecord(tuple(views), first.width_px, first.height_px, (per_cm, per_cm))


def templates_of(record: MinutiaeRecord) -> tuple[FingerTemplate, ...]:
    """One for each view, for matchers that take foreign minutiae; `record` of each holds its own FMR."""
    return tuple(
        FingerTemplate(
            engine=ENGINE,
            version="2005",
            minutiae=view.minutiae,
            width_px=record.width_px,
            height_px=record.height_px,
            dpi=record.dpi,
            position=from_iso(view.position),
            quality=view.quality or None,
        )
        for view in record.views
    )


def _view(rest: Octets) -> View:
    position, both, quality, count = rest.take(_VIEW, "view")
    minutiae = tuple(_minutia(*rest.take(_MINUTIA, "minutia")) for _ in range(count))
    (length,) = rest.take(_LENGTH, "extended data")
    extended = rest.bytes(length, "extended data")
    return View(minutiae, position, both >> 4, both & 15, quality, extended)


def _minutia(kind_x: int, reserved_y: int, angle: int, quality: int) -> Minutia:
    kind = kind_x >> 14
    return Minutia(
        x=kind_x & _PLACE,
        y=reserved_y & _PLACE,
        angle_deg=round(angle * 360 / _STEPS) % 360,
        kind=kind if kind < 3 else OTHER,
        quality=min(quality, 100),
    )


def _view_bytes(view: View) -> bytes:
    if len(view.minutiae) > MOST_MINUTIAE:
        raise NotWritable(format=FORMAT, part="minutiae", got=len(view.minutiae))
    both = view.number << 4 | view.impression
    head = packed(_VIEW, FORMAT, "view", view.position, both, view.quality, len(view.minutiae))
    body = b"".join(_minutia_bytes(minutia) for minutia in view.minutiae)
    return head + body + packed(_LENGTH, FORMAT, "extended data", len(view.extended)) + view.extended


def _minutia_bytes(minutia: Minutia) -> bytes:
    fits = 0 <= minutia.x <= _PLACE and 0 <= minutia.y <= _PLACE and minutia.kind in (0, 1, 2)
    if not fits or not 0 <= minutia.quality <= 100:
        raise NotWritable(format=FORMAT, part="minutia", got="a value beyond the record's")
    angle = round(minutia.angle_deg % 360 * _STEPS / 360) % _STEPS
    return _MINUTIA.pack(minutia.kind << 14 | minutia.x, minutia.y, angle, minutia.quality)
