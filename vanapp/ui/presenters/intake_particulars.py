"""Page 3, the particulars: what the chip said is read-only, what is missing is asked, each answer kept at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from forms.spec import Field, Mistake, Section, visible_fields
from vanapp.ui.presenters.intake import Sitting
from vanapp.ui.presenters.intake_ports import SavedLike

ELSEWHERE = frozenset({"household", "express", "pay_way", "fee_waiver"})
"""Asked on other pages; nothing is asked twice."""
FROM_CARD = frozenset({"chip", "derived"})


class ParticularsView(Protocol):
    def show_known(self, fields: Sequence[tuple[Field, str, str]]) -> None: ...
    def show_asked(self, sections: Sequence[tuple[Section, Sequence[Field]]]) -> None: ...
    def show_answer(self, field: str, text: str) -> None: ...
    def show_mistake(self, field: str, mistake: Mistake | None) -> None: ...
    def show_confirm(self, asked: bool) -> None: ...
    def focus_field(self, field: str) -> None: ...


class ParticularsPresenter:
    def __init__(self, sitting: Sitting, view: ParticularsView) -> None:
        self._sitting = sitting
        self._view = view
        self._asked: tuple[str, ...] = ()
        self._shown: tuple[str, ...] = ()
        self._touched: set[str] = set()
        self._mistakes: Sequence[Mistake] = ()
        self._confirming: tuple[Mistake, ...] = ()

    def entered(self, place: str) -> None:
        self._touched.clear()
        self._confirming = ()
        self._view.show_confirm(False)
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
        spec = self._sitting.cases.spec(application.matter)
        visible = {field.id for field in visible_fields(spec, application.answers)} - ELSEWHERE
        known: list[tuple[Field, str, str]] = []
        sections: list[tuple[Section, Sequence[Field]]] = []
        for section in spec.sections:
            asked: list[Field] = []
            for field in section.fields:
                if field.id not in visible:
                    continue
                source = application.sources.get(field.id, "")
                if source in FROM_CARD and application.answers.get(field.id):
                    known.append((field, application.answers[field.id], source))
                else:
                    asked.append(field)
            if asked:
                sections.append((section, asked))
        self._view.show_known(known)
        asked_now = tuple(field.id for _, fields in sections for field in fields)
        if fresh or asked_now != self._shown:
            self._shown = asked_now
            self._view.show_asked(sections)
            for field in asked_now:
                self._view.show_answer(field, application.answers.get(field, ""))
        self._asked = asked_now
        self._required = {field.id for _, fields in sections for field in fields if field.required}

    def first_missing(self) -> str:
        """Where the officer's hand is wanted first: the first required question without an answer."""
        for field in self._asked:
            if field in self._required and not self._sitting.answered(field):
                return field
        return self._asked[0] if self._asked else ""

    def edited(self, field: str, text: str) -> None:
        """Every keystroke is kept on the disk; the form's judgement of it comes back with "saved"."""
        self._touched.add(field)
        self._confirming = ()
        self._view.show_confirm(False)

        def saved(result: SavedLike) -> None:
            self._mistakes = tuple(result.mistakes)
            self._show_mistakes()
            self._lay_out()

        self._sitting.answer(field, text, saved)

    def settled(self, field: str) -> None:
        """The field is full and valid: the next question without an answer gets the hand."""
        following = self._asked[self._asked.index(field) + 1 :] if field in self._asked else ()
        for other in following:
            if other in self._required and not self._sitting.answered(other):
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
                    self._sitting.answer(f"confirmed.{mistake.field}", mistake.code)
                self._sitting.forward()

        self._sitting.refresh_checklist(judged)

    def _confirmed(self, mistake: Mistake) -> bool:
        return self._sitting.answered(f"confirmed.{mistake.field}") == mistake.code
