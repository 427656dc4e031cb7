"""The bag of built parts a use case is handed. Screens pass it on unopened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from devices.contract import Cancelled, Kind
from sync.parcel import Notice, Parcel, Receipt
from vanapp.clock import Clock
from vanapp.paths import Paths
from vanapp.settings import Settings

if TYPE_CHECKING:
    from vanapp.store import Store

T = TypeVar("T")


@dataclass(frozen=True)
class Session:
    """Who is signed in, on which van. The name stays out of the repr."""

    officer: str  # number, e.g. "440103-027"
    name: str = field(repr=False)
    unit: str
    device_no: str  # e.g. "D027"; first part of every receipt number


class Bench(Protocol):
    """devices.bench.Bench, as use cases see it."""

    def use(self, kind: Kind, job: Callable[[Any], T], cancelled: Cancelled) -> T:
        """Run `job(driver)` in the instrument's own thread and wait for it. Raises DeviceError."""
        ...


class Gateway(Protocol):
    """sync.http.HttpGateway, as use cases see it."""

    def deliver(self, parcel: Parcel) -> Receipt: ...
    def changes(self, cursor: int, wait_s: float) -> tuple[tuple[Notice, ...], int]: ...


class Engine(Protocol):
    """sync.engine.Engine: one pass over the outbox; a second caller returns at once."""

    def run(self) -> Any: ...


class Line(Protocol):
    """sync.line.Line: "unknown", "up", "down", "wrong_network"."""

    @property
    def state(self) -> str: ...


class Desk(Protocol):
    """devices.virtual.desk.TrainingDesk, as use cases see it."""

    def next_finger(self, position: int) -> None: ...


@dataclass(frozen=True)
class Services:
    """Everything a use case may need. Built once in bootstrap; passed by hand."""

    clock: Clock
    paths: Paths
    settings: Settings
    store: Store
    session: Session
    bench: Bench
    camera: Any  # devices.drivers.qt_camera.QtCamera; belongs to the GUI thread, use cases leave it alone
    gateway: Gateway
    engine: Engine
    line: Line
    desk: Desk | None = None  # the invisible hands of training
    training: bool = False
