"""The whole program on screen over stand-ins: for tests and for screenshots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QApplication

from tests.vanapp.ui.fakes import (
    NOON,
    Coded,
    FakeBench,
    FakeCameras,
    FakeDesk,
    FakeKit,
    FakeOutbox,
    FakeUnopened,
    InlineLanes,
    a_day,
    a_list,
    say,
)
from tests.vanapp.ui.invented_books import invented_verbs
from vanapp.settings import Settings
from vanapp.ui.presenters.camera_choice import CameraVerbs
from vanapp.ui.presenters.kit import KitVerbs
from vanapp.ui.screens.screen import Screen
from vanapp.ui.shell import Shell
from vanapp.ui.verbs import Verbs
from vanapp.usecases.export_parcels import Exported
from vanapp.usecases.office_news import News
from vanapp.usecases.send import Sent
from vanapp.usecases.take_home import TakeHome


class FakeIntake(Screen):
    """Notes whom it was asked to serve."""

    closed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, Any]] = []

    def start(self, visit: Any) -> None:
        self.asked.append(("start", visit))

    def open(self, application_id: str) -> None:
        self.asked.append(("open", application_id))

    def correct(self, application_id: str) -> None:
        self.asked.append(("correct", application_id))


class Stage:
    """A shell with everything faked below the presenters. `sign_in()` goes behind the first page."""

    def __init__(self, settings: Settings | None = None, *, lanes: Any = None, rows: int = 43) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.settings = settings or Settings(theme="light")
        self.bench, self.desk, self.outbox = FakeBench(), FakeDesk(), FakeOutbox(rows)
        self.kit, self.cameras = FakeKit(), FakeCameras()
        self.line = SimpleNamespace(state="down", problem=None)
        self.intake = FakeIntake()
        self.sent_again: list[str] = []
        self.news: list[News] = []
        self.listed: list[tuple[str, dict[str, str]]] = []
        self.list_way: str | Exception = "paper"
        self.code = ("101", "010", "111")
        self.advised: list[tuple[str, dict[str, str]]] = []
        self.booked: list[tuple[str, dict[str, str]]] = []
        session = SimpleNamespace(name="李敏", officer="440103-027", unit="越秀流动车", device_no="D027")
        self.services: Any = SimpleNamespace(
            settings=self.settings,
            session=session,
            bench=self.bench,
            desk=self.desk,
            line=self.line,
            rounds=None,
            radio=None,
            clock=SimpleNamespace(now=lambda: NOON),
        )
        self.stick: Path | None = None
        self.lanes = lanes or InlineLanes()
        self.unopened = FakeUnopened(self.services, self.settings)
        self.shell = Shell(
            self.unopened,
            self.lanes,
            app,
            say=say,
            printers=lambda: ("HP_LaserJet", "XP-58"),
            verbs=lambda _: self.verbs(),
        )
        self.window = self.shell.window

    def verbs(self) -> Verbs:
        return Verbs(
            today=lambda: replace(a_day(), kit=self.kit.kept),
            listing=self.outbox,
            last_place=lambda: None,
            send_again=self.sent_again.append,
            copy=self._copied,
            books=invented_verbs(),
            kit=KitVerbs(self.kit.check, self.kit, self.kit.slip),
            lists=a_list,
            news=lambda: tuple(self.news.pop() for _ in tuple(self.news)),
            cameras=CameraVerbs(
                self.cameras.listed, self.cameras.ask, self.cameras.watch, self.cameras.unwatch
            ),
            begin_from_advice=self._advised,
            book_from_advice=self._booked,
            print_list=self._printed,
            take_home=lambda category, _: TakeHome(category, self.code),
            post=lambda: Sent(tried=2, delivered=0, waiting=12),
        )

    def _copied(self) -> Exported:
        if self.stick is None:
            raise Coded
        return Exported(self.stick, 12)

    def _advised(self, category: str, answers: Mapping[str, str]) -> Any:
        self.advised.append((category, dict(answers)))
        return SimpleNamespace(id="01ADVISED")

    def _booked(self, category: str, answers: Mapping[str, str]) -> Any:
        self.booked.append((category, dict(answers)))
        return SimpleNamespace(id="01BOOKED")

    def _printed(self, category: str, answers: Mapping[str, str]) -> Any:
        self.listed.append((category, dict(answers)))
        if isinstance(self.list_way, Exception):
            raise self.list_way
        return SimpleNamespace(way=self.list_way)

    def show(self) -> Stage:
        self.shell.show()
        QApplication.processEvents()
        return self

    def sign_in(self) -> Stage:
        self.show()
        self.window.page("sign_in").asked.emit("440103-027", "xunlian")  # type: ignore[attr-defined]
        # From here on Office made its screens known; the intake pages have their own tests.
        self.window.add_screen("intake", lambda: self.intake)
        self.intake.closed.connect(self.shell.office._served)
        QApplication.processEvents()
        return self
