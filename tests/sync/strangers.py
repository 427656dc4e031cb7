"""Servers that are not our office, or are it on a bad day: each answers with exactly the bytes it is told."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Answer = Callable[[socket.socket, bytes], None]


@contextmanager
def stranger(answer: Answer) -> Iterator[str]:
    """Reads each request to its end, then lets `answer` write. Yields the address."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve_one(connection: socket.socket) -> None:
        with connection:
            try:
                while (asked := _request(connection)) and not over.is_set():
                    answer(connection, asked)
            except OSError:
                return

    def accept() -> None:
        while not over.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.settimeout(5)
            thread = threading.Thread(target=serve_one, args=(connection,))
            threads.append(thread)
            thread.start()

    threads: list[threading.Thread] = []
    door = threading.Thread(target=accept)
    door.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        door.join()
        for thread in threads:
            thread.join()


def says(status: str, body: bytes = b"", *headers: str) -> Answer:
    """A plain HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return bytes_(("\r\n".join(lines)).encode() + body)


def bytes_(raw: bytes, *, then_close: bool = False) -> Answer:
    """Any bytes at all."""

    def answer(connection: socket.socket, _asked: bytes) -> None:
        connection.sendall(raw)
        if then_close:
            connection.shutdown(socket.SHUT_RDWR)

    return answer


def hangs_up(connection: socket.socket, _asked: bytes) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def silent(seconds: float) -> Answer:
    return lambda _connection, _asked: time.sleep(seconds)


@contextmanager
def relay(
    office_url: str,
    *,
    up: int | None = None,
    down: int | None = None,
    pause_s: float = 0.0,
    sticky: bool = False,
) -> Iterator[str]:
    """A line that dies after `up` bytes to the office or `down` bytes back, on every connection.

    pause_s: after each 4 KB, to make it slow. sticky: it does not die, it only moves nothing any more, as a
    connection does whose address has changed.
    """
    host, port = office_url.removeprefix("http://").split(":")
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()
    threads: list[threading.Thread] = []

    def pump(source: socket.socket, target: socket.socket, most: int | None) -> None:
        left = most
        try:
            while not over.is_set() and (block := source.recv(4096)):
                if left is not None and len(block) >= left:
                    target.sendall(block[:left])
                    if sticky:
                        over.wait()
                    break
                target.sendall(block)
                time.sleep(pause_s)
                left = None if left is None else left - len(block)
        except OSError:
            pass
        for one in (source, target):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def join(van: socket.socket) -> None:
        with van, socket.create_connection((host, int(port))) as office:
            van.settimeout(10)
            office.settimeout(10)
            back = threading.Thread(target=pump, args=(office, van, down))
            back.start()
            pump(van, office, up)
            back.join()

    def accept() -> None:
        while not over.is_set():
            try:
                van, _ = listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=join, args=(van,))
            threads.append(thread)
            thread.start()

    door = threading.Thread(target=accept)
    door.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        door.join()
        for thread in threads:
            thread.join()


def _request(connection: socket.socket) -> bytes:
    """Head and body of one request; b"" at the end of the connection."""
    asked = bytearray()
    while b"\r\n\r\n" not in asked:
        block = connection.recv(65536)
        if not block:
            return b""
        asked += block
    head, _, body = bytes(asked).partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ),
        0,
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
