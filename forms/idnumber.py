"""The citizen's identity number: 18 digits, and everything they say.

Six digits division at the time of coding, eight digits birth, three digits sequence (odd: male), one check
digit. Source: GB 11643-1999 (check digit: ISO 7064 MOD 11-2). 810000/820000/830000: residence permits of
Hong Kong, Macao and Taiwan residents (2018). Leading 9: foreigner's permanent residence card of 2023
(province in digits 2-3, country in 4-6; memory, confidence medium). A wrong check digit or an unknown
division is a warning to confirm, not a stop: wrong and duplicate numbers exist in old registers (GA/T
2000.24 codes 11, 12), and divisions are newer than our list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from forms import codes
from forms.days import age, parse_day, write_day
from forms.errors import FormError

Holder = Literal["citizen", "hong_kong", "macao", "taiwan", "foreigner"]

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
HOLDERS: dict[str, Holder] = {"810000": "hong_kong", "820000": "macao", "830000": "taiwan"}
LENGTH = 18
CODING_BEGAN = date(1984, 12, 31)  # trial rules of 1984; the first revision after it
OLDEST = 130  # years; an older person is possible, a slip of the finger is likelier

# Full-width signs, and what fingers and pages put in the place of X.
_PLAIN = {0xFF01 + step: chr(0x21 + step) for step in range(94)}
_X_LIKE = dict.fromkeys(map(ord, "x\uff58\uff38\u00d7\u0445\u0425\u2715"), "X")
# What pasted text brings along: white space, invisible signs, hyphens.
_DROPPED = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff\u002d\u2010-\u2015\u2212]+")


class BadNumber(FormError):
    """Not an identity number. `code` is one of id.*; no digit of it is in `values`."""

    code = "id.characters"

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(**values)
        self.code = code


@dataclass(frozen=True)
class IdNumber:
    """A readable number. Its repr hides everything personal."""

    text: str = field(repr=False)
    division: str = field(repr=False)
    birth: date = field(repr=False)
    sex: str = field(repr=False)  # GB/T 2261.1: "1" male, "2" female
    sequence: str = field(repr=False)
    division_name: str = field(repr=False)  # newest full name; "" when unknown
    division_then: str = field(repr=False)  # ... and at birth (or in 1984, when coding began)
    holder: Holder
    warnings: tuple[str, ...] = ()  # codes to confirm

    @property
    def birth_text(self) -> str:
        """YYYYMMDD."""
        return write_day(self.birth)


def tidy(text: str) -> str:
    """The number as properly typed: ASCII digits, capital X, no spaces, hyphens or invisible signs."""
    return _DROPPED.sub("", text.translate(_PLAIN | _X_LIKE))


def check_digit(first17: str) -> str:
    """The 18th digit for 17 ASCII digits. Raises ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{17}", first17):
        raise ValueError("17 digits wanted")
    return CHECK[sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True)) % 11]


def parse(text: str, today: date | None = None) -> IdNumber:
    """What the number says. With `today`, a birthday after it is refused and an age above 130 is a warning.

    Raises BadNumber: id.empty, id.old_15, id.too_short (values: count, missing), id.too_long (count,
    extra), id.characters, id.x_place, id.impossible_date, id.future_birth. Warnings: id.division_unknown,
    id.check_digit, id.very_old.
    """
    number = tidy(text)
    _check_shape(number)
    birth = parse_day(number[6:14])
    if birth is None:
        raise BadNumber("id.impossible_date")
    if today is not None and birth > today:
        raise BadNumber("id.future_birth")
    holder: Holder = "foreigner" if number[0] == "9" else HOLDERS.get(number[:6], "citizen")
    coded = number[1:3] + "0000" if holder == "foreigner" else number[:6]
    place, then = codes.division_path(coded), codes.division_path(coded, max(birth, CODING_BEGAN))
    warnings = []
    if not place:
        warnings.append("id.division_unknown")
    if check_digit(number[:17]) != number[17]:
        warnings.append("id.check_digit")
    if today is not None and age(birth, today) > OLDEST:
        warnings.append("id.very_old")
    sex = "1" if int(number[16]) % 2 else "2"
    return IdNumber(number, number[:6], birth, sex, number[14:17], place, then, holder, tuple(warnings))


def upgrade(old: str) -> str:
    """The 18 digits a 15-digit number became on 1 October 1999: century put in, check digit added.

    Sequences 996-999 were kept for people born before 1900. Raises ValueError for anything else.
    The result is a proposal: the register decides. Source: GB 11643-1999 (996-999: memory, confidence high).
    """
    number = tidy(old)
    if not re.fullmatch(r"[0-9]{15}", number):
        raise ValueError("15 digits wanted")
    century = "18" if number[12:] >= "996" else "19"
    first17 = number[:6] + century + number[6:]
    return first17 + check_digit(first17)


def _check_shape(number: str) -> None:
    if not number:
        raise BadNumber("id.empty")
    if re.search(r"[^0-9X]", number):
        raise BadNumber("id.characters")
    if "X" in number[:-1]:
        raise BadNumber("id.x_place")
    if len(number) == 15 and number.isdigit():
        raise BadNumber("id.old_15")
    if len(number) < LENGTH:
        raise BadNumber("id.too_short", count=len(number), missing=LENGTH - len(number))
    if len(number) > LENGTH:
        raise BadNumber("id.too_long", count=len(number), extra=len(number) - LENGTH)
