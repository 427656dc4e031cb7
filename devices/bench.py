"""The bench: what is plugged in now, by kind, and how to work with it. No Qt; any thread may ask.

One thread looks at the buses: at once when a bus says something changed, and twice a second besides. Each
instrument has a worker thread; `use` hands it a job and waits.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from devices.bus import Bus, Found, Unsubscribe
from devices.clock import Clock, SteadyClock
from devices.contract import Cancelled as CancelledQuestion
from devices.contract import Instrument, Kind
from devices.errors import (
    Busy,
    Cancelled,
    DeviceError,
    HeldByFprintd,
    NotConnected,
    NotPermitted,
    Removed,
)
from devices.holders import fprintd_runs
from devices.pipes import LOOK_MS
from devices.registry import DriverClass, driver_for
from devices.usb import Port, look
from devices.worker import Worker

T = TypeVar("T")

LOOK_AGAIN_S = 0.5
"""Buses are looked at this often even when nobody tells us of a change."""

CANCEL_GRACE_MS = 400
"""A cancelled job ends by itself within 50 ms; one that hangs on a dead wire is left behind after this."""

RIGHTS_TRIES, RIGHTS_PAUSE_S = 3, 0.2

DriverFactory = Callable[[Clock, Callable[[], int]], Any]
"""factory(clock, nonce): the driver, not yet entered, of an instrument that hangs on no USB bus of ours."""


@dataclass(frozen=True)
class InstrumentState:
    """How it stands with one kind. code: None ready, else why not (devices.not_connected, .busy,
    .not_permitted).
    """

    kind: Kind
    instrument: Instrument | None
    code: str | None


@dataclass
class _Place:
    """One plugged instrument on the bench."""

    instrument: Instrument
    address: int
    device: Any
    worker: Worker | None  # None: nobody works with it through the bench (a camera)
    code: str | None = None
    placed: bool = False  # by hand, not found on a bus: only `take_away` unplugs it
    in_use: int = 0


class Bench:
    """Start it once, stop it once. States change in the bench's thread; `on_change` calls back there."""

    def __init__(
        self,
        buses: Iterable[Bus],
        clock: Clock | None = None,
        nonce: Callable[[], int] | None = None,
        look_again_s: float = LOOK_AGAIN_S,
        fprintd_runs: Callable[[], bool] = fprintd_runs,
    ) -> None:
        """buses in order of preference; nonce: 32 random bits for instruments that want them."""
        self._fprintd_runs = fprintd_runs
        self._buses = tuple(buses)
        self._clock = clock or SteadyClock()
        self._nonce = nonce or (lambda: secrets.randbits(32))
        self._look_again_s = look_again_s
        self._places: dict[str, _Place] = {}
        self._lock = threading.RLock()
        self._chosen: dict[str, str] = {}  # kind -> Instrument.lasting
        self._leaving: list[Worker] = []  # unplugged, may still be closing: `stop` waits for them
        self._listeners: list[Callable[[], None]] = []
        self._changed = threading.Event()
        self._looked = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bench", daemon=True)
        self._unsubscribe: list[Unsubscribe] = []

    def start(self) -> None:
        """Begin to look, in the bench's own thread; the first look is done within a few milliseconds."""
        for bus in self._buses:
            unsubscribe = bus.watch(self._changed.set)
            if unsubscribe is not None:
                self._unsubscribe.append(unsubscribe)
        self._changed.set()
        self._thread.start()

    def wait_first_look(self, timeout_s: float = 5) -> bool:
        """For programs that ask right after the start: True once the buses were looked at."""
        return self._looked.wait(timeout_s)

    def stop(self) -> None:
        """Close every instrument. Jobs under way must have been cancelled before; waits for them a moment."""
        self._stopping.set()
        self._changed.set()
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        if self._thread.is_alive():
            self._thread.join(5)
        with self._lock:
            staying = [place.worker for place in self._places.values() if place.worker]
            workers = [*staying, *self._leaving]
            self._places = {}
        for worker in staying:
            worker.stop()
        for worker in workers:
            worker.join(3)

    def __enter__(self) -> Bench:
        self.start()
        self.wait_first_look()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    # --- what is there ----------------------------------------------------------------------------------

    def instruments(self) -> tuple[Instrument, ...]:
        """Everything plugged in that we have a driver for, first plugged first."""
        with self._lock:
            return tuple(place.instrument for place in self._places.values())

    def state(self, kind: Kind) -> InstrumentState:
        """The instrument `use` would take, and whether it is ready. Costs nothing: call it when painting."""
        with self._lock:
            place = self._best(kind)
            if place is None:
                return InstrumentState(kind, None, NotConnected.code)
            return InstrumentState(kind, place.instrument, place.code)

    def states(self) -> tuple[InstrumentState, ...]:
        """Every instrument, with what is wrong with it; of each kind the one `use` would take comes first."""
        with self._lock:
            best = {kind: self._best(kind) for kind in {p.instrument.kind for p in self._places.values()}}
            ordered = sorted(
                self._places.values(), key=lambda place: place is not best[place.instrument.kind]
            )
            return tuple(InstrumentState(p.instrument.kind, p.instrument, p.code) for p in ordered)

    def choose(self, lasting: Mapping[str, str]) -> None:
        """Which of two of a kind is used: kind -> Instrument.lasting. One that is not there is no hindrance.

        Jobs under way end where they are; the next `use` takes the chosen one, also when it is in trouble:
        that is said, and the officer chooses again.
        """
        with self._lock:
            self._chosen = dict(lasting)
        self._tell()

    def on_change(self, callback: Callable[[], None]) -> Unsubscribe:
        """Call back (in some thread, not the caller's) after every change of `instruments` or of a state."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def place(
        self, instrument: Instrument, code: str | None = None, *, driver_factory: DriverFactory | None = None
    ) -> None:
        """Put on the bench, or change, what hangs on no USB bus of ours: a camera, a maker's library.

        With a factory the instrument gets its own thread and `use` works with it. Placed again it keeps
        that thread: only what is said of it (label, code) changes.
        """
        with self._lock:
            before = self._places.get(instrument.key)
            worker = before.worker if before is not None else None
            if worker is None and driver_factory is not None and not self._stopping.is_set():
                build = partial(driver_factory, self._clock, self._nonce)
                worker = Worker(instrument.key, build)
            if before is None:
                self._places[instrument.key] = _Place(instrument, 0, None, worker, code, placed=True)
            else:
                before.instrument, before.worker, before.code = instrument, worker, code
        self._tell()

    def take_away(self, key: str) -> None:
        """What was placed is gone. A job under way ends alone; those that wait end in Removed."""
        with self._lock:
            place = self._places.pop(key, None)
            if place is not None and place.worker is not None:
                self._leave(place.worker)
        self._tell()

    def _best(self, kind: Kind) -> _Place | None:
        """The chosen one; else ready before troubled; among equals the first plugged."""
        of_kind = [place for place in self._places.values() if place.instrument.kind == kind]
        chosen = self._chosen.get(kind, "")
        return min(
            of_kind,
            key=lambda place: (place.instrument.lasting != chosen, place.code is not None),
            default=None,
        )

    # --- work -------------------------------------------------------------------------------------------

    def use(self, kind: Kind, job: Callable[[Any], T], cancelled: CancelledQuestion) -> T:
        """Run job(driver) in the instrument's thread and wait for it. Never from the GUI thread.

        Raises NotConnected, Busy, NotPermitted, Cancelled and whatever the job raises. `cancelled` also stops
        the wait for a job of someone else that is still running there, and for an instrument that died on us:
        the job then ends alone and its result is dropped.
        """
        with self._lock:
            place = self._best(kind)
            if place is None or place.worker is None:
                raise NotConnected(kind=str(kind))
            place.in_use += 1
            future = place.worker.submit(job)
        try:
            result: T = self._outcome(future, cancelled)
        except Busy as error:
            held = self._who_holds(place.instrument.kind, error)
            self._note(place, held)
            raise held from error
        except DeviceError as error:
            self._note(place, error)
            raise
        finally:
            with self._lock:
                place.in_use -= 1
        self._set_code(place, None)
        return result

    def _outcome(self, future: Future[Any], cancelled: CancelledQuestion) -> Any:
        stopped_at: int | None = None
        while True:
            try:
                return future.result(LOOK_MS / 1000)
            except NotYet:
                if future.done():
                    return future.result()
            if not cancelled():
                continue
            stopped_at = stopped_at or self._clock.monotonic_ns()
            waited_ms = (self._clock.monotonic_ns() - stopped_at) // 1_000_000
            if future.cancel() or waited_ms > CANCEL_GRACE_MS:
                raise Cancelled()

    def _who_holds(self, kind: Kind, error: Busy) -> Busy:
        if type(error) is Busy and kind is Kind.FINGER and self._fprintd_runs():
            return HeldByFprintd(**error.values)
        return error

    def _look(self, kind: Kind, device: Any) -> str | None:
        """Opens it for a moment: the code of what stands in the way, or None."""
        code = look(device)
        return self._who_holds(kind, Busy()).code if code == Busy.code else code

    def _note(self, place: _Place, error: DeviceError) -> None:
        # Of what hangs on no bus of ours only a use can tell that nothing is plugged in.
        if isinstance(error, Busy | NotPermitted) or (place.placed and isinstance(error, NotConnected)):
            self._set_code(place, error.code)
        elif isinstance(error, Removed):
            self._changed.set()

    def _set_code(self, place: _Place, code: str | None) -> None:
        if place.code != code:
            place.code = code
            self._tell()

    # --- looking ----------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._changed.wait(self._look_again_s)
            self._changed.clear()
            if not self._stopping.is_set():
                self._look_around()
                self._looked.set()

    def _look_around(self) -> None:
        seen: dict[str, tuple[Bus, Found, DriverClass]] = {}
        for bus in self._buses:
            for found in bus.devices():
                driver = driver_for(found.usb_id)
                if driver is not None:
                    seen[_key(bus, found)] = (bus, found, driver)
        gone, come = self._compare(seen)
        for place in gone:
            if place.worker is not None:
                self._leave(place.worker)
        for key in come:
            self._set_down(key, *seen[key])
        troubled = self._look_at_troubled()
        if gone or come or troubled:
            self._tell()

    def _compare(self, seen: dict[str, tuple[Bus, Found, DriverClass]]) -> tuple[list[_Place], list[str]]:
        with self._lock:
            gone = [
                place
                for key, place in self._places.items()
                if not place.placed and (key not in seen or seen[key][1].address != place.address)
            ]
            for place in gone:
                del self._places[place.instrument.key]
            return gone, [key for key in seen if key not in self._places]

    def _set_down(self, key: str, bus: Bus, found: Found, driver: DriverClass) -> None:
        label = driver.labels[found.usb_id]
        instrument = Instrument(
            key, driver.kind, driver.name, label, found.usb_id, found.serial, bus.training
        )
        worker = Worker(key, lambda: driver(Port(found.device), self._clock, self._nonce))
        place = _Place(
            instrument, found.address, found.device, worker, self._first_look_at(driver.kind, found)
        )
        with self._lock:
            self._places[key] = place

    def _leave(self, worker: Worker) -> None:
        """Its instrument is gone; it may still be closing, so `stop` waits for it."""
        worker.stop(removed=True)
        with self._lock:
            self._leaving = [other for other in self._leaving if other.is_alive()] + [worker]

    def _first_look_at(self, kind: Kind, found: Found) -> str | None:
        """udev may give us the right to it only a moment after the plug."""
        code = self._look(kind, found.device)
        for _ in range(RIGHTS_TRIES):
            if code != NotPermitted.code or self._stopping.wait(RIGHTS_PAUSE_S):
                break
            code = self._look(kind, found.device)
        return code

    def _look_at_troubled(self) -> bool:
        """Another program may have let go; somebody may have installed the rules."""
        changed = False
        with self._lock:
            troubled = [p for p in self._places.values() if p.code and not p.placed and not p.in_use]
        for place in troubled:
            code = self._look(place.instrument.kind, place.device)
            changed, place.code = changed or code != place.code, code
        return changed

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()


def _key(bus: Bus, found: Found) -> str:
    return f"{bus.name}/{found.path}/{found.usb_id}"
