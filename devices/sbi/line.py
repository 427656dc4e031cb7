"""One question to a service on this machine and its answer, within a time, and given up when cancelled.

Only 127.0.0.1; no proxy, no redirect. http.client speaks; the socket under it looks at the clock and at
`cancelled` twenty times a second, so neither silence nor a trickle of bytes can hold us.
"""

from __future__ import annotations

import http.client
import io
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from devices.clock import Clock
from devices.contract import Cancelled as CancelledQuestion
from devices.errors import BadReply, Cancelled, DeviceError, NotConnected, NotPermitted, Removed, Silent

HERE: Final = "127.0.0.1"  # the specification: this address, not the name "localhost"
LOOK_S: Final = 0.05
CONNECT_S: Final = 1.0
LONGEST_ANSWER: Final = 24 << 20  # four raw fingers at 1000 dpi, twice base64
APP: Final = "vanapp"


@dataclass(frozen=True)
class Question:
    """verb and path as in the specification; body: JSON or nothing; within_ms: until the answer begins."""

    port: int
    verb: str
    path: str
    body: bytes | None = None
    within_ms: int = 3000


class Patience:
    """Until when we wait, and whether somebody still wants the answer."""

    def __init__(self, clock: Clock, cancelled: CancelledQuestion, within_ms: int) -> None:
        self._clock = clock
        self._cancelled = cancelled
        self.restart(within_ms)

    def restart(self, within_ms: int) -> None:
        self._within_ms = within_ms
        self._end = self._clock.monotonic_ns() + within_ms * 1_000_000

    def look(self) -> None:
        """Raises Cancelled, Silent."""
        if self._cancelled():
            raise Cancelled()
        if self._clock.monotonic_ns() >= self._end:
            raise Silent(waited_ms=self._within_ms)


class _Incoming(io.RawIOBase):
    def __init__(self, bare: socket.socket, patience: Patience) -> None:
        self._bare = bare
        self._patience = patience

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            self._patience.look()
            try:
                return self._bare.recv_into(buffer)
            except TimeoutError:
                continue


class _Socket:
    """What http.client asks of a socket. Closing is the connection's owner's business, not http.client's."""

    def __init__(self, bare: socket.socket, patience: Patience) -> None:
        self._bare = bare
        self._patience = patience

    def sendall(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            self._patience.look()
            try:
                rest = rest[self._bare.send(rest) :]
            except TimeoutError:
                continue

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self._bare, self._patience), 1 << 16)

    def close(self) -> None:
        pass


class _Connection(http.client.HTTPConnection):
    def __init__(self, port: int, bare: socket.socket, patience: Patience) -> None:
        super().__init__(HERE, port)
        self.sock = _Socket(bare, patience)


@contextmanager
def answering(question: Question, patience: Patience) -> Iterator[http.client.HTTPResponse]:
    """The answer as it begins to come in; its body is still to be read. Status 200 or an error.

    Raises NotConnected (nobody listens), Silent, Cancelled, NotPermitted, BadReply, Removed (cut).
    """
    with _wire_errors():
        bare = _connect(question.port)
        with bare:
            connection = _Connection(question.port, bare, patience)
            headers = {"EXT": APP, "Accept": "*/*"}
            if question.body is not None:
                headers["Content-Type"] = "application/json"
            connection.request(question.verb, question.path, question.body, headers)
            response = connection.getresponse()
            if response.status in (401, 403):
                raise NotPermitted()
            if response.status != 200:
                raise BadReply(expected="HTTP 200", got=f"HTTP {response.status}")
            yield response


def ask(question: Question, patience: Patience, rest_ms: int, longest: int = LONGEST_ANSWER) -> bytes:
    """The whole body of the answer. rest_ms: for the body once it has begun. Raises as `answering`."""
    with answering(question, patience) as response:
        patience.restart(rest_ms)
        if response.length is not None and response.length > longest:
            raise BadReply(expected=f"at most {longest} bytes", got="more announced")
        body = response.read(longest + 1)
        if len(body) > longest:
            raise BadReply(expected=f"at most {longest} bytes", got="more")
        if response.length:
            raise Removed()
        return body


def _connect(port: int) -> socket.socket:
    bare = socket.create_connection((HERE, port), CONNECT_S)
    bare.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    bare.settimeout(LOOK_S)
    return bare


@contextmanager
def _wire_errors() -> Iterator[None]:
    try:
        yield
    except DeviceError:
        raise
    except ConnectionRefusedError as error:
        raise NotConnected() from error
    except (ConnectionError, http.client.IncompleteRead) as error:
        raise Removed() from error
    except TimeoutError as error:  # of the connect; everything later is the patience's
        raise Silent(waited_ms=int(CONNECT_S * 1000)) from error
    except (http.client.HTTPException, ValueError) as error:
        raise BadReply(expected="HTTP", got=type(error).__name__) from error
    except OSError as error:
        raise Removed() from error
