"""The kit check before departure: every instrument does its work once; go or no-go for each, within a minute.

The instruments are checked side by side: while the officer lays a card down, the camera looks already. What
is captured is judged and dropped; only verdicts, codes, seconds and sizes leave this file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from devices import checks
from devices.biometrics.errors import BiometricsError
from devices.checks import Check, Facts, Uses, check_for
from devices.clock import Clock, SteadyClock
from devices.contract import Cancelled as CancelledQuestion
from devices.contract import Instrument, Kind
from devices.errors import Cancelled, DeviceError, NoCardCame, NoFingerCame, NotConnected, Silent

LIMIT_S = 60.0
LEAVING_S = 2.0
"""Kept back of the limit for captures to end in: a cancelled `use` is back within half a second."""

WANTED = (Kind.CARD, Kind.FINGER, Kind.CAMERA)
"""Without these no van leaves; other kinds are checked when they are there."""

NOBODY: Mapping[Kind, type[DeviceError]] = {Kind.CARD: NoCardCame, Kind.FINGER: NoFingerCame}


class Verdict(StrEnum):
    UNDER_WAY = "under_way"
    GO = "go"
    NO_GO = "no_go"
    NOT_THERE = "not_there"
    STOPPED = "stopped"  # by the officer, before it was proved


@dataclass(frozen=True)
class Row:
    """How it stands with one instrument. step: what it waits for, while under way. code: "" when go."""

    kind: Kind
    label: str  # maker and model; "" when none is there
    verdict: Verdict
    step: str = ""
    code: str = ""
    seconds: float = 0.0
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class KitCheck:
    rows: tuple[Row, ...]
    seconds: float

    @property
    def good(self) -> int:
        return sum(row.verdict is Verdict.GO for row in self.rows)

    @property
    def is_go(self) -> bool:
        return self.good == len(self.rows)


class Bench(Uses, Protocol):
    def instruments(self) -> tuple[Instrument, ...]: ...


def run(
    bench: Bench,
    *,
    cancelled: CancelledQuestion,
    told: Callable[[Row], None] = lambda _row: None,
    own: Mapping[Kind, Check] | None = None,
    wanted: tuple[Kind, ...] = WANTED,
    limit_s: float = LIMIT_S,
    clock: Clock | None = None,
) -> KitCheck:
    """Check them all. Blocking, any thread but the GUI's; never raises a DeviceError: its code is in the row.

    told: every row whenever it changes, in the checks' threads. own: checks of kinds that do not work through
    the bench (camera, the system's printer).
    """
    clock = clock or SteadyClock()
    start = clock.monotonic_ns()
    there = {instrument.kind: instrument for instrument in reversed(bench.instruments())}
    kinds = [kind for kind in Kind if kind in wanted or kind in there]
    one = _One(clock, cancelled, start + int(max(0.0, limit_s - LEAVING_S) * 1e9), told)
    given = {Kind.PRINTER: checks.present, **(own or {})}
    pool = ThreadPoolExecutor(max_workers=max(1, len(kinds)), thread_name_prefix="kit check")
    futures: list[tuple[Kind, Future[Row]]] = []
    for kind in kinds:
        label = there[kind].label if kind in there else ""
        check = given.get(kind) or check_for(kind, bench)
        futures.append((kind, pool.submit(one.settle, kind, label, check if kind in there else None)))
    wait([future for _, future in futures], limit_s)
    pool.shutdown(wait=False, cancel_futures=True)
    seconds = (clock.monotonic_ns() - start) / 1e9
    late = [Row(kind, "", Verdict.NO_GO, code=Silent.code, seconds=seconds) for kind, _ in futures]
    rows = (future.result() if future.done() else row for (_, future), row in zip(futures, late, strict=True))
    return KitCheck(tuple(rows), seconds)


@dataclass(frozen=True)
class _One:
    """One instrument's check, in a thread of its own."""

    clock: Clock
    cancelled: CancelledQuestion
    end_ns: int
    told: Callable[[Row], None]

    def settle(self, kind: Kind, label: str, check: Check | None) -> Row:
        start = self.clock.monotonic_ns()
        self.told(Row(kind, label, Verdict.UNDER_WAY))
        verdict, code, facts = self._outcome(kind, label, check)
        seconds = (self.clock.monotonic_ns() - start) / 1e9
        row = Row(kind, label, verdict, "", code, seconds, facts)
        self.told(row)
        return row

    def _outcome(self, kind: Kind, label: str, check: Check | None) -> tuple[Verdict, str, Facts]:
        if check is None:
            return Verdict.NOT_THERE, NotConnected.code, {}
        try:
            facts = check(
                self._enough, lambda step: self.told(Row(kind, label, Verdict.UNDER_WAY, step=step))
            )
        except Cancelled as error:
            if self.cancelled():
                return Verdict.STOPPED, error.code, {}
            return Verdict.NO_GO, NOBODY.get(kind, Silent).code, {}
        except NotConnected as error:
            return Verdict.NOT_THERE, error.code, {}
        except (DeviceError, BiometricsError) as error:
            return Verdict.NO_GO, error.code, {}
        return Verdict.GO, "", facts

    def _enough(self) -> bool:
        return self.cancelled() or self.clock.monotonic_ns() >= self.end_ns
