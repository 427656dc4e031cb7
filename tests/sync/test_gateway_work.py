"""Work for vans: kept sealed, told once over the van's own cursor, to its present device alone."""

from __future__ import annotations

import base64
import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from forms.sheets import RowMistake, Sheet, load
from forms.sheets.reading import BadFile
from sync import notices as wire
from sync.errors import BadParcel
from sync.gateway import events, mail, work
from sync.gateway.desk import keyed
from sync.gateway.errors import Problem
from sync.gateway.office import Office, open_office
from sync.gateway.tables import notices
from sync.gateway.tables import work as table
from sync.gateway.worksheets import File, Head, Taken, take
from sync.parcel import Notice, NoticeKind
from sync.sealing.seal import open_by_key
from sync.sealing.suites import Holder
from tests.forms.people import number
from tests.sync.offices import program
from tests.sync.papers import enrolled
from tests.sync.sealing.papers import openssl
from tests.sync.test_gateway_certificates import Real
from tests.sync.test_gateway_program import say

VAN, DAY = "D027", date(2099, 12, 1)
VISIT = {"id": "v1", "at": "09:30", "kind": "visit", "name": "陈嘉怡", "address": "广州市越秀区北京路1号"}
PUPIL = number("20110101")
TRIP = Sheet("trip", "t1", DAY, "越秀流动车", (VISIT,))


@pytest.fixture
def office(stored_office: Office) -> Office:
    return stored_office


def told(office: Office, van: str = VAN, cursor: int = 0) -> tuple[Notice, ...]:
    """As a van reads it off the wire."""
    found, last = mail.since(office.database, van, cursor)
    return wire.read(wire.write(found, last))[0]


def opened(notice: Notice, device: Holder) -> Sheet:
    return load(open_by_key(notice.sealed, {"cms": device.key}))


def test_a_trip_is_told_to_its_van_sealed_and_twice_is_once(office: Office) -> None:
    device = enrolled(office, VAN)
    first = work.put(office, VAN, TRIP, "clerk")
    assert work.put(office, VAN, TRIP, "clerk") == replace(first, fresh=False)
    [notice] = told(office)
    assert (notice.kind, notice.record, notice.cursor) == (NoticeKind.TRIP, "", first.cursor)
    assert notice.data == {"id": "t1", "day": "2099-12-01", "revision": 1}
    assert opened(notice, device) == TRIP
    assert told(office, "D028") == ()


def test_what_names_people_stands_nowhere_in_the_database(office: Office) -> None:
    enrolled(office, VAN)
    work.put(office, VAN, TRIP, "clerk")
    with office.database.read() as connection:
        rows = [*connection.execute(select(table)).all(), *connection.execute(select(notices)).all()]
        assert events.first_break(connection) is None
    assert len(rows) == 2
    for row in rows:
        assert "陈" not in repr(tuple(row))
        assert not any("陈".encode() in value for value in row if isinstance(value, bytes))


def test_a_change_is_a_new_revision_and_the_old_words_go(office: Office) -> None:
    device = enrolled(office, VAN)
    work.put(office, VAN, TRIP, "clerk")
    later = replace(TRIP, rows=({**VISIT, "at": "10:00"},))
    assert work.put(office, VAN, later, "clerk").revision == 2
    old, new = told(office)
    assert old.sealed == b""
    assert (new.data["revision"], opened(new, device)) == (2, later)


def test_withdrawn_is_told_once_and_can_be_put_again(office: Office) -> None:
    device = enrolled(office, VAN)
    work.put(office, VAN, TRIP, "clerk")
    assert work.withdraw(office, VAN, "trip", "t1", "clerk")
    assert not work.withdraw(office, VAN, "trip", "t1", "clerk")
    assert not work.withdraw(office, VAN, "trip", "other", "clerk")
    assert told(office)[-1].data == {"id": "t1", "day": "2099-12-01", "revision": 2, "withdrawn": 1}
    assert work.put(office, VAN, TRIP, "clerk").revision == 3
    assert opened(told(office)[-1], device) == TRIP


def test_work_waits_for_a_vans_first_certificate_and_for_a_new_laptops(office: Office) -> None:
    assert work.put(office, VAN, TRIP, "clerk").cursor == 0
    assert told(office) == ()
    device = enrolled(office, VAN)
    assert work.tell_waiting(office, VAN) == 1
    assert work.tell_waiting(office, VAN) == 0
    [notice] = told(office)
    assert opened(notice, device) == TRIP
    another = enrolled(office, VAN)
    with pytest.raises(BadParcel):
        opened(notice, another)
    assert work.tell_waiting(office, VAN) == 1
    assert opened(told(office)[-1], another) == TRIP


def test_an_office_without_the_bureaus_key_tells_nothing_it_cannot_open(office: Office) -> None:
    work.put(office, VAN, TRIP, "clerk")
    enrolled(office, VAN)
    kept = {path: path.read_bytes() for path in office.keys.glob("bureau-*.key")}
    for path in kept:
        path.unlink()
    assert work.tell_waiting(office, VAN) == 0
    for path, key in kept.items():
        path.write_bytes(key)
    assert work.tell_waiting(office, VAN) == 1


def test_past_work_is_not_told_again_and_let_go(office: Office) -> None:
    enrolled(office, VAN)
    yesterday = office.now().date() - timedelta(days=2)
    work.put(office, VAN, replace(TRIP, day=yesterday), "clerk")
    enrolled(office, VAN)
    assert work.tell_waiting(office, VAN) == 0
    assert work.let_go(office) == 0
    later = replace(office, now=lambda: office.now() + work.KEPT + timedelta(days=3))
    assert work.let_go(later) == 1
    assert [notice.sealed for notice in told(office)] == [b""]
    [row] = work.listed(office, VAN)
    assert (row["id"], row["rows"]) == ("t1", 1)


def test_pages_stay_small_whatever_is_sealed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.gateway.mail.PAGE_BYTES", 1200)
    enrolled(office, VAN)
    for n in range(5):
        work.put(office, VAN, replace(TRIP, id=f"t{n}"), "clerk")
    cursor, sizes = 0, []
    while page := told(office, cursor=cursor):
        cursor = page[-1].cursor
        sizes.append(len(page))
    assert sum(sizes) == 5
    assert len(sizes) > 1


def test_too_much_for_one_answer_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.gateway.work.MOST_BYTES", 100)
    with pytest.raises(Problem) as caught:
        work.put(office, VAN, TRIP, "clerk")
    assert caught.value.kind == "too-large"
    with pytest.raises(Problem) as caught:
        work.put(office, "no van", TRIP, "clerk")
    assert caught.value.kind == "bad-request"


def test_a_trip_with_a_bad_row_is_refused_whole_a_roster_is_not(office: Office) -> None:
    enrolled(office, VAN)
    rows = [VISIT, {**VISIT, "id": "v2", "at": "late"}]
    head = Head(id="t1", day="2099-12-01")
    file = File(VAN, "trip", json.dumps({"rows": rows}).encode(), head)
    taken = take(office, file, "clerk")
    assert taken == Taken((), 0, (RowMistake(2, "at", "work.time"),))
    assert told(office) == ()
    pupils = [{"name": "陈小宝", "id_number": PUPIL}, {"name": "无号", "id_number": "1"}]
    taken = take(office, replace(file, kind="roster", content=json.dumps(pupils).encode()), "clerk")
    assert (taken.good, len(taken.sheets), len(taken.mistakes)) == (1, 1, 1)
    with pytest.raises(BadFile):
        take(office, replace(file, head=Head(id="t1")), "clerk")


# --- the program -----------------------------------------------------------------------------------------


def test_the_command_line_puts_in_lists_and_withdraws(tmp_path: Path) -> None:
    data = tmp_path / "data"
    office = open_office(data, training=True)
    device = enrolled(office, VAN)
    people = tmp_path / "school.csv"
    with people.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows((("姓名", "公民身份号码"), ("陈小宝", PUPIL), ("错号", PUPIL[:16] + "00")))
    said = ["--data", str(data), "--van", VAN]
    code, lines, _ = say("roster", *said, "--id", "school-1", "--day", "2099-12-01", str(people))
    assert code == 1
    assert lines == [
        {"line": 3, "column": "id_number", "code": "id.check_digit"},
        {"kind": "roster", "id": "school-1", "revision": 1, "cursor": 1, "fresh": True},
        {"put": 1, "left_out": 1},
    ]
    photo, list_ = tmp_path / "a.jpg", tmp_path / "earlier.csv"
    photo.write_bytes(b"\xff\xd8\xff" + bytes(50))
    list_.write_text(f"for,id_number,photo\nv1,{PUPIL},a.jpg\n")
    assert say("earlier", *said, "--id", "e", "--day", "2099-12-01", str(list_))[0] == 0
    [roster, earlier] = told(office)
    assert [row["name"] for row in opened(roster, device).rows] == ["陈小宝"]
    assert earlier.data["id"] == f"e.{keyed.person(office, 'v1')[:32]}"  # "for" may be a person's number
    assert base64.b64decode(opened(earlier, device).rows[0]["photo"]) == photo.read_bytes()
    listed = say("work", "--data", str(data))[1]
    assert [(row["kind"], row["rows"], row["waits_for_certificate"]) for row in listed] == [
        ("earlier", 1, False),
        ("roster", 1, False),
    ]
    assert say("withdraw", *said, "roster", "school-1")[0] == 0
    assert say("withdraw", *said, "roster", "school-1")[0] == 1
    code, _, complaint = say("roster", *said, "--id", "x", str(people))
    assert (code, json.loads(complaint)["error"]) == (2, "work.head")
    code, _, complaint = say("roster", *said, str(tmp_path / "nowhere.csv"))
    assert (code, json.loads(complaint)["error"]) == (2, "work.file")
    office.close()


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Real]:
    data = tmp_path / "data"
    with program(data, training=False) as gateway:
        yield Real(gateway, data, data / "ca.pem")


def test_a_van_that_enrols_over_the_line_gets_what_waited(real: Real, tmp_path: Path) -> None:
    """And the openssl program reads it with the device's key."""
    trip = tmp_path / "trip.json"
    trip.write_text(json.dumps({"id": "t1", "day": "2099-12-01", "rows": [VISIT]}), "utf-8")
    assert say("trips", "--data", str(real.data), "--van", "D077", str(trip))[0] == 0
    _, files = real.device("D077")
    answer: dict[str, Any] = real.speaker(files).ask("GET", "/v2/changes?cursor=0").json()
    [notice] = answer["notices"]
    sealed = tmp_path / "sealed.cms"
    sealed.write_bytes(base64.b64decode(notice["sealed"]))
    said = ("-inform", "DER", "-in", sealed, "-recip", files[0], "-inkey", files[1])
    plain = openssl("cms", "-decrypt", "-binary", *said)
    assert load(plain).rows == (VISIT,)
