"""A van's day: doors in a sensible order within the promised times, told to the van and kept up with."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import permutations
from pathlib import Path

import pytest

from forms.sheets import Sheet, load
from sync.gateway.desk import bookings, calendar, publishing, reception, trips
from sync.gateway.desk.errors import Closed, NotNow, NotThere, Stale, Unsound
from sync.gateway.desk.route import length_km, ordered
from sync.gateway.desk.trips import Shown
from sync.gateway.office import Office, open_office
from sync.sealing.seal import open_by_key
from sync.sealing.suites import Holder
from tests.sync.gateway.desk.test_bookings import NOW, PLAN, WHO, WISH, another, at
from tests.sync.papers import enrolled
from tests.sync.test_gateway_work import told

DAY = date(2026, 12, 1)
VAN = "D027"
HOME = replace(PLAN, kind="home", place="越秀区上门", slot_minutes=60, capacity=3, closes="12:00")
STREETS = {1: (113.30, 23.10), 2: (113.20, 23.10), 3: (113.25, 23.10)}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    one = open_office(tmp_path / "office", training=True)
    yield at(one, NOW)
    one.close()


def shown(office: Office) -> Shown:
    return Shown(VAN, DAY, trips.look(office, VAN, DAY).version)


def ids(office: Office) -> list[str]:
    return [door.id for door in trips.look(office, VAN, DAY).doors]


def three(office: Office, slot: str = "09:00") -> tuple[str, list[str]]:
    home = calendar.put(office, HOME, WHO)
    made = [
        bookings.book(office, home, slot, another(n, address=f"广东省广州市越秀区{n}路1号"), WHO)
        for n in (1, 2, 3)
    ]
    for n, id in zip((1, 2, 3), made, strict=True):
        trips.locate(office, shown(office), WHO, door=id, where=STREETS[n])
    return home, made


def sheets(office: Office, device: Holder) -> dict[tuple[str, str], Sheet | None]:
    """What the van knows at last."""
    found: dict[tuple[str, str], Sheet | None] = {}
    for notice in told(office):
        name = (notice.kind.value, str(notice.data["id"]))
        if notice.sealed:
            found[name] = load(open_by_key(notice.sealed, {"cms": device.key}))
        elif notice.data.get("withdrawn"):
            found[name] = None
    return found


def test_the_doors_are_the_days_bookings_in_a_short_way_within_their_slots(office: Office) -> None:
    home, (east, west, middle) = three(office)
    late = bookings.book(office, home, "11:00", WISH, WHO)
    trips.sort(office, shown(office), WHO)
    trip = trips.look(office, VAN, DAY)
    assert [door.id for door in trip.doors] in (
        [east, middle, west, late],
        [west, middle, east, late],
    )
    assert [door.at for door in trip.doors] == ["09:00", "09:20", "09:40", "11:00"]
    assert all(door.keeps_its_time for door in trip.doors)


def test_without_coordinates_a_street_is_served_together(office: Office) -> None:
    home = calendar.put(office, HOME, WHO)
    for n, street in ((1, "中山路9号"), (2, "北京路1号"), (3, "中山路2号")):
        bookings.book(office, home, "09:00", another(n, address=f"广东省广州市越秀区{street}"), WHO)
    trips.sort(office, shown(office), WHO)
    doors = trips.look(office, VAN, DAY).doors
    assert [door.said["address"][-5:] for door in doors] == ["中山路2号", "中山路9号", "北京路1号"]


def test_put_by_hand_before_another_it_says_that_a_promise_is_broken(office: Office) -> None:
    home, made = three(office)
    late = bookings.book(office, home, "11:00", WISH, WHO)
    trips.place(office, shown(office), WHO, door=late, number=1)
    doors = trips.look(office, VAN, DAY).doors
    made = [door.id for door in doors[1:]]
    assert doors[0].id == late
    assert [door.keeps_its_time for door in doors] == [True, False, False, False]
    trips.place(office, shown(office), WHO, door=late, number=99)
    assert ids(office) == [*made, late]
    trips.set_time(office, shown(office), WHO, door=made[0], at="9:59")
    assert ids(office) == [made[1], made[2], made[0], late]
    with pytest.raises(Unsound):
        trips.set_time(office, shown(office), WHO, door=made[0], at="soon")
    with pytest.raises(NotThere):
        trips.place(office, shown(office), WHO, door="nobody", number=1)


def test_two_who_arrange_one_day_end_clearly(office: Office) -> None:
    _, made = three(office)
    before = shown(office)
    trips.place(office, before, WHO, door=made[2], number=1)
    with pytest.raises(Stale):
        trips.place(office, before, "staff:other", door=made[1], number=1)
    with pytest.raises(Stale):
        publishing.publish(office, before, "staff:other")
    assert ids(office)[0] == made[2]


def test_a_card_to_bring_is_a_door_put_in_by_hand(office: Office) -> None:
    _, made = three(office)
    card = trips.add(
        office, shown(office), WHO, kind="delivery", at="9:30", said={"name": "黄伟", "phone": "13800138000"}
    )
    assert card in ids(office)
    with pytest.raises(NotThere):
        trips.drop(office, shown(office), WHO, door=made[0])  # a booking is called off, not left out
    trips.drop(office, shown(office), WHO, door=card)
    assert card not in ids(office)
    with pytest.raises(Unsound) as caught:
        trips.add(office, shown(office), WHO, kind="party", at="", said={"id_number": "1"})
    assert set(caught.value.wrong) == {"kind", "at", "name", "id_number"}


def test_the_van_is_told_the_doors_who_booked_at_a_stop_and_what_they_said(office: Office) -> None:
    device = enrolled(office, VAN)
    _, made = three(office)
    stop = calendar.put(office, PLAN, WHO)
    booked = bookings.book(office, stop, "10:00", WISH, WHO)
    trips.sort(office, shown(office), WHO)
    first = publishing.publish(office, shown(office), WHO)
    assert (first.sheets, first.fresh, first.waits) == (6, 6, False)
    found = sheets(office, device)
    trip = found["trip", "t-2026-12-01"]
    assert trip is not None
    assert {row["id"] for row in trip.rows} == {*made, stop}
    assert [row["at"] for row in trip.rows] == sorted(row["at"] for row in trip.rows)
    sheet, draft = found["booking", f"b-{stop}"], found["draft", f"d-{booked}"]
    assert sheet is not None
    assert draft is not None
    assert [(row["id"], row["at"], row["contact"], row["place"]) for row in sheet.rows] == [
        (booked, "10:00", "王女士", "北京街社区")
    ]
    assert (draft.rows[0]["answers.name"], draft.rows[0]["answers.address"]) == ("陈嘉怡", WISH.address)
    assert "answers.phone" not in draft.rows[0]  # it is the daughter's
    again = publishing.publish(office, shown(office), WHO)
    assert again.fresh == 0


def test_what_changes_afterwards_reaches_the_van_at_once(office: Office) -> None:
    device = enrolled(office, VAN)
    home, made = three(office)
    assert publishing.follow(office, VAN, DAY, WHO) is None  # it was not told of the day
    publishing.publish(office, shown(office), WHO)
    fresh = reception.book(office, home, "10:00", WISH, WHO)
    elsewhere = calendar.put(office, replace(PLAN, day=date(2026, 12, 2), van="D028"), WHO)
    reception.move(office, made[0], 1, elsewhere, "09:00", WHO)
    reception.cancel(office, made[1], 1, "cannot_come", WHO)
    found = sheets(office, device)
    trip = found["trip", "t-2026-12-01"]
    assert trip is not None
    assert {row["id"] for row in trip.rows} == {made[2], fresh}
    assert found["draft", f"d-{made[0]}"] is None
    assert found["draft", f"d-{made[1]}"] is None
    assert found["draft", f"d-{fresh}"] is not None
    assert told(office, "D028") == ()


def test_a_day_moved_or_called_off_reaches_the_van(office: Office) -> None:
    device = enrolled(office, VAN)
    stop = reception.put_day(office, PLAN, WHO)
    publishing.publish(office, shown(office), WHO)
    reception.put_day(office, replace(PLAN, opens="08:30", place="东山口"), WHO, id=stop, version=1)
    trip = sheets(office, device)["trip", "t-2026-12-01"]
    assert trip is not None
    assert [(row["at"], row["name"]) for row in trip.rows] == [("08:30", "东山口")]
    reception.call_off_day(office, stop, 2, WHO)
    trip = sheets(office, device)["trip", "t-2026-12-01"]
    assert trip is not None
    assert trip.rows == ()


def test_where_the_key_is_not_nobody_is_left_out_by_mistake(office: Office) -> None:
    enrolled(office, VAN)
    home, _ = three(office)
    publishing.publish(office, shown(office), WHO)
    before = len(told(office))
    for path in office.keys.glob("bureau-*.key"):
        path.rename(path.with_suffix(".away"))
    made = reception.book(office, home, "10:00", WISH, WHO)  # it is booked all the same
    assert bookings.get(office, made).state == "booked"
    assert len(told(office)) == before
    with pytest.raises(Closed):
        trips.look(office, VAN, DAY)
    for path in office.keys.glob("bureau-*.away"):
        path.rename(path.with_suffix(".key"))
    after = publishing.follow(office, VAN, DAY, WHO)
    assert after is not None
    assert after.fresh == 2  # the trip, and the draft


def test_what_another_clerk_books_meanwhile_is_told_too(office: Office) -> None:
    device = enrolled(office, VAN)
    home, made = three(office)
    publishing.publish(office, shown(office), WHO)
    late = bookings.book(office, home, "10:00", another(4, address=WISH.address), WHO)
    later: list[str] = []

    def meanwhile() -> datetime:
        """Asked for when the first clerk's sheet is about to be put: it was made before this booking was."""
        if not later:
            later.append("")
            later[0] = reception.book(office, home, "11:00", WISH, "staff:other")
        return NOW

    publishing.follow(replace(office, now=meanwhile), VAN, DAY, WHO)
    trip = sheets(office, device)["trip", "t-2026-12-01"]
    assert trip is not None
    assert {row["id"] for row in trip.rows} == {*made, late, *later}


def test_a_day_nobody_here_can_read_is_no_empty_day(office: Office) -> None:
    home = calendar.put(office, HOME, WHO)
    bookings.book(office, home, "09:00", WISH, WHO)
    for path in office.keys.glob("bureau-*.key"):
        path.rename(path.with_suffix(".away"))
    with pytest.raises(Closed):
        trips.look(office, VAN, DAY)


def test_nothing_to_do_is_not_told(office: Office) -> None:
    with pytest.raises(NotNow):
        publishing.publish(office, Shown(VAN, DAY, 0), WHO)


def test_the_way_is_never_longer_than_from_nearest_to_nearest_and_near_the_best() -> None:
    dice = random.Random(7)
    for _ in range(20):
        places = [(113 + dice.random() / 5, 23 + dice.random() / 5) for _ in range(6)]
        way = ordered(places)
        assert sorted(way) == list(range(6))
        best = min(length_km(list(one)) for one in permutations(places))
        assert length_km([places[n] for n in way]) <= best * 1.05
    assert ordered([]) == []
    assert ordered([(113.0, 23.0)], (113.1, 23.0)) == [0]
    line = [(113.0 + n / 100, 23.0) for n in (3, 1, 2)]
    assert ordered(line, (113.0, 23.0)) == [1, 2, 0]
