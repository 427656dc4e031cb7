"""Page 8, fee, seal, print, hand over: the last things, then the next person."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from forms import ratings
from forms.fees import covers, waivers
from forms.record import Application
from forms.spec import Choice, field_of
from forms.status import Status
from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_ports import ChecklistLike, Paper, PrintedLike, SealedLike, VisitLike
from vanapp.usecases.follow_print import comes_by_itself

PAPERS: tuple[Paper, ...] = ("form", "receipt")
FREE = "none"
"""The answer to "how is it paid" when nothing is to be paid."""
WAIVER = "WAIVER"
"""The pack's id of the proof that a waiver holds."""
OLD_CARD = "old_card"
QUEUE = "queue"
FOLLOW_AGAIN_MS = 2000
"""How soon a printer that stopped is asked again."""


class FinishView(Protocol):
    def show_fee(self, checklist: ChecklistLike, matter: str) -> None: ...
    def show_pay_ways(self, ways: Sequence[Choice], chosen: str) -> None: ...
    def show_waivers(self, chosen: str, offered: bool) -> None: ...
    def show_stage(self, stage: str) -> None: ...
    def show_sealed(self, application: Application) -> None: ...
    def show_paper(self, what: str, state: str) -> None: ...
    def show_visit(self, matters: int, held: Sequence[str]) -> None: ...
    def show_proof_wanted(self, wanted: bool) -> None: ...
    def show_rating(self, level: str) -> None: ...


class FinishPresenter:
    """Stages: "paying" -> "sealing" -> "sealed" (prints run) -> next person."""

    def __init__(self, sitting: Sitting, view: FinishView) -> None:
        self._sitting = sitting
        self._view = view
        self._stage = "paying"
        self._way = ""
        self._waiver = ""
        self._ways: tuple[Choice, ...] = ()
        self._waivers = tuple(choice.code for choice in waivers())
        self._handed = False
        self._papers: dict[Paper, str] = {}
        self._due: tuple[Paper, ...] = PAPERS
        self._others: tuple[Paper, ...] = ()
        self._following: dict[Paper, threading.Event] = {}  # set: nobody wants to know any more

    @property
    def papers_settled(self) -> bool:
        """Every paper was printed, kept as a file or given up; none is under way."""
        return set(self._due) <= set(self._papers) and "printing" not in self._papers.values()

    def entered(self, place: str) -> None:
        application = self._sitting.application
        if application is None:
            return
        self._way = application.answers.get("pay_way", "")
        self._waiver = application.answers.get("fee_waiver", "")
        self._view.show_rating(application.answers.get(ratings.ANSWER, ""))
        self._handed = False
        self._papers, self._due, self._others = {}, PAPERS, ()
        asked = field_of(self._sitting.cases.spec(application.matter), "pay_way")
        offered = self._sitting.cases.pay_ways()
        ways = [c for c in asked.choices if c.code != FREE] if asked else []
        self._ways = tuple(c for c in ways if not offered or c.code in offered)
        if application.status is Status.DRAFT:
            self._set("paying")
            self._sitting.refresh_checklist(self._show_fee)
        else:
            self._set("sealed")
            self._view.show_sealed(application)
            self._sitting.refresh_checklist(self._show_fee)
            self._ask_books()

    def left(self) -> None:
        for stop in self._following.values():
            stop.set()

    def _set(self, stage: str) -> None:
        self._stage = stage
        self._view.show_stage(stage)

    def _show_fee(self) -> None:
        application, checklist = self._sitting.application, self._sitting.checklist
        if application is None or checklist is None:
            return
        self._view.show_fee(checklist, application.matter)
        free = checklist.fee is None or checklist.fee.cents == 0
        if free and self._stage == "paying":
            self._way = FREE
        elif self._ways and (self._way in ("", FREE) or self._is_not_offered()):
            self._way = self._ways[0].code
        self._view.show_pay_ways(() if free else self._ways, self._way)
        can_waive = any(covers(code, application.matter) for code in self._waivers)
        self._view.show_waivers(self._waiver, can_waive)
        proof = next((item for item in checklist.items if item.material.id == WAIVER), None)
        self._view.show_proof_wanted(proof is not None and not proof.done)

    def _is_not_offered(self) -> bool:
        """The form's own default is none of the ways this unit offers."""
        return self._stage == "paying" and self._way not in [way.code for way in self._ways]

    # --- the fee -----------------------------------------------------------------------------------
    def pay(self, way: str) -> None:
        """Key 1, 2 ...: how it is paid; kept at once."""
        if self._stage == "paying":
            self._way = way
            self._collect()

    def waive(self, waiver: str) -> None:
        """A reason the law names makes it free or cheaper; "" takes it back."""
        if self._stage == "paying":
            self._waiver = waiver
            self._collect()

    def rate(self, level: str) -> None:
        """What the resident thinks of the service; kept at once, and nobody must be asked."""
        if self._stage == "paying":

            def done(_: object) -> None:
                self._sitting.shell.show_saved(self._sitting.cases.now())
                self._sitting.refresh()

            self._sitting.work_here(lambda a: self._sitting.cases.rate_service(a, level), done)

    def _collect(self, then: Callable[[], None] | None = None) -> None:
        way, waiver = self._way, self._waiver

        def done(_: object) -> None:
            self._sitting.shell.show_saved(self._sitting.cases.now())
            self._sitting.refresh()
            self._sitting.refresh_checklist(self._show_fee)
            if then is not None:
                then()

        self._sitting.work_here(lambda a: self._sitting.cases.collect_fee(a, way, waiver), done)

    def prove(self) -> None:
        """W: to the documents, where the proof of the waiver is scanned; Enter comes back here."""
        self._sitting.jump("materials", f"material.{WAIVER}")

    # --- seal and print --------------------------------------------------------------------------
    def go_on(self) -> None:
        """Enter: seal and print; Enter again hands over and calls the next person."""
        if self._stage == "paying":
            self._set("sealing")
            self._collect(self._seal)
        elif self._stage == "sealed":
            self._next()

    def _seal(self) -> None:
        def done(sealed: SealedLike) -> None:
            self._sitting.adopt_newer(sealed.application)
            self._sitting.shell.clear_banner()
            self._set("sealed")
            self._view.show_sealed(sealed.application)
            self._sitting.keep("")
            self._due = (*PAPERS, *sealed.slips)
            for what in self._due:
                self.print_paper(what)
            self._ask_books()

        def failed(error: Exception) -> None:
            self._set("paying")
            self._sitting.trouble(error)

        application = self._sitting.id
        self._sitting.lanes.run("store", lambda: self._sitting.cases.seal(application), done, failed)

    def _ask_books(self) -> None:
        """What is due, how many matters the visit had and what the van holds, as the books have it now."""

        def told(books: VisitLike) -> None:
            self._others = tuple(books.slips)
            for what in (*PAPERS, *books.slips):
                # Whether a fee slip is out is not known here any more: again with a reason, in the books.
                if what not in self._papers and what != "fee":
                    self._view.show_paper(what, "")
            self._view.show_visit(books.matters, books.held)

        self._sitting.work_here(self._sitting.cases.visit, told)

    def hold_card(self) -> None:
        """K: the old card was handed in; it gets its number, and the receipt for it is printed."""
        if self._stage == "sealed":

            def held(_: object) -> None:
                self.print_paper("custody")
                self._ask_books()

            self._sitting.work_here(lambda a: self._sitting.cases.hold(a, OLD_CARD), held)

    def print_others(self) -> None:
        """F5: the short papers again; a fee slip only when it did not come out."""
        if self._stage == "sealed":
            for what in self._others:
                if what != "fee" or self._papers.get(what) == "failed":
                    self.print_paper(what)

    def print_visit(self) -> None:
        """F9: one receipt for all matters of the visit."""
        if self._stage == "sealed":
            self.print_paper("visit")

    def print_paper(self, what: Paper) -> None:
        """Print once (more); without a printer it becomes a PDF in the day's folder, never a dead end."""
        application = self._sitting.id
        if what in self._following:
            self._following[what].set()
        self._paper(what, "printing")

        def done(printed: PrintedLike) -> None:
            self._paper(what, printed.way)
            if printed.way == QUEUE and printed.job:
                self._following[what] = threading.Event()
                self._follow(what, printed, self._following[what])

        def failed(error: Exception) -> None:
            self._paper(what, "failed")
            self._sitting.trouble(error)

        self._sitting.lanes.run(
            "print", lambda: self._sitting.cases.print_paper(application, what), done, failed
        )

    def _follow(self, what: Paper, printed: PrintedLike, stop: threading.Event, told: str = "") -> None:
        """Until the system says that it is on paper. told: code of the trouble that is in sight."""
        if not told:
            self._paper(what, "followed")

        def done(way: str) -> None:
            if not stop.is_set():
                self._paper(what, way)
                if told:
                    self._sitting.shell.clear_banner()

        def failed(error: Exception) -> None:
            if stop.is_set() and hasattr(error, "code"):
                return
            again = comes_by_itself(error)
            self._paper(what, "stalled" if again else "failed")
            code = getattr(error, "code", "")
            if not code or code != told:
                self._sitting.trouble(error)
            if again:
                self._sitting.timers.after(FOLLOW_AGAIN_MS, lambda: follow_on(code))

        def follow_on(code: str) -> None:
            if not stop.is_set():
                self._follow(what, printed, stop, code)

        self._sitting.lanes.run(
            "jobs", lambda: self._sitting.cases.follow_print(printed, stop.is_set), done, failed
        )

    def _paper(self, what: Paper, state: str) -> None:
        self._papers[what] = state
        self._view.show_paper(what, state)

    def _next(self) -> None:
        """The papers are in the person's hand: note it, and put this application down."""
        self._hand_over(self._sitting.finish)

    def another(self) -> None:
        """F6: handed over, and the next matter of the same household begins with what they share."""
        if self._stage == "sealed":
            self._hand_over(self._sitting.begin_another)

    def _hand_over(self, then: Callable[[], None]) -> None:
        if not self._handed:
            self._handed = True
            self._sitting.work_here(self._sitting.cases.hand_over, lambda _: then())

    def go_back(self) -> bool:
        """Esc: nothing here to step out of; the flow goes a page back."""
        return False

    def refreshed(self) -> None:
        """A newer copy came from the store; what is shown here was shown already."""
