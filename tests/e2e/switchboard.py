"""One address for the van; behind it the office, a stranger, or nothing, as the test plugs it."""

from __future__ import annotations

import socket
import threading
from typing import Self

from tests.sync.strangers import Answer, _request


class Switchboard:
    """`plug(None)`: nobody answers; `plug(url)`: that office; `plug(answer)`: whoever answers like that."""

    def __init__(self, office: str) -> None:
        self._behind: str | Answer | None = office
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.asked: list[bytes] = []  # what strangers were asked
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._over = False

    def plug(self, behind: str | Answer | None) -> None:
        """From now on; every connection under way is cut."""
        self._behind = behind
        self.asked.clear()
        for one in tuple(self._open):
            _shut(one)

    def __enter__(self) -> Self:
        self._begin(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        _shut(self._listener)
        self._listener.close()
        self.plug(None)
        for thread in tuple(self._threads):
            thread.join(5)

    def _begin(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._over:
            try:
                van, _ = self._listener.accept()
            except OSError:
                return
            van.settimeout(30)
            self._open.add(van)
            self._begin(self._serve, van)

    def _serve(self, van: socket.socket) -> None:
        behind = self._behind
        try:
            if isinstance(behind, str):
                self._relay(van, behind)
            elif behind is not None:
                while asked := _request(van):
                    self.asked.append(asked)
                    behind(van, asked)
        except OSError:
            pass
        finally:
            self._open.discard(van)
            van.close()

    def _relay(self, van: socket.socket, url: str) -> None:
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), 5) as office:
            office.settimeout(30)
            self._open.add(office)
            back = threading.Thread(target=_pump, args=(office, van), daemon=True)
            back.start()
            _pump(van, office)
            back.join(5)
            self._open.discard(office)


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while block := source.recv(65536):
            target.sendall(block)
    except OSError:
        pass
    for one in (source, target):
        _shut(one)


def _shut(one: socket.socket) -> None:
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
