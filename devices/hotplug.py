"""The machine's own USB as a bus of the bench: what hangs on libusb, and who tells us when that changes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from devices.bus import Found, Unsubscribe
from devices.usb import Libusb

UDEV_RUNNING = Path("/run/udev/control")


class SystemBus:
    """What libusb sees; empty when there is no libusb."""

    name = "usb"
    training = False

    def __init__(self, usb: Libusb | None = None) -> None:
        self._usb = usb or Libusb()

    def devices(self) -> tuple[Found, ...]:
        return self._usb.devices()

    def watch(self, changed: Callable[[], None]) -> Unsubscribe | None:
        """Linux with a running udev tells us; everywhere else the bench polls."""
        return watch_udev(changed)


def watch_udev(changed: Callable[[], None]) -> Unsubscribe | None:
    """Call `changed` (in its own thread) when a USB device comes or goes; None when udev is not there."""
    if sys.platform != "linux" or not UDEV_RUNNING.exists():
        return None
    try:
        import pyudev

        monitor = pyudev.Monitor.from_netlink(pyudev.Context())
    except (ImportError, OSError):
        return None
    monitor.filter_by("usb", "usb_device")

    def heard(device: Any) -> None:
        changed()

    observer = pyudev.MonitorObserver(monitor, callback=heard, name="udev")
    observer.start()
    return lambda: observer.stop()
