"""The pages as widgets: keyboard alone, Chinese by input method, sizes, words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import QImage, QPointingDevice, QTabletEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from devices.contract import Kind, PenPoint, Signature
from forms.idnumber import check_digit
from tests.pages import IntakePages
from tests.vanapp.bed import ID_NUMBER, FakeReader, Van, card, draft, make_van, ready
from tests.vanapp.ui.intake.rig import HandCamera, HandCases, HandLanes, finding
from vanapp.ui import theme
from vanapp.ui.screens.intake import IntakeScreen
from vanapp.ui.widgets.signature_pad import SignaturePad
from vanapp.ui.window import MainWindow
from vanapp.usecases.sign import Surface

PHONE = "13800138000"
STILL = ("identity", "matter", "particulars", "fingers", "materials", "check", "finish")
"""Pages that show the same without a camera."""


class Stage:
    """The screen in its window over a real store; card and finger lanes held unless let go."""

    def __init__(self, qtbot: QtBot, folder: Path, *, language: str = "zh") -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, "light", 1.0)
        self.van: Van = make_van(folder)
        self.van.services.settings.change(language=language)
        self.camera = HandCamera()
        self.cases = HandCases(self.van, self.camera)
        self.lanes = HandLanes("card", "finger", "print")
        services = replace(self.van.services, camera=self.camera)
        self.screen = IntakeScreen(services, self.lanes, cases=self.cases)
        self.window = MainWindow(training=True)
        qtbot.addWidget(self.window)
        self.window.add_screen("intake", lambda: self.screen)
        self.window.resize(1366, 768)
        self.pages = IntakePages(self.screen, qtbot.waitUntil)

    def show(self, qtbot: QtBot) -> Stage:
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.window.show_screen("intake")  # nobody is in hand: the next person begins
        return self


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(qtbot, tmp_path)
    yield made.show(qtbot)
    made.screen.left()


def answers(stage: Stage) -> dict[str, str]:
    application = stage.screen.sitting.application
    assert application is not None
    return dict(stage.van.store.applications.get(application.id).answers)


def test_the_number_typed_by_keyboard_leads_to_the_matter(stage: Stage) -> None:
    assert stage.pages.focused() == "id_number"
    stage.pages.keys.type(ID_NUMBER)
    assert stage.pages.page == "matter"
    assert answers(stage)["id_number"] == ID_NUMBER


def test_a_renewal_needs_one_enter_a_phone_and_one_enter_to_the_camera(stage: Stage) -> None:
    stage.van.bench.drivers[Kind.CARD] = FakeReader(card())
    stage.lanes.go("card")
    stage.pages.on("matter").enter()
    assert stage.pages.page == "particulars"
    assert stage.pages.focused() == "phone"
    stage.pages.keys.type(PHONE)
    stage.pages.enter()
    assert stage.pages.page == "portrait"
    assert stage.pages.keys.pressed == 13
    assert answers(stage)["phone"] == PHONE


def test_digits_choose_the_matter_and_letters_the_situation(stage: Stage) -> None:
    stage.pages.keys.type(ID_NUMBER)
    stage.pages.keys.press(Qt.Key.Key_5)
    stage.pages.keys.press(Qt.Key.Key_B)
    assert stage.screen.sitting.application is not None
    assert stage.screen.sitting.application.matter == "loss"
    assert answers(stage)["household"] == "province"


def test_a_chinese_name_goes_from_the_input_method_to_the_disk(stage: Stage) -> None:
    stage.pages.keys.type(ID_NUMBER)
    stage.pages.keys.press(Qt.Key.Key_5)
    stage.pages.enter()
    assert stage.pages.focused() == "name"
    stage.pages.keys.commit("欧阳𠮷")
    assert answers(stage)["name"] == "欧阳𠮷"


def test_esc_goes_back_and_f_keys_jump_where_one_has_been(stage: Stage) -> None:
    stage.pages.keys.type(ID_NUMBER)
    stage.pages.enter()
    assert stage.pages.page == "particulars"
    stage.pages.escape()
    assert stage.pages.page == "matter"
    stage.pages.keys.press(Qt.Key.Key_F4)
    assert stage.pages.page == "particulars"
    stage.pages.keys.press(Qt.Key.Key_F2)
    assert stage.pages.page == "identity"
    stage.pages.keys.press(Qt.Key.Key_F9)
    assert stage.pages.page == "identity"


def test_ctrl_z_in_a_text_field_takes_back_what_was_typed(stage: Stage) -> None:
    stage.pages.keys.type("440106")
    stage.pages.undo()
    assert answers(stage).get("id_number", "") == ""
    assert stage.window.banner.message is not None


def test_the_field_in_hand_is_the_one_reopened(stage: Stage, qtbot: QtBot) -> None:
    stage.pages.keys.type(ID_NUMBER)
    stage.pages.enter()
    stage.pages.field("phone").setFocus()
    application = stage.screen.sitting.application
    assert application is not None
    kept = stage.van.store.applications.get(application.id)
    assert (kept.page, kept.place) == ("particulars", "phone")
    stage.screen.open(application.id)
    assert stage.pages.focused() == "phone"


def test_the_live_picture_says_one_thing_and_counts(stage: Stage) -> None:
    stage.screen.resume(draft(stage.van))
    for _ in range(3):
        stage.screen.sitting.forward()
    stage.cases.photo = (finding("photo.too_small", "fail"),)
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    stage.camera.show(picture)
    live = stage.screen.pages.page("portrait").live  # type: ignore[attr-defined]
    said = live.instruction
    assert said
    stage.cases.photo = (finding("photo.head_width", "ok"),)
    stage.camera.show(picture)
    assert live.instruction != said


def test_a_tablet_s_ink_lies_on_the_pad_in_its_own_shape_until_a_hand_draws_there(qtbot: QtBot) -> None:
    pad = SignaturePad()
    qtbot.addWidget(pad)
    pad.resize(640, 120)
    pad.take_ink(200, 100)
    for dot in ((0.0, 0.0, 0.0, 0.5), (1.0, 0.0, 5.0, 0.5), (1.0, 1.0, 10.0, 0.5), None):
        pad.dot(dot)
    assert [point[:2] for point in pad.strokes[0]] == [(200.0, 0.0), (440.0, 0.0), (440.0, 120.0)]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    pad.dot((0.5, 0.5, 20.0, 0.5))
    pad.take_ink(200, 100)  # it waits with the tablet again: not while a hand is drawing
    for x in (20, 30, 40):
        QTest.mouseMove(pad, QPoint(x, 12))
    with qtbot.waitSignal(pad.stroke_ended):
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 12))
    (stroke,) = pad.strokes
    assert all(point[0] <= 40 for point in stroke)


def test_what_was_written_on_the_tablet_becomes_a_picture_and_strokes_in_its_units(stage: Stage) -> None:
    stage.screen.resume(draft(stage.van))
    page = stage.screen.pages.page("check")
    inked: list[tuple[object, bytes, object]] = []
    page.inked.connect(lambda *all_of_it: inked.append(all_of_it))  # type: ignore[attr-defined]
    point = PenPoint(0.5, 0.25, 3.0, 0.5)
    page.show_written(Signature(((point, point, point),), 1000, 400, lost=1))  # type: ignore[attr-defined]
    ((strokes, png, surface),) = inked
    assert strokes == [[(500.0, 100.0, 3.0, 0.5)] * 3]
    assert png.startswith(b"\x89PNG")
    assert surface == Surface(1000, 400, tablet=True, lost=1)


def test_the_check_page_is_signed_and_left_by_keys_and_pen(stage: Stage) -> None:
    stage.screen.resume(ready(stage.van))
    while stage.pages.page != "check":
        stage.screen.sitting.forward()
    stage.pages.keys.press(Qt.Key.Key_1)
    stage.pages.sign()
    stage.pages.enter()
    assert stage.pages.page == "finish"
    stage.pages.enter()
    stage.lanes.go("print")
    stage.lanes.go("print")
    assert stage.cases.printed == ["form", "receipt"]
    served: list[str] = []
    stage.screen.finished.connect(served.append)
    stage.pages.enter()
    assert len(served) == 1
    assert stage.pages.page == ""


def test_the_page_the_office_named_opens_with_its_reasons(stage: Stage) -> None:
    stage.screen.sitting.reasons = ("相片右肩过曝,请重拍",)
    stage.screen.clear_banner()
    message = stage.window.banner.message
    assert message is not None
    assert "右肩过曝" in message.text


@pytest.mark.parametrize(
    "page", ["identity", "matter", "particulars", "fingers", "materials", "check", "finish"]
)
def test_everything_to_press_is_44_pixels_high_and_has_a_name(stage: Stage, qtbot: QtBot, page: str) -> None:
    stage.screen.resume(ready(stage.van, "loss"))
    while stage.pages.page != page:
        if not stage.screen.sitting.jump(page):
            stage.screen.sitting.forward()

    def shown() -> list[QAbstractButton]:
        found = stage.screen.stack.currentWidget().findChildren(QAbstractButton)
        return [b for b in found if b.isVisible() and not b.objectName().startswith("change_")]

    with suppress(qtbot.TimeoutError):  # layouts settle, on a busy machine late
        qtbot.waitUntil(lambda: all(button.height() >= 44 for button in shown()))
    buttons = shown()
    assert buttons
    for button in buttons:
        assert button.height() >= 44, (button.objectName(), button.text())
        assert button.text() or button.accessibleName(), button.objectName()


@pytest.mark.parametrize(
    "page", ["identity", "matter", "particulars", "fingers", "materials", "check", "finish"]
)
def test_every_page_fits_the_smallest_laptop(stage: Stage, page: str) -> None:
    stage.screen.resume(ready(stage.van, "loss"))
    while stage.pages.page != page:
        if not stage.screen.sitting.jump(page):
            stage.screen.sitting.forward()
    QApplication.processEvents()
    least = stage.screen.minimumSizeHint()
    assert least.width() <= 1366 - 92
    assert least.height() <= 768 - 56 - 36


def test_english_words_of_forms_follow_the_language(qtbot: QtBot, tmp_path: Path) -> None:
    made = Stage(qtbot, tmp_path, language="en")
    made.show(qtbot)
    made.pages.keys.type(ID_NUMBER)
    option = made.screen.findChild(QAbstractButton, "option_loss")
    assert option is not None
    assert option.text() == "Replacement after loss"
    made.screen.left()


def test_a_pen_gives_its_pressure_and_a_touch_of_two_points_is_no_stroke(qtbot: QtBot) -> None:
    pad = SignaturePad()
    qtbot.addWidget(pad)
    pad.resize(600, 120)
    pen = QPointingDevice.primaryPointingDevice()

    def move(kind: QEvent.Type, x: float, pressure: float) -> None:
        at = QPointF(x, 40.0)
        event = QTabletEvent(
            kind, pen, at, at, pressure, 0, 0, 0.0, 0.0, 0.0,
            Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton,
        )  # fmt: skip
        QApplication.sendEvent(pad, event)

    move(QEvent.Type.TabletPress, 10.0, 0.2)
    move(QEvent.Type.TabletRelease, 11.0, 0.0)
    assert pad.strokes == ()
    with qtbot.waitSignal(pad.stroke_ended):
        move(QEvent.Type.TabletPress, 10.0, 0.2)
        for step in range(5):
            move(QEvent.Type.TabletMove, 20.0 + step, 0.8)
        move(QEvent.Type.TabletRelease, 30.0, 0.0)
    (stroke,) = pad.strokes
    assert stroke[0][3] == 0.2
    assert stroke[-1][3] == 0.8
    assert not QImage.fromData(pad.png()).isNull()


def test_undo_shows_what_was_taken_back_where_it_belongs(stage: Stage) -> None:
    stage.pages.keys.type(ID_NUMBER)
    stage.pages.enter()
    stage.pages.field("phone").setFocus()
    stage.pages.keys.type(PHONE)
    stage.pages.escape()
    assert stage.pages.page == "matter"
    stage.pages.undo()
    assert stage.pages.page == "particulars"
    assert stage.pages.focused() == "phone"
    assert answers(stage).get("phone", "") == ""


def test_typing_goes_on_while_questions_come_and_go(stage: Stage) -> None:
    body = "44010620180601002"
    stage.pages.keys.type(body + check_digit(body))
    stage.pages.keys.press(Qt.Key.Key_1)
    stage.pages.enter()
    assert stage.pages.page == "particulars"
    stage.pages.field("guardian_phone").setFocus()
    stage.pages.keys.type("13800138001")
    assert answers(stage)["guardian_phone"] == "13800138001"


def test_a_new_question_leaves_the_letters_where_they_are(stage: Stage) -> None:
    stage.pages.keys.type(ID_NUMBER)
    stage.pages.enter()
    stage.pages.field("name").setFocus()
    stage.pages.keys.type("Li")
    sections = stage.screen.pages.page("particulars")._sections  # type: ignore[attr-defined]
    stage.screen.pages.page("particulars").show_asked(sections)  # type: ignore[attr-defined]
    stage.pages.keys.type("na")
    assert answers(stage)["name"] == "Lina"
