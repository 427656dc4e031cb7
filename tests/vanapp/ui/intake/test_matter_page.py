"""The matter page of another category: its one matter, and all the answers of its situation."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from vanapp.ui.presenters.intake_matter import offered, questions
from vanapp.ui.screens.intake_matter import MatterPage


def page_of(qtbot: QtBot, matter: str) -> tuple[MatterPage, list[tuple[str, str]]]:
    page = MatterPage(lambda: "zh")
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show_matters(offered(matter), matter, "")
    page.show_questions([(question, "") for question in questions(matter)])
    page.show()
    qtbot.waitExposed(page)
    answered: list[tuple[str, str]] = []
    page.answered.connect(lambda question, answer: answered.append((question, answer)))
    return page, answered


def test_more_answers_than_letters_are_shown_all_the_same(qtbot: QtBot) -> None:
    """38 entries of the register can be changed: A to Z go by key, the rest by Tab or a click."""
    page, answered = page_of(qtbot, "entry_change")
    assert page.press(Qt.Key.Key_A)
    assert page.press(Qt.Key.Key_Z)
    assert not page.press(Qt.Key.Key_0)
    assert answered == [("item", "n1"), ("item", "o1")]
    ((_, options),) = page._groups
    assert len(options._options) == len(questions("entry_change")[0].answers) > 26
    options._options[-1].click()
    assert answered[-1] == ("item", "o13")


def test_a_card_says_where_other_matters_begin(qtbot: QtBot) -> None:
    card, _ = page_of(qtbot, "loss")
    assert "咨询" in card.help.text()
    other, _ = page_of(qtbot, "birth")
    assert other.help.text() == ""
