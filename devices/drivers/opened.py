"""How every driver opens and closes: the port is taken on enter and given back on exit, always."""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar


class Openable(Protocol):
    """What a driver is handed: a `devices.usb.Port`, a `devices.serial_port.SerialPort`."""

    def claim(self) -> None:
        """Take it. Raises Busy, NotPermitted, Removed, NotConnected."""
        ...

    def close(self) -> None:
        """Give everything back; safe to call twice."""
        ...

    def pause(self, duration_ms: int) -> None:
        """Give the instrument a moment."""
        ...


P = TypeVar("P", bound=Openable)


class Opened(Generic[P]):
    """A context manager for one instrument. A driver adds `_begin` and, if it says good-bye, `_farewell`."""

    def __init__(self, port: P) -> None:
        self._port = port

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            undo.callback(self._port.close)
            self._port.claim()
            self._begin()
            undo.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with ExitStack() as undo:
            undo.callback(self._port.close)
            self._farewell()

    def _begin(self) -> None:
        """Greet the instrument on its port, which is taken. Whatever it raises, the port is closed."""

    def _farewell(self) -> None:
        """Leave the instrument as it was found. Does not insist: it may be gone."""
