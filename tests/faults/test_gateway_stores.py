"""Gateways of a city whose database and store have a bad day while vans send: counted on both sides."""

from __future__ import annotations

import signal
import socket
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from sync import protocol
from sync.gateway.objects_s3 import S3Objects
from sync.gateway.office import Storage
from sync.gateway.tables import chunks
from tests.faults.gateways import NOTHING_WRONG, PIECE, Switch, Van, Yard
from tests.sync.offices import running
from tests.sync.servers import S3, Postgres
from tests.sync.strangers import says, stranger
from tests.sync.test_gateway_files import open_patch
from tests.sync.wire import Speaker, told


@pytest.mark.parametrize("whole", [False, True], ids=["under way", "whole"])
def test_a_stale_writer_that_wakes_on_another_gateway_changes_nothing(
    tmp_path: Path, postgres_server: Postgres, s3_server: S3, whole: bool
) -> None:
    """rsync's fault: a dead connection's rest comes late, and must not go over what has come since."""
    yard = Yard(tmp_path / "yard", Storage(postgres_server.database(), s3_server.bucket()))
    van = Van()
    [one] = van.parcels(yard, 1)
    with yard.instance("one") as to, yard.instance("two") as other:
        path = to.create(one.label, len(one.body)).headers["Location"]
        with open_patch(to, path, to, len(one.body)) as stale:
            stale.sendall(one.body[:PIECE])
            at = int(other.head(path).headers[protocol.OFFSET])  # its own gateway does not hear of that
            if whole:
                van.send([other], [one])
            else:
                assert other.patch(path, at, one.body[at : at + PIECE]).status_code == 204
            wake(stale, bytes(len(one.body) - PIECE))  # and not even with what it should bring
        if not whole:
            assert int(other.head(path).headers[protocol.OFFSET]) == at + PIECE
        van.send([other], [one])
        assert to.send(one).headers[protocol.RECEIPT] == protocol.b64url(van.got[one.id])
    with yard.open() as office, office.database.read() as connection:
        assert connection.execute(select(chunks.c.upload)).all() == []  # nothing of it lies about
    assert yard.count([one], van.got) == NOTHING_WRONG


def wake(stale: socket.socket, rest: bytes) -> None:
    """It sends on, and hears that it is too late, or nothing at all."""
    stale.settimeout(20)
    said = b" 409 "
    with suppress(OSError):
        stale.sendall(rest)
        said = stale.recv(65536) or said
    assert b" 409 " in said.split(b"\r\n")[0], said


def test_postgresql_restarts_under_load(tmp_path: Path, postgres_server: Postgres) -> None:
    """Four lines send at once; it is restarted, then falls over; nobody gives up."""
    yard = Yard(tmp_path / "yard", Storage(postgres_server.database()))
    lines = [Van() for _ in range(4)]
    parcels = Van().parcels(yard, 16)
    with yard.gateway() as gateway:
        to = yard.speaker(gateway)
        shares = [(van, parcels[number::4]) for number, van in enumerate(lines)]
        hands = [threading.Thread(target=van.send, args=([to], share)) for van, share in shares]
        for hand in hands:
            hand.start()
        for how in (signal.SIGINT, signal.SIGQUIT):
            arrived = sum(len(van.got) for van in lines)
            while sum(len(van.got) for van in lines) < arrived + 3:
                threading.Event().wait(0.01)
            postgres_server.end(how)
            postgres_server.start()
        for hand in hands:
            hand.join()
        gateway.end()
    got = {id: receipt for van in lines for id, receipt in van.got.items()}
    assert yard.count(parcels, got) == NOTHING_WRONG


def ill(connection: socket.socket, asked: bytes) -> None:
    """Its bucket is there, and nothing else works."""
    error = b"<?xml version='1.0'?><Error><Code>InternalError</Code><Message>no</Message></Error>"
    sick = says("500 Internal Server Error", error, "Content-Type: application/xml")
    (says("200 OK") if asked.startswith(b"HEAD /bucket HTTP") else sick)(connection, asked)


def test_a_store_that_answers_500_takes_nothing_and_loses_nothing(tmp_path: Path) -> None:
    yard, van = Yard(tmp_path / "yard"), Van()
    [one] = van.parcels(yard, 1)
    with stranger(ill) as store, yard.open() as office:
        objects = S3Objects(store.replace("http://", "s3+http://key:secret@") + "/bucket", answer_s=5)
        with running(yard.keys, office=replace(office, objects=objects)) as sick:
            to = Speaker(sick.url, yard.said())
            refused = to.send(one)
            assert (told(refused), refused.headers["Retry-After"]) == ((503, "busy"), "2")
        objects.close()
    with yard.instance() as to:
        van.send([to], [one])
    assert yard.count([one], van.got) == NOTHING_WRONG


def test_a_slow_store_is_only_slow(tmp_path: Path, s3_server: S3) -> None:
    """Each block on its way to the store and back waits; nobody is put off, nothing is sent twice."""
    switch = Switch(s3_server.port, pause_s=0.05)
    bucket = s3_server.bucket().replace(f":{s3_server.port}/", f":{switch.port}/")
    yard, van = Yard(tmp_path / "yard", Storage(None, bucket)), Van()
    parcels = van.parcels(yard, 2)
    with yard.instance() as to:
        for one in parcels:
            van.send_once(to, one)
    assert van.sent == sum(len(one.body) for one in parcels)
    assert yard.count(parcels, van.got) == NOTHING_WRONG
    switch.close()
