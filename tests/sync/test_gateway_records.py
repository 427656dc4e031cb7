"""What an office does with records once their bytes are here; /files itself: test_gateway_files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from forms import wire
from sync import envelope, receipts
from sync.errors import Refused, ServerTrouble, SignInNeeded
from sync.gateway import events
from sync.gateway.alarms import ring
from sync.gateway.errors import Problem
from sync.gateway.letters import opened
from sync.gateway.objects import FREE_FLOOR_BYTES, FileObjects
from sync.gateway.office import open_office
from sync.keys import OfficeKey
from sync.sealing.seal import Opener
from tests.sync.letters import AT, application
from tests.sync.offices import VAN, Running, running
from tests.sync.sealed import Press


def test_a_parcel_is_taken_and_its_receipt_verifies(office: Running) -> None:
    one = office.parcel()
    with office.speak() as gateway:
        receipt = gateway.deliver(one)
        assert gateway.deliver(one) == receipt
    assert (receipt.id, receipt.sha256, receipt.van) == (one.id, one.sha256, VAN)
    assert receipt.office == office.office.name
    assert receipts.genuine(receipt, OfficeKey(office.office.seal.public))
    assert office.office.objects.read(one.sha256) == one.body
    assert len(office.records()) == 1


def test_the_receipt_is_the_same_after_the_office_was_restarted(tmp_path: Path) -> None:
    with running(tmp_path) as office, office.speak() as gateway:
        one = office.parcel()
        first = gateway.deliver(one)
    with running(tmp_path) as office, office.speak() as gateway:
        assert gateway.deliver(one) == first
        assert len(office.records()) == 1


def test_a_full_disk_is_trouble_that_leaves_nothing_half_written(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    free = [FREE_FLOOR_BYTES]
    whole = open_office(folder, training=True)
    office_without_room = replace(whole, objects=FileObjects(folder, free_bytes=lambda: free[0]))
    with running(folder, office=office_without_room) as office, office.speak() as gateway:
        one = office.parcel()
        with pytest.raises(ServerTrouble) as caught:
            gateway.deliver(one)
        assert caught.value.values["status"] == 507
        assert office.records() == []
        assert list((folder / "incoming").iterdir()) == []
        free[0] *= 2
        gateway.deliver(one)
        assert len(office.records()) == 1


def test_a_full_disk_under_the_database_is_the_same_trouble(office: Running) -> None:
    with office.speak() as gateway:
        gateway.deliver(office.parcel())

    def fill() -> None:
        with office.office.database.write() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
            for number in range(1000):
                ring(connection, at=AT, kind="x" * 30, van=VAN, record="r", number=number)

    with pytest.raises(Problem) as caught:
        fill()
    assert caught.value.kind == "disk-full"
    assert office.alarms() == []


class BrokenObjects(FileObjects):
    def room(self, size: int) -> None:
        raise ZeroDivisionError  # what nobody foresaw


@pytest.mark.logs  # the server tells its log what happened
def test_what_nobody_foresaw_is_signed_trouble_and_the_office_lives_on(tmp_path: Path) -> None:
    whole = open_office(tmp_path, training=True)
    broken = replace(whole, objects=BrokenObjects(tmp_path))
    with running(tmp_path, office=broken) as office, office.speak() as gateway:
        for _ in range(3):
            with pytest.raises(ServerTrouble) as caught:
                gateway.deliver(office.parcel())
            assert caught.value.values == {"status": 500}
        gateway.probe()


def test_a_corrected_version_closes_the_one_it_replaces(office: Running) -> None:
    press = Press(office.office)
    first = press.parcel()
    second = press.letter(replace(application(), corrects=first.id, version=2))
    with office.speak() as gateway:
        gateway.deliver(first.parcel)
        assert office.decide(first.id, "return", reasons=["again, please"]).status_code == 201
        gateway.deliver(second.parcel)
    assert [row["state"] for row in office.records()] == ["corrected", "received"]
    assert office.decide(first.id, "accept").status_code == 409


def test_a_real_office_refuses_a_real_form_with_a_training_capture(real_office: Running) -> None:
    press = Press(real_office.office)
    letter = application(training=False)
    marked = replace(letter, captures=tuple(replace(c, training=True) for c in letter.captures))
    with pytest.raises(Problem) as caught:
        letters_of(real_office, press.letter(marked).body)
    assert caught.value.kind == "training-parcel"
    letters_of(real_office, press.letter(letter).body)


def letters_of(office: Running, body: bytes) -> None:
    opened(body, office.office.opener, training=office.office.training)


def test_the_event_log_tells_all_and_its_chain_holds(office: Running) -> None:
    with office.speak() as gateway:
        for _ in range(3):
            gateway.deliver(office.parcel())
        with pytest.raises(Refused):
            gateway.deliver(office.parcel(van="D028"))
    with office.office.database.read() as connection:
        assert events.first_break(connection) is None
        kinds = [row.kind for row in connection.exec_driver_sql("SELECT kind FROM events ORDER BY seq")]
    assert kinds == ["founded", "van-enrolled", "van-invited", "received", "received", "received", "refused"]


@pytest.mark.parametrize("verb", ["UPDATE events SET who = 'x'", "DELETE FROM events"])
def test_the_event_log_only_grows(office: Running, verb: str) -> None:
    with pytest.raises(IntegrityError), office.office.database.write() as connection:
        connection.exec_driver_sql(verb)


def test_a_touched_event_log_is_noticed(office: Running) -> None:
    with office.speak() as gateway:
        gateway.deliver(office.parcel())
    with office.office.database.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER events_no_update")
        connection.exec_driver_sql("UPDATE events SET who = 'somebody' WHERE seq = 2")
    with office.office.database.read() as connection:
        assert events.first_break(connection) == 2


def test_a_van_without_its_token_is_told_to_sign_in(office: Running) -> None:
    with office.speak(token="wrong") as gateway, pytest.raises(SignInNeeded):
        gateway.deliver(office.parcel())
    assert office.records() == []


def test_the_manifest_the_office_reads_is_the_one_the_van_wrote(office: Running) -> None:
    letter = replace(application(), version=1)
    one = Press(office.office).letter(letter, {"extra.pdf": b"%PDF"})
    with office.speak() as gateway:
        gateway.deliver(one.parcel)
    [row] = office.records()
    opener: Opener = office.office.opener
    held = envelope.unpack(opener.open(office.office.objects.read(row["sha256"])).content)
    assert wire.load(held.manifest) == letter
    assert held.files["extra.pdf"] == b"%PDF"
    assert (row["number"], row["matter"], row["version"]) == (letter.number, letter.matter, 1)
