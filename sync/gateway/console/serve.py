"""The console's own server: beside the vans' door in one program, or alone against a city's database."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from sync.gateway import staff_desk
from sync.gateway.authority import write_holder
from sync.gateway.errors import CannotStart, Problem
from sync.gateway.housekeeping import LOOK_EVERY_S
from sync.gateway.listening import ANY_HOST, address, is_loopback, listening
from sync.gateway.office import Office

START_LOOK_S = 0.01


@dataclass(frozen=True)
class Hosting:
    """Where staff's browsers come. Plain HTTP on this machine only; elsewhere TLS, by default with a
    certificate of the office's own CA (which browsers must be told to trust). names: what they call us.
    """

    port: int
    host: str = "127.0.0.1"
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    names: tuple[str, ...] = ()


@contextmanager
def beside(office: Office, hosting: Hosting | None) -> Iterator[str | None]:
    """Serves in a thread of its own while the block runs; its address. Raises CannotStart."""
    if hosting is None:
        yield None
        return
    context = _context(office, hosting)
    staff_desk.for_training(office)
    with listening(hosting.host, hosting.port) as listener:
        server = uvicorn.Server(config(office, context))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="console")
        thread.start()
        try:
            while thread.is_alive() and not server.started:  # who is told the address may come at once
                time.sleep(START_LOOK_S)
            if not server.started:
                raise CannotStart(reason="cannot-listen", host=hosting.host, port=hosting.port)
            yield address("https" if context is not None else "http", listener)
        finally:
            server.should_exit = True
            thread.join()


def alone(office: Office, hosting: Hosting) -> None:
    """Against a database that gateways elsewhere serve vans from; one line of JSON when it listens.

    Blocks until SIGTERM or SIGINT. Raises CannotStart.
    """
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: ended.set())
    with beside(office, hosting) as url:
        facts = {"console": url, "office": office.name, "training": office.training, "pid": os.getpid()}
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        while not ended.wait(LOOK_EVERY_S):
            with contextlib.suppress(Problem):  # the database is away: pages say so
                office.era.note()


def config(office: Office, context: ssl.SSLContext | None) -> uvicorn.Config:
    # Pages, templates and spreadsheets cost 0.1 s and 4 MB at the start: who has no console does not pay.
    from sync.gateway.console import app

    return uvicorn.Config(
        app.build(office),
        http="h11",
        loop="asyncio",
        proxy_headers=False,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=3,
        ssl_context_factory=_given(context),
    )


def _given(context: ssl.SSLContext | None) -> Callable[..., ssl.SSLContext] | None:
    return None if context is None else lambda _config, _default: context


def _context(office: Office, hosting: Hosting) -> ssl.SSLContext | None:
    certificate, key = hosting.tls_certificate, hosting.tls_key
    if certificate is None or key is None:
        if is_loopback(hosting.host):
            return None
        if office.training:
            raise CannotStart(reason="training-is-loopback-only")
        certificate, key = office.folder / "console.pem", office.folder / "console.key"
        names = dict.fromkeys((*hosting.names, hosting.host, "127.0.0.1", "localhost"))
        holder = office.authority.gateway([name for name in names if name not in ANY_HOST], office.now())
        write_holder(holder, certificate, key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:
        raise CannotStart(reason="unreadable-certificate") from error
    return context
