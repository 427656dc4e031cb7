"""From the text of a pack to a checked Pack, or to the list of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from forms.packs.checks import check
from forms.packs.errors import BadPack
from forms.packs.model import (
    CHANNELS,
    CONFIDENCES,
    MODES,
    UNITS,
    Category,
    Charge,
    Condition,
    Dimension,
    Golden,
    Hint,
    Limit,
    Material,
    Mode,
    Pack,
    Refusal,
    Row,
    Switch,
    Wait,
)
from forms.packs.nodes import Part, Skip, compose
from forms.words import Choice, Words

T = TypeVar("T")

MOST_DAYS, MOST_FEN, MOST_VERSION, MOST_GROUP = 3650, 1_000_000, 1_000_000, 99


def parse(source: bytes) -> Pack:
    """A pack that fits its schema and answers its golden cases. Raises BadPack with all that was found."""
    root = compose(source)
    try:
        pack, places = _pack(root)
    except Skip:
        raise BadPack(root.noted) from None
    if not root.noted:
        check(pack, places)
    if root.noted:
        raise BadPack(sorted(root.noted, key=lambda trouble: (trouble.line, trouble.column)))
    return pack


def _pack(root: Part) -> tuple[Pack, Mapping[str, Part]]:
    found = root.fields(
        ("pack", "version", "date", "words", "source", "confidence", "materials", "categories"), ("golden",)
    )
    places: dict[str, Part] = {"": root}
    materials: dict[str, Material] = {}
    for key, part in found["materials"].items():
        places[part.path] = part
        try:
            materials[key] = _material(key, part)
        except Skip:
            continue
    categories: dict[str, Category] = {}
    for one in found["categories"].each(lambda part: _Category(part, places).read()):
        categories[one.id] = one
    pack = Pack(
        id=found["pack"].text(),
        version=found["version"].number(MOST_VERSION),
        date=_day(found["date"]),
        words=_words(found["words"]),
        source=found["source"].text(),
        confidence=found["confidence"].one_of(CONFIDENCES),
        materials=materials,
        categories=categories,
        golden=found["golden"].each(lambda part: _golden(part, places)) if "golden" in found else (),
    )
    return pack, places


def _words(part: Part) -> Words:
    found = part.fields(("zh", "en"))
    return Words(found["zh"].text(), found["en"].text())


def _maybe_text(found: Mapping[str, Part], key: str) -> str:
    return found[key].text() if key in found else ""


def _maybe_words(found: Mapping[str, Part], key: str) -> Words | None:
    return _words(found[key]) if key in found else None


def _day(part: Part) -> date:
    try:
        return date.fromisoformat(part.text())
    except ValueError:
        part.refuse("pack.not_a_day", found=part.text())


def _ids(part: Part) -> tuple[str, ...]:
    return part.each(Part.text)


def _material(key: str, part: Part) -> Material:
    found = part.fields(("words", "mode"), ("e_licence", "note", "hints", "later"))
    mode: Mode = found["mode"].one_of(MODES)  # type: ignore[assignment]  # one of its keys
    return Material(
        id=key,
        words=_words(found["words"]),
        mode=mode,
        e_licence=found["e_licence"].yes() if "e_licence" in found else False,
        note=_maybe_words(found, "note"),
        hints=found["hints"].each(_hint) if "hints" in found else (),
        later=_wait(found["later"]) if "later" in found else None,
    )


def _wait(part: Part) -> Wait:
    found = part.fields(("days", "source", "confidence"))
    return Wait(
        found["days"].number(MOST_DAYS), found["source"].text(), found["confidence"].one_of(CONFIDENCES)
    )


def _hint(part: Part) -> Hint:
    found = part.fields(("words", "source"))
    return Hint(_words(found["words"]), found["source"].text())


class _Category:
    """Reads one decision table and remembers where its parts stand, for the checks that come after."""

    def __init__(self, part: Part, places: dict[str, Part]) -> None:
        self._part = part
        self._places = places
        self._rows: dict[tuple[str, str], Row] = {}
        self._found = part.fields(
            ("id", "group", "words", "channel", "source", "confidence", "base", "questions"),
            ("search", "channel_note", "note", "refusals", "switches", "fees", "time_limits"),
        )
        self._id = self._found["id"].text()
        self._place(part, "")

    def read(self) -> Category:
        found = self._found
        dimensions = found["questions"].each(self._dimension)
        return Category(
            id=self._id,
            group=found["group"].number(MOST_GROUP),
            words=_words(found["words"]),
            channel=found["channel"].one_of(CHANNELS),
            source=found["source"].text(),
            confidence=found["confidence"].one_of(CONFIDENCES),
            base=_ids(found["base"]),
            dimensions=dimensions,
            rows=self._rows,
            refusals=self._each("refusals", self._refusal),
            switches=self._each("switches", self._switch),
            fees=self._each("fees", self._charge),
            time_limits=self._each("time_limits", self._limit),
            search=_maybe_text(found, "search"),
            channel_note=_maybe_words(found, "channel_note"),
            note=_maybe_words(found, "note"),
        )

    def _each(self, what: str, read: Callable[[Part], T]) -> tuple[T, ...]:
        return self._found[what].each(read) if what in self._found else ()

    def _place(self, part: Part, name: str) -> None:
        """Give a part the path people know it by; a name twice in one list is noted."""
        part.path = f"categories.{self._id}{name}"
        if part.path in self._places:
            part.note("pack.twice", name=part.path)
        self._places[part.path] = part

    def _dimension(self, part: Part) -> Dimension:
        found = part.fields(("id", "words", "answers"), ("when",))
        name = found["id"].text()
        self._place(part, f".questions.{name}")
        choices = found["answers"].each(lambda answer: self._answer(name, answer))
        return Dimension(name, _words(found["words"]), choices, _when(found))

    def _answer(self, question: str, part: Part) -> Choice:
        found = part.fields(("id", "words", "materials"), ("fee_item", "search", "fact"))
        name = found["id"].text()
        self._place(part, f".questions.{question}.{name}")
        self._rows[question, name] = Row(
            _ids(found["materials"]),
            _maybe_text(found, "fee_item"),
            _maybe_text(found, "search"),
            _maybe_text(found, "fact"),
        )
        return Choice(name, _words(found["words"]))

    def _refusal(self, part: Part) -> Refusal:
        found = part.fields(("when", "code", "source"), ("instead",))
        return Refusal(
            _when(found),
            found["code"].text(),
            found["source"].text(),
            _maybe_words(found, "instead"),
            self._listed(part),
        )

    def _switch(self, part: Part) -> Switch:
        found = part.fields(("id", "source"), ("when", "words", "add", "drop"))
        name = found["id"].text()
        self._place(part, f".switches.{name}")
        return Switch(
            id=name,
            when=_when(found) if "when" in found else {name: frozenset({"yes"})},
            add=_ids(found["add"]) if "add" in found else (),
            drop=_ids(found["drop"]) if "drop" in found else (),
            source=found["source"].text(),
            words=_maybe_words(found, "words"),
        )

    def _charge(self, part: Part) -> Charge:
        found = part.fields(("when", "fen", "source", "confidence"))
        return Charge(
            _when(found),
            found["fen"].number(MOST_FEN),
            found["source"].text(),
            found["confidence"].one_of(CONFIDENCES),
            self._listed(part),
        )

    def _limit(self, part: Part) -> Limit:
        found = part.fields(("when", "days", "unit", "source", "confidence"))
        return Limit(
            _when(found),
            found["days"].number(MOST_DAYS),
            found["unit"].one_of(UNITS),
            found["source"].text(),
            found["confidence"].one_of(CONFIDENCES),
            self._listed(part),
        )

    def _listed(self, part: Part) -> str:
        """A row without a name is known by its number in the list."""
        self._places[part.path] = part
        return part.path


def _when(found: Mapping[str, Part]) -> Condition:
    if "when" not in found:
        return {}
    return {key: frozenset(_ids(part)) for key, part in found["when"].items()}


def _golden(part: Part, places: dict[str, Part]) -> Golden:
    found = part.fields(("category", "answers"), ("materials", "refused"))
    places[part.path] = part
    return Golden(
        category=found["category"].text(),
        answers={key: answer.text() for key, answer in found["answers"].items()},
        materials=_ids(found["materials"]) if "materials" in found else (),
        refused=found["refused"].text() if "refused" in found else "",
        place=part.path,
    )
