"""Gateways that die and stores that fall ill, a van that goes on all the same, and what is counted then."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from sync import protocol, receipts
from sync.gateway import events
from sync.gateway.office import Office, Storage, enrol_van, open_office
from sync.keys import OfficeKey
from tests.sync.offices import Program, running, started
from tests.sync.sealed import Press, Sealed
from tests.sync.wire import Speaker

PATIENCE_S = 60.0
PIECE = 40_000
VAN = "D050"

NOTHING_WRONG = {
    "lost": 0,
    "duplicate": 0,
    "corrupt": 0,
    "without a receipt": 0,
    "half": 0,
    "alarms": 0,
    "chain breaks at": None,
}


@dataclass
class Yard:
    """An office's data, wherever it is kept, and the gateways that are started over it."""

    folder: Path
    storage: Storage = field(default_factory=Storage)
    token: str = field(init=False, repr=False)  # of the van, whichever gateway it speaks to

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        office = open_office(self.keys, training=True, storage=self._storage())
        self.token = str(enrol_van(office, VAN, "")["token"])
        office.close()

    @property
    def keys(self) -> Path:
        return self.folder / "office"

    def _storage(self) -> Storage:
        return Storage(self.storage.database, self.storage.objects, self.keys)

    @contextmanager
    def open(self) -> Iterator[Office]:
        office = open_office(self.keys, storage=self._storage())
        try:
            yield office
        finally:
            office.close()

    def arguments(self, name: str = "office") -> list[str]:
        where = ["--data", str(self.folder / name), "--keys", str(self.keys), "--training"]
        where += ["--database", self.storage.database] if self.storage.database else []
        return [*where, *(["--objects", self.storage.objects] if self.storage.objects else [])]

    @contextmanager
    def gateway(self, name: str = "office", port: int = 0) -> Iterator[Program]:
        more = [*self.arguments(name), "--port", str(port)]
        with program_of((sys.executable, "-m", "sync.gateway", *more)) as one:
            yield one

    @contextmanager
    def instance(self, name: str = "office") -> Iterator[Speaker]:
        """A gateway in this process, and the van's voice to it: where nobody is killed."""
        office = open_office(self.folder / name, storage=self._storage())
        with running(self.folder / name, office=office) as one:
            yield Speaker(one.url, self.said())

    @contextmanager
    def doomed(self, step: str, number: int) -> Iterator[Program]:
        command = (sys.executable, "-m", "tests.faults.doomed_office", step, str(number))
        with program_of((*command, *self.arguments())) as one:
            yield one

    def speaker(self, gateway: Program) -> Speaker:
        """The van's voice to this gateway."""
        return Speaker(gateway.url, self.said())

    def said(self) -> dict[str, str]:
        """By whom every question of the van's is."""
        said = {protocol.VAN: VAN, protocol.PROTOCOL: "2", protocol.TRAINING: "1"}
        return {"Authorization": f"Bearer {self.token}", **said}

    def count(self, sent: Sequence[Sealed], got: dict[str, bytes]) -> dict[str, Any]:
        """What is held in the end, on both sides. sent: all that was to arrive. got: receipts, by record."""
        with self.open() as office:
            rows = office.ledger.listed(limit=1000)
            here = {row["id"]: row["sha256"] for row in rows}
            with office.database.read() as connection:
                told = connection.exec_driver_sql("SELECT record FROM notices WHERE kind = 'received'").all()
                alarms = connection.exec_driver_sql("SELECT count(*) FROM alarms").scalar_one()
                broken = events.first_break(connection)
            corrupt = [one for one in sent if one.id in here and not _same(office, one)]
            honest = [one for one in sent if _genuine(got.get(one.id), one, office)]
            half = office.uploads.under_way()
        return {
            "lost": sum(one.id not in here for one in sent),
            "duplicate": len(rows) - len(here) + len(told) - len(set(told)),
            "corrupt": len(corrupt),
            "without a receipt": len(sent) - len(honest),
            "half": half,
            "alarms": alarms,
            "chain breaks at": broken,
        }


def _same(office: Office, one: Sealed) -> bool:
    return office.objects.read(one.label.sha256) == one.body


def _genuine(body: bytes | None, one: Sealed, office: Office) -> bool:
    if body is None:
        return False
    receipt = receipts.read(body)
    return (receipt.id, receipt.sha256) == (one.id, one.label.sha256) and receipts.genuine(
        receipt, OfficeKey(office.seal.public)
    )


@contextmanager
def program_of(command: tuple[str, ...]) -> Iterator[Program]:
    """A gateway by its whole command line."""
    with started(command) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, "the gateway ended before it listened"
        yield Program(process, json.loads(line))


@dataclass
class Van:
    """Sends until it holds a receipt, as the contract says: create, go on at the offset told, create again.

    got: receipts, by record. sent: bytes of bodies it put on the line.
    """

    got: dict[str, bytes] = field(default_factory=dict)
    sent: int = 0

    def parcels(self, yard: Yard, count: int, size: int = 120_000) -> list[Sealed]:
        with yard.open() as office:
            press = Press(office, VAN)
            return [press.parcel(size) for _ in range(count)]

    def send_once(self, to: Speaker, one: Sealed) -> None:
        """Until the first thing that goes wrong. Raises requests' exceptions."""
        while one.id not in self.got:
            self.step(to, one)

    def send(self, speakers: Sequence[Speaker], parcels: Sequence[Sealed]) -> None:
        """Whichever gateway answers. Fails after PATIENCE_S."""
        end = time.monotonic() + PATIENCE_S
        for one in parcels:
            turn = 0
            while one.id not in self.got:
                assert time.monotonic() < end, "the van ran out of patience"
                with suppress(requests.RequestException):
                    self.step(speakers[turn % len(speakers)], one)
                turn += 1
                if one.id not in self.got:
                    time.sleep(0.02)

    def step(self, to: Speaker, one: Sealed) -> None:
        """One creation, then pieces for as long as it goes well."""
        answer = to.create(one.label, len(one.body))
        path = answer.headers.get("Location", "")
        while answer.status_code in (200, 201, 204):
            if protocol.RECEIPT in answer.headers:
                self.got[one.id] = protocol.unb64url(answer.headers[protocol.RECEIPT])
                return
            offset = int(answer.headers[protocol.OFFSET])
            piece = one.body[offset : offset + PIECE]
            self.sent += len(piece)
            answer = to.patch(path, offset, piece)


class Switch:
    """A line to a store that can be cut, held and mended, at one address. mode: up, down, held.

    pause_s: what each block waits, to make it slow.
    """

    def __init__(self, port: int, pause_s: float = 0.0) -> None:
        self._target, self._pause_s = port, pause_s
        self.mode = "up"
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def cut(self, mode: str = "down") -> None:
        """Those that are open die, too."""
        self.mode = mode
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self.mode = "up"

    def close(self) -> None:
        self.cut()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()
        for one in self._open:
            one.close()

    def _start(self, work: Callable[..., None], *what: socket.socket) -> None:
        thread = threading.Thread(target=work, args=what)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                asker, _ = self._listener.accept()
            except OSError:
                return
            if self.mode == "down":
                asker.close()
                continue
            self._open.append(asker)
            if self.mode == "up":
                store = socket.create_connection(("127.0.0.1", self._target))
                self._open.append(store)
                for pair in ((asker, store), (store, asker)):
                    self._start(self._pump, *pair)

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while block := source.recv(65536):
                time.sleep(self._pause_s)
                target.sendall(block)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
