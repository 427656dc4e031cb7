"""A question ends: in an answer, or in an error with a code, within its time."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.clock import SteadyClock
from devices.errors import BadReply, Cancelled, DeviceError, NotConnected, NotPermitted, Silent
from devices.sbi.line import HERE, Patience, Question, ask
from devices.sbi.scan import PORTS, open_ports
from tests.devices.sbi.rig import IN_TIME_S

Speak = Callable[[socket.socket], None]


def hear(one: socket.socket) -> bytes:
    """The whole question: hanging up on unread bytes would reset the connection."""
    heard = b""
    while not heard.endswith(b"{}"):
        heard += one.recv(4096)
    return heard


@contextmanager
def listener(speak: Speak) -> Iterator[int]:
    """Somebody on a free port who says what he likes, then hangs up."""
    server = socket.create_server((HERE, 0))
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                one, _ = server.accept()
            except OSError:
                return
            with one:
                one.settimeout(2)
                try:
                    hear(one)
                    speak(one)
                except OSError:
                    pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield server.getsockname()[1]
    over.set()
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(3)


def answer(port: int, cancelled: Callable[[], bool] = lambda: False, within_ms: int = 600) -> bytes:
    patience = Patience(SteadyClock(), cancelled, within_ms)
    return ask(Question(port, "MOSIPDISC", "/device", b"{}", within_ms), patience, within_ms, 10_000)


def test_the_verb_and_the_headers_are_the_specifications() -> None:
    heard: list[bytes] = []

    def speak(one: socket.socket) -> None:
        one.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")

    with listener(speak) as port:
        server = socket.create_server((HERE, 0))
        mine = server.getsockname()[1]

        def listen() -> None:
            one, _ = server.accept()
            with one:
                heard.append(hear(one))
                speak(one)

        thread = threading.Thread(target=listen)
        thread.start()
        assert answer(mine) == answer(port) == b"[]"
        thread.join(2)
        server.close()
    assert heard[0].startswith(b"MOSIPDISC /device HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % mine)
    assert b"EXT: vanapp\r\n" in heard[0]


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        b"HTTP/1.0 200 OK\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
    ],
)
def test_every_way_of_http_to_say_a_body(said: bytes) -> None:
    with listener(lambda one: one.sendall(said)) as port:
        assert answer(port) == b"[]"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("302 Found", BadReply),
        ("404 Not Found", BadReply),
        ("500 Broken", BadReply),
        ("204 Nothing", BadReply),
        ("401 Who", NotPermitted),
        ("403 No", NotPermitted),
    ],
)
def test_only_200_is_an_answer(status: str, expected: type[DeviceError]) -> None:
    said = f"HTTP/1.1 {status}\r\nContent-Length: 2\r\n\r\n[]".encode()
    with listener(lambda one: one.sendall(said)) as port, pytest.raises(expected):
        answer(port)


def test_a_body_without_a_length_has_an_end_all_the_same() -> None:
    said = b"HTTP/1.0 200 OK\r\n\r\n" + b" " * 10_001
    with listener(lambda one: one.sendall(said)) as port, pytest.raises(BadReply):
        answer(port)


def test_nobody_listening_is_not_connected() -> None:
    with socket.create_server((HERE, 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NotConnected):
        answer(port)


def test_a_trickle_of_headers_is_silence() -> None:
    def speak(one: socket.socket) -> None:
        one.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            one.sendall(b"X-More: a\r\n"[:1])
            time.sleep(0.01)

    with listener(speak) as port:
        began = time.monotonic()
        with pytest.raises(Silent):
            answer(port)
        assert time.monotonic() - began < 0.6 + IN_TIME_S


def test_an_endless_continue_ends() -> None:
    def speak(one: socket.socket) -> None:
        while True:
            one.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)

    with listener(speak) as port:
        began = time.monotonic()
        with pytest.raises(DeviceError):
            answer(port)
        assert time.monotonic() - began < 0.6 + IN_TIME_S


def test_cancelling_ends_the_wait_at_once() -> None:
    stopped = threading.Event()
    threading.Timer(0.1, stopped.set).start()
    with listener(lambda _one: stopped.wait(3) and time.sleep(0.5)) as port:  # type: ignore[func-returns-value]
        began = time.monotonic()
        with pytest.raises(Cancelled):
            answer(port, stopped.is_set, 5000)
        assert time.monotonic() - began < IN_TIME_S


def test_a_question_nobody_reads_ends_too() -> None:
    """The listener takes the connection and never reads: a large body fills the buffers."""
    with socket.create_server((HERE, 0)) as server:
        port = server.getsockname()[1]
        patience = Patience(SteadyClock(), lambda: False, 300)
        began = time.monotonic()
        with pytest.raises(Silent):
            ask(Question(port, "RCAPTURE", "/capture", bytes(64 << 20), 300), patience, 300)
        assert time.monotonic() - began < 0.3 + IN_TIME_S


OK = b"HTTP/1.1 200 OK\r\n"
_said = b""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=200),
        st.binary(max_size=200).map(lambda rest: OK + rest),
        st.binary(max_size=80).map(
            lambda rest: b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + rest
        ),
        st.binary(max_size=20).map(lambda rest: OK + b"Content-Length: " + rest + b"\r\n\r\n"),
    )
)
def test_any_bytes_end_in_a_body_or_an_error_with_a_code(any_port: int, said: bytes) -> None:
    global _said
    _said = said
    try:
        assert isinstance(answer(any_port), bytes)
    except DeviceError:
        return


@pytest.fixture(scope="module")
def any_port() -> Iterator[int]:
    with listener(lambda one: one.sendall(_said)) as port:
        yield port


def test_the_scan_finds_who_listens_and_nobody_else() -> None:
    with socket.create_server((HERE, 0)) as one, socket.create_server((HERE, 0)) as two:
        here = sorted(server.getsockname()[1] for server in (one, two))
        with socket.create_server((HERE, 0)) as gone:
            absent = gone.getsockname()[1]
        assert open_ports([*here, absent]) == tuple(here)


def test_the_ports_are_the_specifications() -> None:
    assert (PORTS[0], PORTS[-1]) == (4501, 4600)
