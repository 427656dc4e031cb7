"""What comes from the office, applied with its cursor in one transaction (sync.engine.Inbox).

Words about records go to the store's inbox. Work (trips, bookings, lists, drafts, earlier photos) is opened
with this device's key and put where it belongs; what was begun here is never touched. What cannot be read is
kept as it came, noted in the audit, and the feed goes on. Acceptance numbers are told in words of their own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from forms.days import age, parse_day
from forms.errors import FormError
from forms.idnumber import parse
from forms.record import Json
from forms.sheets import Row, Sheet, load
from forms.unit import load as load_unit
from sync import numbers
from sync.errors import BadParcel
from sync.parcel import Notice, NoticeKind
from sync.protocol import moment
from vanapp.clock import Clock, today
from vanapp.store import Store
from vanapp.store.listed import Listed
from vanapp.store.prefills import Prefill
from vanapp.store.trips import Visit
from vanapp.store.unit import UnitHeard

log = logging.getLogger(__name__)

BOOKING = "booking"
DOORS_STAY = timedelta(days=7)
"""How long a past day's doors keep name, telephone and care notes: a card may have to be brought there."""


class Unreadable(Exception):
    """Not for this device, damaged, or not in a form this program knows."""


@dataclass(frozen=True)
class Told:
    """A sheet as it was told: which, when, and its rows unless it is withdrawn."""

    kind: NoticeKind
    id: str
    day: date
    revision: int
    sheet: Sheet | None
    sealed: bytes


class Arrivals:
    """open: the device's key at work (vanapp.papers). Lane: net."""

    def __init__(
        self,
        store: Store,
        open: Callable[[bytes], bytes],
        clock: Clock,
        asks: Mapping[NoticeKind, Callable[[], None]] | None = None,
    ) -> None:
        """asks: what is asked for anew when the office says so (PACK, BUREAU); must return at once."""
        self._asks = asks or {}
        self._store = store
        self._open = open
        self._clock = clock

    def cursor(self) -> int:
        return self._store.inbox.cursor()

    def advance(self, cursor: int) -> None:
        self._store.inbox.advance(cursor)

    def apply(self, notice: Notice) -> bool:
        if word := _WORDS.get(notice.kind):
            return self._hear(notice, word)
        take = _TAKERS.get(notice.kind)
        if take is None:
            return self._store.inbox.apply(notice)
        try:
            told = self._told(notice)
        except Unreadable:
            return self._keep(notice)
        with self._store.transaction():
            if notice.cursor <= self.cursor():
                return False
            moved = False
            if told is not None and self._store.work.is_news(told.kind, told.id, told.revision):
                moved = take(self, told)
                title = told.sheet.title if told.sheet else ""
                off = told.sheet is None
                self._store.work.heard(told.kind, told.id, told.revision, told.day, title, withdrawn=off)
                self._store.audit.add("office", told.kind.value, told.id, revision=told.revision, off=off)
            self._store.inbox.note(notice, moved)
        return moved

    def let_go(self) -> int:
        """What names people and was for a day that is over. How many rows."""
        day = today(self._clock)
        store = self._store
        with store.transaction():
            known = store.earlier.let_go(day) + store.prefills.let_go(day) + store.lists.let_go(day)
            return known + store.trips.let_go(day - DOORS_STAY)

    def _told(self, notice: Notice) -> Told | None:
        """None: a later notice tells it anew. Raises Unreadable."""
        try:
            id, revision = str(notice.data["id"]), int(notice.data["revision"])
            day = date.fromisoformat(str(notice.data["day"]))
            if notice.data.get("withdrawn"):
                return Told(notice.kind, id, day, revision, None, b"")
            if not notice.sealed:
                return None
            sheet = load(self._open(notice.sealed))
        except (KeyError, ValueError, BadParcel, FormError) as error:
            raise Unreadable from error
        wanted = _NEEDED[notice.kind]
        if sheet.kind != notice.kind or not all(wanted <= row.keys() for row in sheet.rows):
            raise Unreadable
        return Told(notice.kind, id, day, revision, sheet, notice.sealed)

    def _keep(self, notice: Notice) -> bool:
        log.info("work that cannot be read: %s at cursor %d", notice.kind.value, notice.cursor)
        with self._store.transaction():
            if notice.cursor > self.cursor():
                self._store.audit.add("office", "unreadable", notice.kind.value, cursor=notice.cursor)
                self._store.inbox.note(notice, False, notice.sealed)
        return False

    def _hear(self, notice: Notice, word: Callable[[Arrivals, Notice], bool]) -> bool:
        """What is neither about a record's way nor work for a day."""
        with self._store.transaction():
            if notice.cursor <= self.cursor():
                return False
            try:
                moved = word(self, notice)
            except Unreadable:
                return self._keep(notice)
            self._store.inbox.note(notice, moved)
        return moved

    # --- one kind each ------------------------------------------------------------------------------------

    def _trip(self, told: Told) -> bool:
        """A day's doors, or its bookings: both are stops of the day."""
        trip = told.id if told.kind is NoticeKind.TRIP else f"{BOOKING}-{told.id}"
        rows = told.sheet.rows if told.sheet else ()
        title = told.sheet.title if told.sheet else ""
        doors = [_door(trip, row, told.day) for row in rows]
        return self._store.trips.plan(trip, told.day, title, doors)

    def _list(self, told: Told) -> bool:
        rows = told.sheet.rows if told.sheet else ()
        kind = told.kind.value
        self._store.lists.put(kind, told.id, [_person(kind, told.id, n, row) for n, row in enumerate(rows)])
        return True

    def _draft(self, told: Told) -> bool:
        if told.sheet is None or told.day < today(self._clock):
            return self._store.prefills.drop(told.id)
        for row in told.sheet.rows:
            self._store.prefills.put(
                Prefill(
                    id=told.id,
                    day=told.day,
                    target=row["for"],
                    matter=row["matter"],
                    id_number=row.get("id_number", ""),
                    answers=_under(row, "answers"),
                    scenario=_under(row, "scenario"),
                )
            )
        return True

    def _earlier(self, told: Told) -> bool:
        if told.sheet is None or told.day < today(self._clock):
            return self._store.earlier.drop(told.id)
        for row in told.sheet.rows:
            self._store.earlier.put(told.id, told.day, row["for"], told.sealed)
        return True

    # --- acceptance numbers -------------------------------------------------------------------------------

    def _numbers(self, notice: Notice) -> bool:
        """A block of them, or that the rest of one is not ours any more."""
        try:
            id = str(notice.data["id"])
            if notice.data.get("ended"):
                return self._store.numbers.end(id)
            if not notice.sealed:
                return False  # for a laptop before this one
            block = numbers.load(self._open(notice.sealed))
        except (KeyError, ValueError, BadParcel) as error:
            raise Unreadable from error
        if block.id != id:
            raise Unreadable
        return self._store.numbers.give(block)

    def _settings(self, notice: Notice) -> bool:
        """Of the van's unit; whoever shows or uses them hears of it as of any change (services.rounds)."""
        try:
            told = UnitHeard(
                str(notice.data["unit"]),
                int(notice.data["revision"]),
                load_unit(str(notice.data["settings"])),
                moment(str(notice.data["changed_at"])),
            )
        except (KeyError, ValueError, FormError) as error:
            raise Unreadable from error
        moved = self._store.unit.hear(told)
        if moved:
            fields: list[Json] = [*sorted(told.settings.said())]
            self._store.audit.add("office", "unit_settings", told.code, revision=told.revision, fields=fields)
        return moved

    def _ask(self, notice: Notice) -> bool:
        """The office has something else than before: it is asked for, soon."""
        ask = self._asks.get(notice.kind)
        if ask is not None:
            ask()
        return False

    def _number(self, notice: Notice) -> bool:
        """The office numbered a record that came without."""
        number = str(notice.data.get("number", ""))
        if not number or not self._store.applications.exists(notice.record):
            return False
        receipt = self._store.applications.get(notice.record).number
        moved = self._store.numbers.assign(receipt, notice.record, number, self._clock.now())
        if moved:
            self._store.audit.add("office", "number", notice.record, acceptance_number=number)
        return moved


_WORDS: Mapping[NoticeKind, Callable[[Arrivals, Notice], bool]] = {
    NoticeKind.NUMBERS: Arrivals._numbers,
    NoticeKind.NUMBER: Arrivals._number,
    NoticeKind.SETTINGS: Arrivals._settings,
    NoticeKind.PACK: Arrivals._ask,
    NoticeKind.BUREAU: Arrivals._ask,
}
_TAKERS: Mapping[NoticeKind, Callable[[Arrivals, Told], bool]] = {
    NoticeKind.TRIP: Arrivals._trip,
    NoticeKind.BOOKING: Arrivals._trip,
    NoticeKind.ROSTER: Arrivals._list,
    NoticeKind.OUTREACH: Arrivals._list,
    NoticeKind.DRAFT: Arrivals._draft,
    NoticeKind.EARLIER: Arrivals._earlier,
}
_NEEDED: Mapping[NoticeKind, frozenset[str]] = {
    NoticeKind.TRIP: frozenset({"id", "at", "kind", "name"}),
    NoticeKind.BOOKING: frozenset({"id", "at", "name"}),
    NoticeKind.ROSTER: frozenset({"name", "id_number"}),
    NoticeKind.OUTREACH: frozenset({"name", "id_number"}),
    NoticeKind.DRAFT: frozenset({"for", "matter"}),
    NoticeKind.EARLIER: frozenset({"for", "id_number"}),
}
_OWN_COLUMNS = frozenset({"name", "id_number"})


def _door(trip: str, row: Row, day: date) -> Visit:
    note = " · ".join(part for part in (row.get("place", ""), row.get("note", "")) if part)
    return Visit(
        id=f"{trip}-{row['id']}",
        trip=trip,
        at=row["at"],
        kind=row.get("kind", BOOKING),
        title=row["name"],
        age=_age(row, day),
        matter=row.get("matter"),
        note=note,
        own=row["id"],
        id_number=row.get("id_number", ""),
        address=row.get("address", ""),
        contact=row.get("contact", ""),
        contact_relation=row.get("contact_relation", ""),
        phone=row.get("phone", ""),
        care=row.get("care", ""),
    )


def _age(row: Row, day: date) -> int | None:
    birth = parse_day(row.get("birth", ""))
    if birth is None and row.get("id_number"):
        try:
            birth = parse(row["id_number"]).birth
        except FormError:
            return None
    return age(birth, day) if birth is not None else None


def _person(kind: str, list: str, place: int, row: Row) -> Listed:
    said = {column: text for column, text in row.items() if column not in _OWN_COLUMNS}
    return Listed(kind, list, place, row["name"], row["id_number"], said)


def _under(row: Row, word: str) -> dict[str, str]:
    return {
        column.removeprefix(f"{word}."): text for column, text in row.items() if column.startswith(f"{word}.")
    }
