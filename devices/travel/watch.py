"""Lays the system's chip readers on the bench as one instrument; takes it away when the last one goes.

A child process of its own sleeps in the card service until a reader comes or goes: watching costs nothing.
Without the service it is asked again now and then; without pyscard nobody asks again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from cryptography import x509

from devices.clock import Clock
from devices.contract import Instrument
from devices.drivers.pcsc_mrtd import PcscMrtd
from devices.errors import BadReply, Cancelled, DeviceError
from devices.travel.errors import ChipSoftwareMissing
from devices.travel.pcsc_line import COMMAND, PcscLine
from devices.travel.slots import PcscSlots
from devices.watching import Table, Watch

KEY: Final = "pcsc"
AGAIN_S: Final = 10.0  # a service that does not run is looked for this often: a process of 40 ms
LONGEST_LABEL: Final = 60


class PcscWatch(Watch):
    """Start it once, stop it once."""

    def __init__(
        self,
        bench: Table,
        roots: Sequence[x509.Certificate] = (),
        *,
        command: Sequence[str] = COMMAND,
        environment: Mapping[str, str] | None = None,
        again_s: float = AGAIN_S,
    ) -> None:
        """roots: the states' signing certificates (CSCA) the office trusts."""
        super().__init__("pcsc watch", again_s)
        self._bench = bench
        self._roots = tuple(roots)
        self._command = tuple(command)
        self._environment = environment
        self._placed = False

    def _run(self) -> None:
        line = PcscLine(command=self._command, environment=self._environment)
        while not self._stopping.is_set():
            try:
                line.send({"do": "watch"})
                while True:
                    self._lay(_names(line.next(self._stopping.is_set, None).said.get("names")))
            except Cancelled:
                break
            except ChipSoftwareMissing:
                self._lay([])
                break
            except DeviceError:
                line.close()
                self._lay([])
            self._stopping.wait(self._look_every_s)
        line.close()

    def _lay(self, names: Sequence[str]) -> None:
        if names:
            instrument = Instrument(KEY, PcscMrtd.kind, PcscMrtd.name, label_of(names))
            self._bench.place(instrument, driver_factory=self._driver)
        elif self._placed:
            self._bench.take_away(KEY)
        self._placed = bool(names)

    def _driver(self, _clock: Clock, _nonce: Callable[[], int]) -> PcscMrtd:
        slots = PcscSlots(command=self._command, environment=self._environment)
        return PcscMrtd(slots, roots=self._roots)


def readers(*, command: Sequence[str] = COMMAND, environment: Mapping[str, str] | None = None) -> list[str]:
    """The names of the system's readers now. Blocks a moment. Raises ChipServiceMissing ..."""
    line = PcscLine(command=command, environment=environment)
    try:
        line.send({"do": "watch"})
        return _names(line.next(lambda: False).said.get("names"))
    finally:
        line.close()


def lay_readers(bench: Table) -> None:
    """Once, for a program that watches nothing. Raises ChipServiceMissing ..."""
    names = readers()
    if names:
        instrument = Instrument(KEY, PcscMrtd.kind, PcscMrtd.name, label_of(names))
        bench.place(instrument, driver_factory=lambda _clock, _nonce: PcscMrtd(PcscSlots()))


def _names(told: object) -> list[str]:
    """Raises BadReply."""
    if not isinstance(told, list) or not all(isinstance(name, str) for name in told):
        raise BadReply(expected="names of readers", got=type(told).__name__)
    return told


def label_of(names: Sequence[str]) -> str:
    """The first reader's name without the numbers pcscd appends, and how many more there are.

    "ACS ACR1252 Dual Reader [ACR1252 Dual Reader PICC] 00 00" -> "ACS ACR1252 Dual Reader".
    """
    first = names[0].split(" [")[0]
    words = first.split()
    while len(words) > 1 and len(words[-1]) == 2 and words[-1].isdigit():
        words.pop()
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    return " ".join(words)[:LONGEST_LABEL] + more
