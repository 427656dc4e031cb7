"""One person at the table: which application, which page, what is saved; every page works through it.

The screen is passive: it shows what a Sitting tells and reports what the officer did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from forms.record import Application
from forms.status import Status
from vanapp.ui import flow
from vanapp.ui.presenters.intake_ports import (
    CasesLike,
    ChecklistLike,
    LanesLike,
    SavedLike,
    Timers,
    UndoneLike,
)

T = TypeVar("T")

AGAIN_MS = 2000
"""What the disk did not take is written again this often, until it does."""


class Shell(Protocol):
    """What the intake screen shows around the pages."""

    def show_page(self, page: str, place: str) -> None: ...
    def show_application(self, application: Application, furthest: str) -> None: ...
    def show_checklist(self, checklist: ChecklistLike) -> None: ...
    def show_problem(self, code: str, values: Mapping[str, object]) -> None: ...
    def show_reasons(self, reasons: Sequence[str]) -> None: ...
    def show_warning(self, code: str, values: Mapping[str, object]) -> None: ...
    def show_saved(self, at: datetime) -> None: ...
    def show_undone(self, what: Sequence[str]) -> None: ...
    def clear_banner(self) -> None: ...
    def show_closed(self) -> None: ...
    def show_finished(self, application: str) -> None: ...


class Sitting:
    """The officer's one application in hand. `reached` is the furthest page so far."""

    def __init__(self, cases: CasesLike, lanes: LanesLike, timers: Timers, shell: Shell) -> None:
        self.cases = cases
        self.lanes = lanes
        self.timers = timers
        self.shell = shell
        self.application: Application | None = None
        self.checklist: ChecklistLike | None = None
        self.page = flow.PAGE_IDS[0]
        self.reached = flow.PAGE_IDS[0]
        self.forwards = True
        self.reasons: Sequence[str] = ()
        self.warning: tuple[str, Mapping[str, object]] | None = None  # stays in sight with this person
        self._typed: dict[str, str] = {}  # on its way to the disk
        self._unsaved = ""  # why the disk did not take it
        self._refreshed: list[Callable[[], None]] = []
        self._plugged: list[Callable[[], None]] = []

    @property
    def id(self) -> str:
        if self.application is None:
            raise LookupError("no application in hand")
        return self.application.id

    def answered(self, field: str) -> str:
        return self.application.answers.get(field, "") if self.application else ""

    def on_refreshed(self, call: Callable[[], None]) -> None:
        """`call` whenever a newer copy of the application has come from the store."""
        self._refreshed.append(call)

    def on_plugged(self, call: Callable[[], None]) -> None:
        """`call` whenever an instrument came or went."""
        self._plugged.append(call)

    def plugged(self) -> None:
        """An instrument came or went."""
        for call in self._plugged:
            call()

    # --- beginning and coming back -------------------------------------------------------------
    def begin(self, way: str, trip: str | None = None, visit: str | None = None) -> None:
        """The next person; a planned door whose draft is still open gets that draft again."""
        self.work("store", lambda: self.cases.begin(way, trip, visit), self.resume)

    def begin_another(self) -> None:
        """Another matter of the same household; the one in hand is served."""
        before = self.id
        self.work("store", lambda: self.cases.begin_another(before), self.resume)

    def open(self, application: str) -> None:
        """Go on with an application; a correction brings the office's reasons along."""

        def op() -> tuple[Application, Sequence[str], Sequence[str]]:
            found = self.cases.load(application)
            return (found, *(self.cases.reasons(application) if found.corrects else ((), ())))

        self.work("store", op, lambda found: self._reopen(*found))

    def _reopen(self, application: Application, reasons: Sequence[str], fields: Sequence[str]) -> None:
        self.reasons = reasons
        untouched = (application.page, application.place) == ("check", "")
        if application.corrects and untouched and fields and application.status is Status.DRAFT:
            self._adopt(application, flow.first_page(fields), fields[0], reached="check")
        else:
            self.resume(application)

    def resume(self, application: Application) -> None:
        """Go on where this application was left: same page, same field."""
        page = application.page if application.page in flow.PAGE_IDS else flow.PAGE_IDS[0]
        if application.status is not Status.DRAFT:
            page = "finish"
        self._adopt(application, page, application.place, reached="check" if application.corrects else "")

    def correct(self, application: str) -> None:
        """A new version of a returned application, opened where the office pointed."""

        def op() -> tuple[Application, Sequence[str], Sequence[str]]:
            reasons, fields = self.cases.reasons(application)
            return self.cases.correct(application), reasons, fields

        self.work("store", op, lambda found: self._reopen(*found))

    def _adopt(self, application: Application, page: str, place: str, reached: str = "") -> None:
        if not application.corrects:
            self.reasons = ()
        self._typed.clear()
        self._unsaved = ""
        self.application = application
        self.checklist = None
        self.warning = None
        self.page = page
        self.reached = max((reached or page, page), key=flow.PAGE_IDS.index)
        self.forwards = True
        self.shell.clear_banner()
        self._told()
        self.shell.show_page(page, place)
        if self.reasons:
            self.shell.show_reasons(self.reasons)
        self.refresh_checklist()

    # --- moving ---------------------------------------------------------------------------------
    def forward(self) -> None:
        page = flow.after(self.page, self.application)
        if page is not None:
            self._go(page, forwards=True)

    def back(self) -> None:
        page = flow.before(self.page, self.application)
        if page is None:
            self.leave()
        elif self.application and self.application.status is Status.DRAFT:
            self._go(page, forwards=False)

    def jump(self, page: str, place: str = "") -> bool:
        """Go to a page one has been to; False when that page lies ahead."""
        if self.application is None or self.application.status is not Status.DRAFT:
            return False
        if not flow.may_jump(page, self.reached) or page not in {p.id for p in flow.asked(self.application)}:
            return False
        self._go(page, forwards=flow.PAGE_IDS.index(page) >= flow.PAGE_IDS.index(self.page), place=place)
        return True

    def _go(self, page: str, *, forwards: bool, place: str = "") -> None:
        self.forwards = forwards
        self.page = page
        self.reached = max((self.reached, page), key=flow.PAGE_IDS.index)
        self.shell.clear_banner()
        self.keep(place)
        self.refresh()
        self.shell.show_page(page, place)

    def leave(self) -> None:
        """Put the application down; it stays a draft on the laptop and in the day's list."""
        if self._unsaved:  # what is only on the screen would be lost with it
            self.shell.show_problem(self._unsaved, {})
            return
        self.work("store", self.cases.leave, lambda _: None)
        self.application = None
        self.shell.show_closed()

    def finish(self) -> None:
        """This person is served; the screen says so and the next one may come."""
        done = self.id
        self.work("store", self.cases.leave, lambda _: None)
        self.application = None
        self.shell.show_finished(done)

    # --- writing --------------------------------------------------------------------------------
    def answer(self, field: str, text: str, done: Callable[[SavedLike], None] | None = None) -> None:
        """Write one answer to the disk now; the mark "saved" follows when it is there."""
        self._typed[field] = text
        if self.application is not None:
            self._hold(self.application)
            self._write(self.application.id, field, text, done)

    def _write(
        self, application: str, field: str, text: str, done: Callable[[SavedLike], None] | None
    ) -> None:
        def saved(result: SavedLike) -> None:
            if not self._is_in_hand(application):
                return
            if self._typed.get(field) == text:
                del self._typed[field]
            if self._unsaved and not self._typed:
                self._unsaved = ""
                self.shell.clear_banner()
            self.shell.show_saved(result.at)
            if done is not None:
                done(result)

        def failed(error: Exception) -> None:
            self.trouble(error)
            if self._is_in_hand(application) and str(getattr(error, "code", "")).startswith("store."):
                self._unsaved = str(getattr(error, "code", ""))
                self.timers.after(AGAIN_MS, again)

        def again() -> None:
            if self._is_in_hand(application) and self._typed.get(field) == text:
                self._write(application, field, text, done)

        self.lanes.run("store", lambda: self.cases.answer(application, field, text), saved, failed)

    def _is_in_hand(self, application: str) -> bool:
        return self.application is not None and self.application.id == application

    def _hold(self, application: Application) -> None:
        """Take a copy of the store's, with what was typed since on top of it."""
        self.application = replace(application, answers={**application.answers, **self._typed})

    def keep(self, place: str) -> None:
        """Remember page and field, so that a crash reopens there."""
        page = self.page
        self.work_here(lambda application: self.cases.keep_place(application, page, place), lambda _: None)

    def undo(self) -> None:
        def done(undone: UndoneLike | None) -> None:
            if undone is None:
                return
            self.refresh(lambda: self.shell.show_undone((*undone.answers, *undone.slots)))

        self.work_here(self.cases.undo, done)

    def refresh(self, then: Callable[[], None] | None = None) -> None:
        """Take the newest copy from the store, tell it to all, then go on."""

        def done(application: Application) -> None:
            self._hold(application)
            self._told()
            if then is not None:
                then()

        self.work_here(self.cases.load, done)
        self.refresh_checklist()

    def refresh_checklist(self, then: Callable[[], None] | None = None) -> None:
        if self.application is None or not self.application.matter:
            return

        def done(checklist: ChecklistLike) -> None:
            self.checklist = checklist
            self.shell.show_checklist(checklist)
            if then is not None:
                then()

        self.work_here(self.cases.checklist, done)

    def adopt_newer(self, application: Application) -> None:
        """A use case handed back a newer copy of the same application."""
        self._hold(application)
        self._told()
        self.refresh_checklist()

    def _told(self) -> None:
        if self.application is None:
            return
        self.shell.show_application(self.application, self.reached)
        for call in self._refreshed:
            call()

    # --- work in lanes ---------------------------------------------------------------------------
    def work(
        self, lane: str, op: Callable[[], T], done: Callable[[T], None], *, of_application: bool = False
    ) -> None:
        """Run `op` in a lane; an expected error becomes a sentence, a bug goes to the crash report."""
        holder = self.application.id if of_application and self.application else None

        def arrived(result: T) -> None:
            if holder is None or (self.application is not None and self.application.id == holder):
                done(result)

        self.lanes.run(lane, op, arrived, self.trouble)

    def work_here(self, op: Callable[[str], T], done: Callable[[T], None]) -> None:
        """Store work on the application in hand; an answer that comes after it was put down is dropped."""
        if self.application is None:
            return
        application = self.application.id
        self.work("store", lambda: op(application), done, of_application=True)

    def prepare_face(self) -> None:
        """Whose photo there is to compare with is looked at now; nobody waits for it, nothing is told."""
        if self.application is None or self.application.status is not Status.DRAFT:
            return
        application = self.application.id

        def failed(error: Exception) -> None:
            if not hasattr(error, "code"):
                raise error

        self.lanes.run("analysis", lambda: self.cases.prepare_face(application), lambda _: None, failed)

    def warn(self, code: str, values: Mapping[str, object]) -> None:
        """Something to know about this person on every page from here on. It blocks nothing."""
        self.warning = (code, values)
        self.shell.show_warning(code, values)

    def trouble(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if code is None:
            raise error
        self.shell.show_problem(str(code), dict(getattr(error, "values", {})))
