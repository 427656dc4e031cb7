"""Rules between a situation of the scenario pack and the answers of the form; see forms.rules.

The numbers are data in `laws/situations.toml`, each with its source.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from forms.data import read_toml
from forms.days import add_months, add_years, age, parse_day
from forms.matter import matter as matter_of
from forms.packs.shelf import pack_named
from forms.question import Answers, Mistake
from forms.scenarios import Decision, decide

SITUATION = "matter"
"""The field of mistakes in what was answered in the consultation: the page of the matter asks it again."""


def decided(answers: Answers, matter: str) -> Decision:
    """What the pack this application began with says to its answers."""
    begun_with = pack_named(answers["pack"]) if answers.get("pack") else None
    chosen = matter_of(matter)
    return decide(chosen.category_of(answers), {**answers, **chosen.scenario}, begun_with)


def situation_is_told(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """Every question of the pack is answered: the materials hang on them."""
    open_ones = decided(answers, matter).unanswered
    return (Mistake(SITUATION, "situation.open", "stop", {"count": len(open_ones)}),) if open_ones else ()


def situation_fits_age(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """A situation that the law ties to an age is confirmed where the birth says another one."""
    birth, category = parse_day(answers.get("birth", "")), matter_of(matter).category
    if birth is None or birth > today:
        return ()
    years = age(birth, today)
    for row in _law()["ages"]:
        here = row["category"] == category and _holds(row, answers)
        if here and not row.get("from", 0) <= years <= row.get("to", years):
            return (Mistake("birth", "situation.age_differs", "confirm", {"age": years}),)
    return ()


def married_long_enough(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """Joining a spouse after two years of marriage: the day says otherwise. Asked, not refused."""
    law, married = _law()["marriage"], parse_day(answers.get("married_on", ""))
    if married is None or law["category"] != matter_of(matter).category or not _holds(law, answers):
        return ()
    if add_years(married, law["years"]) > today:
        return (Mistake("married_on", "marriage.too_short", "confirm", {"years": law["years"]}),)
    return ()


def half_a_year_registered(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """A permit asks for half a year (Interim Regulations on Residence Permits art. 2). Asked, not refused."""
    months, since = _law()["residence"]["months"], parse_day(answers.get("registered_on", ""))
    if since is not None and add_months(since, months) > today:
        return (Mistake("registered_on", "permit.too_early", "confirm", {"months": months}),)
    return ()


def endorsed_in_time(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """Endorsed within the month before its end (art. 10): earlier, or later than its end, is confirmed."""
    ends = parse_day(answers.get("permit_valid_to", ""))
    if ends is None:
        return ()
    late = today > ends
    early = today < add_months(ends, -_law()["endorsement"]["months_before"])
    if answers.get("kind") == "t1" and (late or early):
        return (Mistake("permit_valid_to", "permit.late" if late else "permit.early", "confirm"),)
    if answers.get("kind") == "t2" and not late:
        return (Mistake("permit_valid_to", "permit.not_late", "confirm"),)
    return ()


@cache
def _law() -> Any:
    return read_toml("laws/situations.toml")


def _holds(row: Any, answers: Answers) -> bool:
    return all(answers.get(key, "") in allowed for key, allowed in row["answers"].items())


def booked_for_a_coming_day(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """Nobody comes yesterday."""
    day = parse_day(answers.get("booking_day", ""))
    if day is not None and day < today:
        return (Mistake("booking_day", "booking.past", "stop"),)
    return ()


SITUATION_RULES = (
    booked_for_a_coming_day,
    situation_is_told,
    situation_fits_age,
    married_long_enough,
    half_a_year_registered,
    endorsed_in_time,
)
