"""Builds the program: the only file that knows every class.

The window comes first and light; keys, instruments and the code of the screens behind the sign-in come in a
thread of their own while the officer types the pass-phrase, store and post after it. The GUI thread builds
widgets and the camera (a Qt object), nothing else: tests/bench/renewal.py shows what holds it up.
"""

from __future__ import annotations

import atexit
import importlib
import logging
import os
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vanapp.clock import SystemClock, today
from vanapp.local_office import Enrolment, LocalOffice
from vanapp.paths import Paths
from vanapp.services import Services, Session
from vanapp.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from apscheduler.schedulers.background import BackgroundScheduler
    from PyQt6.QtWidgets import QApplication

    from devices.bench import Bench
    from devices.contract import Instrument
    from devices.drivers.qt_camera import QtCamera
    from devices.virtual.desk import TrainingDesk
    from vanapp.keys.vault import Vault
    from vanapp.rounds import Rounds
    from vanapp.store import Store
    from vanapp.ui.tasks import Runs

log = logging.getLogger(__name__)

TICK_S = 1.0
READY_S = 30.0

Post = Callable[[Callable[[], None]], None]


@dataclass(frozen=True)
class Start:
    """How to start. auto: the training desk acts by itself. office: None = no local office (tests)."""

    paths: Paths
    auto: bool = True
    auto_review_s: float | None = None
    start_office: bool = True


@dataclass
class Instruments:
    """What is plugged in, and in training the hands that use it."""

    bench: Bench
    camera: QtCamera
    desk: TrainingDesk | None


@dataclass
class Unopened:
    """The program before anybody signed in. Made in the GUI thread."""

    start: Start
    training: bool = field(init=False)
    paths: Paths = field(init=False)
    settings: Settings = field(init=False)
    clock: SystemClock = field(default_factory=SystemClock)
    office: LocalOffice | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.training = not self.start.paths.enrolment.exists()
        self.paths = self.start.paths if not self.training else practice(self.start.paths)
        self.paths.make()
        self.settings = Settings.load(self.paths.settings)
        self._instruments: Instruments | None = None
        self._closers: list[Callable[[], None]] = []
        self._prepared = threading.Event()
        if self.training and self.start.start_office:
            self.office = LocalOffice(self.paths.data / "training-office", self.start.auto_review_s)

    @property
    def hint(self) -> tuple[str, str] | None:
        """Training: officer's number and pass-phrase, shown on the sign-in page."""
        if not self.training:
            return None
        from vanapp import training

        return training.OFFICER_NUMBER, training.PASS_PHRASE

    def prepare(self, post: Post, built: Callable[[Instruments], None] = lambda _: None) -> None:
        """After the first paint: start what takes time. GUI thread; returns at once.

        post: runs something in the GUI thread, soon (the camera is made there); then `built` is called.
        """
        if self.office is not None:
            self.office.start()
            self._closers.append(self.office.stop)

        def equipped(parts: Instruments) -> None:
            self._instruments = parts
            self._closers.append(self._stop_instruments)
            self._prepared.set()
            built(parts)

        threading.Thread(target=self._prepare, args=(post, equipped), name="prepare", daemon=True).start()

    def instruments(self) -> Instruments:
        """The bench with its buses and the camera. Any thread but the GUI's: waits until they are built."""
        if not self._prepared.wait(READY_S) or self._instruments is None:
            raise RuntimeError("not prepared")
        return self._instruments

    def sign_in(self, officer: str, pass_phrase: str) -> Services:
        """Blocking; lane: store. Raises keys.*, store.*, enrol.no_enrolment, training.office_not_started."""

        parts = self.instruments()
        vault = self._vault()
        if self.training:
            from vanapp import training

            training.open_vault(vault)
        key = vault.unlock(officer, pass_phrase)
        who = vault.officer(key, officer.strip())
        enrolment = self._enrolment()
        store = open_store(self.paths.database, key, self.clock)
        self._closers.append(store.close)
        if parts.desk is not None:
            from vanapp import training
            from vanapp.store.training import seed

            day = today(self.clock)
            seed(store, day, who.unit, training.visits(parts.desk.people, day))
        services = connect(self, store, enrolment, Session(who.number, who.name, who.unit, who.device_no))
        store.audit.add(who.number, "sign_in", enrolment.van)
        return services

    def verify(self, officer: str, pass_phrase: str) -> None:
        """Blocking; lane: store. Is this still the officer? Raises keys.*."""
        self._vault().unlock(officer, pass_phrase)

    def close(self) -> None:
        """Let everything go, last built first. Twice is once."""
        while self._closers:
            self._closers.pop()()

    def on_close(self, closer: Callable[[], None]) -> None:
        self._closers.append(closer)

    def _prepare(self, post: Post, equipped: Callable[[Instruments], None]) -> None:
        from vanapp.memory import give_pictures_back

        give_pictures_back()
        if self.training:
            from vanapp import training
            from vanapp.keys.errors import KeysError

            with suppress(KeysError):  # tried again, and told, at the sign-in
                training.open_vault(self._vault())
        bench, desk = build_bench(self.training, self.start.auto)
        if not self.training:
            self._closers.insert(0, lay_out_installed(bench, self.paths.config))
        from devices.biometrics import finger
        from devices.drivers.qt_camera import QtCamera

        finger.warm()
        self._closers.insert(0, finger.close)
        bring_screens()
        post(lambda: equipped(Instruments(bench, QtCamera(desk.camera if desk is not None else None), desk)))

    def _vault(self) -> Vault:
        from vanapp.keys.vault import Vault

        return Vault(self.paths.keys, self.clock)

    def _enrolment(self) -> Enrolment:
        if self.office is not None:
            return self.office.enrolment()
        try:
            return Enrolment.read(self.paths.enrolment)
        except (OSError, ValueError, KeyError, TypeError) as error:
            from vanapp.enrol import NoEnrolment

            raise NoEnrolment(reason="unreadable") from error

    def _stop_instruments(self) -> None:
        if self._instruments is None:
            return
        self._instruments.camera.stop()
        if self._instruments.desk is not None:
            self._instruments.desk.stop()
        self._instruments.bench.stop()


def open_store(path: Path, key: bytes, clock: SystemClock) -> Store:
    """The records, or nothing held open. Raises store errors."""
    from vanapp.store import Store
    from vanapp.store.database import Database

    with ExitStack() as undo:
        database = Database(path, key)
        undo.callback(database.close)
        store = Store(database, clock)
        undo.pop_all()
    return store


def practice(paths: Paths) -> Paths:
    """Training keeps its things apart: nothing practised can lie among real records."""
    return Paths(paths.data / "training", paths.config / "training", paths.cache / "training")


def build_bench(training: bool, auto: bool) -> tuple[Bench, TrainingDesk | None]:
    """The real buses, or the virtual one with wire-level instruments: the same drivers on both."""
    from devices.bench import Bench
    from devices.clock import SteadyClock

    desk = None
    if not training:
        from devices.hotplug import SystemBus

        bench = Bench([SystemBus()], SteadyClock())
    else:
        from devices.virtual.bus import VirtualBus
        from devices.virtual.desk import TrainingDesk

        bus = VirtualBus()
        desk = TrainingDesk(bus, auto=auto)
        bench = Bench([bus], SteadyClock())
        desk.start()
    bench.start()
    return bench, desk


def lay_out_installed(bench: Bench, config: Path) -> Callable[[], None]:
    """What no USB bus shows: makers' libraries (vendors.toml), SBI services (sbi/*.pem). Returns the closer.

    A damaged file of the technician's costs those instruments, not the program: it is in the log, and
    `python -m devices.vendor.check` tells it in words.
    """
    closers: list[Callable[[], None]] = []
    settings = config / "vendors.toml"
    if settings.exists():
        from devices.clock import SteadyClock
        from devices.vendor import installed
        from devices.vendor.errors import BadSetting

        try:
            shelf = installed.Shelf(installed.read(settings), SteadyClock())
        except BadSetting as error:
            log.error("vendors.toml: %s", error.code)
        else:
            shelf.place(bench)
            closers.append(shelf.close)
    if (config / "sbi").is_dir():
        from devices.sbi.trust import Trust, roots_in
        from devices.sbi.watch import SbiWatch

        try:
            roots = roots_in(config / "sbi")
        except ValueError:
            log.error("sbi: a root certificate cannot be read")
            roots = ()
        if roots:
            watch = SbiWatch(bench, Trust(roots))
            watch.start()
            closers.append(watch.stop)

    def close() -> None:
        for closer in closers:
            closer()

    return close


def bring_screens() -> None:
    """Import and read what comes after the sign-in, so that nobody waits for it at the first person.

    Any thread.
    """
    for name in (
        "vanapp.ui.office",
        "vanapp.ui.screens.intake",
        "vanapp.printing",
        "vanapp.printing.textlayer",
        "sync.http",
        "vanapp.rounds",
    ):
        importlib.import_module(name)
    from forms.matter import MATTERS
    from forms.spec import load

    for matter in MATTERS:
        load(matter.definition)  # kept once read


def connect(unopened: Unopened, store: Store, enrolment: Enrolment, session: Session) -> Services:
    """Post, rounds and the bag. A training van speaks to a training office only, and the reverse."""
    from sync.engine import Engine
    from sync.http import HttpGateway
    from sync.line import Line
    from vanapp.rounds import Rounds

    parts = unopened.instruments()
    gateway = HttpGateway(
        enrolment.url,
        enrolment.token,
        enrolment.van,
        unopened.training,
        office_key=enrolment.key,
        ca=enrolment.ca,
        now=unopened.clock.now,
    )
    engine = Engine(store.outbox, store.inbox, gateway, unopened.clock)
    line = Line(gateway)
    clock = unopened.clock
    rounds = Rounds(
        engine, line, lambda: bool(store.outbox.due(clock.now())), lambda: clock.monotonic_ns() / 1e9
    )
    unopened.on_close(gateway.close)
    unopened.on_close(rounds.stop)
    scheduler = schedule(rounds)
    unopened.on_close(lambda: scheduler.shutdown(wait=True))
    return Services(
        clock=unopened.clock,
        paths=unopened.paths,
        settings=unopened.settings,
        store=store,
        session=session,
        bench=parts.bench,
        camera=parts.camera,
        gateway=gateway,
        engine=engine,
        line=line,
        rounds=rounds,
        desk=parts.desk,
        training=unopened.training,
    )


def schedule(rounds: Rounds) -> BackgroundScheduler:
    """APScheduler only ticks: no job is kept, no truth is here."""
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(daemon=True, timezone="UTC")
    # Two at once, so that a tick during a round comes, sees it under way and goes: no complaint in the log.
    scheduler.add_job(rounds.tick, "interval", seconds=TICK_S, coalesce=True, max_instances=2)
    scheduler.start()
    return scheduler


class Program:
    """The program on screen. GUI thread; the tour and the tests build the same one."""

    def __init__(self, app: QApplication, start: Start) -> None:
        from vanapp.problems import words
        from vanapp.ui.shell import Shell
        from vanapp.ui.tasks import Lanes

        self.unopened = Unopened(start)
        self.lanes = Lanes()
        self.shell = Shell(
            self.unopened,
            self.lanes,
            app,
            say=lambda error, language: words(as_told(error), language=language),
            printers=_printers,
        )

    def open(self) -> None:
        """The window first, the rest after its first paint."""
        from PyQt6.QtCore import QTimer

        self.shell.show()
        QTimer.singleShot(0, self._prepare)

    def close(self) -> None:
        self.lanes.close()
        self.unopened.close()

    def _prepare(self) -> None:
        self.unopened.prepare(self.lanes.post, self._equipped)

    def _equipped(self, parts: Instruments) -> None:
        self._kit = KitWatch(parts, self.lanes, self.unopened.training)


class KitWatch:
    """Camera and printer hang on no bus of ours; the bench learns of them from here, every second."""

    EVERY_MS = 1000

    def __init__(self, parts: Instruments, lanes: Runs, training: bool) -> None:
        from PyQt6.QtCore import QTimer

        self._parts = parts
        self._lanes = lanes
        self._training = training
        self._there: dict[str, bool] = {}
        self._timer = QTimer()
        self._timer.timeout.connect(self.look)
        self._timer.start(self.EVERY_MS)
        self.look()

    def look(self) -> None:
        from devices.contract import Instrument, Kind

        camera = Instrument("camera", Kind.CAMERA, "qt_camera", "UVC", training=self._training)
        self._note(camera, self._parts.camera.available())
        printer = Instrument("printer", Kind.PRINTER, "system", "CUPS / PDF", training=self._training)
        if self._training:
            self._note(printer, True)
        else:  # the spooler may take seconds to answer
            self._lanes.run("print", _printers, lambda names: self._note(printer, bool(names)))

    def _note(self, instrument: Instrument, there: bool) -> None:
        if self._there.get(instrument.key) is there:
            return
        self._there[instrument.key] = there
        if there:
            self._parts.bench.place(instrument)
        else:
            self._parts.bench.take_away(instrument.key)


def run(start: Start) -> int:
    """The program, until its window is closed. Returns the exit code."""
    from vanapp import crash, log

    paths = start.paths.make()
    log.configure(paths.logs)
    net = crash.install(paths.crashes)

    # Qt looks for PipeWire and says so on stderr where there is none; cameras do not need it.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")

    from PyQt6.QtWidgets import QApplication

    from vanapp.ui.one import OnlyOne

    app = QApplication(sys.argv[:1])
    only = OnlyOne(paths.data)
    if not only.first:
        only.raise_other()
        return 0
    program = Program(app, start)
    atexit.register(program.unopened.close)
    only.asked_to_show.connect(program.shell.window.showNormal)
    only.asked_to_show.connect(program.shell.window.activateWindow)
    told = program.lanes.relay(program.shell.tell)
    net.told = lambda _path, error: told(error)
    program.open()
    code = app.exec()
    program.close()
    only.close()
    return code


def as_told(error: object) -> BaseException | str:
    """What `words` takes: an error, or a code."""
    return error if isinstance(error, BaseException) else str(error)


def _printers() -> tuple[str, ...]:
    from vanapp.printing import printers

    return printers()
