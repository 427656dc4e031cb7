"""At every scale, in both languages: no word is cut off, nothing lies beside the page, English is English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from devices.contract import Kind
from tests.vanapp.bed import FakeReader, card, ready
from tests.vanapp.ui.intake.test_pages import Stage
from vanapp.ui import theme
from vanapp.ui.i18n import Language
from vanapp.ui.widgets import ActionButton, Elided
from vanapp.ui.widgets.label import Whole
from vanapp.ui.widgets.material_row import MaterialRow
from vanapp.ui.widgets.option import Option

PAGES = ("identity", "matter", "particulars", "portrait", "fingers", "materials", "check", "finish")
CHINESE = re.compile(r"[\u3400-\u9fff]")
PLACE = " 广东省广州市天河区 "
"""What the number says of where it was given."""
DOCUMENTS = re.compile(r"^Source: ")
"""What a fee stands on is cited as the law is called."""


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    theme.apply(qapp, "light", 1.0)


def shown(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [w for w in window.findChildren(kind) if w.isVisible()]


def cut(widget: QWidget) -> bool:
    """Whether some of its words are not in sight."""
    if isinstance(widget, (Elided, MaterialRow)):
        return False  # made to be shortened; the whole is its tool tip
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height() + 1
        return widget.sizeHint().width() > widget.width() + 1
    if isinstance(widget, QAbstractButton) and widget.text():
        wanted = widget.sizeHint().width() if not isinstance(widget, Option) else widget.words_width()
        return wanted > widget.width() + 1
    return False


KIT = (Kind.STILL, Kind.SCANNER, Kind.SIGNATURE, Kind.CHIP)
"""What a van may have beside card reader, finger scanner and camera: each adds buttons."""


def plug_all(stage: Stage) -> None:
    """The whole kit is there; nobody uses it."""
    stage.lanes.held |= {"still", "scan", "sign", "chip"}
    for kind in KIT:
        stage.van.bench.drivers[kind] = FakeReader(card())


def walk(stage: Stage, qtbot: QtBot, page: str) -> None:
    while stage.pages.page != page:
        if not stage.screen.sitting.jump(page):
            stage.screen.sitting.forward()
    qtbot.wait(150)  # layouts settle


def settle(qtbot: QtBot, right: Callable[[], bool]) -> None:
    """Layouts settle in a moment, on a busy machine in a longer one; what never does, the caller tells."""
    for _ in range(100):
        if right():
            return
        qtbot.wait(30)


def cut_words(stage: Stage, page: str) -> list[tuple[str, str, str]]:
    """Page, kind and words of everything that is cut off or wider than its place."""
    troubles = []
    for widget in (*shown(stage.screen, QLabel), *shown(stage.screen, QAbstractButton)):
        if not stage.screen.steps.isAncestorOf(widget) and cut(widget):
            troubles.append((page, type(widget).__name__, widget.text()))  # type: ignore[attr-defined]
    for area in shown(stage.window, QScrollArea):
        content = area.widget()  # type: ignore[attr-defined]
        if content.width() > area.viewport().width():  # type: ignore[attr-defined]
            troubles.append((page, type(area).__name__, "wider than its place"))
    return troubles


def scrolled(stage: Stage) -> bool:
    return any(area.verticalScrollBar().isVisible() for area in shown(stage.window, QScrollArea))  # type: ignore[attr-defined]


@pytest.mark.parametrize("kit", ["small kit", "whole kit"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_word_is_cut_off(
    app: QApplication, qtbot: QtBot, tmp_path: Path, language: str, scale: float, kit: str
) -> None:
    speaker = Language(app)
    speaker.speak(language)
    stage = Stage(qtbot, tmp_path, language=language)
    if kit == "whole kit":
        plug_all(stage)
    theme.apply(app, "light", scale)
    stage.show(qtbot)
    stage.screen.resume(ready(stage.van, "loss"))
    troubles = []
    for page in PAGES:
        walk(stage, qtbot, page)
        if page == "check" and kit == "whole kit":
            stage.screen.pages.page(page).show_tablet(True)  # type: ignore[attr-defined]
        settle(qtbot, lambda page=page: not cut_words(stage, page))  # type: ignore[misc]
        troubles += cut_words(stage, page)
    stage.screen.left()
    speaker.speak("zh")
    assert not troubles


def test_back_from_large_words_nothing_keeps_their_height(
    app: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    stage = Stage(qtbot, tmp_path)
    plug_all(stage)
    stage.show(qtbot)
    stage.screen.resume(ready(stage.van, "loss"))
    walk(stage, qtbot, "check")
    page = stage.screen.pages.page("check")
    page.show_tablet(True)  # type: ignore[attr-defined]
    words = page.findChildren(Whole)
    heights = []
    for scale in (1.0, 1.5, 1.0):
        theme.apply(app, "light", scale)
        settle(qtbot, lambda: all(w.height() == w.heightForWidth(w.width()) for w in words))
        qtbot.wait(50)
        heights.append([w.minimumSizeHint().height() for w in words])
    stage.screen.left()
    assert heights[1] > heights[0]
    assert heights[2] == heights[0]


@pytest.mark.parametrize("kit", ["small kit", "whole kit"])
@pytest.mark.parametrize("page", [page for page in PAGES if page != "particulars"])
def test_the_common_case_needs_no_scrolling(qtbot: QtBot, tmp_path: Path, page: str, kit: str) -> None:
    stage = Stage(qtbot, tmp_path)
    if kit == "whole kit":
        plug_all(stage)
    stage.show(qtbot)
    stage.screen.resume(ready(stage.van, "renewal_expiry"))
    walk(stage, qtbot, page)
    if page == "check" and kit == "whole kit":
        stage.screen.pages.page(page).show_tablet(True)  # type: ignore[attr-defined]
    settle(qtbot, lambda: not scrolled(stage))
    bars = scrolled(stage)
    stage.screen.left()
    assert not bars


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_card_leaves_to_ask_needs_no_scrolling(qtbot: QtBot, tmp_path: Path, language: str) -> None:
    stage = Stage(qtbot, tmp_path, language=language)
    stage.show(qtbot)
    stage.van.bench.drivers[Kind.CARD] = FakeReader(card())
    stage.lanes.go("card")
    stage.pages.on("matter").enter()
    walk(stage, qtbot, "particulars")
    settle(qtbot, lambda: not scrolled(stage))
    bars = scrolled(stage)
    flat = [b.text() for b in shown(stage.screen, QAbstractButton) if b.height() < 44]  # type: ignore[attr-defined]
    stage.screen.left()
    assert not bars
    assert not flat


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("page", ["portrait", "materials", "check"])
def test_with_the_whole_kit_the_buttons_stand_in_one_row(
    app: QApplication, qtbot: QtBot, tmp_path: Path, scale: float, language: str, page: str
) -> None:
    speaker = Language(app)
    speaker.speak(language)
    stage = Stage(qtbot, tmp_path, language=language)
    plug_all(stage)
    theme.apply(app, "light", scale)
    stage.show(qtbot)
    stage.screen.resume(ready(stage.van, "loss"))
    if page == "portrait":
        stage.screen.sitting.jump(page, page)
    walk(stage, qtbot, page)
    shown_page = stage.screen.pages.page(page)
    buttons = [one for one in shown(shown_page, ActionButton) if one.parentWidget() is shown_page]
    settle(qtbot, lambda: len({one.y() for one in buttons}) == 1)
    rows = {one.y() for one in buttons}
    words = [one.text() for one in buttons]  # type: ignore[attr-defined]
    stage.screen.left()
    speaker.speak("zh")
    assert len(buttons) >= 2
    assert len(rows) == 1, words


@pytest.mark.parametrize("kit", ["small kit", "whole kit"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_actions_stay_in_sight(
    app: QApplication, qtbot: QtBot, tmp_path: Path, scale: float, kit: str
) -> None:
    stage = Stage(qtbot, tmp_path)
    if kit == "whole kit":
        plug_all(stage)
    theme.apply(app, "light", scale)
    stage.show(qtbot)
    stage.screen.resume(ready(stage.van, "loss"))
    for page in PAGES:
        walk(stage, qtbot, page)
        back = stage.screen.pages.page(page).back
        if back.isVisible():
            low = back.mapTo(stage.window, back.rect().bottomLeft()).y()
            assert low < stage.window.height() - theme.current().px(36), page
    stage.screen.left()


def test_nothing_on_an_english_page_is_chinese_but_what_is_data(
    app: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    speaker = Language(app)
    speaker.speak("en")
    stage = Stage(qtbot, tmp_path, language="en")
    stage.show(qtbot)
    application = ready(stage.van, "loss")
    data = " ".join(str(answer) for answer in application.answers.values()) + PLACE
    stage.screen.resume(application)
    seen = []
    for page in PAGES:
        walk(stage, qtbot, page)
        for widget in (*shown(stage.window, QLabel), *shown(stage.window, QAbstractButton)):
            for text in (widget.text(), widget.toolTip(), widget.accessibleName()):  # type: ignore[attr-defined]
                if DOCUMENTS.match(text):
                    continue
                left = [word for word in re.split(r"[ ·:：,，。()（）✓]+", text) if CHINESE.search(word)]
                seen += [(page, text) for word in left if word not in data]
    stage.screen.left()
    speaker.speak("zh")
    assert not seen
