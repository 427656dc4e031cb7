"""Page 3, the particulars: what the chip said is read-only, what is missing is asked and kept at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from forms.record import Application
from forms.spec import (
    Field,
    Mistake,
    Section,
    complete,
    confirmation_id,
    derive,
    is_confirmed,
    visible_fields,
)
from vanapp.ui.presenters.field_offers import FieldOffers, Offer
from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_ports import SavedLike

ELSEWHERE = frozenset({"household", "pay_way", "fee_waiver"})
"""Asked on other pages; nothing is asked twice."""
NUMBER = "id_number"
PAGE = "particulars"
CHANGE = "change"
"""The matter in which what the chip says may be written anew."""


class ParticularsView(Protocol):
    def show_known(self, fields: Sequence[tuple[Field, str, str]]) -> None: ...
    def show_asked(self, sections: Sequence[tuple[Section, Sequence[Field]]]) -> None: ...
    def show_answer(self, field: str, text: str) -> None: ...
    def show_mistake(self, field: str, mistake: Mistake | None) -> None: ...
    def show_confirm(self, asked: bool) -> None: ...
    def show_offers(self, field: str, typed: str, offers: Sequence[Offer]) -> None: ...
    def focus_field(self, field: str) -> None: ...


class ParticularsPresenter:
    def __init__(self, sitting: Sitting, view: ParticularsView) -> None:
        self._sitting = sitting
        self._view = view
        self._of = ""  # whose questions are shown
        self._asked: tuple[str, ...] = ()
        self._shown: tuple[str, ...] = ()
        self._touched: set[str] = set()
        self._mistakes: Sequence[Mistake] = ()
        self._standing: Mapping[str, str] = {}
        self._required: frozenset[str] = frozenset()
        self._confirming: tuple[Mistake, ...] = ()
        self.offers = FieldOffers(sitting, view.show_offers)

    def entered(self, place: str) -> None:
        self._touched.clear()
        self._confirming = ()
        self._view.show_confirm(False)
        self.offers.entered()
        self._lay_out(fresh=True)
        self._view.focus_field(place if place in self._asked else self.first_missing())
        self._sitting.refresh(self._lay_out)

    def left(self) -> None:
        return

    def _lay_out(self, *, fresh: bool = False) -> None:
        """Show the questions that apply now; answers typed meanwhile stay as they are."""
        application = self._sitting.application
        if application is None:
            return
        self._of = application.id
        spec = self._sitting.cases.spec(application.matter)
        today = self._sitting.cases.today()
        visible = {field.id for field in visible_fields(spec, application.answers, today)} - ELSEWHERE
        standing = complete(spec, application.answers, today)
        said = derive(spec, application.answers, today)
        self._standing = standing
        known: list[tuple[Field, str, str]] = []
        sections: list[tuple[Section, Sequence[Field]]] = []
        for section in spec.sections:
            asked: list[Field] = []
            for field in section.fields:
                if field.id not in visible:
                    continue
                text = standing.get(field.id, "")
                stays = field.id in self._asked and not fresh  # a question does not vanish under the hand
                if text and not stays and self._is_known(application, field.id, said):
                    known.append((field, text, application.sources.get(field.id, "derived")))
                else:
                    asked.append(field)
            if asked:
                sections.append((section, asked))
        sections.sort(key=lambda entry: not any(field.required for field in entry[1]))  # what may stay empty
        self._view.show_known(known)
        asked_now = tuple(field.id for _, fields in sections for field in fields)
        if fresh or asked_now != self._shown:
            self._shown = asked_now
            self._view.show_asked(sections)
            for name in asked_now:
                self._view.show_answer(name, standing.get(name, ""))
        else:
            for name in asked_now:
                if name not in application.answers and name not in self._touched:
                    self._view.show_answer(name, standing.get(name, ""))  # it followed from another answer
        self._asked = asked_now
        self._required = frozenset(f.id for _, fields in sections for f in fields if f.required)

    @staticmethod
    def _is_known(application: Application, field: str, said: Mapping[str, str]) -> bool:
        """Nothing is asked twice: not the number, not what follows from it, not what the chip said."""
        if field == NUMBER:
            return True
        if application.matter == CHANGE:
            return False
        source = application.sources.get(field, "")
        return source == "chip" or (not source and field in said)

    def first_missing(self) -> str:
        """Where the officer's hand is wanted first: the first required question without an answer."""
        for field in self._asked:
            if field in self._required and not self._answered(field):
                return field
        return self._asked[0] if self._asked else ""

    def _answered(self, field: str) -> bool:
        """Answered by the officer, by the card, by a rule or by the form's own default."""
        return bool(self._sitting.answered(field) or self._standing.get(field))

    def edited(self, field: str, text: str) -> None:
        """Every keystroke is kept on the disk; the form's judgement of it comes back with "saved".

        A list settles what was typed when it loses the hand, which may be when the next person is served
        already: that answer is nobody's.
        """
        if self._sitting.application is None or self._sitting.id != self._of:
            return
        self._touched.add(field)
        self._confirming = ()
        self._view.show_confirm(False)

        def saved(result: SavedLike) -> None:
            if self._sitting.page != PAGE:
                return
            self._mistakes = tuple(result.mistakes)
            self._show_mistakes()
            self._lay_out()

        self._sitting.answer(field, text, saved)

    def settled(self, field: str) -> None:
        """The field is full and valid: the next question without an answer gets the hand."""
        following = self._asked[self._asked.index(field) + 1 :] if field in self._asked else ()
        for other in following:
            if other in self._required and not self._answered(other):
                self._view.focus_field(other)
                return

    def focused(self, field: str) -> None:
        self._sitting.keep(field)

    def _show_mistakes(self, *, every: bool = False) -> None:
        wrong = {mistake.field: mistake for mistake in reversed(self._mistakes)}
        for field in self._asked:
            mistake = wrong.get(field)
            quiet = not every and field not in self._touched
            self._view.show_mistake(field, None if quiet else mistake)

    def go_on(self) -> None:
        """Enter: what stops is shown and gets the hand, what is doubtful is asked once, else on."""

        def judged() -> None:
            checklist = self._sitting.checklist
            here = set(self._asked)
            self._mistakes = tuple(m for m in (checklist.mistakes if checklist else ()) if m.field in here)
            stops = [m for m in self._mistakes if m.severity == "stop"]
            doubts = tuple(m for m in self._mistakes if m.severity == "confirm" and not self._confirmed(m))
            if stops:
                self._show_mistakes(every=True)
                self._view.focus_field(stops[0].field)
            elif doubts and doubts != self._confirming:
                self._confirming = doubts
                self._show_mistakes(every=True)
                self._view.show_confirm(True)
            else:
                for mistake in doubts:
                    self._sitting.answer(confirmation_id(mistake), self._sitting.answered(mistake.field))
                self._sitting.forward()

        self._sitting.refresh_checklist(judged)

    def _confirmed(self, mistake: Mistake) -> bool:
        application = self._sitting.application
        return application is not None and is_confirmed(mistake, application.answers)

    def go_back(self) -> bool:
        """Esc: nothing here to step out of; the flow goes a page back."""
        return False

    def refreshed(self) -> None:
        """A newer copy came from the store; what is shown here was shown already."""
