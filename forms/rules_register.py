"""Rules of the household register's forms: births, deaths, names, who comes for whom; see forms.rules."""

from __future__ import annotations

from datetime import date

from forms.data import read_toml
from forms.days import add_months, age, parse_day
from forms.derived import read_number
from forms.question import Answers, Mistake

MAJORITY = 18  # full years; Civil Code art. 17
_PAIRS = (
    ("father", "mother"),
    ("parent_1", "parent_2"),
    ("spouse", ""),
    ("joined", ""),
    ("proxy", ""),
    ("collector", ""),
)
"""People of a form who cannot be one: prefixes of their id_number; "" is the applicant."""


def people_differ(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """One number cannot be both of them."""
    found = []
    for one, other in _PAIRS:
        first, second = f"{one}_id_number", f"{other}_id_number" if other else "id_number"
        number = read_number(answers, first)
        if number is not None and number.text == answers.get(second):
            found.append(Mistake(first, "people.same_number", "stop"))
    return tuple(found)


def a_parent_is_named(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """A newborn has a father or a mother, unless the situation says that both are gone."""
    if answers.get("father_name") or answers.get("mother_name") or answers.get("parents") in ("p4", "p5"):
        return ()
    return (Mistake("mother_name", "birth.no_parent", "stop"),)


def surname_of_a_parent(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """Father's or mother's surname; a third one was to be said in the situation (Civil Code art. 1015)."""
    child = answers.get("child_name", "")
    parents = [name for key in ("father_name", "mother_name") if (name := answers.get(key, ""))]
    if not child or not parents or answers.get("third_surname") == "yes":
        return ()
    if any(name[0] == child[0] for name in parents):
        return ()
    return (Mistake("child_name", "birth.third_surname", "confirm"),)


def birth_reported_in_time(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """Within a month of the birth (Household Registration Regulations art. 7); later is told, not refused."""
    born = parse_day(answers.get("child_birth", ""))
    months = read_toml("laws/situations.toml")["birth_report"]["months"]
    if born is not None and born <= today and today > add_months(born, months):
        return (Mistake("child_birth", "birth.late", "info", {"months": months}),)
    return ()


def parents_by_their_numbers(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """A father's number is a man's, a mother's a woman's, and both are older than their child."""
    born, found = parse_day(answers.get("child_birth", "")), []
    for key, sex in (("father_id_number", "1"), ("mother_id_number", "2")):
        number = read_number(answers, key)
        if number is None:
            continue
        if number.sex != sex:
            found.append(Mistake(key, "parent.sex_differs", "confirm"))
        if born is not None and number.birth >= born:
            found.append(Mistake(key, "parent.not_older", "stop"))
    return tuple(found)


def death_after_birth(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """Nobody dies before being born."""
    gone, died = read_number(answers, "gone_id_number"), parse_day(answers.get("died_on", ""))
    if gone is not None and died is not None and died < gone.birth:
        return (Mistake("died_on", "death.before_birth", "stop"),)
    return ()


def new_entry_differs(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """A change that changes nothing is a slip of the hand."""
    found = []
    for new, old in (
        ("new_name", "name"),
        ("new_sex", "sex"),
        ("new_birth", "birth"),
        ("new_ethnic", "ethnic"),
    ):
        if answers.get(new) and answers.get(new) == answers.get(old):
            found.append(Mistake(new, "change.nothing", "stop"))
    return tuple(found)


def collector_is_adult(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """Whoever collects for another can answer for it (Civil Code art. 17, 161). Asked, not refused."""
    number = read_number(answers, "collector_id_number")
    if number is not None and age(number.birth, today) < MAJORITY:
        return (Mistake("collector_id_number", "collector.minor", "confirm"),)
    return ()


def found_after_loss(answers: Answers, matter: str, today: date) -> tuple[Mistake, ...]:
    """What was found again had been lost before."""
    lost, found = parse_day(answers.get("loss_date", "")), parse_day(answers.get("found_date", ""))
    if lost is not None and found is not None and found < lost:
        return (Mistake("found_date", "found.before_loss", "stop"),)
    return ()


REGISTER_RULES = (
    people_differ,
    a_parent_is_named,
    surname_of_a_parent,
    birth_reported_in_time,
    parents_by_their_numbers,
    death_after_birth,
    new_entry_differs,
    collector_is_adult,
    found_after_loss,
)
