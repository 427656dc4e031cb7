"""The office answering badly, or somebody else: said in the outbox in one sentence, and nothing is lost."""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from forms import wire
from sync import envelope, protocol
from sync.client import Client
from sync.connection import Door
from sync.envelope import Slip
from sync.errors import SyncError
from sync.parcel import Parcel
from sync.sealing.seal import Sealer
from tests.e2e.counter import Bureau, Counter, sentence
from tests.sync.offices import Running, running
from tests.sync.strangers import Answer, hangs_up, says
from tests.vanapp import bed
from vanapp.usecases.answer import answer
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.choose_matter import choose_matter
from vanapp.usecases.seal import seal

GARBAGE = says("200 OK", b"<html>Sign in to this Wi-Fi</html>", "Content-Type: text/html")
CONFLICT = says("409 Conflict", b'{"type": "digest-conflict"}')

STRANGERS: dict[str, tuple[Answer | None, str, str]] = {
    "500 from a proxy": (says("500 Internal Server Error", b"oops"), "sync.unreachable", "down"),
    "409 from a stranger": (CONFLICT, "sync.wrong_network", "wrong_network"),
    "garbage": (GARBAGE, "sync.wrong_network", "wrong_network"),
    "hung up on": (hangs_up, "sync.unreachable", "down"),
}  # fmt: skip


def sealed(counter: Counter) -> str:
    """One more application, whole and sealed, with nobody at the line."""
    services = counter.services
    begun = begin_application(services, way="van")
    choose_matter(services, begun.id, "renewal_expiry")
    for field, text in bed.PARTICULARS.items():
        answer(services, begun.id, field, text)
    bed.complete(Van(services), begun.id, 2000)  # type: ignore[arg-type]
    return seal(services, begun.id).application.id


class Van:
    """As much of tests.vanapp.bed.Van as `complete` needs, over the real program's services."""

    def __init__(self, services: Any) -> None:
        self.services, self.store = services, services.store


def note(counter: Counter, id: str) -> str:
    """What stands beside it in the outbox, without the size."""
    counter.window.show_screen("outbox")
    screen: Any = counter.window.page("outbox")
    counter.program.shell.office._outbox.load()  # type: ignore[union-attr]
    counter.until(lambda: screen.model.place_of(id) >= 0, "it to be listed")
    counter.hand.rest(0.05)
    return str(screen.model.words(screen.model.index(screen.model.place_of(id))).note)


def says_beside(counter: Counter, id: str, code: str, **values: object) -> None:
    for language in ("zh", "en"):
        counter.speak(language)
        wanted = sentence(code, language, values)
        counter.until(lambda wanted=wanted: note(counter, id).endswith(wanted), f"{code} beside it")  # type: ignore[misc]


def send(office: Bureau) -> None:
    office.counter.services.rounds.nudge()


def delivered(office: Bureau, id: str) -> None:
    office.line.plug(office.office.url)
    counter = office.counter

    def there() -> bool:
        send(office)
        counter.hand.rest(0.2)
        return id in {record["id"] for record in office.office.records()}

    counter.until(there, "it to be at the office")
    counter.until(lambda: counter.store.outbox.waiting() == 0, "the receipt")


def test_what_waits_says_that_it_is_safe_and_goes_when_the_line_is_up(
    office: Bureau, counter: Counter
) -> None:
    office.line.plug(None)
    id = sealed(counter)
    send(office)
    counter.until(lambda: counter.services.line.state == "down", "the line to be noticed down")
    assert counter.store.outbox.waiting() == 1
    delivered(office, id)


@pytest.mark.parametrize("item", STRANGERS)
def test_a_stranger_on_the_line_gets_nothing_and_takes_nothing_away(
    office: Bureau, counter: Counter, item: str
) -> None:
    behind, code, state = STRANGERS[item]
    office.line.plug(None)
    id = sealed(counter)
    office.line.plug(behind)
    send(office)
    counter.until(lambda: counter.services.line.state == state, f"the line to be {state}")
    counter.hand.rest(0.3)
    assert all(asked.split(b"\r\n\r\n", 1)[1] == b"" for asked in office.line.asked), (
        "a body went to a stranger"
    )
    for language in ("zh", "en"):
        counter.speak(language)
        assert sentence(code, language, {})
    strip = {"down": "离线", "wrong_network": "别的网络"}[state]
    counter.speak("zh")
    counter.until(lambda: strip in counter.window.strip._line.text(), "the strip to say so")
    assert counter.store.outbox.waiting() == 1
    delivered(office, id)


def test_trouble_of_the_office_is_said_and_tried_again(office: Bureau, counter: Counter) -> None:
    office.line.plug(None)
    id = sealed(counter)
    office.line.plug(signed(office.office, "500 Internal Server Error", "trouble"))
    send(office)
    says_beside(counter, id, "sync.server_trouble")
    assert counter.store.outbox.waiting() == 1
    delivered(office, id)


def test_an_office_that_refuses_says_why_and_a_person_looks(office: Bureau, counter: Counter) -> None:
    office.line.plug(None)
    id = sealed(counter)
    office.line.plug(signed(office.office, "422 Unprocessable", "bad-manifest"))
    send(office)
    says_beside(counter, id, "sync.refused", reason="bad-manifest")
    assert id in counter.store.outbox.digests()
    counter.program.shell.office._outbox.again(id)  # type: ignore[union-attr]
    delivered(office, id)


def test_other_content_under_its_number_is_an_alarm(office: Bureau, counter: Counter) -> None:
    office.line.plug(None)
    id = sealed(counter)
    body = counter.store.outbox.parcel(id).body
    twisted = other_content(counter, id)
    digest = hashlib.sha256(twisted).hexdigest()
    engine = counter.services.engine
    with engine._receiving:  # the notice of it would come before our own parcel goes
        with engine._sending:
            office.line.plug(office.office.url)
            counter.services.gateway.deliver(Parcel(id, digest, twisted, training=True))
        assert engine.send().refused == 1
    says_beside(counter, id, "sync.digest_conflict")
    assert len(office.office.alarms()) == 1
    assert counter.store.outbox.parcel(id).body == body
    assert counter.store.outbox.waiting() == 0  # it waits for a person, not for the line


def test_another_office_gets_nothing(office: Bureau, counter: Counter, tmp_path: Any) -> None:
    """Another key: not our office, even though it speaks our protocol."""
    office.line.plug(None)
    id = sealed(counter)
    with running(tmp_path / "other") as other:
        other.van()
        office.line.plug(other.url)
        send(office)
        counter.until(lambda: counter.services.line.state == "wrong_network", "the stranger to be known")
        counter.hand.rest(0.3)
        assert other.records() == []
    assert counter.store.outbox.waiting() == 1
    delivered(office, id)


def test_training_never_reaches_a_real_office(office: Bureau, counter: Counter, tmp_path: Any) -> None:
    """The van's end: our own office's very key, but it is no training office."""
    office.line.plug(None)
    id = sealed(counter)
    parcel = counter.store.outbox.parcel(id)
    assert parcel.training
    office.line.plug(office.office.url)
    delivered(office, id)
    with running(tmp_path / "real", training=False) as real:
        said = real.van()
        door = Door(real.url, said["van"], True, said["key"], token=said["token"])
        with speaking(door) as van, pytest.raises(SyncError) as wrong:
            van.deliver(parcel)
        assert wrong.value.code == "sync.wrong_network"
        with speaking(replace(door, training=False)) as liar:
            with pytest.raises(SyncError) as refused:
                liar.deliver(parcel)
            assert refused.value.code == "sync.refused"
            # The mark on the outside rubbed off: a real office wants to see a certificate before anything.
            with pytest.raises(SyncError) as again:
                liar.deliver(replace(parcel, training=False))
            assert again.value.code == "sync.sign_in_needed"
        nowhere = replace(door, url="http://127.0.0.1:9", training=False)
        with speaking(nowhere) as liar, pytest.raises(SyncError) as unsent:
            liar.deliver(parcel)  # the van's own end refuses before it asks anybody
        assert unsent.value.code == "sync.refused"
        assert real.records() == []


@contextmanager
def speaking(door: Door) -> Iterator[Client]:
    client = Client(door, patience_s=0.1)
    yield client
    client.close()


def other_content(counter: Counter, id: str) -> bytes:
    """Sealed by this very van, under a record's number, with something else in it."""
    store = counter.store
    letter = replace(store.applications.get(id), number="D027-20261121-9999")
    files = {capture.sha256: store.captures.content(capture.sha256) for capture in letter.captures}
    slip = Slip(counter.services.session.device_no, id, "x" * 22, 1, "", bed.START, training=True)
    container = envelope.pack(wire.dump(letter), files, slip)
    sealer: Sealer = counter.services.papers.sealer()
    return sealer.seal(container, bed.START)


def signed(office: Running, status: str, kind: str) -> Answer:
    """The office itself on a bad day: its signature under an answer that is no success."""
    body = json.dumps({"type": kind, "title": kind, "status": int(status[:3])}).encode()

    def reply(connection: socket.socket, asked: bytes) -> None:
        head = asked.split(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
        given = {line.split(":", 1)[0].lower(): line.split(":", 1)[1].strip() for line in head}
        hello = protocol.HELLO.encode() in asked.split(b"\r\n", 1)[0]
        said, words_body = ("200 OK", b"{}") if hello else (status, body)
        headers = {
            protocol.OFFICE: protocol.office_header(office.office.name),
            protocol.TIME: protocol.stamp(office.office.now()),
            protocol.TRAINING: "1",
            protocol.PROTOCOL: str(protocol.VERSION),
        }
        words = protocol.answer_words(given[protocol.NONCE.lower()], int(said[:3]), headers, words_body)
        headers[protocol.SIGNATURE] = office.office.seal.sign(words)
        kind_of = protocol.JSON_TYPE if hello else protocol.PROBLEM_TYPE
        lines = [f"Content-Type: {kind_of}", *(f"{name}: {value}" for name, value in headers.items())]
        says(said, words_body, *lines)(connection, asked)

    return reply
