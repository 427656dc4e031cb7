"""What a pack must be beyond its schema: every name leads somewhere, nothing loops, the golden cases hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice, product

from forms.packs.model import Category, Charge, Condition, Limit, Pack, holds
from forms.packs.nodes import Part
from forms.words import words

MOST_PATHS = 100_000
"""Combinations walked to prove that each category has a way through; more are not published anywhere."""


def check(pack: Pack, places: Mapping[str, Part]) -> None:
    """Note in `places` all that is wrong. The pack was read without trouble."""
    if not pack.categories:
        places[""].note("pack.missing", name="categories")
    for category in pack.categories.values():
        _names(pack, category, places)
        _order(category, places)
        if not any(True for _ in open_paths(category)):
            places[f"categories.{category.id}"].note("pack.dead_end")
    if not any(part.noted for part in places.values()):
        _golden(pack, places)


def open_paths(category: Category) -> Iterable[Mapping[str, str]]:
    """Every combination of answers that is not refused and asks only what is asked on the way."""
    names = [dimension.id for dimension in category.dimensions]
    choices = [[choice.code for choice in dimension.answers] for dimension in category.dimensions]
    for answers in islice(product(*choices), MOST_PATHS):
        said = dict(zip(names, answers, strict=True))
        if not any(refusal.when and holds(refusal.when, said) for refusal in category.refusals):
            yield said


def _names(pack: Pack, category: Category, places: Mapping[str, Part]) -> None:
    here = f"categories.{category.id}"
    for material in category.base:
        _known(material, pack, places[here])
    for (question, answer), row in category.rows.items():
        for material in row.materials:
            _known(material, pack, places[f"{here}.questions.{question}.{answer}"])
    for switch in category.switches:
        for material in (*switch.add, *switch.drop):
            _known(material, pack, places[f"{here}.switches.{switch.id}"])
        _asked(switch.when, category, places[f"{here}.switches.{switch.id}"])
    for refusal in category.refusals:
        place = places[refusal.place]
        _asked(refusal.when, category, place)
        if not refusal.when:
            place.note("pack.always")
        if words(refusal.code) is None:
            place.note("pack.no_words", name=refusal.code)
    terms: tuple[Charge | Limit, ...] = (*category.fees, *category.time_limits)
    for term in terms:
        _asked(term.when, category, places[term.place])


def _known(material: str, pack: Pack, place: Part) -> None:
    if material not in pack.materials:
        place.note("pack.no_material", name=material)


def _asked(when: Condition, category: Category, place: Part) -> None:
    """A condition on one of the category's own questions may only name its answers.

    Other keys are fields of the form (accompanied_by), known to it alone.
    """
    own = {dimension.id: {choice.code for choice in dimension.answers} for dimension in category.dimensions}
    for key, allowed in when.items():
        for answer in sorted(allowed - own.get(key, allowed)):
            place.note("pack.no_answer", name=f"{key}: {answer}")
        if not allowed:
            place.note("pack.never", name=key)


def _order(category: Category, places: Mapping[str, Part]) -> None:
    """A question may hang on earlier ones only: so no loop can be written."""
    earlier: set[str] = set()
    for dimension in category.dimensions:
        place = places[f"categories.{category.id}.questions.{dimension.id}"]
        for key in dimension.when:
            if key not in earlier:
                place.note("pack.loop", name=key)
        _asked(dimension.when, category, place)
        if not dimension.answers:
            place.note("pack.missing", name="answers")
        earlier.add(dimension.id)


def _golden(pack: Pack, places: Mapping[str, Part]) -> None:
    from forms.scenarios import decide  # it reads packs, and so comes after them

    for case in pack.golden:
        place = places[case.place]
        if case.category not in pack.categories:
            place.note("pack.no_category", name=case.category)
            continue
        said = decide(case.category, case.answers, pack)
        refused = said.reasons[0].code if said.reasons else ""
        found = () if refused else tuple(material.id for material in said.materials)
        if (found, refused) != (case.materials, case.refused):
            place.note("pack.golden", found=", ".join(found) or refused)
