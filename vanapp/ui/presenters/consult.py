"""The consultation's presenter: what is asked for, answers in any order, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PyQt6.QtCore import QCoreApplication

from forms.packs.model import Category, Dimension, Switch
from forms.packs.shelf import categories, current
from forms.scenarios import Decision, asked, decide, possible
from forms.words import Words
from vanapp.ui.tasks import Cancel, Runs

if TYPE_CHECKING:
    from forms.search import Hit, Index
    from vanapp.printing import Printed
    from vanapp.usecases.take_home import TakeHome


@dataclass(frozen=True)
class Found:
    """One row of the list. `where` names the category of a situation, or how many ask for a material."""

    id: str
    words: Words
    where: Words | None = None
    badge: str = ""


@dataclass(frozen=True)
class Asked:
    """One question as it stands. `open_ones`: the answers that leave a way open."""

    question: Dimension
    chosen: str
    open_ones: frozenset[str]


@dataclass(frozen=True)
class Advice:
    """What the right side shows. `ready`: every question is answered."""

    category: Category
    decision: Decision
    ready: bool
    switches: Sequence[tuple[Switch, bool]]
    date: str  # of the pack, ISO
    can_begin: bool
    can_book: bool = False  # a visit to the hall, with these answers


@dataclass(frozen=True)
class ListVerbs:
    """print: blocking, lane print; code: what a phone reads. trouble: the words of a code."""

    print: Callable[[str, Mapping[str, str]], Printed]
    code: Callable[[str, Mapping[str, str]], TakeHome]
    trouble: Callable[[str], str]
    failed: Callable[[Exception], None]


class ConsultView(Protocol):
    def show_found(self, rows: Sequence[Found], chosen: str) -> None: ...
    def show_questions(
        self, category: Category | None, questions: Sequence[Asked], here: int, one_by_one: bool
    ) -> None: ...
    def show_advice(self, advice: Advice | None) -> None: ...
    def show_code(self, rows: Sequence[str]) -> None: ...
    def show_note(self, words: str, tone: str) -> None: ...


class ConsultPresenter:
    """`index()` is slow the first time: analysis lane. `begin` opens the intake with the answers."""

    def __init__(
        self,
        view: ConsultView,
        lanes: Runs,
        *,
        index: Callable[[], Index],
        can_begin: Callable[[str, Mapping[str, str]], bool],
        begin: Callable[[str, Mapping[str, str]], None],
        book: Callable[[str, Mapping[str, str]], None] | None = None,
        paper: ListVerbs | None = None,
    ) -> None:
        self._paper = paper
        self._note, self._showing_code = "", False
        self._view, self._lanes = view, lanes
        self._make_index, self._can_begin, self._begin = index, can_begin, begin
        self._book = book
        self._index: Index | None = None
        self._query = ""
        self._hits: dict[str, Hit] = {}
        self._category: Category | None = None
        self._answers: dict[str, str] = {}
        self._here = 0
        self._one_by_one = False
        self._asking: Cancel | None = None

    @property
    def answers(self) -> Mapping[str, str]:
        return dict(self._answers)

    def entered(self) -> None:
        """Show the list; the index is made meanwhile."""
        if self._index is None and self._asking is None:
            self._asking = self._lanes.run("analysis", self._make_index, self._indexed)
        self._list()
        self._draw()

    def _indexed(self, index: Index) -> None:
        self._index = index
        if self._query:
            self._list()

    # --- finding ------------------------------------------------------------------------------------------
    def typed(self, query: str) -> None:
        """Every keystroke searches; nothing typed shows every category."""
        self._query = query
        self._list()

    def _list(self) -> None:
        if not self._query.strip() or self._index is None:
            rows = [Found(one.id, one.words) for one in categories().values()]
            self._hits = {}
        else:
            hits = self._index.find(self._query)
            self._hits = {f"hit{place}": hit for place, hit in enumerate(hits)}
            rows = [self._found(key, hit) for key, hit in self._hits.items()]
        chosen = self._category.id if self._category is not None else ""
        self._view.show_found(rows, chosen)

    def _found(self, key: str, hit: Hit) -> Found:
        if hit.kind == "category":
            return Found(hit.categories[0], hit.words)
        if hit.kind == "material":
            return Found(key, hit.words, None, str(len(hit.categories)))
        return Found(key, hit.words, categories()[hit.categories[0]].words)

    def choose(self, row: str) -> None:
        """A category, a situation (its answer comes with it), or a material: who asks for it."""
        hit = self._hits.get(row)
        if hit is not None and hit.kind == "material":
            self._view.show_found([Found(key, categories()[key].words) for key in hit.categories], "")
            return
        category_id = hit.categories[0] if hit is not None else row
        if category_id not in categories():
            return
        kept = self._answers if self._category is not None and self._category.id == category_id else {}
        self._category = categories()[category_id]
        self._answers = {**kept, **(hit.answers if hit is not None else {})}
        self._here = self._first_open()
        self._list()
        self._draw()

    # --- asking -------------------------------------------------------------------------------------------
    def answered(self, question: str, answer: str) -> None:
        """Any question at any time. What no longer goes with the new answer is taken back."""
        if self._category is None:
            return
        self._answers[question] = answer
        for dimension in self._category.dimensions:
            given = self._answers.get(dimension.id)
            if dimension.id != question and given and given not in self._possible(dimension):
                del self._answers[dimension.id]
        self._here = self._first_open(after=question)
        self._draw()

    def switched(self, switch: str, on: bool) -> None:
        """A circumstance beside the questions."""
        if on:
            self._answers[switch] = "yes"
        else:
            self._answers.pop(switch, None)
        self._draw()

    def one_by_one(self) -> None:
        """For a resident beside the officer: one question a page, large; again: all at once."""
        self._one_by_one = not self._one_by_one
        self._draw()

    def step(self, by: int) -> bool:
        """To the question before or after; False at the ends."""
        there = self._here + by
        if not self._one_by_one or not 0 <= there < len(self._asked()):
            return False
        self._here = there
        self._draw()
        return True

    def go_back(self) -> bool:
        """Esc: a question back, else the answers are put down, else False: nothing to step out of."""
        if self.step(-1):
            return True
        if self._category is None:
            return False
        self._category, self._answers, self._here = None, {}, 0
        self._list()
        self._draw()
        return True

    def go_on(self) -> None:
        """Enter: the next question; when all is answered the application, or else a booking."""
        advice = self._advice()
        if advice is not None and advice.can_begin:
            self._begin(advice.category.id, self.answers)
        elif advice is not None and advice.can_book and self._book is not None:
            self._book(advice.category.id, self.answers)
        else:
            self.step(1)

    # --- to take home -------------------------------------------------------------------------------------
    def print_list(self) -> None:
        """On the roll, on A4, or kept as a file where there is no printer."""
        advice, paper = self._advice(), self._paper
        if advice is None or not advice.ready or paper is None:
            return
        category, answers = advice.category.id, self.answers

        def told(slip: str) -> None:
            if self._category is advice.category and self.answers == answers:
                self._note = slip
                self._tell()

        def failed(error: Exception) -> None:
            code = getattr(error, "code", None)
            if code is None:
                paper.failed(error)
            else:
                told(str(code))

        self._note = "printing"
        self._tell()
        self._lanes.run("print", lambda: paper.print(category, answers), lambda done: told(done.way), failed)

    def show_code(self) -> None:
        """For the resident's phone, held to the screen; again: the list."""
        advice, paper = self._advice(), self._paper
        if self._showing_code or advice is None or not advice.ready or paper is None:
            self._showing_code = False
            self._view.show_code(())
            return
        category, answers = advice.category.id, self.answers

        def told(home: TakeHome) -> None:
            if self._category is advice.category and self.answers == answers:
                self._showing_code = True
                self._view.show_code(home.rows)

        self._lanes.run("print", lambda: paper.code(category, answers), told, paper.failed)

    def say_again(self) -> None:
        """The language changed: the code is of the other language."""
        self._put_away()
        self._tell()

    def _put_away(self) -> None:
        """What was printed or shown is not of these answers any more."""
        self._note, self._showing_code = "", False
        self._view.show_code(())
        self._tell()

    def _tell(self) -> None:
        assert self._paper is not None or not self._note
        trouble = self._paper.trouble if self._paper is not None else str
        self._view.show_note(*list_note(self._note, trouble))

    # --- drawing ------------------------------------------------------------------------------------------
    def _asked(self) -> list[Dimension]:
        return list(asked(self._category, self._answers)) if self._category is not None else []

    def _possible(self, question: Dimension) -> frozenset[str]:
        assert self._category is not None
        own = {d.id for d in self._category.dimensions}
        said = {key: answer for key, answer in self._answers.items() if key in own}
        return possible(self._category, question.id, said)

    def _first_open(self, after: str = "") -> int:
        questions = self._asked()
        places = [place for place, one in enumerate(questions) if one.id not in self._answers]
        here = next((place for place, one in enumerate(questions) if one.id == after), -1)
        return next((place for place in places if place > here), places[0] if places else max(here, 0))

    def _draw(self) -> None:
        questions = [Asked(one, self._answers.get(one.id, ""), self._possible(one)) for one in self._asked()]
        self._view.show_questions(self._category, questions, self._here, self._one_by_one)
        self._view.show_advice(self._advice())
        self._put_away()

    def _advice(self) -> Advice | None:
        if self._category is None:
            return None
        decision = decide(self._category.id, self._answers)
        ready = not decision.unanswered
        can_begin = ready and decision.eligible and self._can_begin(self._category.id, self._answers)
        return Advice(
            category=self._category,
            decision=decision,
            ready=ready,
            switches=[
                (switch, self._answers.get(switch.id) == "yes")
                for switch in self._category.switches
                if switch.words is not None
            ],
            date=current().date.isoformat(),
            can_begin=can_begin,
            can_book=ready and decision.eligible and not can_begin and self._book is not None,
        )


def list_note(slip: str, trouble: Callable[[str], str]) -> tuple[str, str]:
    """What became of the list: its words and their tone. slip: "", a way of Printed, or a code."""
    translate = QCoreApplication.translate
    words = {
        "": "",
        "printing": translate("Consult", "正在打印清单"),
        "paper": translate("Consult", "清单已打印"),
        "queue": translate("Consult", "清单已交给打印机"),
        "file": translate("Consult", "没有打印机，清单已存在本机；可让群众扫码带走"),
    }
    if slip in words:
        return words[slip], "attention" if slip == "file" else "good"
    return translate("Consult", "清单没有印出。{trouble}").format(trouble=trouble(slip)), "wrong"
