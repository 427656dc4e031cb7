"""The fingers' names: SBI's words, ISO/IEC 19794-4 positions, GA/T 1012 codes; which sensor takes them."""

from __future__ import annotations

from typing import Final

ANY: Final = "UNKNOWN"
"""SBI's word for a finger nobody names."""

NAMES: Final = (
    ANY,
    "Right Thumb",
    "Right IndexFinger",
    "Right MiddleFinger",
    "Right RingFinger",
    "Right LittleFinger",
    "Left Thumb",
    "Left IndexFinger",
    "Left MiddleFinger",
    "Left RingFinger",
    "Left LittleFinger",
)
"""SBI's name at its ISO/IEC 19794-4 position. Source: SBI 0.9.5 "Biometric subtype"."""

_GAT_OFFSET: Final = 10  # GA/T 1012: 11 right thumb ... 15 right little, 16 left thumb ... 20 left little


def name_of(gat_code: int) -> str:
    """SBI's name for a GA/T 1012 code (11 to 20); ANY for every other."""
    position = gat_code - _GAT_OFFSET
    return NAMES[position] if 1 <= position < len(NAMES) else ANY


def sensor_for(name: str, sensors: tuple[str, ...]) -> str:
    """The deviceSubId for a finger: 1 left hand, 2 right hand, 3 thumbs, 0 whatever is there.

    A device that does not have the one gets its first. Source: SBI 0.9.5 "Device subID".
    """
    if name == ANY:
        wanted = "0"
    elif name.endswith("Thumb"):
        wanted = "3"
    else:
        wanted = "1" if name.startswith("Left") else "2"
    return wanted if wanted in sensors else (sensors or ("0",))[0]
