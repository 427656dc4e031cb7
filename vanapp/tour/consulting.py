"""`--mode consult`: what to bring, found by pinyin and by everyday words, taken home and taken on from."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from PyQt6.QtCore import Qt

from forms.record import Application
from vanapp.tour.errands import GO_ON, Composed
from vanapp.tour.people import LOSS
from vanapp.tour.started import Started
from vanapp.ui.screens.consult import ConsultScreen
from vanapp.usecases.print_list import FOLDER
from vanapp.usecases.take_home import take_home


@dataclass(frozen=True)
class Question:
    """What somebody asks. said: typed, or committed by an input method. best: the hit it should lead to.

    letters: of the answers on the page. answers, materials: what must come of it.
    """

    name: str
    said: str | Composed
    best: str
    letters: str
    category: str
    answers: dict[str, str]
    materials: frozenset[str] | None = None


@dataclass
class Told:
    """What came of it."""

    name: str
    keys: int = 0
    category: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    materials: list[str] = field(default_factory=list)
    code: str = ""


BIRTH = Question(
    "birth",
    "csdj",
    "出生登记",
    "afj",
    "C01",
    {"parents": "p1", "place": "b1", "addr": "a1"},
    frozenset({"RPT", "IDC_T", "HKB_T", "MAR", "BIRTH"}),  # the five that Guangzhou publishes for it
)
LOST = Question(
    "loss",
    ("身份证丢了", 17),
    "丢失补领",
    "jl",
    "C19a",
    {"matter": "loss", "age_group": "adult", "household": "province"},
)


class ConsultTour(Started):
    def run(self) -> dict[str, Any]:
        """Everything, in order. Raises NothingHappened when the program stands still."""
        self._sign_in()
        self._show("consult", "consult")
        birth = self._ask(BIRTH)
        self._hand.press(Qt.Key.Key_F6)
        self._hand.look("birth-one-by-one")
        self._hand.press(Qt.Key.Key_F6)
        loss = self._ask(LOST)
        self._in_every_look("consult", after=self._code)
        application = self._begin()
        return self._summary(birth, loss, application)

    # --- steps ------------------------------------------------------------------------------------------

    def _ask(self, question: Question) -> Told:
        told, before, hand = Told(question.name), self._meter.keys, self._hand
        hand.press(Qt.Key.Key_F3)
        hand.until(lambda: hand.focused() == "consult_search", "the search")
        if isinstance(question.said, tuple):
            hand.compose(*question.said)
        else:
            hand.type(question.said)
        hand.until(
            lambda: self._screen.found[0].words.zh == question.best, f"{question.best} as the best hit"
        )
        hand.look(f"{question.name}-found")
        hand.press(GO_ON)
        hand.until(lambda: self._card.advice is not None, "its questions")
        hand.type(question.letters)
        hand.until(self._is_ready, "every question to be answered")
        hand.look(f"{question.name}-result")
        self._print(question.name)
        self._code(question.name)
        advice = self._card.advice
        assert advice is not None
        told.keys = self._meter.keys - before
        told.category, told.answers = advice.category.id, dict(self._screen.answers)
        told.materials = [one.id for one in advice.decision.materials]
        told.code = take_home(self._services, told.category, told.answers).text
        return told

    def _code(self, name: str) -> None:
        """The code for the resident's phone, and the list again."""
        self._hand.press(Qt.Key.Key_F8)
        self._hand.until(lambda: self._card.shows_code, "the code")
        self._hand.rest(0.2)
        self._hand.look(f"{name}-code")
        self._hand.press(Qt.Key.Key_F8)

    def _print(self, name: str) -> None:
        before = self._printed()
        self._hand.press(Qt.Key.Key_F7)
        self._hand.until(lambda: self._printed() > before, "the list to be printed")
        self._hand.rest(0.2)
        self._hand.look(f"{name}-printed")
        self._hand.rest(1.0)  # the next list's number is of another second

    def _begin(self) -> Application:
        """Enter on a result that this program takes: the intake, with what was answered."""
        self._hand.press(GO_ON)
        window = self._program.shell.window
        self._hand.until(lambda: window.shown == "intake", "the intake")
        intake: Any = window.page("intake")
        self._hand.until(lambda: intake.sitting.application is not None, "the draft")
        self._hand.look("begun-identity")
        self._hand.type(LOSS.number)
        self._hand.until(lambda: intake.sitting.page == "matter", "the matter page")
        self._hand.rest(0.3)
        self._hand.look("begun-matter")
        application: Application = intake.sitting.application
        return application

    # --- what is so -------------------------------------------------------------------------------------

    @property
    def _screen(self) -> ConsultScreen:
        screen = self._program.shell.window.page("consult")
        assert isinstance(screen, ConsultScreen)
        return screen

    @property
    def _card(self) -> Any:
        return self._screen.advice

    @property
    def _lists(self) -> list[Path]:
        return sorted((self._services.paths.data / FOLDER).glob("*.pdf"))

    def _is_ready(self) -> bool:
        advice = self._card.advice
        return advice is not None and bool(advice.ready)

    def _printed(self) -> int:
        """How many lists the audit knows of, on paper or as a file."""
        entries = self._services.store.audit.about(self._services.session.device_no)
        return sum(entry.facts.get("what") == "list" for entry in entries)

    def _summary(self, birth: Told, loss: Told, application: Application) -> dict[str, Any]:
        (self._out / "papers").mkdir(exist_ok=True)
        for paper in self._lists:
            shutil.copy(paper, self._out / "papers")
        kept = {name: application.answers.get(name, "") for name in ("household",)}
        return {
            "asked": [asdict(birth), asdict(loss)],
            "lists": [paper.name for paper in self._lists],
            "application": {"matter": application.matter, "pack": application.pack, "kept": kept},
            "as_expected": {
                "birth": _is_right(birth, BIRTH),
                "loss": _is_right(loss, LOST),
                "lists_printed": self._printed() == 2,
                "begun_with_the_answers": application.matter == "loss" and kept["household"] == "province",
                "audit": self._services.store.audit.verify() > 0,
            },
            "pictures": self._hand.taken,
        }


def _is_right(told: Told, asked: Question) -> bool:
    right = (told.category, told.answers) == (asked.category, asked.answers)
    return right and asked.materials in (None, frozenset(told.materials)) and bool(told.code)
