"""What the files of a travel document's chip say. Source: ICAO Doc 9303-10, 8th edition, 4.6 and 4.7."""

from __future__ import annotations

from datetime import datetime

from devices.errors import BadReply
from devices.travel import tlv
from devices.travel.mrz import ALPHABET, FILLER
from devices.travel.tlv import Tlv

GROUPS = {
    tag: number
    for number, tag in enumerate(
        (0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x70), 1
    )
}
"""Tag of a data group -> its number."""

WIDTHS = {88: 44, 72: 36, 90: 30}
"""Characters of the whole zone -> of one line."""

DETAILS = {
    0x5F0E: "name",
    0x5F10: "personal_number",
    0x5F2B: "birth",
    0x5F11: "birth_place",
    0x5F42: "address",
    0x5F19: "issuer",
    0x5F26: "issued",
}
_DAYS = ("birth", "issued")
_OTHER_NAME = 0x5F0F
MOST_CHARACTERS = 200


def groups_of(file: bytes) -> tuple[int, ...]:
    """EF.COM: the numbers of the data groups that are there. Raises BadReply."""
    listed = tlv.only(file, 0x60).one(0x5C).value
    unknown = [tag for tag in listed if tag not in GROUPS]
    if unknown or not listed:
        raise BadReply(file="COM", expected="tags of data groups", got=listed[:20].hex())
    return tuple(sorted({GROUPS[tag] for tag in listed}))


def zone_of(file: bytes) -> tuple[str, ...]:
    """DG1: the lines of the machine-readable zone. Raises BadReply."""
    told = tlv.only(file, 0x61).one(0x5F1F).value
    text = told.decode("ascii", errors="replace")
    width = WIDTHS.get(len(text))
    if width is None or any(sign not in ALPHABET + FILLER for sign in text):
        raise BadReply(file="DG1", expected="88, 72 or 90 characters of a zone", got=len(told))
    return tuple(text[at : at + width] for at in range(0, len(text), width))


def details_of(file: bytes, tag: int) -> dict[str, str]:
    """DG11 (tag 6B) and DG12 (tag 6C): the name in the holder's own script, and more. Raises BadReply."""
    found: dict[str, str] = {}
    for one in tlv.only(file, tag).children():
        if one.tag == 0xA0:
            names = (_text(other) for other in one.children() if other.tag == _OTHER_NAME)
            found["other_names"] = "; ".join(name for name in names if name)
        elif one.tag in DETAILS:
            name = DETAILS[one.tag]
            found[name] = _day(one.value) if name in _DAYS else _text(one)
    return {name: text for name, text in found.items() if text}


def _text(one: Tlv) -> str:
    try:
        text = one.value.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadReply(expected="UTF-8", got=f"tag {one.tag:X}") from error
    return "".join(sign for sign in text if sign.isprintable())[:MOST_CHARACTERS].strip()


def _day(value: bytes) -> str:
    """YYYYMMDD in eight digits, or in four bytes of two digits each."""
    text = value.hex() if len(value) == 4 else value.decode("ascii", errors="replace")
    try:
        return f"{datetime.strptime(text, '%Y%m%d'):%Y%m%d}"  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return ""
