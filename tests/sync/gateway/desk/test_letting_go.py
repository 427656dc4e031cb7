"""What names people goes when it is of no more use; a booking nobody came to ends by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sync.gateway import housekeeping
from sync.gateway.desk import bookings, calendar, keyed, letting_go, publishing, rosters, trips
from sync.gateway.desk.errors import NotThere
from sync.gateway.office import Office
from tests.sync.gateway.desk.test_bookings import NOW, PLAN, WHO, WISH, at
from tests.sync.gateway.desk.test_rosters import UNTIL, pupil, roster
from tests.sync.gateway.desk.test_trips import DAY, VAN, shown


@pytest.fixture
def office(stored_office: Office) -> Office:
    return at(stored_office, NOW)


def test_thirty_days_after_nobody_is_named(office: Office) -> None:
    made = bookings.book(office, calendar.put(office, PLAN, WHO), "09:00", WISH, WHO)
    publishing.publish(office, shown(office), WHO)
    rosters.take(office, roster(("陈小宝", pupil(1))), 0, WHO)
    assert letting_go.let_go(at(office, NOW + timedelta(days=20))) == 0
    assert trips.look(office, VAN, DAY).doors
    later = at(office, NOW + timedelta(days=31 + (UNTIL - NOW.date()).days))
    assert letting_go.let_go(later) == 3
    assert letting_go.let_go(later) == 0
    assert bookings.get(office, made).wish is None
    assert [one.id for one in bookings.find(office, WISH.id_number)] == [made]
    with pytest.raises(NotThere):
        rosters.get(office, "roster", "school-1")
    [kept] = rosters.listed(office, "roster")
    assert (kept["good"], kept["gone"]) == (1, True)


def test_who_did_not_come_is_noted_and_may_still_have_come(office: Office) -> None:
    made = bookings.book(office, calendar.put(office, PLAN, WHO), "09:00", WISH, WHO)
    housekeeping.sweep(at(office, NOW + timedelta(days=5)))  # two days after its day
    assert bookings.get(office, made).state == "booked"
    housekeeping.sweep(at(office, NOW + timedelta(days=6)))
    booking = bookings.get(office, made)
    assert (booking.state, booking.reason) == ("no_show", "lapsed")
    with office.database.write() as connection:
        person = keyed.person(office, WISH.id_number)
        assert bookings.used(connection, person, "renewal_expiry", "R1", office.now()) == made
    assert bookings.get(office, made).state == "done"
