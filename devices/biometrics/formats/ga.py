"""The 512-byte fingerprint record of the resident card's chip (GA/T 1012): its known fields; the rest opaque.

The features are a maker's closed format: nothing of them is read, changed or compared here. The last byte is
a check sum whose rule is not public: it is kept, not checked. Bytes 1 to 3 are said to name version,
developer and scanner (from memory, confidence low): they are shown as they are.
Source: facts finger_codes, feature_record_512.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from devices.biometrics.formats.octets import Octets

FORMAT: Final = "GA"
LENGTH: Final = 512
MARK: Final = ord("C")
ENROLLED, FAILED, NOT_ENROLLED, UNKNOWN = 1, 2, 3, 9
_RESULTS: Final = (ENROLLED, FAILED, NOT_ENROLLED, UNKNOWN)
_FEATURES: Final = slice(7, 511)


@dataclass(frozen=True)
class ChipFinger:
    """One finger. position: GA/T 1011 (11..20, 97..99); quality: 0 unknown, else 1..100.

    result: ENROLLED, FAILED (captured, no features), NOT_ENROLLED, UNKNOWN. record: all 512 bytes.
    """

    position: int
    result: int
    quality: int
    record: bytes = field(repr=False)

    @property
    def maker(self) -> bytes:
        """Version, developer, scanner, as far as is known."""
        return self.record[1:4]

    @property
    def features(self) -> bytes:
        """The maker's 504 bytes."""
        return self.record[_FEATURES]

    @property
    def check(self) -> int:
        """The last byte: a check sum of an unpublished rule."""
        return self.record[511]


def decode(record: bytes) -> ChipFinger:
    """Raises BadRecord."""
    rest = Octets(record, FORMAT)
    rest.must(len(record) == LENGTH, "length", LENGTH, len(record))
    rest.must(record[0] == MARK, "mark", "C", f"{record[0]:#04x}")
    position, result, quality = record[5], record[4], record[6]
    rest.must(result in _RESULTS, "result", _RESULTS, result)
    rest.must(quality <= 100, "quality", "0 to 100", quality)
    return ChipFinger(position, result, quality, record)


def encode(finger: ChipFinger) -> bytes:
    """The record as it was: nothing in it can be made here."""
    return finger.record


def fingers_in(block: bytes) -> tuple[ChipFinger, ...]:
    """The records of the chip's 0, 512 or 1024 bytes; a part without the mark holds none and is left out.

    Raises BadRecord for a part that has the mark and contradicts itself.
    """
    parts = [block[start : start + LENGTH] for start in range(0, len(block) - LENGTH + 1, LENGTH)]
    return tuple(decode(part) for part in parts if part[0] == MARK)
