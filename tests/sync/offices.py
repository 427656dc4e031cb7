"""Real gateways for tests: in a thread of this process, or as a program of its own; on localhost."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
import uvicorn

from sync import protocol
from sync.client import Client
from sync.connection import Door, Waits
from sync.gateway import app
from sync.gateway.connections import Connection
from sync.gateway.office import Limits, Office, enrol_van, office_token, open_office
from sync.parcel import Parcel
from tests.sync.sealed import Press

VAN = "D027"
CALM = Waits(connect_s=10, stall_s=10, answer_s=20)  # a busy machine is not a bad line
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Running:
    """An office that listens. `speak` makes clients of it; `ask` says anything to it, signed or not."""

    url: str
    office: Office
    presses: dict[str, Press] = field(default_factory=dict)

    def parcel(self, size: int = 1000, *, van: str = VAN, **more: Any) -> Parcel:
        """Sealed by this van after all it sealed before; see Press.parcel."""
        return self.presses.setdefault(van, Press(self.office, van)).parcel(size, **more).parcel

    def van(self, name: str = VAN) -> dict[str, Any]:
        return enrol_van(self.office, name, self.url)

    @contextmanager
    def speak(self, name: str = VAN, **changes: Any) -> Iterator[Client]:
        said = self.van(name)
        facts = {"token": said["token"], "training": self.office.training, "office_key": said["key"]}
        with speak(self.url, name, **{**facts, **changes}) as gateway:
            yield gateway

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {office_token(self.office)}", **more.pop("headers", {})}
        return requests.request(method, self.url + path, headers=headers, timeout=10, **more)

    def decide(self, record: str, decision: str, **more: Any) -> requests.Response:
        said = {"record": record, "decision": decision, **more}
        return self.ask("POST", protocol.OFFICE_DECISIONS, json=said)

    def records(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.ask("GET", protocol.OFFICE_RECORDS + "?limit=1000").json()[
            "records"
        ]
        return rows

    def alarms(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.ask("GET", protocol.OFFICE_ALARMS).json()["alarms"]
        return rows


@contextmanager
def speak(
    url: str,
    van: str,
    *,
    token: str,
    training: bool,
    office_key: str,
    ca: str | None = None,
    waits: Waits = CALM,
    **more: Any,
) -> Iterator[Client]:
    """A van's own client; `more` goes to Client."""
    gateway = Client(Door(url, van, training, office_key, token, ca), waits=waits, **more)
    try:
        yield gateway
    finally:
        gateway.close()


@contextmanager
def running(
    folder: Path,
    *,
    training: bool = True,
    limits: Limits | None = None,
    office: Office | None = None,
    http: type[Connection] = Connection,
    **build: Any,
) -> Iterator[Running]:
    """In a thread; ends when the block ends."""
    office = office or open_office(folder, training=training, limits=limits)
    listener = socket.create_server(("127.0.0.1", 0))
    server: uvicorn.Server
    server = uvicorn.Server(
        uvicorn.Config(
            app.build(office, stopping=lambda: server.should_exit, **build),
            log_config=None,
            log_level="warning",
            access_log=False,
            http=http,
            lifespan="on",
            timeout_graceful_shutdown=2,
        )
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.005)
        yield Running(f"http://127.0.0.1:{listener.getsockname()[1]}", office)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
        office.close()


@dataclass
class Program:
    """A gateway as a program of its own. ready: its line of JSON."""

    process: subprocess.Popen[str]
    ready: dict[str, Any]

    @property
    def url(self) -> str:
        return str(self.ready["ready"])

    def van(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(Path(self.ready["van_file"]).read_text())
        return said

    @contextmanager
    def speak(self, **more: Any) -> Iterator[Client]:
        said = self.van()
        facts = {"token": said["token"], "training": said["training"], "office_key": said["key"]}
        with speak(self.url, said["van"], **facts, **more) as gateway:
            yield gateway

    def parcel(self, size: int = 1000) -> Parcel:
        """One of this gateway's first van, sealed for its bureau."""
        return press_of(Path(self.ready["van_file"]).parents[1]).parcel(size).parcel

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def end(self) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(15)


def press_of(folder: Path) -> Press:
    """Seals for the office whose folder this is; its gateway may run."""
    office = open_office(folder)
    office.close()
    return Press(office)


@contextmanager
def program(
    folder: Path, *more: str, module: str = "sync.gateway", training: bool = True
) -> Iterator[Program]:
    """`python -m sync.gateway --data folder ...`; killed when the block ends, if it still lives."""
    mode = ("--training",) if training else ()
    with started((sys.executable, "-m", module, "--data", str(folder), *mode, *more)) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, "the gateway ended before it listened"
        yield Program(process, json.loads(line))


@contextmanager
def started(command: Sequence[str], **more: Any) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, **more)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)
        for stream in (process.stdout, process.stdin, process.stderr):
            if stream is not None:
                stream.close()
