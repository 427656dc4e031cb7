"""Looks for SBI services on this machine and lays their scanners on the bench; takes them away when they go.

A thread of its own asks every few seconds. A device is put down ready only once its signed facts hold; one
that cannot prove itself lies there with the reason, so that a technician sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from devices.clock import Clock, SteadyClock
from devices.contract import Instrument
from devices.drivers.sbi_finger import SbiFinger
from devices.errors import BadReply, DeviceError, NotConnected, Removed
from devices.sbi.device import Listed, SbiDevice
from devices.sbi.scan import PORTS, open_ports
from devices.sbi.service import COMMAND_MS, Now, Service, utc_now
from devices.sbi.statuses import error_of_status
from devices.sbi.trust import Trust
from devices.watching import Table, Watch

LOOK_EVERY_S: Final = 3.0  # a look costs 3 ms while nobody listens
NOT_OURS_AGAIN_S: Final = 30.0  # a program that speaks no SBI is left alone this long


@dataclass
class _Port:
    """What we know of one port."""

    service: Service
    listed: tuple[Listed, ...] = ()
    lying: dict[str, tuple[Instrument, str | None]] = field(default_factory=dict)
    quiet_until_ns: int = 0


class SbiWatch(Watch):
    """Start it once, stop it once; `look` is one pass, for whoever cannot wait."""

    def __init__(
        self,
        bench: Table,
        trust: Trust,
        *,
        ports: Sequence[int] = PORTS,
        clock: Clock | None = None,
        now: Now = utc_now,
        look_every_s: float = LOOK_EVERY_S,
        command_ms: int = COMMAND_MS,
    ) -> None:
        super().__init__("sbi watch", look_every_s)
        self._bench = bench
        self._trust = trust
        self._ports = tuple(ports)
        self._clock = clock or SteadyClock()
        self._now = now
        self._command_ms = command_ms
        self._known: dict[int, _Port] = {}

    def look(self) -> None:
        """One pass over all ports."""
        working = {port for port, known in self._known.items() if known.service.at_work}
        listening = set(open_ports([port for port in self._ports if port not in working], clock=self._clock))
        for port in set(self._known) - listening - working:
            self._lay(self._known.pop(port), {})
        for port in sorted(listening):
            if self._stopping.is_set():
                return
            known = self._known.get(port) or self._new(port)
            if known.quiet_until_ns <= self._clock.monotonic_ns() and not known.service.at_work:
                self._ask(known)

    def _new(self, port: int) -> _Port:
        service = Service(port, self._trust, clock=self._clock, now=self._now, command_ms=self._command_ms)
        self._known[port] = _Port(service)
        return self._known[port]

    def _ask(self, known: _Port) -> None:
        try:
            listed = known.service.devices(self._stopping.is_set)
        except (NotConnected, Removed):
            listed = ()
        except BadReply:
            known.quiet_until_ns = self._clock.monotonic_ns() + int(NOT_OURS_AGAIN_S * 1e9)
            listed = ()
        except DeviceError:  # silent or forbidden now: what is known of it stays
            return
        if listed != known.listed or self._in_trouble(known):
            known.listed = listed
            self._lay(known, self._proven(known) if listed else {})

    @staticmethod
    def _in_trouble(known: _Port) -> bool:
        return any(code is not None for _, code in known.lying.values())

    def _proven(self, known: _Port) -> dict[str, tuple[Instrument, str | None]]:
        """Each device with its trouble, or None; one nameless entry when the service proves nothing."""
        try:
            found = known.service.info(self._stopping.is_set)
        except (NotConnected, Removed):
            return {}
        except DeviceError as error:
            key = f"sbi/{known.service.port}"
            return {key: (_instrument(key, f"SBI {known.service.port}", ""), error.code)}
        return dict(_lying(known.service.port, device) for device in found)

    def _lay(self, known: _Port, now: dict[str, tuple[Instrument, str | None]]) -> None:
        """Make the bench show exactly these for this port."""
        for key in set(known.lying) - set(now):
            self._bench.take_away(key)
        for key, (instrument, code) in now.items():
            if known.lying.get(key) != (instrument, code):
                self._bench.place(instrument, code, driver_factory=_factory(known.service, instrument.serial))
        known.lying = now


def _lying(port: int, device: SbiDevice) -> tuple[str, tuple[Instrument, str | None]]:
    identity = device.digital_id
    key = f"sbi/{port}/{identity.number}"
    trouble = error_of_status(device.status)
    instrument = _instrument(key, f"{identity.make} {identity.model}", identity.number)
    return key, (instrument, trouble.code if trouble else None)


def _instrument(key: str, label: str, number: str) -> Instrument:
    return Instrument(key, SbiFinger.kind, SbiFinger.name, label, serial=number)


def _factory(service: Service, number: str) -> Callable[[Clock, Callable[[], int]], SbiFinger]:
    return lambda _clock, nonce: SbiFinger(service, number, nonce)
