"""Before anybody comes (预受理): may this be taken, what is still to be asked, and what must be brought.

The same scenario pack and the same forms as in the van; answers are by question or field id, as there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from forms import idnumber
from forms.errors import BadDefinition
from forms.fieldtypes import tidy_phone
from forms.matter import MATTERS, Matter, matter
from forms.packs.model import Category, holds
from forms.packs.shelf import category
from forms.question import Field, FormSpec
from forms.scenarios import Decision, asked, decide
from forms.sheets.checks import CHECKS
from forms.spec import complete, derive, load, tidy, visible_fields
from forms.words import Choice, Words

LONGEST = 200  # characters of one line
BY_HAND = ("choice", "many")
"""Kinds of fields a caller can be asked: one or more of a few."""


@dataclass(frozen=True)
class Wish:
    """Somebody wants a matter done. contact: who called, often not the applicant; "" when it is the same."""

    matter: str
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    phone: str = field(repr=False)
    contact: str = field(default="", repr=False)
    relation: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    care: str = field(default="", repr=False)
    note: str = field(default="", repr=False)
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Question:
    """kind: "one", "many" or "tick" (answer "yes"). answer: as given, or as it follows from the others."""

    id: str
    words: Words
    kind: str
    choices: tuple[Choice, ...]
    answer: str


@dataclass(frozen=True)
class Checked:
    """wrong: field -> code, of what was typed. decision None: not even the matter is known."""

    wish: Wish = field(repr=False)
    wrong: Mapping[str, str]
    questions: tuple[Question, ...]
    decision: Decision | None
    age: int | None

    @property
    def fits(self) -> bool:
        """Nothing wrong, nothing open, nothing against it."""
        said = self.decision
        return not self.wrong and said is not None and said.eligible and not said.unanswered


def bookable() -> tuple[Matter, ...]:
    """The matters somebody can come for; advice alone needs no booking."""
    return tuple(one for one in MATTERS if one.channel != "advice")


def check(wish: Wish, today: date, *, at_home: bool = False) -> Checked:
    """at_home: the van comes to the door, so the address must be known. Never raises, whatever was typed."""
    wish, wrong = _tidied(wish, today)
    if at_home and not wish.address:
        wrong["address"] = "field.required"
    try:
        what = matter(wish.matter)
        if what.channel == "advice":
            raise BadDefinition(place=what.id)
        form, table = load(what.definition), category(what.category)
    except BadDefinition:
        return Checked(wish, {"matter": "work.matter", **wrong}, (), None, None)
    known = _answers(what, form, table, wish, today)
    years = derive(form, {"id_number": wish.id_number}, today).get("age")
    return Checked(
        wish,
        wrong,
        tuple(_questions(what, form, table, known, wish)),
        decide(what.category, known),
        int(years) if years else None,
    )


def _tidied(wish: Wish, today: date) -> tuple[Wish, dict[str, str]]:
    found: dict[str, str] = {}
    kinds = {"name": "name", "id_number": "number", "address": "address", "care": "text", "note": "text"}
    kinds |= {"contact": "text", "relation": "text"}
    wrong: dict[str, str] = {}
    for place, kind in kinds.items():
        text = getattr(wish, place).strip()
        found[place], code = CHECKS[kind](text, today) if text else ("", "")
        if len(text) > LONGEST:
            wrong[place] = "work.too_long"
        elif code:
            wrong[place] = code
    found["phone"], code = CHECKS["phone"](tidy_phone(wish.phone), today)
    if code:
        wrong["phone"] = code
    wrong |= {place: "field.required" for place in ("name", "id_number") if not found[place]}
    if not wish.phone.strip():
        wrong["phone"] = "field.required"
    return Wish(matter=wish.matter, answers=wish.answers, **found), wrong


def _answers(what: Matter, form: FormSpec, table: Category, wish: Wish, today: date) -> dict[str, str]:
    """As the van's program completes them; but what the table asks is never assumed of somebody not seen."""
    given = {key: tidy(form, key, text[:LONGEST]) for key, text in wish.answers.items() if text}
    person = {"name": wish.name, "id_number": wish.id_number, "address": wish.address}
    said = {key: text for key, text in {**given, **what.scenario, **person}.items() if text}
    sure = derive(form, said, today) | said
    open_ones = {one.id for one in table.dimensions} - sure.keys()
    return {key: text for key, text in complete(form, said, today).items() if key not in open_ones}


def _questions(
    what: Matter, form: FormSpec, table: Category, known: Mapping[str, str], wish: Wish
) -> Iterator[Question]:
    derived = _derived_for_sure(wish)
    for dimension in asked(table, known):
        if dimension.id not in what.scenario and dimension.id not in derived:
            yield Question(
                dimension.id, dimension.words, "one", dimension.answers, known.get(dimension.id, "")
            )
    dimensions = {dimension.id for dimension in table.dimensions}
    for entry in visible_fields(form, known):
        if entry.id in _conditions(table) - dimensions and entry.kind in BY_HAND:
            yield _of_field(entry, known)
    fields = {entry.id for entry in form.fields}
    for switch in table.switches:
        if switch.words is not None and switch.id not in fields | dimensions:
            answer = known.get(switch.id, "")
            if holds({key: when for key, when in switch.when.items() if key != switch.id}, known):
                yield Question(switch.id, switch.words, "tick", (), answer)


def _of_field(entry: Field, known: Mapping[str, str]) -> Question:
    kind = "many" if entry.kind == "many" else "one"
    return Question(entry.id, entry.label, kind, entry.choices, known.get(entry.id, ""))


def _derived_for_sure(wish: Wish) -> frozenset[str]:
    """A number that can be read says the age; where somebody is registered is only a guess by the address."""
    try:
        idnumber.parse(wish.id_number)
    except idnumber.BadNumber:
        return frozenset()
    return frozenset({"age_group"})


def _conditions(table: Category) -> frozenset[str]:
    """Every question something in this category depends on."""
    conditions = [one.when for one in table.refusals] + [one.when for one in table.switches]
    conditions += [one.when for one in table.fees] + [one.when for one in table.time_limits]
    return frozenset(key for when in conditions for key in when)


def refusal(matter_id: str, id_number: str, address: str, today: date) -> str:
    """Of somebody on a list, of whom little is known: the code of what stands against it; "" for nothing.

    What a list does not say is open, and nothing open refuses.
    """
    try:
        what = matter(matter_id)
    except BadDefinition:
        return ""
    said = {"id_number": id_number, "address": address, **what.scenario}
    said = {key: text for key, text in said.items() if text}
    decision = decide(what.category, derive(load(what.definition), said, today) | said)
    return decision.reasons[0].code if decision.reasons else ""
