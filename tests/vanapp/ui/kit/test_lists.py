"""The lists page: Enter begins; who is done is passed by; afterwards the list is in front again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.vanapp.ui.conftest import SetStage
from tests.vanapp.ui.stage import Stage
from vanapp.ui.screens.lists import ListsScreen
from vanapp.usecases.people_lists import Listed, ListHead, ListsPage

HEADS = (
    ListHead("roster", "s1", date(2026, 11, 30), "第十六中学", 3, 1),
    ListHead("outreach", "o1", date(2026, 12, 31), "北京街社区", 1, 0),
)
PUPILS = tuple(Listed("roster", "s1", n, f"学生{n}", f"N{n}", {"class": "初三(2)班"}) for n in range(3))
OLD = (Listed("outreach", "o1", 0, "陈国强", "O0", {"address": "小北路21号", "valid_to": "20270101"}),)


def with_lists(stage: SetStage, *people: Listed) -> tuple[Stage, ListsScreen, list[str]]:
    set_up, begun = stage(), list[str]()

    def ask(chosen: str, search: str) -> ListsPage:
        found = OLD if chosen == "outreach/o1" else tuple(p for p in people if search in p.name)
        return ListsPage(HEADS, chosen or "roster/s1", found)

    def begin(person: str) -> SimpleNamespace:
        begun.append(person)
        return SimpleNamespace(id="01BEGUN")

    office = set_up.shell.office
    office._verbs = replace(office._verbs, lists=ask, begin_listed=begin)
    set_up.window.show_screen("lists")
    screen = set_up.window.page("lists")
    assert isinstance(screen, ListsScreen)
    return set_up, screen, begun


def test_enter_begins_and_afterwards_the_list_is_in_front_again(stage: SetStage, qtbot: QtBot) -> None:
    set_up, screen, begun = with_lists(stage, *PUPILS)
    qtbot.keyClick(screen, Qt.Key.Key_Return)
    assert begun == ["roster/s1/N0"]
    assert set_up.desk.told[-1] == ("call", ("N0",))
    assert set_up.intake.asked == [("open", "01BEGUN")]
    set_up.intake.closed.emit()
    assert set_up.window.shown == "lists"
    set_up.shell.office.begin()
    set_up.intake.closed.emit()
    assert set_up.window.shown == "today"


def test_who_is_done_is_passed_by(stage: SetStage, qtbot: QtBot) -> None:
    done = replace(PUPILS[0], application="a", status="sealed")
    _, screen, begun = with_lists(stage, done, *PUPILS[1:])
    qtbot.keyClick(screen, Qt.Key.Key_Return)
    assert begun == ["roster/s1/N1"]
    screen.list.setCurrentIndex(screen.model.index(0))
    qtbot.keyClick(screen, Qt.Key.Key_Return)
    assert begun == ["roster/s1/N1"]
    said = screen.model.words(screen.model.index(0))
    assert (said.state, said.matter, said.when) == ("已办完", "初三(2)班", "…N0")


def test_another_list_and_a_search_are_asked_for(stage: SetStage, qtbot: QtBot) -> None:
    _, screen, _ = with_lists(stage, *PUPILS)
    with qtbot.waitSignal(screen.asked):
        screen._search.setText("学生2")
    assert [screen.model.row(screen.model.index(0)).name] == ["学生2"]  # type: ignore[union-attr]
    screen._lists.picked.emit("outreach/o1")
    assert "有效期至 2027-01-01" in screen.model.words(screen.model.index(0)).note


def test_without_a_list_the_page_says_how_one_comes(stage: SetStage) -> None:
    set_up = stage()
    office = set_up.shell.office
    office._verbs = replace(office._verbs, lists=lambda *_: ListsPage((), "", ()))
    set_up.window.show_screen("lists")
    screen = set_up.window.page("lists")
    assert isinstance(screen, ListsScreen)
    assert not screen._empty.isHidden()
    assert "自动收到" in screen._empty.text()
    assert screen._begin.isHidden()
