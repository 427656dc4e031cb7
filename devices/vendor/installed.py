"""What makers' libraries this customer installed: `vendors.toml` in the config folder, put on the bench.

The file is the technician's; every entry is checked, a bad one is shown with its reason instead of hidden.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from devices.bench import Bench
from devices.clock import Clock
from devices.contract import Instrument, Kind
from devices.drivers.sdt_blocks import WltDecoder
from devices.drivers.vendor_livescan import VendorLivescan
from devices.drivers.vendor_sdtapi import VendorSdtapi
from devices.errors import CardUnreadable
from devices.vendor import ga1012_algorithm, ga1012_capture, sdtapi, wlt
from devices.vendor.binary import bits_of
from devices.vendor.errors import BadSetting, LibraryFailed, LibraryGarbage, LibraryMissing, LibraryUnfit
from devices.vendor.ga1012_algorithm import VendorAlgorithm
from devices.vendor.ga1012_capture import Capture
from devices.vendor.library import Library, LibraryFile
from devices.vendor.process import OURS
from devices.vendor.sdtapi import Reader

FILE_NAME = "vendors.toml"


class Family(StrEnum):
    """What a library is for; the word of `kind` in vendors.toml."""

    LIVESCAN = "livescan"
    ALGORITHM = "fp"
    CARD_READER = "sdtapi"
    PHOTO = "wlt"


_INSTRUMENTS = {
    Family.LIVESCAN: (Kind.FINGER, VendorLivescan.name),
    Family.CARD_READER: (Kind.CARD, VendorSdtapi.name),
}

_KEYS: dict[str, type | tuple[type, ...]] = {
    "name": str,
    "kind": str,
    "path": str,
    "label": str,
    "interpreter": (str, list),
    "bits": int,
    "calling": str,
    "channel": int,
    "quality": str,
    "port": int,
    "function": str,
    "interface": int,
    "scanner": int,
}
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")


@dataclass(frozen=True)
class Installed:
    """One library of the customer's. quality: the name of the algorithm library that judges its pictures."""

    family: Family
    file: LibraryFile
    label: str
    channel: int = 0
    port: int = sdtapi.FIRST_USB_PORT
    quality: str = ""
    way: wlt.Way = wlt.Way.FILES
    interface: int = 2
    scanner: int = 0

    def trouble(self) -> str | None:
        """Why it cannot work, without starting it: the code; None when nothing speaks against it."""
        if not self.file.path.is_file():
            return LibraryMissing.code
        own, wanted = bits_of(self.file.path), self.file.bits
        return LibraryUnfit.code if own and wanted and own != wanted else None


def read(path: Path) -> tuple[Installed, ...]:
    """The entries of vendors.toml; none when there is no such file. Raises BadSetting with the place."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSetting(place=path.name, what=type(error).__name__) from error
    entries = table.pop("library", [])
    _must(not table, path.name, "unknown", *table)
    _must(isinstance(entries, list), "library", "write it as [[library]]")
    found = tuple(_entry(entry, f"library {number}") for number, entry in enumerate(entries, 1))
    names = [installed.file.name for installed in found]
    _must(len(set(names)) == len(names), "name", "given twice")
    judges = {installed.file.name for installed in found if installed.family is Family.ALGORITHM}
    for installed in found:
        fits = not installed.quality or installed.quality in judges
        _must(
            fits,
            f"library {installed.file.name}",
            f"quality: no library of kind fp is named {installed.quality}",
        )
    return found


class Shelf:
    """The customer's libraries, ready for use. Build once; `close` ends every child."""

    def __init__(self, installed: tuple[Installed, ...], clock: Clock, haste: float = 1.0) -> None:
        self._installed = installed
        self._clock = clock
        self._haste = haste
        self._algorithms: dict[str, VendorAlgorithm] = {}
        self._decoder: wlt.VendorWlt | None = None

    def place(self, bench: Bench) -> None:
        """Put scanners and readers on the bench. Their processes start with the first use."""
        for installed, instrument in self.instruments():
            bench.place(instrument, installed.trouble(), driver_factory=self._factory(installed))

    def instruments(self) -> Iterator[tuple[Installed, Instrument]]:
        for installed in self._installed:
            if installed.family in _INSTRUMENTS:
                kind, driver = _INSTRUMENTS[installed.family]
                key = f"library/{installed.file.name}"
                yield installed, Instrument(key, kind, driver, installed.label)

    def algorithm(self, name: str = "") -> VendorAlgorithm | None:
        """The maker's algorithms of that name, or the first; None when none is installed."""
        for installed in self._installed:
            if installed.family is Family.ALGORITHM and name in ("", installed.file.name):
                known = self._algorithms.get(installed.file.name)
                if known is None:
                    library = self._library(installed, ga1012_algorithm.FUNCTIONS)
                    known = VendorAlgorithm(library, installed.scanner)
                    self._algorithms[installed.file.name] = known
                return known
        return None

    def photo_decoder(self) -> WltDecoder | None:
        """What makes the chip's photo a picture; None when no such library is installed."""
        if self._decoder is None:
            for installed in self._installed:
                if installed.family is Family.PHOTO:
                    library = self._library(installed, wlt.FUNCTIONS)
                    self._decoder = wlt.VendorWlt(library, installed.way, installed.interface)
                    break
        return self._decoder

    def try_out(self, name: str) -> str:
        """Open it once and close it; what it says of itself. Raises why it does not go. For technicians.

        A photo decoder gets a block of zeros: that it refuses them proves that it answers.
        """
        (wanted,) = (installed for installed in self._installed if installed.file.name == name)
        if wanted.family is Family.PHOTO:
            decoder = wlt.VendorWlt(self._library(wanted, wlt.FUNCTIONS), wanted.way, wanted.interface)
            with closing(decoder), suppress(CardUnreadable, LibraryFailed, LibraryGarbage):
                decoder.decode(bytes(wlt.WLT_LENGTH))
            return ""
        if wanted.family is Family.ALGORITHM:
            algorithm = self.algorithm(name)
            return algorithm.version() if algorithm is not None else ""
        if wanted.family is Family.CARD_READER:
            reader = Reader(self._library(wanted, sdtapi.FUNCTIONS), wanted.port)
            with closing(reader):
                reader.open()
                return reader.module()
        capture = Capture(self._library(wanted, ga1012_capture.FUNCTIONS), wanted.channel)
        with closing(capture):
            capture.open()
            return f"{capture.describe()} {capture.width_px}x{capture.height_px}".strip()

    def close(self) -> None:
        """Ends algorithms and decoder; scanners and readers are closed by the bench."""
        for algorithm in self._algorithms.values():
            algorithm.close()
        if self._decoder is not None:
            self._decoder.close()

    def _factory(self, installed: Installed) -> Callable[[Clock, Callable[[], int]], Any]:
        """One Library for all drivers built of it, so that its rest after trouble is remembered."""
        if installed.family is Family.CARD_READER:
            reader = Reader(self._library(installed, sdtapi.FUNCTIONS), installed.port)
            return lambda clock, nonce: VendorSdtapi(reader, clock)
        capture = Capture(self._library(installed, ga1012_capture.FUNCTIONS), installed.channel)

        def build(clock: Clock, nonce: Callable[[], int]) -> VendorLivescan:
            judge = self.algorithm(installed.quality) if installed.quality else None
            return VendorLivescan(capture, clock, judge.quality if judge is not None else None)

        return build

    def _library(self, installed: Installed, functions: Mapping[str, Any]) -> Library:
        return Library(installed.file, functions, self._clock, self._haste)


def _entry(entry: object, place: str) -> Installed:
    _must(isinstance(entry, dict), place, "write it as [[library]]")
    entry = cast("dict[str, Any]", entry)
    for key, value in entry.items():
        _must(key in _KEYS, place, f"unknown: {key}")
        fits = isinstance(value, _KEYS[key]) and not isinstance(value, bool)
        _must(fits, place, f"{key}: wrong kind of value")
    for key in ("name", "kind", "path"):
        _must(key in entry, place, f"{key} is missing")
    name = entry["name"]
    _must(bool(_NAME.fullmatch(name)), place, "name: a-z 0-9 _ - only")
    _must(entry["kind"] in set(Family), place, "kind: livescan, fp, sdtapi or wlt")
    _must(entry.get("calling", "") in ("", "cdecl", "stdcall"), place, "calling: cdecl or stdcall")
    _must(entry.get("bits", 0) in (0, 32, 64), place, "bits: 32 or 64")
    _must(
        entry.get("function", wlt.Way.FILES) in set(wlt.Way),
        place,
        "function: GetBmp, unpack or wlt2bmpBuffer",
    )
    path = Path(entry["path"])
    _must(path.is_absolute(), place, "path: write the whole path")
    given = entry.get("interpreter", list(OURS))
    interpreter = (given, "-S") if isinstance(given, str) else tuple(map(str, given))
    _must(bool(interpreter), place, "interpreter: empty")
    file = LibraryFile(name, path, interpreter, entry.get("calling", ""), entry.get("bits", 0))
    installed = Installed(Family(entry["kind"]), file, str(entry.get("label", name)))
    kept = {key: entry[key] for key in ("channel", "port", "quality", "interface", "scanner") if key in entry}
    return replace(installed, way=wlt.Way(entry.get("function", wlt.Way.FILES)), **kept)


def _must(fine: bool, place: str, *what: str) -> None:
    if not fine:
        raise BadSetting(place=place, what=" ".join(what))
