"""What a scenario pack is once it has been read and checked: categories, questions, materials, effects.

A category asks questions; each answer adds materials. Switches add or drop materials, refusals say why it
cannot be taken, fees and time limits are rows under conditions. A condition is {question: [answers]} and all
of it must hold; there is no expression language. Made by forms.packs.reading; asked through
forms.scenarios.decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from forms.words import Choice, Words

Mode = Literal["V", "O", "F", "N", "P"]
MODES: dict[str, str] = {
    "V": "original checked and imaged",
    "O": "original taken",
    "F": "form made here, signed on the spot",
    "N": "checked over the network, need not be handed in",
    "P": "captured on the spot",
}
CHANNELS = ("complete", "received", "advice")
"""Taken completely in the field; received for review by the office; advice and booking only."""

CONFIDENCES = ("high", "medium", "low")
UNITS = ("calendar", "working")

Condition = Mapping[str, frozenset[str]]


def holds(when: Condition, answers: Mapping[str, str]) -> bool:
    """An answer with several codes ("21 51") holds when all of them are allowed."""
    return all(
        all(code in allowed for code in answers.get(key, "").split() or [""]) for key, allowed in when.items()
    )


@dataclass(frozen=True)
class Hint:
    """What a reviewer looks at, and the text that says so."""

    words: Words
    source: str


@dataclass(frozen=True)
class Wait:
    """The application may be accepted before this material is there: so many calendar days."""

    days: int
    source: str
    confidence: str  # a row of CONFIDENCES


@dataclass(frozen=True)
class Material:
    """What must be shown. The same id in every category: one picture serves several applications."""

    id: str
    words: Words
    mode: Mode
    e_licence: bool = False  # an electronic licence takes its place
    note: Words | None = None
    hints: tuple[Hint, ...] = ()
    later: Wait | None = None  # None: it is needed at once


@dataclass(frozen=True)
class Dimension:
    """One question of a category with its answers, to be drawn. `when`: asked only if it holds."""

    id: str
    words: Words
    answers: tuple[Choice, ...]
    when: Condition


@dataclass(frozen=True)
class Row:
    """What one answer brings. `fact`: its key in the research tables, where ours differs."""

    materials: tuple[str, ...]
    fee_item: str = ""  # of laws/fees.toml
    search: str = ""
    fact: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why it cannot be taken like this: a code with words, the text it rests on, what to do instead."""

    when: Condition
    code: str
    source: str
    instead: Words | None = None
    place: str = ""  # in the file


@dataclass(frozen=True)
class Switch:
    """A circumstance beside the questions. With words it is offered as a tick: answer {id: "yes"}."""

    id: str
    when: Condition
    add: tuple[str, ...]
    drop: tuple[str, ...]
    source: str
    words: Words | None = None


@dataclass(frozen=True)
class Charge:
    """A fee in fen (1/100 yuan)."""

    when: Condition
    fen: int
    source: str
    confidence: str
    place: str = ""


@dataclass(frozen=True)
class Limit:
    """How long it may take. 0 days: on the spot."""

    when: Condition
    days: int
    unit: str  # a row of UNITS
    source: str
    confidence: str
    place: str = ""


@dataclass(frozen=True)
class Category:
    """One decision table. `group`: which of the 21 published groups it belongs to."""

    id: str
    group: int
    words: Words
    channel: str  # a row of CHANNELS
    source: str
    confidence: str  # a row of CONFIDENCES: how well the materials are sourced
    base: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    rows: Mapping[tuple[str, str], Row]  # (question, answer) -> what it brings
    refusals: tuple[Refusal, ...] = ()
    switches: tuple[Switch, ...] = ()
    fees: tuple[Charge, ...] = ()  # the first that holds counts; none: no rule was found
    time_limits: tuple[Limit, ...] = ()  # the same
    search: str = ""  # everyday words, with spaces between
    channel_note: Words | None = None
    note: Words | None = None


@dataclass(frozen=True)
class Golden:
    """A case the pack must answer so, or it is refused whole."""

    category: str
    answers: Mapping[str, str]
    materials: tuple[str, ...]  # in order; empty when refused
    refused: str  # the code of the first refusal; "" when eligible
    place: str


@dataclass(frozen=True)
class Pack:
    """A checked pack, one version of it."""

    id: str
    version: int
    date: date  # of the texts it rests on
    words: Words
    source: str
    confidence: str
    materials: Mapping[str, Material]
    categories: Mapping[str, Category]
    golden: tuple[Golden, ...] = ()

    @property
    def name(self) -> str:
        """What Application.pack holds."""
        return f"{self.id}@{self.version}"
