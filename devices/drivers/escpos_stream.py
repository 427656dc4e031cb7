"""What is sent to a receipt printer, built with python-escpos: pictures, Chinese text, the cut.

python-escpos takes 150 ms to import, so this file is imported when something is printed, not at start-up.
"""

from __future__ import annotations

from collections.abc import Iterator

from escpos.image import EscposImage
from escpos.printer import Dummy
from PIL import Image

from devices.contract import Raster

BAND_ROWS = 128
"""A picture goes in bands: cheap printers have little memory, and a band should fit (9 KB at 576 dots)."""

CHINESE_ON, CHINESE_OFF = b"\x1c&", b"\x1c."
FEED_ROWS = 4  # lines of text between the last dot and the knife


def image(picture: Raster, *, cut: bool) -> Iterator[bytes]:
    """Set up, the picture band by band (GS v 0), feed and cut."""
    yield _start()
    whole = Image.frombytes("1", (picture.width_px, picture.height_px), picture.bits, "raw", "1;I")
    for top in range(0, picture.height_px, BAND_ROWS):
        height = min(BAND_ROWS, picture.height_px - top)
        band = EscposImage(whole.crop((0, top, picture.width_px, top + height)))
        head = b"\x1dv0\x00" + band.width_bytes.to_bytes(2, "little") + height.to_bytes(2, "little")
        yield head + band.to_raster_format()
    yield _end(cut=cut)


def text(lines: str, *, cut: bool) -> Iterator[bytes]:
    """Set up, the text as GB 18030 in the printer's own letters, feed and cut."""
    yield _start()
    yield CHINESE_ON + lines.rstrip("\n").encode("gb18030", "replace") + b"\n" + CHINESE_OFF
    yield _end(cut=cut)


def _start() -> bytes:
    printer = Dummy()
    printer.hw("INIT")
    return bytes(printer.output)


def _end(*, cut: bool) -> bytes:
    printer = Dummy()
    printer.ln(FEED_ROWS)
    if cut:
        printer.cut(mode="PART", feed=False)
    return bytes(printer.output)
