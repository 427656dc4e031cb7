"""Opening a connection: asked again on further sockets, and what it says when nobody is there."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from sync import dial
from sync.contact import Contact


@pytest.fixture
def silent() -> Iterator[int]:
    """A port where nobody answers: the queue of those who wait is full, so Linux drops who asks."""
    with ExitStack() as stack:
        door = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        port: int = door.getsockname()[1]
        for _ in range(4):
            one = stack.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        yield port


def test_where_nobody_answers_several_ask_and_none_is_left_open(
    silent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[socket.socket] = []

    class Counted(socket.socket):
        def __init__(self, *facts: Any) -> None:
            super().__init__(*facts)
            made.append(self)

    monkeypatch.setattr(socket, "socket", Counted)
    with pytest.raises(TimeoutError):
        dial.dial("127.0.0.1", silent, 2.5 * dial.AGAIN_S)
    assert len(made) > 1
    assert all(one.fileno() == -1 for one in made)


def test_an_answer_gives_a_blocking_socket_with_its_options() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        options = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
        with dial.dial("127.0.0.1", door.getsockname()[1], 20, options) as one, door.accept()[0] as other:
            assert one.getblocking()
            assert one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            one.sendall(b"here")
            assert other.recv(10) == b"here"


def test_a_closed_door_says_so_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        dial.dial("127.0.0.1", port, 3600)


def test_a_connection_from_before_a_gap_is_doubtful() -> None:
    moments = iter([1.0, 2.0, 5.0, 6.0, 7.0])
    contact = Contact(lambda: next(moments))
    heard = contact.heard()
    assert not contact.outlived(heard)
    contact.missed()  # at 2
    contact.missed()  # later ones change nothing: it has been missing since 2
    assert contact.missing_since == 2.0
    assert contact.outlived(heard)
    again = contact.heard()
    assert contact.missing_since is None
    assert not contact.outlived(again)
