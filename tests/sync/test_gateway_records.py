"""Parcels arrive once, whatever was said twice; nothing half-right is taken."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from sqlalchemy.exc import IntegrityError

from forms import wire
from sync import envelope, protocol, receipts
from sync.errors import DigestConflict, Refused, ServerTrouble, SignInNeeded
from sync.gateway import events
from sync.gateway.alarms import ring
from sync.gateway.errors import Problem
from sync.gateway.objects import FREE_FLOOR_BYTES, FileObjects
from sync.gateway.office import Limits, open_office
from sync.keys import OfficeKey
from sync.parcel import Parcel
from tests.sync.letters import AT, application, as_parcel, new_id, parcel, wrap
from tests.sync.offices import VAN, Running, running


def put(
    office: Running, one: Parcel, headers: dict[str, str] | None = None, *, body: bytes | None = None
) -> requests.Response:
    said = {
        "Authorization": f"Bearer {office.van()['token']}",
        protocol.VAN: VAN,
        protocol.PROTOCOL: "1",
        protocol.TRAINING: "1" if one.training else "0",
        protocol.DIGEST: protocol.digest_header(one.sha256),
        **(headers or {}),
    }
    url = f"{office.url}{protocol.RECORDS}/{one.id}"
    return requests.put(url, data=one.body if body is None else body, headers=said, timeout=10)


def test_a_parcel_is_taken_and_its_receipt_verifies(office: Running) -> None:
    one = parcel()
    with office.speak() as gateway:
        receipt = gateway.deliver(one)
    assert (receipt.id, receipt.sha256) == (one.id, one.sha256)
    assert receipt.office == office.office.name
    assert receipts.genuine(receipt, OfficeKey(office.office.seal.public))
    assert office.office.objects.read(one.sha256) == one.body


def test_the_same_parcel_twice_is_one_record_and_one_receipt_byte_for_byte(office: Running) -> None:
    one = parcel()
    first, second = put(office, one), put(office, one)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.content == second.content
    assert len(office.records()) == 1


def test_the_receipt_is_the_same_after_the_office_was_restarted(tmp_path: Path) -> None:
    one = parcel()
    with running(tmp_path) as office:
        first = put(office, one)
    with running(tmp_path) as office:
        second = put(office, one)
        assert first.content == second.content
        assert len(office.records()) == 1


def test_the_same_parcel_ten_times_at_once_is_one_record(office: Running) -> None:
    one, answers = parcel(picture=bytes(200_000)), []
    token = {"Authorization": f"Bearer {office.van()['token']}"}
    callers = [
        threading.Thread(target=lambda: answers.append(_put_as(office, one, token))) for _ in range(10)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert len({answer.content for answer in answers}) == 1
    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]
    assert len(office.records()) == 1


def _put_as(office: Running, one: Parcel, token: dict[str, str]) -> requests.Response:
    said = {
        **token,
        protocol.VAN: VAN,
        protocol.PROTOCOL: "1",
        protocol.TRAINING: "1",
        protocol.DIGEST: protocol.digest_header(one.sha256),
    }
    return requests.put(f"{office.url}{protocol.RECORDS}/{one.id}", data=one.body, headers=said, timeout=20)


def test_the_same_id_with_other_content_is_refused_and_rings_an_alarm(office: Running) -> None:
    one = parcel()
    other = parcel(id=one.id, picture=b"another picture")
    with office.speak() as gateway:
        receipt = gateway.deliver(one)
        with pytest.raises(DigestConflict):
            gateway.deliver(other)
        assert gateway.deliver(one) == receipt
    [alarm] = office.alarms()
    assert (alarm["kind"], alarm["record"], alarm["van"]) == ("digest-conflict", one.id, VAN)
    assert alarm["facts"] == {"held": one.sha256, "sent": other.sha256}
    assert set(office.office.objects.digests()) == {one.sha256}


def test_a_refusal_waits_for_the_body_and_costs_no_connection(office: Running) -> None:
    """The answer is known before the body has come; a reset in mid-send would be tried again for ever."""
    one = parcel(training=False)
    lines = (
        f"PUT {protocol.RECORDS}/{one.id} HTTP/1.1",
        "Host: x",
        f"Authorization: Bearer {office.van()['token']}",
        f"Van-Id: {VAN}",
        "Van-Protocol: 1",
        "Van-Training: 0",
        f"Repr-Digest: {protocol.digest_header(one.sha256)}",
        f"Content-Length: {len(one.body)}",
    )
    with socket.create_connection(("127.0.0.1", int(office.url.rsplit(":", 1)[1])), timeout=5) as line:
        line.sendall("\r\n".join((*lines, "", "")).encode() + one.body[:100])
        line.settimeout(0.3)
        with pytest.raises(TimeoutError):
            line.recv(65536)
        line.settimeout(5)
        line.sendall(one.body[100:])
        refusal = b""
        while not refusal.endswith(b'problem:real-parcel"}'):
            refusal += line.recv(65536)
        assert refusal.startswith(b"HTTP/1.1 422")
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 200")


def test_another_van_cannot_take_an_id(office: Running) -> None:
    one = parcel()
    with office.speak() as gateway, office.speak("D028") as other:
        gateway.deliver(one)
        with pytest.raises(DigestConflict):
            other.deliver(one)
    assert [alarm["kind"] for alarm in office.alarms()] == ["id-taken"]


@pytest.mark.parametrize("training", [True, False])
def test_training_and_real_parcels_never_meet(tmp_path: Path, training: bool) -> None:
    """Both ends refuse: the client before it sends, the gateway by the header and by what is inside."""
    stray = parcel(training=not training)
    kind = "real-parcel" if training else "training-parcel"
    with running(tmp_path, training=training) as office:
        with office.speak() as gateway, pytest.raises(Refused) as caught:
            gateway.deliver(stray)
        assert caught.value.values["reason"] == kind
        honest = put(office, stray)
        assert (honest.status_code, honest.json()["title"]) == (422, kind)
        lying = put(office, stray, {protocol.TRAINING: "1" if training else "0"})
        assert (lying.status_code, lying.json()["title"]) == (422, kind)
        assert office.records() == []
        assert set(office.office.objects.digests()) == set()


def test_the_mark_in_the_header_alone_is_enough_to_refuse(office: Running) -> None:
    for mark in ("0", "", "yes"):
        assert put(office, parcel(), {protocol.TRAINING: mark}).json()["title"] == "real-parcel"
    assert office.records() == []


def test_a_real_office_refuses_a_real_form_with_a_training_capture(real_office: Running) -> None:
    letter = application(training=False)
    marked = replace(letter, captures=tuple(replace(c, training=True) for c in letter.captures))
    with real_office.speak() as gateway, pytest.raises(Refused) as caught:
        gateway.deliver(wrap(marked, {"portrait.jpg": b"picture"}))
    assert caught.value.values["reason"] == "training-parcel"


def test_a_real_office_takes_a_real_parcel(real_office: Running) -> None:
    with real_office.speak() as gateway:
        gateway.deliver(parcel(training=False))
    assert len(real_office.records()) == 1


def _not_a_container() -> Parcel:
    return as_parcel(new_id(), b"PK\3\4 rubbish")


def _not_a_letter() -> Parcel:
    return as_parcel(new_id(), envelope.pack(b'{"training":true}', {}))


def _of_another_id() -> Parcel:
    return replace(parcel(), id=new_id())


def _without_its_picture() -> Parcel:
    return wrap(application(), {})


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (_not_a_container, "bad-container"),
        (_not_a_letter, "bad-manifest"),
        (_of_another_id, "bad-manifest"),
        (_without_its_picture, "bad-manifest"),
    ],
)
def test_what_is_not_a_whole_record_is_refused_with_its_reason(
    office: Running, make: Callable[[], Parcel], kind: str
) -> None:
    with office.speak() as gateway, pytest.raises(Refused) as caught:
        gateway.deliver(make())
    assert caught.value.values["reason"] == kind
    assert office.records() == []
    assert set(office.office.objects.digests()) == set()
    assert list((office.office.folder / "incoming").iterdir()) == []


def test_bytes_damaged_on_the_way_are_asked_for_again(office: Running) -> None:
    one = parcel()
    answer = put(office, one, body=one.body[:-1] + b"?")
    assert (answer.status_code, answer.json()["title"]) == (400, "digest-mismatch")
    with office.speak() as gateway:
        with pytest.raises(ServerTrouble):
            gateway.deliver(replace(one, body=one.body[:-1] + b"?"))
        gateway.deliver(one)


@pytest.mark.parametrize("id", ["x", "01ARZ3NDEKTSV4RRFFQ69G5FAV0", "01arz3ndektsv4rrffq69g5fav", "%2e%2e"])
def test_an_id_that_is_none_is_refused(office: Running, id: str) -> None:
    assert put(office, replace(parcel(), id=id)).json()["title"] == "bad-request"


@pytest.mark.parametrize("value", ["", "sha-512=:AAAA:", "sha-256=:AAAA:", "sha-256=AAAA", "sha-256=:!:"])
def test_a_parcel_without_a_digest_is_refused(office: Running, value: str) -> None:
    assert put(office, parcel(), {protocol.DIGEST: value}).json()["title"] == "bad-request"


def test_more_than_the_limit_is_refused_unread(tmp_path: Path) -> None:
    with running(tmp_path, limits=Limits(body_bytes=10_000)) as office:
        answer = put(office, parcel(picture=bytes(20_000)))
        assert (answer.status_code, answer.json()["title"]) == (413, "too-large")


def test_a_full_disk_is_trouble_that_leaves_nothing_half_written(tmp_path: Path) -> None:
    folder, one = tmp_path / "office", parcel()
    free = [FREE_FLOOR_BYTES]
    whole = open_office(folder, training=True)
    office_without_room = replace(whole, objects=FileObjects(folder, free_bytes=lambda: free[0]))
    with running(folder, office=office_without_room) as office, office.speak() as gateway:
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
        gateway.deliver(parcel())

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
                gateway.deliver(parcel())
            assert caught.value.values == {"status": 500}
        gateway.probe()


def test_too_many_at_once_are_asked_to_come_back(tmp_path: Path) -> None:
    with running(tmp_path, limits=Limits(uploads=0)) as office, office.speak() as gateway:
        with pytest.raises(ServerTrouble) as caught:
            gateway.deliver(parcel())
        assert caught.value.values == {"status": 503, "retry_after_s": 2.0}


def test_a_corrected_version_closes_the_one_it_replaces(office: Running) -> None:
    first = application()
    second = replace(application(), corrects=first.id, version=2)
    with office.speak() as gateway:
        gateway.deliver(wrap(first, {"portrait.jpg": b"picture"}))
        assert office.decide(first.id, "return", reasons=["again, please"]).status_code == 201
        gateway.deliver(wrap(second, {"portrait.jpg": b"picture"}))
    assert [row["state"] for row in office.records()] == ["corrected", "received"]
    assert office.decide(first.id, "accept").status_code == 409


def test_the_event_log_tells_all_and_its_chain_holds(office: Running) -> None:
    with office.speak() as gateway:
        for _ in range(3):
            gateway.deliver(parcel())
        with pytest.raises(Refused):
            gateway.deliver(_not_a_letter())
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
        gateway.deliver(parcel())
    with office.office.database.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER events_no_update")
        connection.exec_driver_sql("UPDATE events SET who = 'somebody' WHERE seq = 2")
    with office.office.database.read() as connection:
        assert events.first_break(connection) == 2


def test_a_van_without_its_token_is_told_to_sign_in(office: Running) -> None:
    with office.speak(token="wrong") as gateway, pytest.raises(SignInNeeded):
        gateway.deliver(parcel())
    assert office.records() == []


def test_the_manifest_the_office_reads_is_the_one_the_van_wrote(office: Running) -> None:
    letter = application()
    with office.speak() as gateway:
        gateway.deliver(wrap(letter, {"portrait.jpg": b"picture", "extra.pdf": b"%PDF"}))
    [row] = office.records()
    held = envelope.unpack(office.office.objects.read(row["sha256"]))
    assert wire.load(held.manifest) == letter
    assert (row["number"], row["matter"], row["version"]) == (letter.number, letter.matter, 1)
