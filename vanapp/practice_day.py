"""The practice day: put in at the office beside the laptop, as a real one is; the post brings it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from vanapp.local_office import LocalOffice, OfficeNotStarted
from vanapp.training import UNIT, VAN

log = logging.getLogger(__name__)

TRIP = Path(__file__).resolve().parent.parent / "resources" / "training" / "trip.toml"
PATIENCE_S = 30.0


class Person(Protocol):
    """devices.virtual.people.TrainingPerson, as much of it as a day needs."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def id_number(self) -> str: ...
    @property
    def birth(self) -> str: ...


class PracticeDay:
    """`plan` returns at once; `wait` until what was begun is at the office, or cannot be."""

    def __init__(self, office: LocalOffice) -> None:
        self._office = office
        self._day: date | None = None
        self._thread: threading.Thread | None = None

    def plan(self, people: Sequence[Person], day: date) -> None:
        """The same day twice is once."""
        if day == self._day:
            return
        self._day = day
        self._thread = threading.Thread(
            target=self._put, args=(people, day), name="practice day", daemon=True
        )
        self._thread.start()

    def wait(self) -> None:
        if self._thread is not None:
            self._thread.join(PATIENCE_S)

    def _put(self, people: Sequence[Person], day: date) -> None:
        try:
            for sheet in sheets(people, day):
                self._office.put(sheet)
        except OfficeNotStarted as error:
            log.info("practice day: %s", error.values)  # that it is not there is told at the sign-in


def sheets(people: Sequence[Person], day: date) -> list[dict[str, object]]:
    """As an office puts them in (`sync/protocol.md`, work for a van). Raises KeyError: a row is of nobody."""
    import tomllib

    by_key = {person.key: person for person in people}
    said = tomllib.loads(TRIP.read_text("utf-8"))
    return [
        {
            "van": VAN,
            "kind": kind,
            "id": f"training-{day:%Y%m%d}",
            "day": day.isoformat(),
            "title": UNIT,
            "rows": [_row(kind, row, by_key[row["person"]]) for row in said[kind]],
        }
        for kind in ("trip", "booking", "draft")
    ]


def _row(kind: str, row: dict[str, str], person: Person) -> dict[str, str]:
    told = {column: text for column, text in row.items() if column != "person"}
    if kind == "draft":
        known = {name: getattr(person, name) for name in ("id_number", "name", "address", "phone")}
        return {**told, **{f"answers.{name}": text for name, text in known.items()}}
    return {**told, "name": person.name, "id_number": person.id_number, "birth": person.birth}
