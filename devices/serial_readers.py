"""Which resident-ID readers hang on a serial line of this machine: `serial.toml`, put on the bench.

The file is the technician's, in the config folder beside vendors.toml:

    [[reader]]
    name = "desk"               # a-z 0-9 _ -, once
    port = "/dev/ttyUSB0"       # or COM3; or instead of it:
    usb = "1a86:7523"           # the id of its USB adapter, wherever it is plugged
    serial = "A50285BI"         # with usb: the adapter's own number, where there are two alike
    label = "Synthesis SS628"   # what the instruments page shows
    baud = 115200               # as it was set in the module
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from devices.clock import Clock
from devices.contract import Instrument, UsbId
from devices.drivers.sdt_serial import SdtSerialReader
from devices.errors import BadSetting
from devices.serial_port import BAUD, SerialPlace, SerialPort, serial_places
from devices.watching import Table, Watch

FILE_NAME: Final = "serial.toml"
BAUDS: Final = (9600, 19_200, 38_400, 57_600, BAUD)
LOOK_EVERY_S: Final = 1.0
"""One look at the system's list; a reader named by its port alone costs a look at one file."""

_KEYS: dict[str, type] = {"name": str, "port": str, "usb": str, "serial": str, "label": str, "baud": int}
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_USB = re.compile(r"[0-9a-fA-F]{4}:[0-9a-fA-F]{4}")


@dataclass(frozen=True)
class Named:
    """One reader as the technician named it: by port, or by the id of its adapter."""

    name: str
    label: str
    port: str = ""
    usb_id: UsbId | None = None
    serial: str = ""
    baud: int = BAUD

    def path(self, places: tuple[SerialPlace, ...]) -> str:
        """Where it is now; empty when it is not there."""
        if self.port:
            posix = self.port.startswith("/")
            there = Path(self.port).exists() if posix else self.port in {place.path for place in places}
            return self.port if there else ""
        for place in places:
            if place.usb_id == self.usb_id and self.serial in ("", place.serial):
                return place.path
        return ""


def read(path: Path) -> tuple[Named, ...]:
    """The entries of serial.toml; none when there is no such file. Raises BadSetting with the place."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSetting(place=path.name, what=type(error).__name__) from error
    entries = table.pop("reader", [])
    _must(not table, path.name, f"unknown: {' '.join(table)}")
    _must(isinstance(entries, list), "reader", "write it as [[reader]]")
    named = tuple(_named(entry, f"reader {number}") for number, entry in enumerate(entries, 1))
    _must(len({one.name for one in named}) == len(named), "name", "given twice")
    return named


def _named(entry: Any, place: str) -> Named:
    _must(isinstance(entry, dict), place, "write it as [[reader]]")
    for key, value in entry.items():
        _must(key in _KEYS, place, f"unknown: {key}")
        _must(type(value) is _KEYS[key], place, f"{key}: wrong kind of value")
    name = entry.get("name", "")
    _must(bool(_NAME.fullmatch(name)), place, "name: a-z 0-9 _ - only")
    port, usb = entry.get("port", ""), entry.get("usb", "")
    _must(bool(port) != bool(usb), place, "write either port or usb")
    _must(not usb or bool(_USB.fullmatch(usb)), place, "usb: write it as 1a86:7523")
    _must(not entry.get("serial") or bool(usb), place, "serial: only with usb")
    baud = entry.get("baud", BAUD)
    _must(baud in BAUDS, place, f"baud: one of {', '.join(map(str, BAUDS))}")
    usb_id = UsbId(int(usb[:4], 16), int(usb[5:], 16)) if usb else None
    return Named(name, entry.get("label", name), port, usb_id, entry.get("serial", ""), baud)


def _must(fine: bool, place: str, what: str) -> None:
    if not fine:
        raise BadSetting(place=place, what=what)


class SerialWatch(Watch):
    """Keeps the bench equal to what is plugged. Start it once, stop it once; `look` is one pass."""

    def __init__(
        self,
        bench: Table,
        named: tuple[Named, ...],
        *,
        places: Callable[[], tuple[SerialPlace, ...]] = serial_places,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        super().__init__("serial watch", look_every_s)
        self._bench = bench
        self._named = named
        self._places = places
        self._lying: dict[str, str] = {}  # key -> where it was seen

    def look(self) -> None:
        """What came is placed, what went or moved is taken away. No port is opened."""
        by_list = any(not one.port.startswith("/") for one in self._named)
        places = self._places() if by_list else ()
        now = {f"serial/{one.name}": (one, one.path(places)) for one in self._named}
        for key, path in list(self._lying.items()):
            if now[key][1] != path:
                del self._lying[key]
                self._bench.take_away(key)
        for key, (one, path) in now.items():
            if path and key not in self._lying:
                self._lying[key] = path
                driver = SdtSerialReader
                instrument = Instrument(key, driver.kind, driver.name, one.label, one.usb_id, one.serial)
                self._bench.place(instrument, driver_factory=partial(_built, path, one.baud))


def _built(path: str, baud: int, clock: Clock, nonce: Callable[[], int]) -> SdtSerialReader:
    return SdtSerialReader(SerialPort(path, baud), clock, nonce)
