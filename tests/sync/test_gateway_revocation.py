"""A van is revoked while it is under way: both sides stand clear at once, nothing half becomes a record."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from sync import protocol, uploads
from sync.errors import DeviceRevoked, SignInNeeded, SyncError
from sync.gateway import events
from sync.gateway.desk.revocation import revoke
from sync.gateway.tables import uploads as table
from sync.uploads import Label
from tests.sync.offices import Running, running

VAN = "D027"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path / "office") as one:
        yield one


@dataclass
class Halfway:
    """A parcel whose second half is kept back: its writer stands at the office's desk."""

    office: Running
    line: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        parcel = self.office.parcel(200_000)
        self.id, self.body = parcel.id, parcel.body
        where = urlsplit(self.office.url)
        label = uploads.to_tus(Label(parcel.id, parcel.sha256, True, False))
        head = [
            f"POST {protocol.FILES} HTTP/1.1",
            f"Host: {where.netloc}",
            f"Authorization: Bearer {self.office.van()['token']}",
            *(f"{protocol.VAN}: {VAN}", f"{protocol.PROTOCOL}: 2", f"{protocol.TRAINING}: 1"),
            *(f"{protocol.TUS}: 1.0.0", f"{protocol.METADATA}: {label}"),
            *(f"{protocol.LENGTH}: {len(self.body)}", f"Content-Length: {len(self.body)}"),
            f"Content-Type: {protocol.TUS_TYPE}",
        ]
        self.line = socket.create_connection((where.hostname, where.port), timeout=30)
        self.line.sendall("\r\n".join([*head, "", ""]).encode() + self.body[: len(self.body) // 2])

        while not self._begun():  # let in: the writer stands at the desk
            time.sleep(0.01)

    def _begun(self) -> bool:
        with self.office.office.database.read() as connection:
            return connection.execute(select(table.c.id).where(table.c.record == self.id)).first() is not None

    def finish(self) -> None:
        self.line.sendall(self.body[len(self.body) // 2 :])

    def hears(self) -> bytes:
        """The answer, until the office hangs up or has said all."""
        heard = b""
        while b"\r\n\r\n" not in heard and (more := self.line.recv(4096)):
            heard += more
        return heard


def test_a_body_under_way_is_cut_and_becomes_no_record(office: Running) -> None:
    half = Halfway(office)
    assert revoke(office.office, VAN, "staff:admin", "lost")
    assert not half.hears().startswith(b"HTTP/1.1 2")  # without another byte from us
    half.line.close()
    assert office.records() == []
    with office.office.database.read() as connection:
        assert events.first_break(connection) is None


def test_the_last_byte_after_its_end_brings_no_receipt(
    office: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.gateway.api.writing.ASK_S", 1e9)  # only the end is looked at
    half = Halfway(office)
    assert revoke(office.office, VAN, "staff:admin")
    half.finish()
    assert half.hears().startswith(b"HTTP/1.1 403")
    half.line.close()
    assert office.records() == []


def test_a_question_held_open_is_answered_at_once(office: Running) -> None:
    heard: list[SyncError] = []
    waiting = threading.Event()

    def hold() -> None:
        with office.speak() as gateway:
            cursor = gateway.changes(0, 0.0)[1]
            waiting.set()
            try:
                gateway.changes(cursor, 25.0)
            except SyncError as error:
                heard.append(error)

    thread = threading.Thread(target=hold)
    thread.start()
    assert waiting.wait(20)
    assert revoke(office.office, VAN, "staff:admin")
    thread.join(20)
    assert [type(error) for error in heard] == [DeviceRevoked]


def test_a_delivery_under_way_ends_in_words(office: Running) -> None:
    """The van's own client, stopped between two of its pieces: cut or refused, it ends the same way."""
    parcel = office.parcel(500_000)
    with office.speak() as gateway:
        gateway.probe()
        heard: list[SyncError] = []

        def deliver() -> None:
            try:
                gateway.deliver(parcel)
            except SyncError as error:
                heard.append(error)

        thread = threading.Thread(target=deliver)
        with gateway._gate.first():  # bulk waits at its next piece
            thread.start()
            assert revoke(office.office, VAN, "staff:admin")
        thread.join(30)
        assert [type(error) for error in heard] in ([DeviceRevoked], [SignInNeeded])
        with pytest.raises(DeviceRevoked):
            gateway.probe()
    assert office.records() == []


def test_twice_is_once_and_a_stranger_was_never_there(office: Running) -> None:
    with office.speak() as gateway:
        gateway.probe()
    assert revoke(office.office, VAN, "staff:admin")
    assert not revoke(office.office, VAN, "staff:admin")
    assert not revoke(office.office, "D999", "staff:admin")
