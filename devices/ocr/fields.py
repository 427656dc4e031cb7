"""What was read from a document: each entry with how sure it is, what agrees with it and what is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

UNSURE = 0.80
"""Least sure character under this: look again. Measured on spoiled cards: tests/bench/ocr.py prints it."""

UNSURE_DOUBT = "ocr.unsure"
RARE = "ocr.rare_character"
MENDED = "ocr.mended"
CHECK_DIGIT = "ocr.check_digit"
NOT_AS_NUMBER = "ocr.not_as_number"
ODD_PERIOD = "ocr.odd_period"
DOUBTS = (UNSURE_DOUBT, RARE, MENDED, CHECK_DIGIT, NOT_AS_NUMBER, ODD_PERIOD)
"""Why an entry wants a second look; each has words."""

Kind = Literal["id_card", "household", "mrz"]


@dataclass(frozen=True)
class Field:
    """One entry as printed (dates YYYYMMDD). Its repr hides it.

    confidence: of its least sure character, 0..1. checks: what agrees with it: "check_digit", "number"
    (birth and sex as the number says), "period" (of a card's validity). doubts: of DOUBTS; none = good.
    """

    value: str = field(repr=False)
    confidence: float
    checks: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fields:
    """What one document says. kind "id_card": one side or both; "household": a booklet's page.

    fields, as far as found: name, sex, ethnic, birth, address, id_number, issuer, valid_from, valid_to (or
    长期); of a booklet also relation, former_name, birthplace, native_place, other_address, religion, height,
    blood, education, marriage, service, workplace, occupation, household_kind, household_head, household_no.
    """

    kind: Kind
    fields: Mapping[str, Field] = field(repr=False)

    def value(self, name: str) -> str:
        """The entry, or "" when it was not found."""
        found = self.fields.get(name)
        return found.value if found else ""


def made(value: str, sure: Iterable[float]) -> Field:
    """A field of a text and its characters' sureness; doubtful when one of them is."""
    least = min(sure, default=0.0)
    read = Field(value, round(least, 3))
    return doubted(read, UNSURE_DOUBT) if least < UNSURE else read


def doubted(read: Field, doubt: str) -> Field:
    """The same with one more doubt."""
    return read if doubt in read.doubts else replace(read, doubts=(*read.doubts, doubt))


def checked(read: Field, check: str) -> Field:
    """The same with one more check that agrees: no unsure character stands against it any more."""
    doubts = tuple(doubt for doubt in read.doubts if doubt != UNSURE_DOUBT)
    return replace(read, checks=(*read.checks, check), doubts=doubts)


def is_rare(text: str) -> bool:
    """Has a character outside GB 2312, whose 6763 are what print shops and readers know best."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return any(sign not in "·•" for sign in text if not _common(sign))
    return False


def _common(sign: str) -> bool:
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
