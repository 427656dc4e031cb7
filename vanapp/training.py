"""Training mode: who signs in, whom the practice day visits, and the office beside the laptop.

Everything here stands in for the outside world. The program itself does not know that it is practising,
but for the mark every capture, print and parcel carries.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

# The sign-in page asks for the hint before anything is painted: keys, store and forms come when needed.
if TYPE_CHECKING:
    from vanapp.keys.vault import Vault
    from vanapp.store.trips import Visit

OFFICER_NUMBER = "440103-027"
PASS_PHRASE = "xunlian"
AUTO_REVIEW_S = 20.0
"""How long the simulated reviewer of a newcomer's practice takes."""

TRIP = Path(__file__).resolve().parent.parent / "resources" / "training" / "trip.toml"


class Person(Protocol):
    """devices.virtual.people.TrainingPerson, as much of it as a trip needs."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def birth(self) -> str: ...


def open_vault(vault: Vault) -> None:
    """Make the practice officer's vault at the first start."""
    from vanapp.keys.vault import Officer

    if not vault.exists():
        vault.create(Officer(OFFICER_NUMBER, "李敏", "越秀流动车", "D027"), PASS_PHRASE)


def visits(people: Sequence[Person], today: date) -> list[Visit]:
    """The practice day. Raises KeyError when a visit names nobody."""
    by_key = {person.key: person for person in people}
    rows = tomllib.loads(TRIP.read_text("utf-8"))["visit"]
    return [_visit(row, by_key[row["person"]], today) for row in rows]


def _visit(row: dict[str, str], person: Person, today: date) -> Visit:
    from forms.days import age, parse_day
    from vanapp.store.trips import Visit

    birth = parse_day(person.birth)
    return Visit(
        id=row["id"],
        trip="",
        at=row["at"],
        kind=row["kind"],
        title=person.name,
        age=age(birth, today) if birth else None,
        matter=row["matter"],
        note=row["note"],
        person=person.key,
    )
