"""The lists people work from: what is in one state, the most urgent first, then by deadline, in pages.

A page is found by an index whatever is filtered, and goes on after the last line seen, so the thousandth page
costs what the first does (measured over 100 000 records: tests/bench/desk.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, RowMapping, and_, func, select, tuple_

from forms.days import day_of
from sync.gateway.desk import routes, states
from sync.gateway.tables import records

if TYPE_CHECKING:
    from sync.gateway.office import Office

SIZE = 50
MOST_FOUND = 50
MOST_COUNTIES = 300  # offered in a list
_LAST = "\U0010ffff"

COLUMNS = (
    *(
        "id",
        "arrival",
        "number",
        "acceptance_number",
        "version",
        "corrects",
        "matter",
        "queue",
        "jurisdiction",
    ),
    *("urgent", "state", "due", "rank", "van", "officer", "received_at", "changed_at", "revision"),
    *("claimed_by", "claimed_until", "opened"),
)


@dataclass(frozen=True)
class Wanted:
    """ "" and False: whatever. queue: a category, "unopened", "unreadable", "other"."""

    state: str = states.RECEIVED
    queue: str = ""
    matter: str = ""
    jurisdiction: str = ""
    urgent: bool = False
    overdue: bool = False


@dataclass(frozen=True)
class Place:
    """Where a page ended: rank, deadline and arrival of its last line."""

    rank: int
    due: str
    arrival: int

    def __str__(self) -> str:
        return f"{self.rank}_{self.due}_{self.arrival}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """None for what no page ever said."""
        rank, _, rest = text.partition("_")
        due, _, arrival = rest.partition("_")
        try:
            date.fromisoformat(due)
            place = cls(int(rank), due, int(arrival))
        except ValueError:
            return None
        return place if abs(place.rank) < 10 and 0 <= place.arrival < 2**62 else None


@dataclass(frozen=True)
class Listed:
    """after: where the next page begins; None when this is the last."""

    rows: Sequence[RowMapping]
    after: Place | None


def page(office: Office, wanted: Wanted, after: Place | None = None, size: int = SIZE) -> Listed:
    """One more line is read than shown, to know whether there is another page."""
    asked = select(*(records.c[name] for name in COLUMNS)).where(*_filters(office, wanted))
    order = (records.c.rank, records.c.due, records.c.arrival)
    if after is not None:
        asked = asked.where(tuple_(*order) > (after.rank, after.due, after.arrival))
    with office.database.read() as connection:
        rows = connection.execute(asked.order_by(*order).limit(size + 1)).mappings().all()
    shown = rows[:size]
    more = len(rows) > size
    last = shown[-1] if shown else None
    return Listed(shown, Place(last["rank"], last["due"], last["arrival"]) if last and more else None)


def find(office: Office, text: str) -> Sequence[RowMapping]:
    """By the beginning of an acceptance or receipt number, or by a record's id; newest first."""
    text = text.strip().upper()
    if not text:
        return ()
    columns = [records.c[name] for name in COLUMNS]
    found: dict[str, RowMapping] = {}
    with office.database.read() as connection:
        # One walk of an index each, from its end: however many begin alike, only so many are looked at.
        for column in (records.c.acceptance_number, records.c.number):
            begins = _begins(column, text, shared=office.database.shared)
            asked = select(*columns).where(begins).order_by(column.desc()).limit(MOST_FOUND)
            found |= {row["id"]: row for row in connection.execute(asked).mappings()}
        one = select(*columns).where(records.c.id == text)
        found |= {row["id"]: row for row in connection.execute(one).mappings()}
    return sorted(found.values(), key=lambda row: -row["arrival"])[:MOST_FOUND]


def counts(office: Office) -> dict[tuple[str, str], int]:
    """(state, queue) -> how many, of what is not over."""
    going_on = records.c.state.in_([state for state in states.STATES if state not in states.OVER])
    asked = select(records.c.state, records.c.queue, func.count()).where(going_on)
    asked = asked.group_by(records.c.state, records.c.queue)
    with office.database.read() as connection:
        return {(row[0], row[1]): row[2] for row in connection.execute(asked)}


def overdue(office: Office) -> int:
    """How many wait for a decision or for a card past their day."""
    waits = records.c.state.in_((states.RECEIVED, states.ASKED, states.ACCEPTED))
    asked = select(func.count()).select_from(records).where(waits, records.c.due < _today(office))
    with office.database.read() as connection:
        return int(connection.execute(asked).scalar_one())


def counties(office: Office, state: str) -> list[str]:
    """The jurisdictions with records in this state, in order; each found by one step in the index."""
    found: list[str] = []
    with office.database.read() as connection:
        while len(found) < MOST_COUNTIES:
            beyond = (records.c.state == state) & (records.c.jurisdiction > (found[-1] if found else ""))
            code = connection.execute(select(func.min(records.c.jurisdiction)).where(beyond)).scalar()
            if code is None:
                break
            found.append(code)
    return found


def days_left(due: str, today: date) -> int | None:
    """Negative: so many days too late. None: there is no deadline."""
    return None if due == routes.NO_DAY else (date.fromisoformat(due) - today).days


def _filters(office: Office, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [records.c.state == wanted.state]
    for name in ("queue", "matter", "jurisdiction"):
        if value := getattr(wanted, name):
            found.append(records.c[name] == value)
    if wanted.urgent:
        found.append(records.c.rank == routes.rank(urgent=True))
    if wanted.overdue:
        found.append(records.c.due < _today(office))
    return found


def _begins(column: Any, text: str, *, shared: bool) -> ColumnElement[bool]:
    """By code point: in a locale's order, as PostgreSQL has it, a range is no beginning."""
    plain = column.collate("C") if shared else column
    return and_(plain >= text, plain < text + _LAST)


def _today(office: Office) -> str:
    return day_of(office.now()).isoformat()
