"""kill -9 of gateways at every step, PostgreSQL restarted and fallen over, the store away, disks full, slow
and endless askers, bits that flip: 0 lost, 0 duplicate, 0 corrupt, counted on both sides."""

from __future__ import annotations

import json
import resource
import shutil
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from sync import protocol
from sync.gateway.connections import Connection
from sync.gateway.objects_s3 import S3Objects
from sync.gateway.office import Limits, Storage
from tests.faults.doomed_office import STEPS
from tests.faults.gateways import NOTHING_WRONG, VAN, Switch, Van, Yard
from tests.sync.offices import Program, Running, running, started
from tests.sync.sealed import Press
from tests.sync.servers import S3, Postgres, postgres
from tests.sync.test_gateway_files import open_patch
from tests.sync.test_gateway_program import say
from tests.sync.wire import receipt_of, told
from tests.sync.wire import van as by_wire


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path / "office") as one:
        yield one


@pytest.fixture(params=["one machine", "many"])
def yard(request: pytest.FixtureRequest, tmp_path: Path) -> Yard:
    if request.param == "one machine":
        return Yard(tmp_path / "yard")
    database: Postgres = request.getfixturevalue("postgres_server")
    objects: S3 = request.getfixturevalue("s3_server")
    return Yard(tmp_path / "yard", Storage(database.database(), objects.bucket()))


def test_killed_at_every_step(yard: Yard) -> None:
    """Each parcel meets a death at its step (in mid-body at its second piece), then gets through."""
    van, kills = Van(), 0
    parcels = van.parcels(yard, len(STEPS))
    for step, one in zip(STEPS, parcels, strict=True):
        with yard.doomed(step, 2 if step == "mid-body" else 1) as gateway:
            with pytest.raises(requests.RequestException):
                van.send_once(yard.speaker(gateway), one)
            assert gateway.process.wait(20) == -signal.SIGKILL
            kills += 1
    with yard.gateway() as gateway:
        van.send([yard.speaker(gateway)], parcels)
        gateway.end()
    assert kills == len(STEPS)
    assert yard.count(parcels, van.got) == NOTHING_WRONG
    # What a death costs on the line is at most the piece under way.
    assert van.sent <= sum(len(one.body) for one in parcels) + kills * 2 * 40_000


def test_two_gateways_killed_in_turn(tmp_path: Path, postgres_server: Postgres, s3_server: S3) -> None:
    """Each in turn dies with a parcel half in; the other goes on with that very upload."""
    yard = Yard(tmp_path / "yard", Storage(postgres_server.database(), s3_server.bucket()))
    van, kills = Van(), 0
    parcels = van.parcels(yard, 6)
    with ExitStack() as stack:
        both = [stack.enter_context(yard.gateway(name)) for name in ("one", "two")]
        for turn, one in enumerate(parcels[:4]):
            dies, lives = both[turn % 2], both[(turn + 1) % 2]
            to = yard.speaker(dies)
            path = to.create(one.label, len(one.body), one.body[:50_000]).headers["Location"]
            assert to.patch(path, 50_000, one.body[50_000:90_000]).status_code == 204
            dies.kill()
            kills += 1
            other = yard.speaker(lives)
            assert int(other.head(path).headers[protocol.OFFSET]) == 90_000
            van.send([yard.speaker(dies), other], [one])
            both[turn % 2] = stack.enter_context(yard.gateway(("one", "two")[turn % 2]))
        van.send([yard.speaker(gateway) for gateway in both], parcels)
    assert kills == 4
    assert yard.count(parcels, van.got) == NOTHING_WRONG


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["restarted", "fell over"])
def test_postgresql_goes_away_in_mid_upload(tmp_path: Path, how: signal.Signals) -> None:
    """Restarted: the bytes so far are there. Fallen over: UNLOGGED is empty, the van sends them again."""
    with postgres() as server:
        yard, van = Yard(tmp_path / "yard", Storage(server.database())), Van()
        parcels = van.parcels(yard, 3)
        with yard.gateway() as gateway:
            to = yard.speaker(gateway)
            van.send([to], parcels[:1])
            one = parcels[1]
            path = to.create(one.label, len(one.body), one.body[:70_000]).headers["Location"]
            server.end(how)
            assert told(to.create(parcels[2].label, len(parcels[2].body))) == (503, "busy")
            assert told(to.ask("GET", "/readyz")) == (503, "busy")
            server.start()
            head = to.head(path)
            if how is signal.SIGINT:
                assert int(head.headers[protocol.OFFSET]) == 70_000
            else:
                assert head.headers.get(protocol.OFFSET, "0") == "0"
            van.send([to], parcels)
            gateway.end()
        assert yard.count(parcels, van.got) == NOTHING_WRONG


@pytest.fixture
def switched(tmp_path: Path, s3_server: S3) -> Iterator[tuple[Yard, Switch]]:
    """SQLite, and a store behind a line that can be cut."""
    switch = Switch(s3_server.port)
    bucket = s3_server.bucket().replace(f":{s3_server.port}/", f":{switch.port}/")
    yield Yard(tmp_path / "yard", Storage(None, bucket)), switch
    switch.close()


def test_the_store_is_away_when_the_last_byte_comes(switched: tuple[Yard, Switch]) -> None:
    """The parcel waits, whole, at the gateway; the store back, asking ends it: no byte is sent twice."""
    (yard, switch), van = switched, Van()
    parcels = van.parcels(yard, 2)
    with yard.gateway() as gateway:
        to = yard.speaker(gateway)
        van.send([to], parcels[:1])
        one = parcels[1]
        path = to.create(one.label, len(one.body)).headers["Location"]
        switch.cut()
        refused = to.patch(path, 0, one.body)
        assert (told(refused), refused.headers["Retry-After"]) == ((503, "busy"), "2")
        assert told(to.ask("GET", "/readyz")) == (503, "busy")
        assert to.head(path).status_code == 503
        switch.mend()
        done = to.head(path)
        assert int(done.headers[protocol.OFFSET]) == len(one.body)
        van.got[one.id] = protocol.unb64url(done.headers[protocol.RECEIPT])
        gateway.end()
    assert yard.count(parcels, van.got) == NOTHING_WRONG


def test_a_store_that_does_not_answer_is_away(switched: tuple[Yard, Switch]) -> None:
    """Connected and silent: the question is bounded, the parcel waits."""
    (yard, switch), van = switched, Van()
    [one] = van.parcels(yard, 1)
    with yard.open() as office:
        quick = S3Objects(str(yard.storage.objects), answer_s=1)
        with running(yard.keys, office=replace(office, objects=quick)) as ill:
            to = by_wire(ill, VAN)
            switch.cut("held")
            assert told(to.send(one)) == (503, "busy")
            switch.mend()
            van.send([to], [one])
        quick.close()
    assert yard.count([one], van.got) == NOTHING_WRONG


def test_a_disk_that_is_full_in_mid_body(tmp_path: Path) -> None:
    """A file-size limit stands for the full disk: 507, what came stays, nothing is half in the objects."""

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    yard, van = Yard(tmp_path / "yard"), Van()
    [big] = van.parcels(yard, 1, size=1_500_000)
    [small] = van.parcels(yard, 1, size=50_000)
    command = (sys.executable, "-m", "sync.gateway", *yard.arguments())
    with started(command, preexec_fn=small_files) as process:
        assert process.stdout is not None
        gateway = Program(process, json.loads(process.stdout.readline()))
        to = yard.speaker(gateway)
        full = to.send(big)
        assert (told(full), full.headers["Retry-After"]) == ((507, "disk-full"), "30")
        van.send([to], [small])
        gateway.end()
    with yard.gateway() as gateway:  # there is room again
        van.send([yard.speaker(gateway)], [big])
        gateway.end()
    counted = yard.count([big, small], van.got)
    assert counted == {**NOTHING_WRONG, "alarms": counted["alarms"]}  # two presses: two first numbers


@pytest.mark.parametrize("size", [6_000_000, 30_000_000])
def test_ten_times_the_size(office: Running, size: int) -> None:
    one = Press(office.office).parcel(size)
    receipt_of(by_wire(office).send(one), office)
    assert office.office.objects.read(one.label.sha256) == one.body


class Hasty(Connection):
    head_s = 0.3


def test_slow_heads_hold_nobody_up(tmp_path: Path) -> None:
    """Fifty that never end their question; an honest van is served at once, and the fifty are hung up on."""
    with running(tmp_path / "office", http=Hasty) as office:
        port = int(office.url.rsplit(":", 1)[1])
        with ExitStack() as lines:
            slow = [
                lines.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
                for _ in range(50)
            ]
            for line in slow[:25]:
                line.sendall(b"POST /files HTTP/1.1\r\nHost: x\r\nA: ")
            receipt_of(by_wire(office).send(Press(office.office).parcel()), office)
            assert [line.recv(100) for line in slow] == [b""] * 50


def test_endless_heads_are_hung_up_on(office: Running) -> None:
    port = int(office.url.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(b"GET / HTTP/1.1\r\n")
        with suppress(OSError):
            for number in range(100_000):
                line.sendall(b"x%d: %s\r\n" % (number, b"y" * 1000))
        with suppress(ConnectionResetError):
            assert line.recv(100) == b""


def test_a_body_that_falls_silent_is_let_go_and_what_came_stays(tmp_path: Path) -> None:
    with running(tmp_path / "office", limits=Limits(silence_s=0.3)) as office:
        press, to = Press(office.office), by_wire(office)
        one = press.parcel(100_000)
        path = to.create(one.label, len(one.body)).headers["Location"]
        with open_patch(office, path, to, len(one.body)) as line:
            line.sendall(one.body[:60_000])
            said = b""
            while block := line.recv(65536):
                said += block
                if b"slow-body" in said:
                    break
        assert b" 408 " in said.split(b"\r\n")[0]
        assert b"slow-body" in said
        assert int(to.head(path).headers[protocol.OFFSET]) == 60_000
        receipt_of(to.patch(path, 60_000, one.body[60_000:]), office)


def test_played_again_nothing_happens_twice(office: Running) -> None:
    """Every request of a delivery once more, in order and out of order: one record, one receipt, no alarm."""
    one, to = Press(office.office).parcel(50_000), by_wire(office)
    path = to.create(one.label, len(one.body)).headers["Location"]
    half = len(one.body) // 2
    first = to.patch(path, 0, one.body[:half])
    done = to.patch(path, half, one.body[half:])
    receipt = done.headers[protocol.RECEIPT]
    for _ in range(2):
        assert told(to.patch(path, half, one.body[half:])) == (409, "offset-conflict")
        assert told(to.patch(path, 0, one.body[:half])) == (409, "offset-conflict")
        assert to.patch(path, len(one.body), b"").headers[protocol.RECEIPT] == receipt
        assert to.create(one.label, len(one.body)).headers[protocol.RECEIPT] == receipt
        assert to.send(one).headers[protocol.RECEIPT] == receipt
    assert first.status_code == 204
    assert len(office.records()) == 1
    assert office.alarms() == []


# Bits that flip where they lie


def test_a_flipped_bit_in_a_kept_parcel_is_found(tmp_path: Path) -> None:
    yard, van = Yard(tmp_path / "yard"), Van()
    parcels = van.parcels(yard, 3)
    with yard.gateway() as gateway:
        van.send([yard.speaker(gateway)], parcels)
        gateway.end()
    sha256 = parcels[1].label.sha256
    path = yard.keys / "objects" / sha256[:2] / sha256
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 4
    path.write_bytes(damaged)
    code, [facts], _ = say("check", "--data", str(yard.keys), "--read")
    assert (code, facts["damaged_files"], facts["missing_files"]) == (1, [sha256], 0)
    assert say("check", "--data", str(yard.keys))[0] == 0  # what only counts does not see it


def test_a_flipped_bit_in_the_databases_first_page_is_said(tmp_path: Path) -> None:
    yard = Yard(tmp_path / "yard")
    path = yard.keys / "gateway.db"
    damaged = bytearray(path.read_bytes())
    damaged[3] ^= 1
    path.write_bytes(damaged)
    code, _, complaint = say("check", "--data", str(yard.keys))
    assert (code, json.loads(complaint)) == (2, {"error": "gateway.cannot_start", "reason": "no-database"})


def test_a_damaged_write_ahead_log_is_seen_as_a_restored_office(tmp_path: Path) -> None:
    """SQLite drops what follows the damage, and receipts were given for it. The van compares, and sends."""
    yard, van = Yard(tmp_path / "yard"), Van()
    parcels = van.parcels(yard, 4)
    with yard.gateway() as gateway:
        van.send([yard.speaker(gateway)], parcels)
        before = gateway.ready["epoch"]
        with yard.open() as office:
            office.era.note()
            gateway.kill()  # while a second one holds the log open, it is not folded in
            log = bytearray((yard.keys / "gateway.db-wal").read_bytes())
            log[len(log) // 2] ^= 1
            (tmp_path / "log").write_bytes(log)
    for name in ("gateway.db-wal", "gateway.db-shm"):
        (yard.keys / name).unlink(missing_ok=True)
    shutil.copy(tmp_path / "log", yard.keys / "gateway.db-wal")
    with yard.gateway() as gateway:
        to = yard.speaker(gateway)
        asked = {"records": [{"id": one.id, "sha256": one.label.sha256} for one in parcels]}
        missing = to.ask("POST", protocol.HELD, body=json.dumps(asked)).json()["missing"]
        assert (gateway.ready["epoch"] != before) or missing == []
        for one in parcels:
            if one.id in missing:
                del van.got[one.id]
        van.send([to], parcels)
        gateway.end()
    assert yard.count(parcels, van.got) == NOTHING_WRONG
