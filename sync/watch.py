"""Sees how bytes leave: nothing gone for a few seconds is a stall, however the kernel feels about it.

The kernel waits for minutes and backs off while it does; on a line with gaps this is what loses the time
(sync.md B). So each piece has a bound of its own, and so has what the kernel still holds after the last one.
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

_ask_kernel: Callable[[Any, int, bytes], bytes] | None = None
try:
    import fcntl
    import termios

    _ask_kernel = fcntl.ioctl
except ImportError:  # a system that does not tell what it still holds
    pass

_LOOK_S = 0.05
_PIECE_BYTES, _SMALL_BYTES = 16 * 1024, 2 * 1024
_RADIO_PACKET_BYTES = 4 * 1024  # those of a radio are smaller; within this machine they exceed our buffers
_BBR = b"bbr"
_TCP_INFO_BYTES = 144
_TOTAL_RETRANS, _SEGS_OUT = 100, 136  # offsets in Linux's struct tcp_info


class Watch:
    """One connection's. stall_s: how long nothing may move. answer_s: to TLS's hands being shaken."""

    def __init__(self, stall_s: float, answer_s: float) -> None:
        self.stall_s = stall_s
        self.answer_s = answer_s
        self._socket: Any = None
        self._corks = False  # only full packets while there is more to come
        self._piece = _PIECE_BYTES
        self._room = 0  # as the connection was opened with

    def opened(self, connection: Any) -> None:
        self._socket, self._room = connection, 0
        self._corks = False
        with contextlib.suppress(OSError, AttributeError):  # where the system tells
            self._corks = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG) < _RADIO_PACKET_BYTES

    def hang_up(self) -> None:
        with contextlib.suppress(OSError, AttributeError):  # closed already, or not open yet
            self._socket.shutdown(socket.SHUT_RDWR)

    def mind_loss(self) -> None:
        """Packets are lost on the way, not for want of room: BBR goes on where CUBIC halves its pace."""
        with contextlib.suppress(OSError, AttributeError):  # where the system has it, and lets us
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, _BBR)

    def make_room(self, size: int) -> None:
        """From now on the kernel may hold so many bytes (it doubles it). What it holds already stays."""
        if size != self._room and self._socket is not None:
            self._room = size
            with contextlib.suppress(OSError, AttributeError):
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, size)

    def send(self, put: Callable[[Any], None], data: memoryview) -> int:
        """Hand one piece to the kernel; how many bytes. On a crawling line a small piece is progress, too."""
        self._cork(True)
        piece = data[: self._piece]
        self._socket.settimeout(self.stall_s)
        began = time.monotonic()
        put(piece)
        took = time.monotonic() - began
        if took > self.stall_s / 4:
            self._piece = max(self._piece // 2, _SMALL_BYTES)
        elif took < self.stall_s / 40:
            self._piece = min(self._piece * 2, _PIECE_BYTES)
        return len(piece)

    def wait_until_sent(self) -> None:
        """While the kernel gets rid of bytes; ends at an answer. Raises TimeoutError at a stall."""
        self._cork(False)
        held, since = self._held(), time.monotonic()
        while held and not self._answered():
            time.sleep(_LOOK_S)
            now = self._held()
            if now < held:
                held, since = now, time.monotonic()
            elif time.monotonic() - since > self.stall_s:
                raise TimeoutError("stalled")

    def loss(self) -> float | None:
        """Share of segments sent again; None where the system does not tell, or after too few."""
        try:
            told = self._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_BYTES)
            (again,) = struct.unpack_from("=I", told, _TOTAL_RETRANS)
            (sent,) = struct.unpack_from("=I", told, _SEGS_OUT)
        except (OSError, AttributeError, struct.error):
            return None
        return again / sent if sent >= 100 else None

    def _cork(self, on: bool) -> None:
        """Only full packets while there is more to come: a piece's last one would be a short one each time.

        Not where a full packet is more than our buffer: it would wait for 0.2 s each time.
        """
        if self._corks:
            with contextlib.suppress(OSError, AttributeError):
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, on)

    def _answered(self) -> bool:
        return bool(select.select([self._socket], [], [], 0)[0])

    def _held(self) -> int:
        """Bytes the other side has not acknowledged; 0 where the system does not tell."""
        if _ask_kernel is None:
            return 0
        try:
            return int(struct.unpack("=i", _ask_kernel(self._socket, termios.TIOCOUTQ, bytes(4)))[0])
        except OSError:
            return 0
