"""Where instruments hang: the machine's own USB, or the training bus. The bench sees only this."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from devices.contract import UsbId

Unsubscribe = Callable[[], None]


@dataclass(frozen=True)
class Found:
    """One USB device as the enumeration shows it; nothing was asked of the device itself."""

    path: str  # bus number and ports, "1-10.2"; stays while plugged
    address: int  # changes with every plug
    usb_id: UsbId
    serial: str
    device: Any = field(repr=False, compare=False)  # usb.core.Device


class Bus(Protocol):
    """Lists what is plugged in and says when to look again."""

    @property
    def name(self) -> str: ...

    @property
    def training(self) -> bool: ...

    def devices(self) -> tuple[Found, ...]:
        """What is plugged in now; cheap."""
        ...

    def watch(self, changed: Callable[[], None]) -> Unsubscribe | None:
        """Call `changed` (in any thread) after every plug and unplug; None when this bus must be polled."""
        ...
