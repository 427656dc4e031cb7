"""The chip's photo (WLT) made a picture by a maker's library: the `WltDecoder` of sdt_blocks.

No open decoder exists. Three ways are known: `GetBmp(file, intf)` of WltRS works on files,
`unpack(wlt, bmp, 0)` and `wlt2bmpBuffer(wlt, bmp, size)` on memory. See devices/protocols/sdtapi.md.
"""

from __future__ import annotations

import io
import os
import threading
from enum import StrEnum
from pathlib import Path

from PIL import Image

from devices.drivers.sdt_blocks import PHOTO_HEIGHT_PX, PHOTO_WIDTH_PX
from devices.errors import BadReply, CardUnreadable, DeviceError, NotConnected
from devices.vendor import bmp
from devices.vendor.errors import LibraryFailed, LibraryGarbage, NoLicence
from devices.vendor.library import Function, Library
from devices.vendor.passing import passing_folder, sweep

WLT_LENGTH = 1024
RGB_LENGTH = PHOTO_WIDTH_PX * PHOTO_HEIGHT_PX * 3
BMP_LENGTH = bmp.HEADERS + (PHOTO_WIDTH_PX * 3 + 2) * PHOTO_HEIGHT_PX  # 38862
DPI = 350

_PATIENCE_MS = 5_000

FUNCTIONS = {
    "GetBmp": Function(("path", "int"), _PATIENCE_MS),
    "unpack": Function(("bytes", "buffer", "int"), _PATIENCE_MS),
    "wlt2bmpBuffer": Function(("bytes", "buffer", "int"), _PATIENCE_MS),
}

_FAILURES: dict[int, tuple[type[DeviceError], str]] = {
    -1: (CardUnreadable, "photo does not decode"),
    -4: (CardUnreadable, "not a photo of this kind"),
    -5: (NoLicence, "licence"),
    -6: (NotConnected, "the reader it belongs to"),
}


class Way(StrEnum):
    """The name of the function is the way it wants to be used."""

    FILES = "GetBmp"
    MEMORY = "unpack"
    SIZED_MEMORY = "wlt2bmpBuffer"


class VendorWlt:
    """Implements sdt_blocks.WltDecoder. Thread-safe; blocks for up to 5 s (usually 10 ms)."""

    def __init__(self, library: Library, way: Way, interface: int = 2, within: Path | None = None) -> None:
        """interface: 1 serial, 2 USB reader (GetBmp asks). within: where passing folders go (tests)."""
        self._library = library
        self._way = way
        self._interface = interface
        self._within = within
        self._lock = threading.Lock()
        if way is Way.FILES:
            sweep(within)

    def decode(self, wlt: bytes) -> bytes:
        """RGB, row by row from the top, 102 x 126.

        Raises CardUnreadable, NoLicence, NotConnected, BadReply (a block of a wrong length), LibraryGarbage,
        LibraryFailed and what calls raise.
        """
        if len(wlt) != WLT_LENGTH:
            raise BadReply(part="photo", expected=WLT_LENGTH, got=len(wlt))
        with self._lock:
            raw = self._through_files(wlt) if self._way is Way.FILES else self._through_memory(wlt)
        return rgb_of(raw)

    def close(self) -> None:
        self._library.close()

    def _through_files(self, wlt: bytes) -> bytes:
        with passing_folder(self._within) as folder:
            given, made = folder / "photo.wlt", folder / "photo.bmp"
            with os.fdopen(os.open(given, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(wlt)
            self._succeed(self._library.call("GetBmp", str(given), self._interface).returned)
            if not made.is_file():
                raise LibraryGarbage(part="picture file", expected=BMP_LENGTH, got="none")
            with made.open("rb") as file:
                return file.read(BMP_LENGTH + 1)

    def _through_memory(self, wlt: bytes) -> bytes:
        size = BMP_LENGTH if self._way is Way.SIZED_MEMORY else 0  # unpack: 0 = do not save a file
        outcome = self._library.call(self._way.value, wlt, BMP_LENGTH, size)
        self._succeed(outcome.returned)
        raw: bytes = outcome.outs[0]
        return raw

    @staticmethod
    def _succeed(returned: int) -> None:
        if returned == 1:
            return
        kind, what = _FAILURES.get(returned, (LibraryFailed, "photo"))
        raise kind(function="photo", number=returned, what=what)


def rgb_of(raw: bytes) -> bytes:
    """A BMP, or the bare pixels (blue first, from the bottom, rows not padded) some libraries hand out.

    Raises LibraryGarbage also for a picture of one colour: a library that did nothing says so too.
    """
    if raw[:2] == b"BM":
        picture = bmp.parse(raw)
        got = (picture.width_px, picture.height_px, picture.channels)
        if got != (PHOTO_WIDTH_PX, PHOTO_HEIGHT_PX, 3):
            raise LibraryGarbage(part="photo", expected=(PHOTO_WIDTH_PX, PHOTO_HEIGHT_PX, 3), got=got)
        rgb = picture.pixels
    elif len(raw) >= RGB_LENGTH:
        row = PHOTO_WIDTH_PX * 3
        lines = [raw[start : start + row] for start in range(0, RGB_LENGTH, row)]
        pixels = bytearray(b"".join(reversed(lines)))
        pixels[0::3], pixels[2::3] = pixels[2::3], pixels[0::3]
        rgb = bytes(pixels)
    else:
        raise LibraryGarbage(part="photo", expected=f"{BMP_LENGTH} or {RGB_LENGTH}", got=len(raw))
    if rgb == rgb[:3] * (len(rgb) // 3):
        raise LibraryGarbage(part="photo", expected="a picture", got="one colour")
    return rgb


def png(rgb: bytes) -> bytes:
    """The photo as PNG, for the page and the record."""
    out = io.BytesIO()
    picture = Image.frombytes("RGB", (PHOTO_WIDTH_PX, PHOTO_HEIGHT_PX), rgb)
    picture.save(out, "PNG", dpi=(DPI, DPI))
    return out.getvalue()
