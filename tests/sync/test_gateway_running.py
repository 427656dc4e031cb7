"""What keeps an office running: readiness, metrics, limits, sticks, restored backups, missing parcels."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync import protocol
from sync.gateway import app, certificates, chain, openapi
from sync.gateway.errors import Problem
from sync.gateway.objects import FREE_FLOOR_BYTES, FileObjects
from sync.gateway.office import Limits, Storage, open_office
from sync.gateway.pace import Pace
from sync.gateway.stick import bring
from tests.sync.offices import Running, program, running
from tests.sync.papers import enrolled
from tests.sync.sealed import Press, Sealed
from tests.sync.test_gateway_program import say
from tests.sync.wire import Speaker, anyone, receipt_of, told, van


def hold(speaker: Speaker, parcels: list[Sealed]) -> dict[str, list[str]]:
    asked = [{"id": one.id, "sha256": one.label.sha256} for one in parcels]
    said: dict[str, list[str]] = speaker.ask(
        "POST", protocol.HELD, body=json.dumps({"records": asked})
    ).json()
    return said


# Ready, and how busy


def test_a_gateway_that_could_take_nothing_is_not_ready(tmp_path: Path) -> None:
    free = [2 * FREE_FLOOR_BYTES]
    whole = open_office(tmp_path, training=True)
    office = replace(whole, objects=FileObjects(tmp_path, free_bytes=lambda: free[0]))
    with running(tmp_path, office=office) as one:
        assert anyone(one).ask("GET", "/readyz").json() == {"ok": True}
        free[0] = 0
        full = anyone(one).ask("GET", "/readyz")
        assert (told(full), full.headers["Retry-After"]) == ((507, "disk-full"), "30")
        assert anyone(one).ask("GET", "/healthz").status_code == 200


def test_metrics_count_and_name_nobody(office: Running) -> None:
    one = Press(office.office).parcel(5000)
    receipt_of(van(office).send(one), office)
    anyone(office).ask("GET", protocol.HELLO)
    assert told(anyone(office).ask("GET", "/metrics")) == (401, "sign-in-needed")
    text = office.ask("GET", "/metrics").text
    lines = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert lines["vanapp_records_total"] == "1.0"
    assert float(lines["vanapp_upload_bytes_total"]) == len(one.body)
    assert lines['vanapp_answers_total{door="files",status="201"}'] == "1.0"
    assert lines['vanapp_answers_total{door="hello",status="426"}'] == "1.0"
    assert one.id not in text


def test_a_van_in_a_loop_is_slowed_down(tmp_path: Path) -> None:
    with running(tmp_path, limits=Limits(van_burst=3, van_questions_s=0.001)) as office:
        speaker = van(office)
        answers = [speaker.ask("GET", protocol.HELLO) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert (told(answers[3]), answers[3].headers["Retry-After"]) == ((429, "too-many"), "1")
        assert van(office, "D031").ask("GET", protocol.HELLO).status_code == 200


def test_the_bucket_fills_again() -> None:
    now = [0.0]
    pace = Pace(Limits(van_burst=2, van_questions_s=1), clock=lambda: now[0])
    pace.step("D027")
    pace.step("D027")
    with pytest.raises(Problem):
        pace.step("D027")
    now[0] = 1.0
    pace.step("D027")
    with pytest.raises(Problem):
        pace.step("D027")


# A stick


def test_parcels_come_on_a_stick_and_over_the_line_and_are_there_once(
    office: Running, tmp_path: Path
) -> None:
    press, stick, speaker = Press(office.office), tmp_path / "stick", van(office)
    parcels = [press.parcel(3000) for _ in range(4)]
    receipt_of(speaker.send(parcels[0]), office)
    half = speaker.create(parcels[1].label, len(parcels[1].body), parcels[1].body[:100]).headers["Location"]
    (stick / "D027").mkdir(parents=True)
    for one in parcels:
        (stick / "D027" / f"{one.id}.cms").write_bytes(one.body)
    (stick / "D027" / "holiday.jpg").write_bytes(b"no parcel")
    (stick / ".Trash").write_bytes(b"")
    first = {(brought.state, brought.record, brought.reason) for brought in bring(office.office, stick)}
    assert first == {
        ("known", parcels[0].id, ""),
        *(("taken", one.id, "") for one in parcels[1:]),
        ("refused", "", "bad-container"),
    }
    again = [brought.state for brought in bring(office.office, stick)]
    assert sorted(again) == ["known"] * 4 + ["refused"]
    assert len(office.records()) == 4
    assert office.alarms() == []
    # The van does not know; it goes on with its half upload, and hears that all is there.
    assert protocol.RECEIPT in speaker.send(parcels[1]).headers
    assert speaker.head(half).status_code in (200, 404)
    receipt_of(speaker.send(parcels[3]), office)


def test_a_stick_by_command(tmp_path: Path) -> None:
    data, stick = tmp_path / "data", tmp_path / "stick"
    stick.mkdir()
    office = open_office(data, training=False)
    press = Press(office)
    device = enrolled(office, press.van)
    press.device = device
    one = press.parcel()
    (stick / "x.cms").write_bytes(one.body)
    certificates.revoke(office.database, press.van, datetime.now(UTC))
    office.close()
    code, said, _ = say("import", "--data", str(data), str(stick))
    assert (code, said[-1]) == (0, {"taken": 1, "known": 0, "refused": 0})
    assert said[0] == {"file": "x.cms", "state": "taken", "record": one.id}
    assert say("import", "--data", str(data), str(stick))[1][-1] == {"taken": 0, "known": 1, "refused": 0}
    (stick / "y.cms").write_bytes(one.body[:-1])
    assert say("import", "--data", str(data), str(stick))[0] == 1
    [alarm] = say("alarms", "--data", str(data))[1]
    assert (alarm["kind"], alarm["record"]) == ("signed-by-revoked", one.id)


# A backup


def test_an_office_restored_from_yesterday_tells_what_it_misses(tmp_path: Path) -> None:
    """Database and objects of yesterday; the van holds receipts for what came since, and sends it again."""
    folder, backup = tmp_path / "office", tmp_path / "backup"
    with running(folder) as office:
        press, speaker = Press(office.office), van(office)
        old = [press.parcel() for _ in range(2)]
        for one in old:
            receipt_of(speaker.send(one), office)
        before = office.office.epoch
    backup.mkdir()
    shutil.copy(folder / "gateway.db", backup)  # closed: the whole of it is in this file
    shutil.copytree(folder / "objects", backup / "objects")
    with running(folder) as office:
        new = [press.parcel() for _ in range(2)]
        for one in new:
            receipt_of(speaker_of(office, speaker).send(one), office)
        office.office.era.note()
    shutil.rmtree(folder / "objects")
    shutil.copytree(backup / "objects", folder / "objects")
    shutil.copy(backup / "gateway.db", folder)
    with running(folder) as office:
        speaker = speaker_of(office, speaker)
        assert office.office.epoch != before
        assert speaker.ask("GET", protocol.HELLO).json()["epoch"] == office.office.epoch
        assert told(speaker.ask("GET", protocol.CHANGES + "?cursor=4")) == (410, "cursor-ahead")
        said = hold(speaker, [*old, *new])
        assert said == {"missing": [one.id for one in new], "conflicts": []}
        for one in new:
            receipt_of(speaker.send(one), office)
        assert hold(speaker, [*old, *new]) == {"missing": [], "conflicts": []}
        assert len(office.records()) == 4
        renewed = office.office.epoch
    with running(folder) as office:  # and from then on it stays
        assert office.office.epoch == renewed
    assert say("restored", "--data", str(folder))[1][0]["epoch"] != renewed


def speaker_of(office: Running, speaker: Speaker) -> Speaker:
    """The same van, its token and all, at another address."""
    return Speaker(office.url, speaker.also)


def test_what_is_here_otherwise_is_a_conflict(office: Running) -> None:
    press, speaker = Press(office.office), van(office)
    one, other = press.parcel(), press.parcel()
    speaker.send(one)
    lie = replace(one, label=replace(one.label, sha256="ab" * 32))
    assert hold(speaker, [lie, other]) == {"missing": [other.id], "conflicts": [one.id]}
    assert hold(van(office, "D031"), [one]) == {"missing": [], "conflicts": [one.id]}
    for body in ("", "{}", '{"records": 1}', '{"records": [{"id": "x", "sha256": "y"}]}', "[" * 100_000):
        assert told(speaker.ask("POST", protocol.HELD, body=body)) == (400, "bad-request")


# A gap


def test_a_parcel_that_stays_away_rings_once(office: Running) -> None:
    press, speaker = Press(office.office), van(office)
    one, lost, three = press.parcel(), press.parcel(), press.parcel()
    for parcel in (one, three):
        receipt_of(speaker.send(parcel), office)
    database, now = office.office.database, datetime.now(UTC)
    assert chain.ring_gaps(database, now + timedelta(days=2)) == 0
    assert chain.ring_gaps(database, now + timedelta(days=4)) == 1
    assert chain.ring_gaps(database, now + timedelta(days=5)) == 0
    [alarm] = office.alarms()
    assert (alarm["kind"], alarm["record"], alarm["facts"]["missing"]) == ("chain-gap", three.id, 2)
    receipt_of(speaker.send(lost), office)
    assert len(office.alarms()) == 1


# The description


def test_the_description_names_every_door_and_no_other(office: Running) -> None:
    doors = {(route.path, method) for route in app.routes() for method in route.methods or ()}
    paths = openapi.document()["paths"]
    described = {(path, method.upper()) for path, said in paths.items() for method in said}
    # Starlette answers HEAD wherever GET is; where that means something it is described.
    assert {(path, method) for path, method in doors if method != "HEAD"} <= described
    assert described <= doors
    assert anyone(office).ask("GET", "/openapi.json").json() == openapi.document()


def test_a_real_gateway_starts_and_ends_over_postgresql_and_s3(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The whole program over a city's storage: a record through one instance, seen through the other."""
    database = request.getfixturevalue("postgres_server").database()
    objects = request.getfixturevalue("s3_server").bucket()
    where = ("--database", database, "--objects", objects)
    with program(tmp_path / "one", *where) as first:
        keys = ("--keys", str(tmp_path / "one"))
        with program(tmp_path / "two", *where, *keys) as second:
            assert second.ready["epoch"] == first.ready["epoch"]
            told_once = second.van()  # the newest token of this van
            also = {
                "Authorization": f"Bearer {told_once['token']}",
                protocol.VAN: told_once["van"],
                protocol.PROTOCOL: "2",
            }
            press = Press(open_office(tmp_path / "one", storage=Storage(database, objects)))
            one = press.parcel(200_000)
            made = Speaker(first.url, also).create(one.label, len(one.body), one.body[:90_000])
            assert made.status_code == 201, made.text
            location = made.headers["Location"]
            goes_on = Speaker(second.url, also)
            offset = int(goes_on.head(location).headers[protocol.OFFSET])
            assert offset == 90_000
            done = goes_on.patch(location, offset, one.body[offset:])
            again = Speaker(first.url, also).send(one)
            assert again.headers[protocol.RECEIPT] == done.headers[protocol.RECEIPT]
            press.office.close()
            assert (first.end(), second.end()) == (0, 0)
    code, [facts], _ = say("check", "--data", str(tmp_path / "one"), *where)
    assert (code, facts["records"], facts["missing_files"], facts["chain_breaks_at"]) == (0, 1, 0, None)
