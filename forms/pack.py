"""A scenario pack: the decision table of one category, read from data and checked.

A pack has dimensions with answers that add materials, refusals, switches (add or drop materials), and time
limits. Conditions are {key: [answers]} and all must hold; there is no expression language. Packs lie in
`packs/` and may be replaced by the bureau; everything wrong in one is a BadDefinition that names the place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from forms.data import names_in, read_toml
from forms.errors import BadDefinition
from forms.words import Choice, Words, parse_words

Mode = Literal["V", "O", "F", "N", "P"]
MODES: dict[str, str] = {
    "V": "original checked and imaged",
    "O": "original taken",
    "F": "form made here, signed on the spot",
    "N": "checked over the network, need not be handed in",
    "P": "captured on the spot",
}


@dataclass(frozen=True)
class Material:
    """What must be shown. The same id in every category: one picture serves several applications."""

    id: str
    words: Words
    mode: Mode
    e_licence: bool  # an electronic licence takes its place
    note: Words | None = None


@dataclass(frozen=True)
class Dimension:
    """One question of a pack with its answers, to be drawn."""

    id: str
    words: Words
    answers: tuple[Choice, ...]


@dataclass(frozen=True)
class Effect:
    """A row that holds under conditions: a refusal, a switch, a time limit."""

    when: Mapping[str, frozenset[str]]
    row: Mapping[str, Any]

    def holds(self, answers: Mapping[str, str]) -> bool:
        """An answer with several codes ("21 51") holds when all of them are allowed."""
        return all(
            all(code in allowed for code in answers.get(key, "").split() or [""])
            for key, allowed in self.when.items()
        )


@dataclass(frozen=True)
class Pack:
    """A checked pack. Made by `parse`; asked through forms.scenarios.decide."""

    id: str
    version: int
    category: str
    words: Words
    date: str  # ISO, of the texts it rests on
    source: str
    confidence: str
    base: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    rows: Mapping[tuple[str, str], Mapping[str, Any]]  # (dimension, answer) -> its row
    refusals: tuple[Effect, ...]
    switches: tuple[Effect, ...]
    time_limits: tuple[Effect, ...]  # the first that holds counts; the last has no conditions
    materials: Mapping[str, Material]

    @property
    def name(self) -> str:
        """What Application.pack holds."""
        return f"{self.id}@{self.version}"


@cache
def packs() -> Mapping[str, Pack]:
    """The packs of this package by category. Raises BadDefinition."""
    found = (parse(read_toml(f"packs/{name}.toml"), name) for name in names_in("packs", ".toml"))
    return {pack.category: pack for pack in found}


def pack_of(category: str) -> Pack:
    """The pack of a category. Raises BadDefinition for an unknown one."""
    if category not in packs():
        raise BadDefinition(place=f"category {category}", wanted=", ".join(packs()))
    return packs()[category]


def parse(found: Mapping[str, Any], place: str) -> Pack:
    """A checked Pack from its mapping. Raises BadDefinition when a part is missing or points nowhere."""
    try:
        pack = _read(found, place)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise BadDefinition(place=place, wanted=str(error)) from error
    _check(pack, place)
    return pack


def _read(found: Mapping[str, Any], place: str) -> Pack:
    dimensions, rows = [], {}
    for row in found["dimensions"]:
        answers = []
        for answer in row["answers"]:
            words = parse_words(answer["words"], f"{place} {row['id']}.{answer['id']}")
            answers.append(Choice(answer["id"], words))
            rows[row["id"], answer["id"]] = answer
        words = parse_words(row["words"], f"{place} {row['id']}")
        dimensions.append(Dimension(row["id"], words, tuple(answers)))
    return Pack(
        id=found["id"],
        version=int(found["version"]),
        category=found["category"],
        words=parse_words(found["words"], place),
        date=found["date"].isoformat(),
        source=found["source"],
        confidence=found["confidence"],
        base=tuple(found["base"]),
        dimensions=tuple(dimensions),
        rows=rows,
        refusals=_effects(found.get("refusals", []), ("code", "source")),
        switches=_effects(found.get("switches", []), ("source",)),
        time_limits=_effects(found["time_limits"], ("days", "source", "confidence")),
        materials={key: _material(key, row, place) for key, row in found["materials"].items()},
    )


def _effects(rows: Iterable[Mapping[str, Any]], wanted: tuple[str, ...]) -> tuple[Effect, ...]:
    effects = []
    for row in rows:
        if missing := [key for key in wanted if key not in row]:
            raise KeyError(*missing)
        effects.append(Effect({key: frozenset(values) for key, values in row["when"].items()}, row))
    return tuple(effects)


def _material(key: str, row: Mapping[str, Any], place: str) -> Material:
    if row["mode"] not in MODES:
        raise ValueError(f"{key}.mode: {', '.join(MODES)}")
    note = parse_words(row["note"], f"{place} {key}.note") if "note" in row else None
    words = parse_words(row["words"], f"{place} {key}")
    return Material(key, words, row["mode"], row.get("e_licence", False), note)


def _check(pack: Pack, place: str) -> None:
    named = set(pack.base)
    for row in pack.rows.values():
        named |= set(row["materials"])
    for switch in pack.switches:
        named |= set(switch.row.get("add", [])) | set(switch.row.get("drop", []))
    if lost := named - set(pack.materials):
        raise BadDefinition(place=f"{place} materials", wanted=", ".join(sorted(lost)))
    if not pack.time_limits or pack.time_limits[-1].when:
        raise BadDefinition(place=f"{place} time_limits", wanted="a last row without conditions")
