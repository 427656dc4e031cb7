"""The consultation on screen: found by words, answered in any order; it opens the intake."""

from __future__ import annotations

from typing import cast

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.vanapp.ui.conftest import SetStage
from tests.vanapp.ui.fakes import Coded, InlineLanes
from tests.vanapp.ui.stage import Stage
from vanapp.ui.screens.consult import ConsultScreen
from vanapp.ui.widgets.label import Label
from vanapp.ui.widgets.option import Option


def consult_of(stage: Stage) -> ConsultScreen:
    stage.window.show_screen("consult")
    QApplication.processEvents()
    return cast(ConsultScreen, stage.window.page("consult"))


def listed(screen: ConsultScreen) -> list[str]:
    rows = screen.findChild(object, "consult_rows").findChildren(Option)  # type: ignore[call-overload]
    return [row.choice.words for row in rows if row.isVisible()]


def brought(screen: ConsultScreen) -> list[str]:
    """The materials on the right, by their words."""
    return [row._words.text() for row in screen.advice._rows if row.isVisible()]


def options(screen: ConsultScreen) -> dict[str, Option]:
    return {
        option.choice.words: option
        for group in screen._groups
        if group.isVisible()
        for option in group.findChildren(Option)
        if option.isVisible()
    }


def press(qtbot: QtBot, screen: ConsultScreen, keys: str) -> None:
    for key in keys:
        qtbot.keyClick(screen, key)
    QApplication.processEvents()


def test_all_tables_are_listed_and_words_narrow_them(stage: SetStage) -> None:
    screen = consult_of(stage())
    assert len(listed(screen)) == 27
    screen._search.setText("身份证丢了")
    QApplication.processEvents()
    assert listed(screen)[0] == "丢失补领"
    screen._search.setText("没有这种说法呀")
    assert listed(screen) == []
    assert screen._nothing.isVisible()
    screen._search.clear()
    assert len(listed(screen)) == 27


def test_an_index_that_comes_late_answers_what_was_typed_meanwhile(stage: SetStage) -> None:
    lanes = InlineLanes()
    set_up = stage(lanes=lanes)
    lanes.held = True
    screen = consult_of(set_up)
    screen._search.setText("csdj")
    assert len(listed(screen)) == 27
    lanes.held = False
    lanes.go()
    assert listed(screen)[0] == "出生登记"


def test_what_the_field_does_not_take_is_booked_with_enter(stage: SetStage, qtbot: QtBot) -> None:
    """An adoption: all is answered, the hall is said, and Enter books with the answers."""
    set_stage = stage()
    screen = consult_of(set_stage)
    screen._search.setText("领养")
    qtbot.keyClick(screen._search, Qt.Key.Key_Return)
    press(qtbot, screen, "C")
    assert not screen._go.isVisible()
    press(qtbot, screen, "H")
    assert screen._go.text() == "预约窗口"
    assert "预约" in screen._why.text()
    qtbot.keyClick(screen, Qt.Key.Key_Return)
    assert set_stage.booked == [("C02", {"kind": "k3", "addr": "coll"})]


def test_the_case_guangzhou_publishes_is_answered_with_three_letters(stage: SetStage, qtbot: QtBot) -> None:
    screen = consult_of(stage())
    screen._search.setText("csdj")
    qtbot.keyClick(screen._search, Qt.Key.Key_Return)
    press(qtbot, screen, "AFJ")
    assert brought(screen) == [
        "居民身份证（被投靠人/户主）",
        "居民户口簿（入户方）",
        "结婚证",
        "出生医学证明",
        "申办报告/入户申请表",
    ]
    assert screen.advice._channel.text() == "现场收件"
    assert screen._go.isVisible()  # the field takes it for review
    assert screen._why.text() == ""


def test_a_new_answer_takes_back_what_no_longer_goes_with_it(stage: SetStage, qtbot: QtBot) -> None:
    screen = consult_of(stage())
    screen._choose("C01")
    press(qtbot, screen, "AFJ")
    screen.answered.emit("place", "b3")
    assert "境外出生证" in "".join(brought(screen))
    assert not options(screen)["父母均已出国（境）定居，随本市亲属监护人"].isEnabled()
    press(qtbot, screen, "D")
    assert "境外出生证" in "".join(brought(screen))  # a greyed answer is not chosen by its key


def test_a_circumstance_is_ticked_and_unticked(stage: SetStage, qtbot: QtBot) -> None:
    screen = consult_of(stage())
    screen._choose("C01")
    press(qtbot, screen, "AFJ")
    tick = next(tick for tick in screen._also._ticks if tick.choice.id == "divorced_custody")
    tick.click()
    assert "结婚证" not in brought(screen)
    assert any(words.startswith("离婚证") for words in brought(screen))
    tick.click()
    assert "结婚证" in brought(screen)


def test_what_can_be_taken_here_begins_with_its_answers(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage()
    screen = consult_of(set_up)
    screen._search.setText("sfzdl")
    qtbot.keyClick(screen._search, Qt.Key.Key_Return)
    screen.answered.emit("age_group", "adult")
    screen.answered.emit("household", "other")
    QApplication.processEvents()
    assert screen._go.isVisible()
    qtbot.keyClick(screen, Qt.Key.Key_Return)
    assert set_up.advised == [("C19a", {"matter": "loss", "age_group": "adult", "household": "other"})]
    assert set_up.intake.asked == [("open", "01ADVISED")]
    assert set_up.window.shown == "intake"


def test_a_resident_is_asked_one_question_a_page_and_can_go_back(stage: SetStage, qtbot: QtBot) -> None:
    screen = consult_of(stage())
    screen._choose("C01")
    qtbot.keyClick(screen, Qt.Key.Key_F6)
    assert "第 1 题，共 3 题" in screen._place.text()
    press(qtbot, screen, "A")
    assert "第 2 题" in screen._place.text()
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert "第 1 题" in screen._place.text()
    qtbot.keyClick(screen, Qt.Key.Key_Return)
    assert "第 2 题" in screen._place.text()
    qtbot.keyClick(screen, Qt.Key.Key_F6)
    assert not screen._place.isVisible()


def test_escape_puts_the_answers_down_and_f3_searches_again(stage: SetStage, qtbot: QtBot) -> None:
    screen = consult_of(stage())
    screen._choose("C13")
    qtbot.keyClick(screen, Qt.Key.Key_F3)
    assert screen._search.hasFocus()
    screen.setFocus()
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert brought(screen) == []
    assert screen._invitation.isVisible()


def test_a_material_leads_to_the_matters_that_want_it(stage: SetStage) -> None:
    screen = consult_of(stage())
    screen._search.setText("出生医学证明")
    row = next(key for key, hit in _hits(screen).items() if hit == "出生医学证明")
    screen._choose(row)
    QApplication.processEvents()
    assert "出生登记" in listed(screen)
    assert "投靠配偶入户" in listed(screen)


def _hits(screen: ConsultScreen) -> dict[str, str]:
    rows, _ = screen._found
    return {row.id: row.words.zh for row in rows}


def test_every_list_says_its_source_date_and_how_sure_it_is(stage: SetStage) -> None:
    screen = consult_of(stage())
    screen._choose("C02")
    said = " ".join(label.text() for label in screen.advice.findChildren(Label) if label.isVisible())
    assert "户口登记条例" in said
    assert "2026-11-28" in said
    assert "来源一般" in said
    assert "窗口" in said


def answered_birth(stage: SetStage) -> tuple[Stage, ConsultScreen]:
    set_up = stage()
    screen = consult_of(set_up)
    screen._choose("C01")
    for question, answer in (("parents", "p1"), ("place", "b1"), ("addr", "a1")):
        screen.answered.emit(question, answer)
    QApplication.processEvents()
    return set_up, screen


def test_f7_prints_the_list_of_these_answers_and_says_where_it_went(stage: SetStage, qtbot: QtBot) -> None:
    set_up, screen = answered_birth(stage)
    qtbot.keyClick(screen, Qt.Key.Key_F7)
    assert set_up.listed == [("C01", {"parents": "p1", "place": "b1", "addr": "a1"})]
    assert screen.advice._note.words == "清单已打印"
    set_up.list_way = "file"
    qtbot.keyClick(screen, Qt.Key.Key_F7)
    assert "已存在本机" in screen.advice._note.words
    set_up.list_way = Coded()
    qtbot.keyClick(screen, Qt.Key.Key_F7)
    assert screen.advice._note.words.startswith("清单没有印出")
    screen.answered.emit("addr", "a2")
    assert not screen.advice._note.isVisible(), "another list: what was printed is not of these answers"


def test_f8_shows_the_code_in_the_lists_place_and_the_list_again(stage: SetStage, qtbot: QtBot) -> None:
    _, screen = answered_birth(stage)
    card = screen.advice
    qtbot.keyClick(screen, Qt.Key.Key_F8)
    assert (card._code.isVisible(), card._room.isVisible()) == (True, False)
    qtbot.keyClick(screen, Qt.Key.Key_F8)
    assert (card._code.isVisible(), card._room.isVisible()) == (False, True)
    qtbot.keyClick(screen, Qt.Key.Key_F8)
    screen.answered.emit("addr", "a2")
    assert (card._code.isVisible(), card._room.isVisible()) == (False, True)


def test_a_list_that_is_not_complete_is_neither_printed_nor_shown(stage: SetStage, qtbot: QtBot) -> None:
    set_up = stage()
    screen = consult_of(set_up)
    screen._choose("C01")
    screen.answered.emit("parents", "p1")
    for key in (Qt.Key.Key_F7, Qt.Key.Key_F8):
        qtbot.keyClick(screen, key)
    assert set_up.listed == []
    assert not screen.advice._code.isVisible()
    assert not screen.advice._print.isEnabled()


def test_the_code_on_the_screen_has_whole_dots_and_a_white_edge(stage: SetStage, qtbot: QtBot) -> None:
    _, screen = answered_birth(stage)
    qtbot.keyClick(screen, Qt.Key.Key_F8)
    QApplication.processEvents()
    picture = screen.advice._code.grab().toImage()
    middle = [picture.pixelColor(x, picture.height() // 2).value() for x in range(picture.width())]
    ink = [x for x, value in enumerate(middle) if value < 40]
    white = [x for x, value in enumerate(middle) if value > 250]
    assert ink
    dot = len(ink)  # the middle row is "010"
    assert ink == list(range(ink[0], ink[0] + dot))
    assert len([x for x in white if x < ink[0]]) >= 5 * dot
