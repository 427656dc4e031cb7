"""The code lists of the standards: sex, ethnic group, family relation, reasons; and the divisions.

The lists are data in `codes_data/`, each with its source and confidence in its head. Divisions hold every
code ever used, because a number keeps the division in force when it was coded (GB 11643-1999).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from forms.data import names_in, read_rows, read_toml
from forms.errors import BadDefinition
from forms.once import once
from forms.words import Choice, Words, parse_words


@dataclass(frozen=True)
class CodeList:
    """One list of codes in the order it is offered."""

    id: str
    source: str
    confidence: str  # "high", "medium", "low"
    choices: tuple[Choice, ...]

    def words(self, code: str) -> Words | None:
        return next((choice.words for choice in self.choices if choice.code == code), None)


@dataclass(frozen=True)
class DivisionName:
    """A name a division bore, and the months (YYYYMM) of the first and last revision that has it."""

    name: str
    first: str
    last: str


@dataclass(frozen=True)
class Division:
    """One six-digit code of GB/T 2260 with all its names, oldest first."""

    code: str
    names: tuple[DivisionName, ...]

    @property
    def name(self) -> str:
        """The newest name."""
        return max(self.names, key=lambda entry: (entry.last, entry.first)).name

    @property
    def is_current(self) -> bool:
        """Does the newest revision still have it?"""
        return any(entry.last == latest_revision() for entry in self.names)

    def name_on(self, day: date) -> str:
        """The name borne on `day`; before the first revision the first name, in a gap the one before it."""
        month = f"{day.year:04}{day.month:02}"
        earlier = [entry for entry in self.names if entry.first <= month]
        return (earlier[-1] if earlier else self.names[0]).name


@cache
def lists() -> tuple[str, ...]:
    """The ids of all code lists."""
    return names_in("codes_data", ".toml")


@cache
def code_list(list_id: str) -> CodeList:
    """A code list: "sex", "ethnic", "relation", "reason", "change". Raises BadDefinition for another."""
    if list_id not in lists():
        raise BadDefinition(place=f"codes_data/{list_id}", wanted=", ".join(lists()))
    place = f"codes_data/{list_id}.toml"
    found = read_toml(place)
    choices = tuple(
        Choice(code, parse_words(value, f"{place} {code}")) for code, value in found["codes"].items()
    )
    return CodeList(list_id, found["source"], found["confidence"], choices)


def words(list_id: str, code: str) -> Words | None:
    """The words of a code, or None when the list has no such code."""
    return code_list(list_id).words(code)


def choices(list_id: str) -> tuple[Choice, ...]:
    """A whole list, ready to offer."""
    return code_list(list_id).choices


@once
def divisions() -> Mapping[str, Division]:
    """Every division code ever used, by code."""
    names: dict[str, list[DivisionName]] = {}
    for code, first, last, name in read_rows("codes_data/divisions.tsv"):
        names.setdefault(code, []).append(DivisionName(name, first, last))
    return {code: Division(code, tuple(entries)) for code, entries in names.items()}


@cache
def latest_revision() -> str:
    """YYYYMM of the newest revision in the data: newer divisions are unknown to this program."""
    return max(last for _, _, last, _ in read_rows("codes_data/divisions.tsv"))


def division(code: str) -> Division | None:
    """A division by its six digits, current or former."""
    return divisions().get(code)


def division_path(code: str, on: date | None = None) -> str:
    """Province, prefecture and county in one text ("": unknown); newest names, or those of a day."""
    if code not in divisions():
        return ""
    steps = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
    found = [divisions()[step] for step in steps if step in divisions()]
    return "".join(place.name if on is None else place.name_on(on) for place in found)
