"""Running the gateway: one program per data folder, one line of JSON when it listens, quiet on SIGTERM."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import os
import resource
import signal
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from sync.gateway import app, connections
from sync.gateway.authority import CERTIFICATE, write_holder
from sync.gateway.connections import Connection
from sync.gateway.console.serve import Hosting, beside
from sync.gateway.desk import units
from sync.gateway.desk.adapters import choice
from sync.gateway.errors import CannotStart
from sync.gateway.listening import ANY_HOST, address, is_loopback, listening
from sync.gateway.objects import sweep
from sync.gateway.office import OFFICE_TOKEN_FILE, Office, office_token, van_file

GOODBYE_S = 3  # how long an answer under way may take once the program is asked to end
KEEP_ALIVE_S = 75
FOLDER_WAIT_S = 5
FILES = 16384
KEPT_BYTES = 64 * 1024 * 1024  # free memory at the end of the heap that stays ours
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # mallopt(3)


@dataclass(frozen=True)
class Serving:
    """How to listen. port 0: any. van: whose enrolment file to keep beside the gateway (training)."""

    host: str = "127.0.0.1"
    port: int = 0
    auto_review_s: float | None = None
    van: str | None = None
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    names: tuple[str, ...] = ()  # names and addresses vans reach us by, for a certificate of our own making
    proxies: frozenset[str] = (
        frozenset()
    )  # they end TLS and tell the van's certificate; then we speak plainly
    until_stdin_closes: bool = False  # end with whoever started us, even when they were killed
    console: Hosting | None = None


def serve(folder: Path, serving: Serving, open_it: Callable[[], Office]) -> None:
    """Blocks until SIGTERM or SIGINT. open_it is called once the folder is ours. Raises CannotStart."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as lock:
        _own(lock.fileno())
        office = open_it()
        try:
            check(office, serving)
            _room_for_connections()
            _keep_memory()
            sweep(folder)
            with (
                listening(serving.host, serving.port) as listener,
                beside(office, serving.console) as console,
            ):
                server = _Server(office, serving, console)
                _end_well(server)
                server.run(sockets=[listener])
        finally:
            office.close()


def check(office: Office, serving: Serving) -> None:
    """Training stays on this machine, and only training reviews itself. Raises CannotStart."""
    if office.training and not is_loopback(serving.host):
        raise CannotStart(reason="training-is-loopback-only")
    if serving.auto_review_s is not None and not office.training:
        raise CannotStart(reason="auto-review-is-for-training")


class _Server(uvicorn.Server):
    def __init__(self, office: Office, serving: Serving, console: str | None) -> None:
        self._office = office
        self._console = console
        self.serving = serving
        self._tls = context = _context(office, serving)
        super().__init__(
            uvicorn.Config(
                app.build(
                    office,
                    auto_review_s=serving.auto_review_s,
                    stopping=lambda: self.should_exit,
                    proxies=serving.proxies,
                    adapters=choice.choose(office.folder),
                ),
                http=Connection,
                loop="asyncio",
                proxy_headers=False,
                log_level="warning",
                access_log=False,
                server_header=False,
                lifespan="on",
                timeout_keep_alive=KEEP_ALIVE_S,
                timeout_graceful_shutdown=GOODBYE_S,
                ssl_context_factory=None if context is None else lambda _config, _default: context,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            sys.stdout.write(json.dumps(self._ready(sockets[0]), ensure_ascii=False) + "\n")
            sys.stdout.flush()

    def _ready(self, listener: socket.socket) -> dict[str, object]:
        url = address("http" if self._tls is None else "https", listener)
        office_token(self._office)
        ready: dict[str, object] = {
            "ready": url,
            "office": self._office.name,
            "key": self._office.seal.public,
            "training": self._office.training,
            "epoch": self._office.epoch,
            "pid": os.getpid(),
            "office_token_file": str(self._office.folder / OFFICE_TOKEN_FILE),
        }
        if self._console is not None:
            ready["console"] = self._console
        if self.serving.van is not None:
            ready["van_file"] = str(van_file(self._office, self.serving.van, url))
            if self._office.training:  # so that what is practised is numbered, too
                units.join(self._office, self.serving.van, units.TRAINING_UNIT, "training")
        return ready


def _context(office: Office, serving: Serving) -> ssl.SSLContext | None:
    """Training is plain, on this machine; behind a proxy, too. Else certificates on both sides.

    Raises CannotStart.
    """
    if serving.tls_certificate is None and (office.training or serving.proxies):
        return None
    authority = None if office.training else office.keys / CERTIFICATE
    certificate, key = serving.tls_certificate, serving.tls_key
    if certificate is None or key is None:
        certificate, key = office.folder / "gateway.pem", office.folder / "gateway.key"
        names = dict.fromkeys((*serving.names, serving.host, "127.0.0.1", "localhost"))
        holder = office.authority.gateway([name for name in names if name not in ANY_HOST], office.now())
        write_holder(holder, certificate, key)
    try:
        return connections.tls(certificate, key, authority)
    except OSError as error:
        raise CannotStart(reason="unreadable-certificate") from error


def _keep_memory() -> None:
    """Bodies of some 600 KB come and go all the time: given back to the system after each, the same pages
    are taken and cleared again, which costs as much as opening a record does. glibc only; harmless elsewhere.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_MMAP_THRESHOLD, KEPT_BYTES // 2)
        mallopt(_M_TRIM_THRESHOLD, KEPT_BYTES)


def _room_for_connections() -> None:
    """Each van keeps a few connections; a thousand files are the usual bound, and too few."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _own(handle: int) -> None:
    """Only one gateway per folder; the one before may need a moment to end."""
    end = time.monotonic() + FOLDER_WAIT_S
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise CannotStart(reason="folder-in-use") from None
            time.sleep(0.05)


def _end_well(server: _Server) -> None:
    """A signal is the normal end: exit code 0. uvicorn hands the signal on to these when it is done."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: sys.exit(0))
    if server.serving.until_stdin_closes:
        threading.Thread(target=_watch_stdin, args=(server,), daemon=True).start()


def _watch_stdin(server: _Server) -> None:
    with contextlib.suppress(OSError):
        while os.read(sys.stdin.fileno(), 4096):
            pass
    server.should_exit = True
