"""A question on screen: typed, pasted, picked, full and right, wrong, and read from the chip."""

from __future__ import annotations

from datetime import date

import pytest
from PyQt6.QtCore import QMimeData, Qt
from PyQt6.QtGui import QInputMethodEvent
from PyQt6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from forms.spec import Choice, Field, Words
from vanapp.ui import theme
from vanapp.ui.fields import make
from vanapp.ui.fields.picking import SearchEditor, SegmentEditor
from vanapp.ui.fields.row import FieldRow

TODAY = date(2026, 11, 21)
SEX = (Choice("1", Words("男", "Male")), Choice("2", Words("女", "Female")))
MANY = tuple(Choice(f"{n:02d}", Words(f"民族{n}", f"People {n}")) for n in range(1, 57))


def row(qtbot: QtBot, kind: str, field_id: str = "f", choices: tuple[Choice, ...] = ()) -> FieldRow:
    made = make(Field(field_id, kind, Words("题目", "Question"), True, choices), "zh", TODAY)
    qtbot.addWidget(made)
    made.resize(400, 120)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.focus()
    return made


def typed(made: FieldRow) -> tuple[list[str], list[str]]:
    edited: list[str] = []
    filled: list[str] = []
    made.edited.connect(lambda _, text: edited.append(text))
    made.filled.connect(filled.append)
    return edited, filled


def type_in(qtbot: QtBot, made: FieldRow, text: str) -> None:
    qtbot.keyClicks(made.editor.widget(), text)


def test_every_key_is_told(qtbot: QtBot) -> None:
    made = row(qtbot, "text")
    edited, _ = typed(made)
    type_in(qtbot, made, "abc")
    assert edited == ["a", "ab", "abc"]


def test_what_the_input_method_commits_is_told(qtbot: QtBot) -> None:
    made = row(qtbot, "name")
    edited, _ = typed(made)
    event = QInputMethodEvent()
    event.setCommitString("刘秀兰")
    QApplication.sendEvent(made.editor.widget(), event)
    assert edited == ["刘秀兰"]


def test_a_number_is_shown_in_groups_and_told_without_them(qtbot: QtBot) -> None:
    made = row(qtbot, "id_number")
    edited, filled = typed(made)
    type_in(qtbot, made, "44010419480312002")
    assert edited[-1] == "44010419480312002"
    assert made.shown_text() == "440104 19480312 002"
    assert filled == []


def test_full_and_right_moves_on_and_full_and_wrong_stays(qtbot: QtBot) -> None:
    made = row(qtbot, "phone", "phone")
    _, filled = typed(made)
    type_in(qtbot, made, "13800138000")
    assert filled == ["phone"]
    assert made.shown_text() == "138 0013 8000"
    wrong = row(qtbot, "past_date")
    _, filled = typed(wrong)
    type_in(qtbot, wrong, "20261332")
    assert filled == []


def test_changing_a_digit_in_the_middle_keeps_the_cursor(qtbot: QtBot) -> None:
    made = row(qtbot, "phone")
    made.set_text("13800138000")
    line = made.editor.widget()
    line.setCursorPosition(2)  # type: ignore[attr-defined]
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert made.text() == "1800138000"
    assert line.cursorPosition() == 1  # type: ignore[attr-defined]


def test_pasted_spaces_and_marks_are_told_for_tidying(qtbot: QtBot) -> None:
    made = row(qtbot, "id_number")
    edited, _ = typed(made)
    mime = QMimeData()
    mime.setText(" 440104 19480312 0024 ")
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    clipboard.setMimeData(mime)
    made.editor.widget().paste()  # type: ignore[attr-defined]
    assert edited == ["440104194803120024"]


def test_full_width_digits_are_not_lost(qtbot: QtBot) -> None:
    made = row(qtbot, "phone")
    edited, _ = typed(made)
    made.editor.widget().insert("１３８")  # type: ignore[attr-defined]
    assert edited == ["１３８"]


def test_a_text_set_by_the_program_is_not_told(qtbot: QtBot) -> None:
    for kind in ("text", "address", "id_number", "date"):
        made = row(qtbot, kind)
        edited, _ = typed(made)
        made.set_text("20261121")
        assert edited == []


def test_few_answers_are_segments_and_arrows_pick(qtbot: QtBot) -> None:
    made = row(qtbot, "choice", choices=SEX)
    assert isinstance(made.editor, SegmentEditor)
    edited, _ = typed(made)
    qtbot.keyClick(made.editor._buttons["1"], Qt.Key.Key_Right)
    qtbot.keyClick(made.editor._buttons["2"], Qt.Key.Key_Left)
    assert edited == ["2", "1"]


def test_many_answers_are_found_by_typing_either_language(qtbot: QtBot) -> None:
    made = row(qtbot, "choice", choices=MANY)
    assert isinstance(made.editor, SearchEditor)
    edited, _ = typed(made)
    line = made.editor.lineEdit()
    assert line is not None
    line.clear()
    qtbot.keyClicks(line, "People 33")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert edited[-1:] == ["33"]
    line.setText("nonsense")
    line.editingFinished.emit()
    assert made.text() == "33"


def test_a_search_under_the_hand_survives_what_the_store_says_again(qtbot: QtBot) -> None:
    made = row(qtbot, "choice", choices=MANY)
    editor = made.editor
    assert isinstance(editor, SearchEditor)
    edited, _ = typed(made)
    qtbot.keyClicks(editor.lineEdit(), "5")
    made.set_text("")
    editor.show_options([(c.code, c.words.zh, c.words.en) for c in MANY])
    qtbot.keyClicks(editor.lineEdit(), "1")
    qtbot.keyClick(editor.lineEdit(), Qt.Key.Key_Return)
    assert edited == ["51"]


def test_several_answers_are_parted_by_a_space(qtbot: QtBot) -> None:
    made = row(qtbot, "many", choices=SEX)
    edited, _ = typed(made)
    assert isinstance(made.editor, SegmentEditor)
    for code in ("2", "1"):
        qtbot.keyClick(made.editor._buttons[code], Qt.Key.Key_Space)
    assert edited == ["2", "1 2"]


def test_long_term_is_one_press(qtbot: QtBot) -> None:
    made = row(qtbot, "date_or_long")
    edited, _ = typed(made)
    assert made._long is not None
    made._long.click()
    assert edited == ["长期"]


def test_a_mistake_stands_under_the_field_and_goes_again(qtbot: QtBot) -> None:
    made = row(qtbot, "text")
    made.show_mistake("日期不存在,请核对。")
    assert made._hint.text() == "日期不存在,请核对。"
    assert made._hint.property("role") == "wrong"
    assert made.editor.widget().property("wrong") == "true"
    made.show_mistake("")
    assert made._hint.text() == ""
    assert made.editor.widget().property("wrong") == "false"


def test_what_the_chip_says_can_be_read_and_not_typed(qtbot: QtBot) -> None:
    made = row(qtbot, "choice", choices=SEX)
    made.set_text("2")
    made.set_read_only("chip")
    assert not made.editor.widget().isVisible()
    assert made._fixed.text() == "女"
    made.set_language("en")
    assert made._fixed.text() == "Female"


@pytest.mark.parametrize("kind", ["text", "id_number", "address", "choice"])
def test_enter_goes_on_to_the_page(qtbot: QtBot, kind: str) -> None:
    heard: list[int] = []

    class Page(QWidget):
        def keyPressEvent(self, event: object) -> None:
            heard.append(event.key())  # type: ignore[attr-defined]

    page = Page()
    qtbot.addWidget(page)
    for choices in (SEX, MANY):
        made = make(Field("f", kind, Words("题", "Q"), True, choices), "zh", TODAY)
        made.setParent(page)
        page.show()
        made.show()
        made.focus()
        target = page.focusWidget() or made.editor.widget()
        qtbot.keyClick(target, Qt.Key.Key_Return)
    assert heard == [Qt.Key.Key_Return] * 2


def test_the_place_is_told_when_the_focus_comes(qtbot: QtBot) -> None:
    made = row(qtbot, "text", "name")
    came: list[str] = []
    made.entered.connect(came.append)
    made.editor.widget().clearFocus()
    made.focus()
    assert came == ["name"]


def test_a_larger_scale_types_nothing(qtbot: QtBot, qapp: QApplication) -> None:
    """It would be saved as the officer's own answer, confirm what waits for him, trouble what is sealed."""
    made = row(qtbot, "address")
    made.set_text("广东省广州市越秀区北京路1号")
    edited, _ = typed(made)
    try:
        theme.apply(qapp, "light", 1.5)
        QApplication.processEvents()
        assert edited == []
        type_in(qtbot, made, "x")
        assert len(edited) == 1
    finally:
        theme.apply(qapp, "light", 1.0)
