"""Page 1, who is it: the card on the reader, a document under the camera, or the number typed and judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from forms.errors import FormError
from forms.idnumber import IdNumber, parse, tidy
from forms.spec import Mistake, confirmation_id
from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_document import DocumentLook, DocumentView, tell
from vanapp.ui.presenters.intake_ports import CardOutcomeLike, DocumentOutcomeLike, TravelOutcomeLike
from vanapp.ui.presenters.intake_travel import TravelDocument, TravelView
from vanapp.ui.presenters.intake_vigil import ABSENT, REMOVED, Vigil, is_over
from vanapp.usecases.prefilled import SOURCE as PREFILLED
from vanapp.usecases.prefilled import UNCONFIRMED

LENGTH = 18
SETTLED_MS = 900
"""How long a card that was read stays in sight before the flow goes on by itself."""
STOPPING = frozenset({"card.not_citizen"})
"""Card warnings the officer must read before going on; an expired card is no surprise to anybody."""


class IdentityView(DocumentView, TravelView, Protocol):
    def show_number(self, text: str) -> None: ...
    def show_reader(self, state: str) -> None: ...
    def show_judgement(self, tone: str, code: str, values: Mapping[str, object]) -> None: ...
    def show_number_facts(self, number: IdNumber | None) -> None: ...
    def show_confirm(self, asked: bool) -> None: ...
    def show_read(self, kind: str, fields: int, doubts: int) -> None: ...
    def focus_number(self) -> None: ...
    def show_chip_photo(self, picture: bytes | None) -> None: ...


class IdentityPresenter:
    """Reader states shown: "absent", "waiting", "reading", "done"."""

    def __init__(self, sitting: Sitting, view: IdentityView) -> None:
        self._sitting = sitting
        self._view = view
        self._asked = ""
        self._typed = ""
        self._troubled = ""  # code of the trouble in the banner
        self._vigil: Vigil[CardOutcomeLike] = Vigil(
            sitting.lanes,
            sitting.timers,
            "card",
            done=self._read,
            trouble=self._trouble,
            progress=self._progress,
        )
        self._look = DocumentLook(sitting, view, self._read_document)
        self.travel = TravelDocument(sitting, view, self._read_travel)

    def entered(self, place: str) -> None:
        self._asked = ""
        self._typed = self._sitting.answered("id_number")
        self._view.show_number(self._typed)
        self._view.show_confirm(False)
        self._judge(self._typed)
        self._view.focus_number()
        self._show_chip_photo()
        if self._chip():
            self._view.show_reader("done")
        else:
            self._wait()

    def left(self) -> None:
        self._vigil.stop()
        self._look.stop()
        self.travel.stop()
        self._sitting.prepare_face()

    def _chip(self) -> bool:
        application = self._sitting.application
        return application is not None and application.sources.get("id_number") == "chip"

    # --- the card --------------------------------------------------------------------------------
    def _wait(self) -> None:
        application = self._sitting.id
        cases = self._sitting.cases
        self._view.show_reader("waiting")
        self._vigil.start(lambda cancelled, progress: cases.read_card(application, cancelled, progress))

    def _progress(self, name: str) -> None:
        if is_over(self._troubled, name):
            self._troubled = ""
            self._sitting.shell.clear_banner()
        self._view.show_reader("reading" if name in ("touched", "reading", "found") else "waiting")

    def _trouble(self, error: Exception) -> None:
        code = str(getattr(error, "code", ""))
        self._view.show_reader("absent" if code in (ABSENT, REMOVED) else "waiting")
        if code != ABSENT:  # that it is not there stands on the page itself
            self._sitting.trouble(error)
        self._troubled = code

    def _read(self, outcome: CardOutcomeLike) -> None:
        self._look.stop()
        self.travel.stop()
        self._view.show_reader("done")
        self._sitting.adopt_newer(outcome.application)
        self._show_chip_photo()
        self._sitting.shell.show_saved(outcome.application.changed_at)
        self._typed = self._sitting.answered("id_number")
        self._view.show_number(self._typed)
        self._judge(self._typed)
        if outcome.conflicts:
            self._sitting.shell.show_problem("intake.card_conflict", {"fields": tuple(outcome.conflicts)})
        elif STOPPING & set(outcome.warnings):
            self._sitting.shell.show_problem(min(STOPPING & set(outcome.warnings)), {})
        else:
            self._sitting.shell.clear_banner()
            self._sitting.timers.after(SETTLED_MS, self._settled)

    # --- a document under the camera ---------------------------------------------------------------
    def look(self) -> None:
        """F10: read the document under the camera (card, booklet, passport); again: leave it."""
        if self._chip():
            return  # the chip said it all
        self.travel.stop()
        if self._look.looking:
            self._look.stop()
        else:
            self._look.start()
        self._view.focus_number()

    def _read_document(self, outcome: DocumentOutcomeLike) -> None:
        is_theirs = tell(self._sitting, outcome)
        self._typed = self._sitting.answered("id_number")
        self._view.show_number(self._typed)
        self._judge(self._typed)
        self._view.focus_number()
        if is_theirs:
            self._view.show_read(outcome.kind, len(outcome.filled), len(outcome.doubts))

    def _show_chip_photo(self) -> None:
        """The picture on the chip, where a maker's decoder makes it one."""
        application = self._sitting.application
        capture = application.capture("chip.photo") if application else None
        if capture is None:
            self._view.show_chip_photo(None)
        else:
            self._sitting.work_here(lambda _: self._sitting.cases.media(capture), self._view.show_chip_photo)

    # --- a passport or permit ----------------------------------------------------------------------
    def toggle_travel(self) -> None:
        """F11: its zone and its chip; again: leave it."""
        self._look.stop()
        self.travel.toggle()
        if not self.travel.opened:
            self._view.focus_number()

    def _read_travel(self, outcome: TravelOutcomeLike) -> None:
        shell = self._sitting.shell
        self._sitting.adopt_newer(outcome.application)
        shell.show_saved(outcome.application.changed_at)
        self._typed = self._sitting.answered("id_number")
        self._view.show_number(self._typed)
        self._judge(self._typed)
        if outcome.other_person:
            shell.show_problem("intake.other_person", {})
        elif outcome.conflicts:
            shell.show_problem("intake.document_conflict", {"fields": tuple(outcome.conflicts)})
        elif outcome.warnings:
            shell.show_problem(outcome.warnings[0], {})
        else:
            shell.clear_banner()

    def _settled(self) -> None:
        if self._sitting.page == "identity" and self._sitting.forwards:
            self._sitting.forward()

    # --- the typed number ------------------------------------------------------------------------
    def typed(self, text: str) -> None:
        """Every keystroke: keep it on the disk, judge it, and go on when it is whole and right."""
        self._asked = ""
        self._view.show_confirm(False)
        self._typed = text
        number = tidy(text)
        self._sitting.answer("id_number", number)
        if self._judge(number) == "good" and len(number) == LENGTH:
            self.go_on()

    def _judge(self, number: str) -> str:
        """Show what the number says; returns "empty", "short", "wrong", "confirm" or "good"."""
        if not number:
            self._view.show_number_facts(None)
            self._view.show_judgement("plain", "", {})
            return "empty"
        if len(number) < LENGTH and number[:-1].isdigit() and number[-1] in "0123456789Xx":
            self._view.show_number_facts(None)
            self._view.show_judgement("plain", "intake.id_remaining", {"count": LENGTH - len(number)})
            return "short"
        try:
            found = parse(number, self._sitting.cases.today())
        except FormError as error:
            self._view.show_number_facts(None)
            self._view.show_judgement("wrong", error.code, error.values)
            return "wrong"
        self._view.show_number_facts(found)
        if found.warnings:
            self._view.show_judgement("attention", str(found.warnings[0]), {})
            return "confirm"
        self._view.show_judgement("good", "", {})
        return "good"

    def go_on(self) -> None:
        """Enter: a wrong number stays, a doubtful one is asked once, a good one goes on."""
        number = tidy(self._typed)
        verdict = self._judge(number)
        if verdict == "good":
            self._confirm_prefilled(number)
            self._sitting.forward()
        elif verdict == "confirm" and self._asked == number:
            for code in parse(number, self._sitting.cases.today()).warnings:
                doubt = Mistake("id_number", code, "confirm")
                self._sitting.answer(confirmation_id(doubt), number)
            self._sitting.forward()
        elif verdict == "confirm":
            self._asked = number
            self._view.show_confirm(True)
        else:
            if verdict == "empty":
                self._sitting.shell.show_problem("id.empty", {})
            elif verdict == "short":
                self._say_short(number)
            self._view.focus_number()

    def _confirm_prefilled(self, number: str) -> None:
        """A number the office knew beforehand, and the officer has seen to be this person's."""
        application = self._sitting.application
        if application is not None and application.sources.get("id_number") == PREFILLED:
            self._sitting.answer(confirmation_id(Mistake("id_number", UNCONFIRMED, "confirm")), number)

    def _say_short(self, number: str) -> None:
        """Enter on an unfinished number: how much is missing; 15 digits are the old number."""
        try:
            parse(number, self._sitting.cases.today())
        except FormError as error:
            self._view.show_judgement("wrong", error.code, error.values)

    def go_back(self) -> bool:
        """Esc: nothing here to step out of; the flow goes a page back."""
        return False

    def refreshed(self) -> None:
        """A newer copy came from the store; what is shown here was shown already."""
