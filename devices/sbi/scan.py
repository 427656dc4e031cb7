"""Which of the ports reserved for SBI services somebody listens on, all asked at once."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Sequence
from typing import Final

from devices.clock import Clock, SteadyClock
from devices.sbi.line import HERE

PORTS: Final = range(4501, 4601)
"""Source: SBI 0.9.5, "Device Service - Communication Interfaces": any port from 4501 to 4600."""

WITHIN_MS: Final = 300
"""Windows takes seconds to say that nobody listens; who listens answers at once."""


def open_ports(
    ports: Sequence[int] = PORTS, within_ms: int = WITHIN_MS, clock: Clock | None = None
) -> tuple[int, ...]:
    """The ports of this machine that take a connection, in order. Blocks at most within_ms."""
    clock = clock or SteadyClock()
    found: list[int] = []
    with selectors.DefaultSelector() as waiting:
        try:
            for port in ports:
                _begin(port, waiting)
            end = clock.monotonic_ns() + within_ms * 1_000_000
            while waiting.get_map() and (left := end - clock.monotonic_ns()) > 0:
                for key, _ in waiting.select(left / 1e9):
                    bare = key.fileobj
                    assert isinstance(bare, socket.socket)
                    if bare.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
                        found.append(key.data)
                    waiting.unregister(bare)
                    bare.close()
        finally:
            for key in list((waiting.get_map() or {}).values()):
                assert isinstance(key.fileobj, socket.socket)
                key.fileobj.close()
    return tuple(sorted(found))


def _begin(port: int, waiting: selectors.BaseSelector) -> None:
    bare = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bare.setblocking(False)
    bare.connect_ex((HERE, port))  # says "under way"; how it ended is asked when it is writable
    waiting.register(bare, selectors.EVENT_WRITE, port)
