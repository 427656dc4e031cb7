"""The intake: steps at the left, one thing in the middle, the person and what is missing at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QImage, QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QWidget

from forms.matter import matter
from forms.record import Application, Capture
from forms.status import Status
from vanapp.services import Services
from vanapp.ui import flow
from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_cases import Cases
from vanapp.ui.presenters.intake_ports import CasesLike, ChecklistLike, LanesLike
from vanapp.ui.screens.intake_page import IntakePage, PageStack
from vanapp.ui.screens.intake_pages import Pages
from vanapp.ui.screens.intake_panel import show_person
from vanapp.ui.screens.intake_words import grouped, page_word, problem_words, tone_of
from vanapp.ui.screens.screen import Screen
from vanapp.ui.theme import Look, current, space
from vanapp.ui.timers import QtTimers
from vanapp.ui.widgets import PersonPanel, Step, StepList
from vanapp.ui.words import joined, way_word

JUMPS = {getattr(Qt.Key, f"Key_{key}"): page for key, page in flow.KEYS.items()}
NARROW, CRAMPED = 1100, 860
"""Below these widths (pixels at 100 %) the steps show only their marks, then the person panel goes."""
STEPS_HIGH = 340
"""Pixels at 100 % the list of steps needs."""
ABSENT = frozenset({"devices.not_connected", "devices.removed"})
STEP_STATES = {"here": "here", "done": "done", "open": "attention", "ahead": "ahead"}


class IntakeScreen(Screen):
    """Implements intake.Shell. `begin`, `open` and `correct` put a person in front of it.

    Signals: `closed` - put down, still a draft; `finished(application id)` - served, the next may come.
    Object names for driving it: intake_<page>, field_<field id>, next, back, signature_pad, option_<id>.
    """

    closed = pyqtSignal()
    finished = pyqtSignal(str)

    def __init__(
        self,
        services: Services,
        lanes: LanesLike,
        parent: QWidget | None = None,
        *,
        cases: CasesLike | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = services.settings
        self.sitting = Sitting(cases if cases is not None else Cases(services), lanes, QtTimers(self), self)
        self._shown = ""
        self._coming = False
        self._live = self._seen = False
        self._problem: tuple[str, Mapping[str, object]] | None = None
        self._checklist: ChecklistLike | None = None
        self._portrait: tuple[str, QImage | None] = ("", None)
        self._began = services.clock.monotonic_ns
        self._began_ns = 0
        line = self._line = space(QHBoxLayout(self), (24, 20, 24, 20), 20)
        self.steps = StepList()
        self.stack = PageStack()
        self.panel = PersonPanel()
        line.addWidget(self.steps)
        line.addWidget(self.stack, 1)
        line.addWidget(self.panel)
        self.pages = Pages(self.sitting, self.language, self._page_made)
        self.steps.chosen.connect(self.sitting.jump)
        self.undo_asked.connect(self._undo)
        self.sitting.on_refreshed(self._newer_came)
        self.refresh()

    def _page_made(self, page: IntakePage) -> None:
        self.stack.addWidget(page)
        page.went_back.connect(self._went_back)
        page.went_on.connect(self._went_on)
        page.room_wanted.connect(self._fit)

    def language(self) -> str:
        return str(self._settings.language)

    @property
    def shown(self) -> str:
        """Id of the page in front, "" when nobody is served."""
        return self._shown

    # --- what others call ------------------------------------------------------------------------------
    def begin(self, way: str = "van", trip: str | None = None, visit: str | None = None) -> None:
        """The next person. way: "visit", "van" or "campus"; visit: id of a planned door."""
        self._start_clock()
        self.sitting.begin(way, trip, visit)

    def start(self, visit: object = None) -> None:
        """Begin with a row of the day's plan (`id`, and `way` or `kind`), or with nobody planned."""
        way = str(getattr(visit, "way", "") or getattr(visit, "kind", "") or "van")
        planned = getattr(visit, "id", None)
        self.begin(way if way in ("visit", "van", "campus") else "visit", visit=planned)

    def open(self, application_id: str) -> None:
        """Go on where this application was left: same page, same field."""
        self._start_clock()
        self.sitting.open(application_id)

    def resume(self, application: Application) -> None:
        """The same for an application already loaded (start after a crash)."""
        self._start_clock()
        self.sitting.resume(application)

    def correct(self, application_id: str) -> None:
        """A returned application: its next version, at the page the office named."""
        self._start_clock()
        self.sitting.correct(application_id)

    def entered(self) -> None:
        """Shown again: the page starts anew; with nobody in hand the next person begins."""
        application = self.sitting.application
        if application is None and not self._coming:
            self.begin()
            return
        self.timed.emit(self._seconds())
        if application is None or not self._shown:
            return
        if self._live and self._seen:
            return
        self.left()
        self._head()
        self._enter(application.place)

    def left(self) -> None:
        """Another screen is in front: instruments of this page rest."""
        if self._shown and self._live:
            self._live = False
            self.pages.presenter(self._shown).left()

    def _enter(self, place: str) -> None:
        self._live = True
        self._seen = self.isVisible()  # a page entered behind another screen could not take the focus
        self.pages.presenter(self._shown).entered(place)

    # --- intake.Shell --------------------------------------------------------------------------------
    def show_page(self, page: str, place: str) -> None:
        self.left()
        self._shown = page
        widget = self.pages.page(page)
        self._coming = False
        self._fit()
        self.stack.show_page(widget)
        self._head()
        self._draw_steps()
        self._draw_person()
        self._enter(place)

    def show_application(self, application: Application, furthest: str) -> None:
        self._draw_steps()
        self._load_portrait(application)
        self._draw_person()
        self._head()

    def show_checklist(self, checklist: ChecklistLike) -> None:
        self._checklist = checklist
        self._draw_person()

    def show_problem(self, code: str, values: Mapping[str, object]) -> None:
        self._coming = False
        if code in ABSENT and self._shown and self.pages.page(self._shown).says_absent(code):
            return
        self._problem = (code, values)
        self.show_banner(tone_of(code), problem_words(code, values, self.language()))

    def show_reasons(self, reasons: Sequence[str]) -> None:
        words = self.tr("局里退回：{reasons}").format(reasons="；".join(reasons))
        self.show_banner("attention", words)

    def show_warning(self, code: str, values: Mapping[str, object]) -> None:
        self.show_banner("attention", problem_words(code, values, self.language()))

    def show_saved(self, at: datetime) -> None:
        self.saved.emit(at)

    def show_undone(self, what: Sequence[str]) -> None:
        place = what[0] if what else ""
        page = flow.page_of(place) if place else self._shown
        if self._shown and page != self._shown and self.sitting.jump(page, place):
            pass  # what was taken back is shown where it belongs
        elif self._shown and self.sitting.application is not None:
            self.left()
            self._enter(place)
        self.show_banner("primary", self.tr("已撤销上一步"))

    def clear_banner(self) -> None:
        self._problem = None
        if self.sitting.warning is not None:
            self.show_warning(*self.sitting.warning)
        elif self.sitting.reasons:
            self.show_reasons(self.sitting.reasons)
        else:
            self.hide_banner()

    def show_closed(self) -> None:
        self._put_down()
        self.closed.emit()

    def show_finished(self, application: str) -> None:
        self._put_down()
        self.finished.emit(application)

    # --- keys ----------------------------------------------------------------------------------------
    def press(self, key: int) -> bool:
        """The page's own keys first, then its buttons, then F2..F9 to the pages one has been to."""
        page = self.stack.currentWidget()
        if not self._shown or page is None or not page.isVisible():
            return False
        if self.pages.page(self._shown).press(key) or super().press(key):
            return True
        return key in JUMPS and self.sitting.jump(JUMPS[Qt.Key(key)])

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _went_on(self) -> None:
        if self._shown and self.sitting.application is not None:
            self.pages.presenter(self._shown).go_on()

    def _went_back(self) -> None:
        if not self._shown or self.sitting.application is None:
            return
        if not self.pages.presenter(self._shown).go_back():
            self.sitting.back()

    def _undo(self) -> None:
        if self.sitting.application is not None:
            self.sitting.undo()

    # --- drawing ---------------------------------------------------------------------------------------
    def _newer_came(self) -> None:
        if self._shown:
            self.pages.presenter(self._shown).refreshed()

    def _head(self) -> None:
        application = self.sitting.application
        if application is None or not self._shown:
            return
        page = page_word(self._shown)
        known = application.matter and self._shown not in ("identity", "matter")
        name = matter(application.matter).words.say(self.language()) if known else self.tr("受理")
        self.set_title(f"{name} · {page}")
        spare = self.panel.isHidden() and self._room() >= CRAMPED
        number = grouped(application.answers.get("id_number", "")) if spare else ""
        self.set_subtitle(joined(application.answers.get("name", ""), number, way_word(application.way)))

    def _draw_steps(self) -> None:
        application = self.sitting.application
        if application is None:
            return
        self.steps.show_steps(
            [
                Step(
                    page.id,
                    page_word(page.id),
                    STEP_STATES[self._state(page.id, application)],
                    page.key if application.status is Status.DRAFT else "",
                )
                for page in flow.asked(application)
            ]
        )

    def _state(self, page: str, application: Application) -> str:
        state = flow.state(page, self._shown or self.sitting.page, application)
        return "ahead" if not flow.may_jump(page, self.sitting.reached) else state

    def _draw_person(self) -> None:
        application = self.sitting.application
        if application is not None:
            show_person(
                self.panel, application, self._checklist, self._shown, self._portrait[1], self.language()
            )

    def _load_portrait(self, application: Application) -> None:
        capture: Capture | None = application.capture("portrait")
        if capture is None:
            self._portrait = ("", None)
        elif capture.sha256 != self._portrait[0]:
            self._portrait = (capture.sha256, None)
            self.sitting.work_here(lambda _: self.sitting.cases.media(capture), self._portrait_came)

    def _portrait_came(self, picture: bytes) -> None:
        self._portrait = (self._portrait[0], QImage.fromData(picture))
        self._draw_person()

    def _put_down(self) -> None:
        self.left()
        self._shown = ""
        self._checklist = None
        self._portrait = ("", None)
        self.timed.emit(None)
        self.hide_banner()

    def _start_clock(self) -> None:
        self.left()
        self._shown = ""
        self._coming = True
        self._began_ns = self._began()
        self.timed.emit(0)

    def _seconds(self) -> int:
        return int((self._began() - self._began_ns) / 1e9)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def restyle(self, look: Look) -> None:
        self._fit()

    def _room(self) -> float:
        """Pixels at 100 % of the place it lies in: a screen too wide for that would think it has room."""
        place = self.parentWidget()
        return (place.width() if place is not None else self.width()) / current().scale

    def _fit(self) -> None:
        """Room goes to the middle first: on a small or enlarged screen steps and panel make way."""
        width, place = self._room(), self.parentWidget()
        if place is not None:  # the head names the page where there is no room for the list of steps
            self.steps.setVisible(place.height() >= current().px(STEPS_HIGH))
        self.steps.set_narrow(width < NARROW)
        space(self._line, (24, 8, 24, 8) if width < NARROW else (24, 20, 24, 20), 20)
        wide = bool(self._shown) and self.pages.page(self._shown).wide
        shown = not wide and width >= CRAMPED
        if shown is self.panel.isHidden():
            self.panel.setVisible(shown)
            self._head()

    def retranslate(self) -> None:
        if self.isVisible() and self._problem is not None:
            self.show_problem(*self._problem)
        elif self.isVisible() and (self.sitting.warning is not None or self.sitting.reasons):
            self.clear_banner()
        self._head()
        self._draw_steps()
        self._draw_person()
