"""One kept-alive connection to the office: small blocks, small buffers, bounded waits, papers on both sides.

The only file that imports requests. It tells answers and failures as they are; what they
mean is decided in client.py and transfer.py.
"""

from __future__ import annotations

import logging
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError

from sync import protocol
from sync.answers import Answer
from sync.causes import causes, clock_is_wrong, not_http
from sync.dial import dial
from sync.errors import ClockOff, Unreachable, WrongNetwork
from sync.watch import Watch

BLOCK_BYTES = 16 * 1024
SEND_BUFFER_BYTES = 24 * 1024
"""The kernel doubles it. Small: "sent" means "nearly there", and urgent mail waits less (sync.md, B)."""
USER_TIMEOUT_MS = 6000  # Linux: unacknowledged for so long, the kernel gives up, too
# A head cut by the line is ordinary here; urllib3 warns of each.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)

_NO_CHECK_TIME = 0x200000  # OpenSSL's X509_V_FLAG_NO_CHECK_TIME


@dataclass(frozen=True)
class Papers:
    """The device's certificate for TLS: PEM files. The key is encrypted; the store has its pass-phrase."""

    certificate: Path
    key: Path
    pass_phrase: str = field(repr=False)


@dataclass(frozen=True)
class Door:
    """Where the office is and who we are. key: the office's Ed25519 key; ca: file of the one CA we trust.

    token: a training office's; a real one knows us by our papers.
    """

    url: str
    van: str
    training: bool
    key: str
    token: str = field(default="", repr=False)
    ca: str | None = None
    papers: Papers | None = None


class Body(Protocol):
    """Something to send, 16 KB at a time."""

    def __len__(self) -> int: ...
    def read(self, size: int = -1) -> bytes: ...


@dataclass(frozen=True)
class Waits:
    """Seconds: to connect, without any byte moving, from the last byte sent to the first of the answer."""

    connect_s: float = 4.0
    stall_s: float = 4.0
    answer_s: float = 6.0


class Connection:
    """Used by one thread at a time. Every exchange ends in an answer (anybody's) or in a sync error."""

    def __init__(self, door: Door, waits: Waits | None = None, *, heed_dates: bool = True) -> None:
        """heed_dates: False looks over certificates' dates: only to learn the time from our own office."""
        waits = waits or Waits()
        self._url = door.url.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy, no .netrc: the dedicated line only
        self._session.headers.clear()
        self._session.headers.update(_said(door))
        if door.ca is not None:
            self._session.verify = door.ca
        self._watch = Watch(waits.stall_s, waits.answer_s)
        self._waits = waits
        adapter = _Adapter(_context(door, heed_dates), self._watch)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def exchange(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Body | None = None,
        *,
        held_s: float = 0.0,
        waits: Waits | None = None,
    ) -> Answer:
        """held_s: how long the office may think about it. Raises Unreachable, WrongNetwork, ClockOff."""
        waits = waits or self._waits
        answer_s = waits.answer_s + held_s
        self._watch.answer_s = waits.answer_s
        try:
            with self._session.request(
                method,
                self._url + path,
                data=body,
                headers=dict(headers),
                timeout=(waits.connect_s, answer_s),
                allow_redirects=False,
                stream=True,
            ) as response:
                return Answer(response.status_code, response.headers, _read(response, answer_s))
        except requests.exceptions.SSLError as error:
            self.close()
            raise (ClockOff() if clock_is_wrong(error) else _tls(error)) from error
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema) as error:
            raise WrongNetwork(reason="address") from error
        except (requests.exceptions.RequestException, HTTPError, OSError) as error:
            self.close()  # a half-dead connection must not serve the next question
            raise (WrongNetwork(reason="not-http") if not_http(error) else Unreachable()) from error

    @property
    def watch(self) -> Watch:
        return self._watch

    def close(self) -> None:
        """The next exchange opens a new connection."""
        self._session.close()


def _said(door: Door) -> dict[str, str]:
    said = {
        protocol.VAN: door.van,
        protocol.PROTOCOL: str(protocol.VERSION),
        protocol.TRAINING: "1" if door.training else "0",
        "Accept": f"{protocol.JSON_TYPE}, {protocol.PROBLEM_TYPE}",
        "Accept-Encoding": "identity",
    }
    return {**said, "Authorization": f"Bearer {door.token}"} if door.token else said


def _tls(error: BaseException) -> Unreachable | WrongNetwork:
    """TLS with somebody else is another network; a handshake that was cut is only a bad line."""
    for cause in causes(error):
        if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError | TimeoutError | ConnectionError):
            return Unreachable()
    return WrongNetwork(reason="tls")


def _read(response: requests.Response, within_s: float) -> bytes:
    """At most MAX_ANSWER bytes (more is no answer of ours), and no dripping for ever."""
    body, end = bytearray(), time.monotonic() + within_s
    while len(body) <= protocol.MAX_ANSWER:
        block = response.raw.read1(BLOCK_BYTES, decode_content=False)
        if not block:
            break
        body += block
        if time.monotonic() > end:
            raise requests.exceptions.ReadTimeout
    return bytes(body)


def _context(door: Door, heed_dates: bool) -> ssl.SSLContext | None:
    if not door.url.startswith("https"):
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if door.papers is not None:
        papers = door.papers
        context.load_cert_chain(papers.certificate, papers.key, papers.pass_phrase)
    if not heed_dates:
        context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
    return context


class _Adapter(HTTPAdapter):
    """Connections of ours in requests' pool. At most one is kept."""

    def __init__(self, context: ssl.SSLContext | None, watch: Watch) -> None:
        self._context = context
        self._watch = watch
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        options = [
            (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
            (socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES),
        ]
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            options.append((socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, USER_TIMEOUT_MS))
        if self._context is not None:
            kwargs["ssl_context"] = self._context
        super().init_poolmanager(*args, **kwargs, blocksize=BLOCK_BYTES, socket_options=options)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _pool(HTTPConnectionPool, HTTPConnection, self._watch),
            "https": _pool(HTTPSConnectionPool, HTTPSConnection, self._watch),
        }


def _pool(pool: Any, base: Any, watch: Watch) -> Any:
    """urllib3's pool, whose connections tell the watch what happens on them."""

    class Watched(base):  # type: ignore[misc]
        def _new_conn(self) -> socket.socket:
            try:
                made = dial(self._dns_host, self.port, float(self.timeout), self.socket_options)
                # TLS shakes hands on it next: a gap between our words and the office's leaves the kernel
                # nothing to miss, and a socket without a bound would wait for ever.
                made.settimeout(watch.answer_s)
                return made
            except socket.gaierror as error:
                raise NameResolutionError(self.host, self, error) from error
            except TimeoutError as error:
                raise ConnectTimeoutError(self, str(error)) from error
            except OSError as error:
                raise NewConnectionError(self, str(error)) from error

        def connect(self) -> None:
            super().connect()
            watch.opened(self.sock)

        def send(self, data: Any) -> None:
            if self.sock is None:
                self.connect()
            view = memoryview(data)
            while view:
                view = view[watch.send(super().send, view) :]

        def getresponse(self) -> Any:
            watch.wait_until_sent()
            return super().getresponse()

    return type(pool.__name__, (pool,), {"ConnectionCls": Watched})
