"""A person's name: what may stand in it, and what is put right without asking.

The separator is U+00B7 alone, at least 50 characters must fit, all hanzi of GB 18030 level 3 are allowed.
Sources: Min Wei Fa [2016] 33; GB 18030-2022 and amendment 1; chip layout GA 490-2013 (15 characters). The
numbers and ranges are data in `laws/names.toml`. Nothing is cut to the chip's length here: the making
system does that.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal, NamedTuple

from forms.data import read_toml

Severity = Literal["stop", "confirm", "info"]


_REFUSED = {
    "Cs": "name.surrogate",
    "Co": "name.private_use",
    "Cc": "name.control",
    "Cn": "name.unassigned",
    "Zl": "name.control",
    "Zp": "name.control",
}
HALF = "\ufffd"  # what stands for half a character once it is stored (forms.spec.tidy)
_DIRECTION = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


class NameMistake(NamedTuple):
    """What is wrong with a name; `values` holds counts and positions, never a character of the name."""

    code: str
    severity: Severity
    values: dict[str, object]


class _Law(NamedTuple):
    field_max: int
    chip_max: int
    dot: str
    alike: dict[int, str]
    hanzi: tuple[range, ...]
    compatibility: tuple[range, ...]
    scripts: tuple[range, ...]
    emoji: tuple[range, ...]
    pictures: tuple[range, ...]


def _ranges(rows: list[list[str]]) -> tuple[range, ...]:
    return tuple(range(int(first, 16), int(last, 16) + 1) for first, last in rows)


@cache
def _law() -> _Law:
    law = read_toml("laws/names.toml")
    dot = law["separator"]["dot"]
    return _Law(
        field_max=law["length"]["field_max"],
        chip_max=law["length"]["chip_max"],
        dot=dot,
        alike={ord(sign): dot for sign in law["separator"]["alike"]},
        hanzi=_ranges(law["hanzi"]["ranges"]),
        compatibility=_ranges(law["hanzi"]["compatibility"]),
        scripts=_ranges(law["hanzi"]["other_scripts"]),
        emoji=_ranges(law["hanzi"]["emoji"]),
        pictures=_ranges(law["hanzi"]["pictures"]),
    )


def tidy(text: str) -> str:
    """Dots that look like U+00B7 become it, spaces go (one stays between Latin words), radicals become hanzi.

    Only what cannot change the name is put right; invisible and private signs stay and are refused by
    `mistakes`.
    """
    mapped = text.translate(_law().alike)
    mapped = "".join(unicodedata.normalize("NFKC", sign) if _is_folded(sign) else sign for sign in mapped)
    words = mapped.split()
    joined = words[0] if words else ""
    for word in words[1:]:
        is_latin = _is_latin(joined[-1]) and _is_latin(word[0])
        joined += f" {word}" if is_latin else word
    return joined


def mistakes(name: str) -> tuple[NameMistake, ...]:
    """What is wrong with a tidied name, worst first; an empty tuple when nothing is.

    Stops: name.empty, name.surrogate, name.private_use, name.control, name.invisible, name.direction,
    name.emoji, name.unassigned, name.digit, name.sign, name.dot_place, name.too_long. Confirm:
    name.compatibility, name.latin, name.one_character. Information: name.over_chip.
    """
    if not name:
        return (NameMistake("name.empty", "stop", {}),)
    law = _law()
    found: dict[str, NameMistake] = {}
    for place, sign in enumerate(name, start=1):
        verdict = _judge(sign, law)
        if verdict is not None:
            code, severity = verdict
            found.setdefault(code, NameMistake(code, severity, {"place": place}))
    if re.search(f"^{law.dot}|{law.dot}$|{law.dot}{law.dot}", name):
        found["name.dot_place"] = NameMistake("name.dot_place", "stop", {})
    if len(name) > law.field_max:
        found["name.too_long"] = NameMistake(
            "name.too_long", "stop", {"count": len(name), "most": law.field_max}
        )
    if len(name) == 1:
        found.setdefault("name.one_character", NameMistake("name.one_character", "confirm", {}))
    if chip_length(name) > law.chip_max:
        values: dict[str, object] = {"count": chip_length(name), "most": law.chip_max}
        found["name.over_chip"] = NameMistake("name.over_chip", "info", values)
    order = {"stop": 0, "confirm": 1, "info": 2}
    return tuple(sorted(found.values(), key=lambda mistake: order[mistake.severity]))


def chip_length(text: str) -> int:
    """How many of the chip's 16-bit characters a text takes; beyond the BMP a character takes two."""
    return sum(2 if ord(sign) > 0xFFFF else 1 for sign in text)


def is_name_hanzi(sign: str) -> bool:
    """Is this one of the hanzi a name may hold (GB 18030-2022 level 3 with amendment 1)?"""
    return _within(ord(sign), _law().hanzi)


def is_emoji(sign: str) -> bool:
    """A picture sign, or what joins and colours them: no office prints it, no chip holds it."""
    return _within(ord(sign), _law().pictures)


def _judge(sign: str, law: _Law) -> tuple[str, Severity] | None:
    point, category = ord(sign), unicodedata.category(sign)
    if sign == law.dot or _within(point, law.hanzi):
        return None
    if sign == HALF:
        return "name.surrogate", "stop"
    if category in _REFUSED:
        return _REFUSED[category], "stop"
    if category == "Cf":
        return ("name.direction" if point in _DIRECTION else "name.invisible"), "stop"
    if _within(point, law.scripts) and category[0] in "LM":
        return None
    if _within(point, law.emoji):
        return "name.emoji", "stop"
    if category[0] == "M":  # variation selectors, joiners, loose accents
        return "name.invisible", "stop"
    if _within(point, law.compatibility):
        return "name.compatibility", "confirm"
    if sign in " '-" or unicodedata.name(sign, "").startswith("LATIN "):
        return "name.latin", "confirm"
    return ("name.digit" if category[0] == "N" else "name.sign"), "stop"


def _within(point: int, ranges: tuple[range, ...]) -> bool:
    return any(point in span for span in ranges)


def _is_latin(sign: str) -> bool:
    return sign.isascii() and (sign.isalpha() or sign in "'-")


def _is_folded(sign: str) -> bool:
    """Kangxi radicals (copied out of PDFs) and full-width Latin letters have one plain form."""
    return "\u2f00" <= sign <= "\u2fdf" or "\uff21" <= sign <= "\uff5a"
