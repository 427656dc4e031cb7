"""The intake desk's verbs: what is booked, moved or called off reaches the van in the same breath."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sync.gateway.desk import bookings, calendar
from sync.gateway.desk.calendar import Plan
from sync.gateway.desk.eligibility import Wish
from sync.gateway.desk.publishing import follow

if TYPE_CHECKING:
    from sync.gateway.office import Office


def book(office: Office, van_day: str, at: str, wish: Wish, who: str) -> str:
    """Raises as `bookings.book`."""
    made = bookings.book(office, van_day, at, wish, who)
    _follow(office, {van_day}, who)
    return made


def move(office: Office, id: str, version: int, van_day: str, at: str, who: str) -> None:
    """Raises as `bookings.move`."""
    before = bookings.get(office, id).van_day
    bookings.move(office, id, version, van_day, at, who)
    _follow(office, {before, van_day}, who)


def cancel(office: Office, id: str, version: int, reason: str, who: str) -> None:
    """Raises as `bookings.cancel`."""
    bookings.cancel(office, id, version, reason, who)
    _follow(office, {bookings.get(office, id).van_day}, who)


def put_day(office: Office, plan: Plan, who: str, *, id: str = "", version: int = 0) -> str:
    """Raises as `calendar.put`."""
    before = {(old.van, old.day) for old in [calendar.get(office, id).plan]} if id else set()
    made = calendar.put(office, plan, who, id=id, version=version)
    for van, day in sorted({*before, (plan.van, plan.day)}):
        follow(office, van, day, who)
    return made


def call_off_day(office: Office, id: str, version: int, who: str) -> None:
    """Raises as `calendar.call_off`."""
    calendar.call_off(office, id, version, who)
    _follow(office, {id}, who)


def did_not_come(office: Office, id: str, version: int, who: str) -> None:
    """Raises as `bookings.did_not_come`."""
    bookings.did_not_come(office, id, version, who)
    _follow(office, {bookings.get(office, id).van_day}, who)


def _follow(office: Office, van_days: set[str], who: str) -> None:
    there: set[tuple[str, date]] = set()
    for id in van_days:
        plan = calendar.get(office, id).plan
        there.add((plan.van, plan.day))
    for van, day in sorted(there):
        follow(office, van, day, who)
