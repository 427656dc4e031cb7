"""The algorithm side of GA/T 1012 (`FP_*`, ID_Fpr): quality, features, likeness. The place where issue 4's
engine `vendor` plugs in: `VendorAlgorithm` is what it needs of a maker.

See devices/protocols/ga1012.md.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from devices.contract import FingerImage
from devices.errors import NotSupported
from devices.vendor import ga1012
from devices.vendor.errors import LibraryGarbage
from devices.vendor.library import Function, Library, Outcome

WIDTH_PX, HEIGHT_PX, DPI = 256, 360, 500
IMAGE = WIDTH_PX * HEIGHT_PX
FEATURES = 512
PACKED = 20_480
TEXT = 256
POSITIONS = frozenset((*range(11, 21), 97, 98, 99))
ENROLLED, FAILED, NOT_ENROLLED, UNKNOWN = 1, 2, 3, 9

_QUICK, _WORK = 3_000, 10_000

FUNCTIONS = {
    "FP_GetVersion": Function(("buffer",), _QUICK),
    "FP_Begin": Function((), _WORK),
    "FP_FeatureExtract": Function(("byte", "byte", "bytes", "buffer"), _WORK),
    "FP_FeatureMatch": Function(("bytes", "bytes", "float_out"), _QUICK),
    "FP_ImageMatch": Function(("bytes", "bytes", "float_out"), _WORK),
    "FP_Compress": Function(("byte", "byte", "byte", "bytes", "int", "buffer", "buffer"), _WORK),
    "FP_Decompress": Function(("bytes", "buffer", "buffer"), _WORK),
    "FP_GetQualityScore": Function(("bytes", "buffer"), _QUICK),
    "FP_GenFeatureFromEmpty1": Function(("byte", "byte", "buffer"), _QUICK),
    "FP_GenFeatureFromEmpty2": Function(("byte", "buffer"), _QUICK),
    "FP_End": Function((), _QUICK),
}


@dataclass(frozen=True)
class Features:
    """512 bytes in the maker's closed format, as the chip holds them."""

    position: int
    record: bytes = field(repr=False)


class VendorAlgorithm:
    """Thread-safe. Starts with the first question; a lost process is begun again with the next.

    Every method raises NoLicence, NotSupported, LibraryFailed, LibraryGarbage and what calls raise.
    """

    def __init__(self, library: Library, scanner: int = 0) -> None:
        """scanner: the maker's code of the scanner type, for the features' header."""
        self._library = library
        self._scanner = scanner
        self._generation = -1
        self._lock = threading.RLock()

    def version(self) -> str:
        """Four bytes as dotted numbers."""
        (code,) = self._do("FP_GetVersion", 4).outs
        return ".".join(str(byte) for byte in code)

    def quality(self, image: FingerImage) -> int:
        """0..100; 0 = unknown."""
        (score,) = self._do("FP_GetQualityScore", framed(image), 1).outs
        return _within("quality", score[0], 0, 100)

    def extract(self, image: FingerImage, position: int) -> Features:
        """position: GA/T 1011 finger code."""
        _position(position)
        outcome = self._do("FP_FeatureExtract", self._scanner, position, framed(image), FEATURES)
        return _features(position, outcome)

    def match(self, first: Features, second: Features) -> float:
        """0.0..1.0; what is enough is the maker's to say and ours to measure."""
        return _similarity(self._do("FP_FeatureMatch", first.record, second.record, 0))

    def match_image(self, image: FingerImage, features: Features) -> float:
        return _similarity(self._do("FP_ImageMatch", framed(image), features.record, 0))

    def compress(self, image: FingerImage, position: int, ratio: int) -> bytes:
        """At most 20480 bytes; trailing zeros are room, not picture."""
        _position(position)
        values = (self._scanner, ENROLLED, position, framed(image), ratio, PACKED, TEXT)
        packed: bytes = self._do("FP_Compress", *values).outs[0]
        if not any(packed):
            raise LibraryGarbage(part="packed picture", expected="bytes", got="only zeros")
        return packed.rstrip(b"\0")

    def decompress(self, packed: bytes) -> FingerImage:
        pixels = self._do("FP_Decompress", packed.ljust(PACKED, b"\0"), IMAGE, TEXT).outs[0]
        return FingerImage(pixels, WIDTH_PX, HEIGHT_PX, DPI)

    def not_extracted(self, position: int) -> Features:
        """The record of a finger that was captured and gave no features (result 2)."""
        _position(position)
        return _features(position, self._do("FP_GenFeatureFromEmpty1", self._scanner, position, FEATURES))

    def not_captured(self, position: int) -> Features:
        """The record of a finger that could not be captured at all (result 3)."""
        _position(position)
        return _features(position, self._do("FP_GenFeatureFromEmpty2", position, FEATURES))

    def close(self) -> None:
        with self._lock:
            self._library.close()

    def _do(self, function: str, *values: int | bytes) -> Outcome:
        with self._lock:
            if not self._library.running or self._generation != self._library.generation:
                self._succeed("FP_Begin")
                self._generation = self._library.generation
            return self._succeed(function, *values)

    def _succeed(self, function: str, *values: int | bytes) -> Outcome:
        outcome = self._library.call(function, *values)
        if outcome.returned != ga1012.OK:
            raise ga1012.failure(outcome.returned, function, _own_text(outcome))
        return outcome


def framed(image: FingerImage) -> bytes:
    """The picture in the 256 x 360 the interface asks for: its middle, on white. Raises NotSupported when it
    is not of 500 dpi (within 3 %).
    """
    if abs(image.dpi - DPI) > 15 or len(image.pixels) != image.width_px * image.height_px:
        raise NotSupported(dpi=image.dpi, width_px=image.width_px, height_px=image.height_px)
    if (image.width_px, image.height_px) == (WIDTH_PX, HEIGHT_PX):
        return image.pixels
    left, top = (image.width_px - WIDTH_PX) // 2, (image.height_px - HEIGHT_PX) // 2
    lines = []
    for y in range(top, top + HEIGHT_PX):
        row = image.pixels[y * image.width_px : (y + 1) * image.width_px] if 0 <= y < image.height_px else b""
        line = row[max(0, left) : max(0, left) + WIDTH_PX]
        lines.append((b"\xff" * max(0, -left) + line).ljust(WIDTH_PX, b"\xff"))
    return b"".join(lines)


def _own_text(outcome: Outcome) -> Callable[[int], str]:
    """FP_Compress and FP_Decompress say in their last buffer what is wrong (return -9)."""
    texts = [out for out in outcome.outs if isinstance(out, bytes) and len(out) == TEXT]
    return lambda number: ga1012.words(texts[-1]) if texts and number == -9 else ""


def _features(position: int, outcome: Outcome) -> Features:
    (record,) = outcome.outs
    if not any(record):
        raise LibraryGarbage(part="features", expected=f"{FEATURES} bytes", got="only zeros")
    return Features(position, record)


def _similarity(outcome: Outcome) -> float:
    (value,) = outcome.outs
    if not (isinstance(value, int | float) and math.isfinite(value) and 0 <= value <= 1):
        raise LibraryGarbage(part="similarity", expected="0..1", got=value)
    return float(value)


def _within(part: str, value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        raise LibraryGarbage(part=part, expected=f"{least}..{most}", got=value)
    return value


def _position(position: int) -> None:
    if position not in POSITIONS:
        raise NotSupported(position=position)
