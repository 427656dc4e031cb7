"""From the telephone at the office to the day's list in the van, over a real line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from forms.days import day_of
from sync.gateway.desk import calendar, publishing, reception, trips
from sync.gateway.desk.calendar import clock
from sync.gateway.desk.trips import Shown
from tests.sync.gateway.desk.test_bookings import PLAN, WHO, WISH
from tests.sync.offices import VAN, Running
from tests.vanapp.bed import Van
from tests.vanapp.reached import reached, van_of
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.today import today


@pytest.fixture
def van(tmp_path: Path, office: Running) -> Iterator[Van]:
    with van_of(tmp_path, office) as one:
        yield one


def test_what_is_booked_by_telephone_is_begun_at_the_door(van: Van, office: Running, tmp_path: Path) -> None:
    day = day_of(office.office.now())
    home = replace(PLAN, van=VAN, day=day, kind="home", opens="12:00", closes="23:55", slot_minutes=10)
    id = calendar.put(office.office, home, WHO)
    slots = calendar.get(office.office, id).slots
    slot = next((at for at in slots if not calendar.is_over(office.office, day, at)), None)
    if slot is None:
        pytest.skip("nothing can be booked for the last minutes of a day, and the van sees today only")
    booked = reception.book(office.office, id, slot, replace(WISH, care="卧床"), WHO)
    publishing.publish(office.office, Shown(VAN, day, 0), WHO)

    with reached(van, office, tmp_path) as laptop:
        laptop.pull()
        [visit] = today(van.services).visits
        assert (visit.own, visit.at, visit.title) == (booked, slot, "陈嘉怡")
        assert (visit.contact, visit.contact_relation, visit.care) == ("王女士", "女儿", "卧床")
        later = clock(calendar.minutes(slot) + 7)
        shown = Shown(VAN, day, trips.look(office.office, VAN, day).version)
        trips.set_time(office.office, shown, WHO, door=booked, at=later)
        publishing.follow(office.office, VAN, day, WHO)
        laptop.pull()
        assert [one.at for one in today(van.services).visits] == [later]
        begun = begin_application(van.services, way="visit", visit=visit.id)
        kept = van.store.applications.get(begun.id)
        assert (kept.matter, kept.answers["name"], kept.answers["address"]) == (
            "renewal_expiry",
            "陈嘉怡",
            WISH.address,
        )
        assert kept.sources["name"] == "draft"
