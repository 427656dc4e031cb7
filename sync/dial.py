"""Opening a connection on a line that may come back at any moment.

The kernel asks once, again after a second, then after three: on a line with gaps that is where a second or
two go after each. Here another socket asks every 0.3 s; the first that is answered is the connection, the
others are dropped.
"""

from __future__ import annotations

import errno
import selectors
import socket
import time
from collections.abc import Sequence
from itertools import cycle
from typing import Any

AGAIN_S = 0.3  # longer than the way there and back on a usual line: then one socket is all
_UNDER_WAY = (0, errno.EINPROGRESS, errno.EWOULDBLOCK)

Option = tuple[int, int, Any]


def dial(host: str, port: int, within_s: float, options: Sequence[Option] = ()) -> socket.socket:
    """A connected, blocking socket. Raises TimeoutError after within_s; OSError when none is left to ask."""
    places = cycle(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    end, next_at = time.monotonic() + within_s, 0.0
    with selectors.DefaultSelector() as asking:
        try:
            while (now := time.monotonic()) < end:
                if now >= next_at:
                    next_at = now + AGAIN_S
                    _start(asking, next(places), options)
                for key, _ in asking.select(min(next_at, end) - now):
                    one = key.fileobj
                    assert isinstance(one, socket.socket)
                    asking.unregister(one)
                    if _connected(one, last=not asking.get_map()):
                        one.setblocking(True)
                        return one
            raise TimeoutError("nobody answered")
        finally:
            for key in tuple(asking.get_map().values()):
                asking.unregister(key.fileobj)
                key.fileobj.close()  # type: ignore[union-attr]


def _start(asking: selectors.BaseSelector, place: Any, options: Sequence[Option]) -> None:
    """Raises OSError when it cannot even ask and nobody else does."""
    family, kind, protocol, _, address = place
    one = socket.socket(family, kind, protocol)
    one.setblocking(False)
    for option in options:
        one.setsockopt(*option)
    error = one.connect_ex(address)
    if error in _UNDER_WAY:
        asking.register(one, selectors.EVENT_WRITE)
        return
    one.close()
    if not asking.get_map():
        raise OSError(error, "cannot ask")


def _connected(one: socket.socket, *, last: bool) -> bool:
    """Raises what went wrong when this was the last one asking."""
    error = one.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if not error:
        return True
    one.close()
    if last:
        raise OSError(error, "no connection")
    return False
