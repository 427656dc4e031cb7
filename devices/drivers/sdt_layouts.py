"""What stands where in the 256 bytes of text on a card's chip, kind of card by kind of card.

UTF-16LE, padded with spaces. Offsets and lengths in bytes.
Source: facts chip_layout (GA/T 490 as published; J, I and Y from one public source each, so less certain).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from devices.errors import BadReply

TEXT_LENGTH = 256
PADDING = " \0"


class Place(NamedTuple):
    field: str
    offset: int
    length: int


_MARK = Place("mark", 248, 2)

_PERSON = (
    Place("name", 0, 30),
    Place("sex", 30, 2),
    Place("nation", 32, 4),
    Place("birth", 36, 16),
    Place("address", 52, 70),
    Place("id_number", 122, 36),
    Place("issuer", 158, 30),
    Place("valid_from", 188, 16),
    Place("valid_to", 204, 16),
)

LAYOUTS: dict[str, tuple[Place, ...]] = {
    "citizen": _PERSON,
    "hmt": (
        *(place for place in _PERSON if place.field != "nation"),
        Place("permit_number", 220, 18),
        Place("issue_count", 238, 4),
    ),
    "foreigner2017": (
        Place("name_en", 0, 120),
        Place("sex", 120, 2),
        Place("id_number", 122, 30),
        Place("country", 152, 6),
        Place("name", 158, 30),
        Place("valid_from", 188, 16),
        Place("valid_to", 204, 16),
        Place("birth", 220, 16),
        Place("version", 236, 4),
        Place("authority", 240, 8),
    ),
    "foreigner2023": (
        Place("name", 0, 30),
        Place("sex", 30, 2),
        Place("renewals", 32, 4),
        Place("birth", 36, 16),
        Place("name_en", 52, 70),
        Place("id_number", 122, 36),
        Place("valid_from", 188, 16),
        Place("valid_to", 204, 16),
        Place("name_en", 220, 22),  # its tail; both halves are one name
        Place("country", 242, 6),
        Place("earlier", 250, 6),
    ),
}

KINDS = {"": "citizen", "J": "hmt", "I": "foreigner2017", "Y": "foreigner2023"}
_MARKS = {kind: mark for mark, kind in KINDS.items()}


def parse(text: bytes) -> tuple[str, dict[str, str]]:
    """(kind of card, its fields; empty ones left out). Raises BadReply for a wrong length or an unknown mark.

    Half of a character pair at a field's end becomes U+FFFD, so that an officer sees that something is cut.
    """
    if len(text) != TEXT_LENGTH:
        raise BadReply(part="text", expected=TEXT_LENGTH, got=len(text))
    mark = _at(text, _MARK)
    if mark not in KINDS:
        raise BadReply(part="card kind", expected="' ' J I Y", got=f"U+{ord(mark[0]):04X}")
    kind = KINDS[mark]
    fields: dict[str, str] = {}
    for place in LAYOUTS[kind]:
        fields[place.field] = fields.get(place.field, "") + _raw(text, place)
    tidy = {name: value.strip(PADDING) for name, value in fields.items()}
    return kind, {name: value for name, value in tidy.items() if value}


def build(kind: str, fields: Mapping[str, str]) -> bytes:
    """The 256 bytes of such a card: for the training reader and for tests. Raises ValueError when it
    does not fit.
    """
    text = bytearray(b"\x20\x00" * (TEXT_LENGTH // 2))
    left = dict(fields)
    for place in LAYOUTS[kind]:
        units = left.pop(place.field, "").encode("utf-16-le")
        head, rest = units[: place.length], units[place.length :]
        text[place.offset : place.offset + len(head)] = head
        if rest:
            left[place.field] = rest.decode("utf-16-le")
    if left:
        raise ValueError(f"does not fit or does not exist on a {kind} card: {sorted(left)}")
    mark = (_MARKS[kind] or " ").encode("utf-16-le")
    text[_MARK.offset : _MARK.offset + _MARK.length] = mark
    return bytes(text)


def _at(text: bytes, place: Place) -> str:
    return _raw(text, place).strip(PADDING)


def _raw(text: bytes, place: Place) -> str:
    return text[place.offset : place.offset + place.length].decode("utf-16-le", errors="replace")
