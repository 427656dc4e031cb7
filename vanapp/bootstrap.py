"""Builds the program, by hand: what stands before the sign-in, what comes after it, the window over both.

The instruments are built in `kit`, the way to the office in `post`; nobody else may ask for these three.

The window comes first and light; keys, instruments and the code of the screens behind the sign-in come in a
thread of their own while the officer types the pass-phrase, store and post after it. The GUI thread builds
widgets and the camera (a Qt object), nothing else: tests/bench/renewal.py shows what holds it up.
"""

from __future__ import annotations

import atexit
import importlib
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vanapp.clock import SystemClock, today
from vanapp.local_office import Enrolment, LocalOffice
from vanapp.paths import Paths
from vanapp.practice_day import PracticeDay
from vanapp.services import Services, Session
from vanapp.settings import Settings

if TYPE_CHECKING:
    from PyQt6.QtWidgets import QApplication

    from vanapp.keys.vault import Vault
    from vanapp.kit import Instruments
    from vanapp.store import Store

READY_S = 30.0

LATE_QT = ("PyQt6.QtMultimedia", "PyQt6.QtNetwork", "PyQt6.QtPrintSupport", "PyQt6.QtSvg")
"""Qt's own modules that the first window can do without. `bring_qt` says why they have a list."""

Post = Callable[[Callable[[], None]], None]


@dataclass(frozen=True)
class Start:
    """How to start. auto: the training desk acts by itself. office: None = no local office (tests)."""

    paths: Paths
    auto: bool = True
    auto_review_s: float | None = None
    start_office: bool = True


@dataclass
class Unopened:
    """The program before anybody signed in. Made in the GUI thread."""

    start: Start
    training: bool = field(init=False)
    paths: Paths = field(init=False)
    settings: Settings = field(init=False)
    clock: SystemClock = field(default_factory=SystemClock)
    office: LocalOffice | None = field(default=None, init=False)
    practice_day: PracticeDay | None = field(default=None, init=False)

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
            self.practice_day = PracticeDay(self.office)

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
            self._closers.append(parts.close)
            self._prepared.set()
            self._plan_practice(parts)
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
            self._plan_practice(parts)
        key = vault.unlock(officer, pass_phrase)
        who = vault.officer(key, officer.strip())
        enrolment = self._enrolment()
        from vanapp.store import open_store

        store = open_store(self.paths.database, key, self.clock)
        self._closers.append(store.close)
        if self.practice_day is not None:
            self.practice_day.wait()
        services = self._services(
            store, enrolment, Session(who.number, who.name, who.unit, who.device_no), parts
        )
        store.audit.add(who.number, "sign_in", enrolment.van)
        return services

    def _plan_practice(self, parts: Instruments) -> None:
        if self.practice_day is not None and parts.desk is not None:
            self.practice_day.plan(parts.desk.people, today(self.clock))

    def _services(self, store: Store, enrolment: Enrolment, session: Session, parts: Instruments) -> Services:
        from vanapp.packs import Packs
        from vanapp.post import open_post
        from vanapp.session_prints import SessionPrints
        from vanapp.usecases.unit_settings import apply_unit_settings

        apply_unit_settings(store, self.settings)  # before anybody asks which network may be used
        packs = Packs(self.paths.packs, enrolment.packs, self.clock)
        packs.lay(store.applications.packs_in_use())
        post = open_post(store, enrolment, self.clock, self.paths.device, packs, self.settings)
        self._closers.append(post.close)
        prints = SessionPrints()
        self._closers.append(prints.close)
        return Services(
            clock=self.clock,
            paths=self.paths,
            settings=self.settings,
            store=store,
            session=session,
            bench=parts.bench,
            camera=parts.camera,
            papers=post.papers,
            gateway=post.client,
            engine=post.engine,
            line=post.line,
            rounds=post.rounds,
            radio=post.radio,
            networks=post.networks,
            desk=parts.desk,
            training=self.training,
            photo_decoder=parts.photo_decoder,
            prints=prints,
            packs=packs,
        )

    def verify(self, officer: str, pass_phrase: str) -> None:
        """Blocking; lane: store. Is this still the officer? Raises keys.*."""
        self._vault().unlock(officer, pass_phrase)

    def close(self) -> None:
        """Let everything go, last built first. Twice is once."""
        while self._closers:
            self._closers.pop()()

    def _prepare(self, post: Post, equipped: Callable[[Instruments], None]) -> None:
        from vanapp.memory import give_pictures_back

        give_pictures_back()
        if self.training:
            from vanapp import training
            from vanapp.keys.errors import KeysError

            with suppress(KeysError):  # tried again, and told, at the sign-in
                training.open_vault(self._vault())
        from vanapp import kit

        desk = decoder = None
        if self.training:
            bench, desk, stop_watching = kit.build_training_bench(self.start.auto)
        else:
            bench, stop_watching = kit.build_bench()
            laid_out = kit.lay_out_installed(bench, self.paths.config)
            decoder = laid_out.photo_decoder
            self._closers.insert(0, laid_out.close)
        bench.choose(self.settings.chosen)
        from devices.biometrics import finger, photo
        from devices.drivers.qt_camera import QtCamera
        from vanapp.printing import shop

        for child in (finger, photo, shop):
            child.warm()
            self._closers.insert(0, child.close)
        bring_screens()
        source = desk.camera if desk is not None else None
        post(lambda: equipped(kit.Instruments(bench, QtCamera(source), desk, stop_watching, decoder)))

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


def practice(paths: Paths) -> Paths:
    """Training keeps its things apart: nothing practised can lie among real records."""
    return Paths(paths.data / "training", paths.config / "training", paths.cache / "training")


def bring_qt() -> None:
    """Import what is still missing of Qt itself. GUI thread only: about 8 ms.

    A PyQt6 module puts its types into tables that every thread uses, with Python code in between. Imported
    in a thread of its own it crashed the program when the GUI thread had an event at that moment
    (2026-11-28: 12 of 25 starts when threads change every 0.5 ms, now and then at the usual 5 ms).
    """
    for name in LATE_QT:
        importlib.import_module(name)


def bring_screens() -> None:
    """Import and read what comes after the sign-in, so that nobody waits for it at the first person.

    Any thread.
    """
    for name in (
        "vanapp.ui.office",
        "vanapp.ui.screens.intake",
        "vanapp.printing",
        "sync.client",
        "vanapp.rounds",
    ):
        importlib.import_module(name)
    from forms.matter import MATTERS
    from forms.spec import load

    for matter in MATTERS:
        load(matter.definition)  # kept once read


class Program:
    """The program on screen. GUI thread; the tour and the tests build the same one."""

    def __init__(self, app: QApplication, start: Start) -> None:
        from vanapp.kit import system_printers
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
            printers=system_printers,
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
        bring_qt()
        self.unopened.prepare(self.lanes.post, self._equipped)

    def _equipped(self, parts: Instruments) -> None:
        from vanapp.kit import KitWatch

        self._kit = KitWatch(parts, self.lanes, self.unopened.training)


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
