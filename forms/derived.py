"""What answers say about other questions: birth and sex from the number, age, where from.

Derived ids: matter, birth, sex (from id_number), age, age_group ("child" under 16, "adult"), household
(from the address), a child's phone (its guardian's), reason (GA/T 2000.10). A given answer always wins over
a derived one (spec.complete); where they differ, rules say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from forms import codes
from forms.data import read_toml
from forms.days import age, parse_day
from forms.errors import BadDefinition
from forms.idnumber import BadNumber, IdNumber, parse
from forms.matter import ADULT, matter


def derive(answers: Mapping[str, str], matter_id: str, today: date) -> dict[str, str]:
    """Everything that follows from the answers; nothing for what they do not say."""
    found = {"matter": matter_id}
    number = read_number(answers)
    if number is not None:
        found["birth"] = number.birth_text
        found["sex"] = number.sex
    birth = parse_day(answers.get("birth") or found.get("birth", ""))
    if birth is not None and birth <= today:
        years = age(birth, today)
        found["age"] = str(years)
        found["age_group"] = "child" if years < ADULT else "adult"
        found |= _reason(matter_id, years)
        if years < ADULT and answers.get("guardian_phone"):
            found |= {"phone": answers["guardian_phone"], "contact_relation": "guardian"}
    place = household(answers.get("address", ""))
    if place:
        found["household"] = place
    return found


def read_number(answers: Mapping[str, str], field: str = "id_number") -> IdNumber | None:
    """The number in an answer, or None when it cannot be read."""
    try:
        return parse(answers.get(field, ""))
    except BadNumber:
        return None


def household(address: str) -> str:
    """ "local", "province" or "other" by the address's first words; "" when they name no place we know.

    Only a proposal: the register decides, and addresses may leave out the province.
    """
    home = read_toml("laws/home.toml")
    if not address:
        return ""
    city, province = _names(home["city"]), _names(home["province"])
    if any(address.startswith((name, *(outer + name for outer in province))) for name in city):
        return "local"
    if address.startswith(province):
        return "province"
    return "other" if address.startswith(_provinces()) else ""


def _reason(matter_id: str, years: int) -> dict[str, str]:
    try:
        reason = matter(matter_id).reason_for(years)
    except BadDefinition:
        return {}
    return {"reason": reason} if reason else {}


def _names(code: str) -> tuple[str, ...]:
    place = codes.division(code)
    return tuple(entry.name for entry in place.names) if place else ()


@cache
def _provinces() -> tuple[str, ...]:
    """Names of all provinces, as addresses begin with them."""
    found = (place for code, place in codes.divisions().items() if code.endswith("0000"))
    return tuple(entry.name for place in found for entry in place.names)
