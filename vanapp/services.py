"""The bag of built parts a use case is handed. Screens pass it on unopened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

# Only named here, never used: the first window does not wait for them.
if TYPE_CHECKING:
    from devices.contract import Cancelled, Instrument, Kind
    from sync.engine import Received, Sent
    from sync.sealing.seal import Sealer
    from vanapp.clock import Clock
    from vanapp.networks import Networks
    from vanapp.packs import Packs
    from vanapp.paths import Paths
    from vanapp.session_prints import SessionPrints
    from vanapp.settings import Settings
    from vanapp.store import Store

T = TypeVar("T")


@dataclass(frozen=True)
class Session:
    """Who is signed in, on which van. The name stays out of the repr."""

    officer: str  # number, e.g. "440103-027"
    name: str = field(repr=False)
    unit: str
    device_no: str  # e.g. "D027"; first part of every receipt number


class InstrumentState(Protocol):
    """devices.bench.InstrumentState: the instrument of a kind, and the code of what is wrong with it."""

    @property
    def instrument(self) -> Instrument | None: ...
    @property
    def code(self) -> str | None: ...


class Bench(Protocol):
    """devices.bench.Bench, as use cases see it."""

    def state(self, kind: Kind) -> InstrumentState: ...

    def use(self, kind: Kind, job: Callable[[Any], T], cancelled: Cancelled) -> T:
        """Run `job(driver)` in the instrument's own thread and wait for it. Raises DeviceError."""
        ...


class Engine(Protocol):
    """sync.engine.Engine: one pass over the outbox, one over the notices; a second caller returns at once."""

    def send(self) -> Sent: ...
    def receive(self, wait_s: float = 0.0) -> Received: ...


class Papers(Protocol):
    """vanapp.papers.DevicePapers, as use cases see it."""

    def sealer(self) -> Sealer:
        """Raises enrol.no_certificate."""
        ...

    def open(self, sealed: bytes) -> bytes:
        """What the office sealed to this device. Raises sync.errors.BadParcel."""
        ...


class Rounds(Protocol):
    """vanapp.rounds.Rounds: who goes to the post, again and again, in the background."""

    def nudge(self) -> None:
        """Go now: something was sealed, or the officer said *send now*. Returns at once."""
        ...

    def on_change(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Called (in any thread) after a round that moved something; returns the unsubscriber."""
        ...


class Desk(Protocol):
    """devices.virtual.desk.TrainingDesk, as use cases see it."""

    def next_finger(self, position: int) -> None: ...
    def choose(self, who: str) -> object: ...
    def call(self, id_number: str) -> None: ...


class PhotoDecoder(Protocol):
    """devices.drivers.sdt_blocks.WltDecoder: the chip's photo as RGB pixels."""

    def decode(self, wlt: bytes) -> bytes: ...


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
    papers: Papers
    gateway: Any  # sync.client.Client; use cases speak to the engine
    engine: Engine
    line: Any  # sync.line.Line; the strip and the timer look at it
    radio: Any = None  # vanapp.radio.Radio; the strip looks at it. None: nobody listens to the modem
    networks: Networks | None = None  # None: any network will do (training)
    rounds: Rounds | None = None  # None: nobody goes to the post by himself (tests)
    desk: Desk | None = None  # the invisible hands of training
    training: bool = False
    packs: Packs | None = None  # None: only what the program came with (tests)
    prints: SessionPrints | None = None  # None: one finger under two names is not looked for
    photo_decoder: PhotoDecoder | None = None  # None: no maker's library for the chip's photo is installed
