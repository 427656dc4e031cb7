"""The day's list: whom to call and what to mind; what the office called off or changed meanwhile."""

from __future__ import annotations

from dataclasses import replace

from PyQt6.QtWidgets import QLabel

from sync.errors import DeviceRevoked
from tests.vanapp.ui.conftest import SetStage
from tests.vanapp.ui.fakes import InlineLanes, a_day
from vanapp.ui.presenters.today import TodayPresenter
from vanapp.ui.screens.today import TodayScreen
from vanapp.ui.screens.visit_row import VisitRow
from vanapp.usecases.office_news import News
from vanapp.usecases.today import Today


def rows(today: Today) -> list[VisitRow]:
    """Drawn as the page draws them; the screen is kept by its rows' parent."""
    screen = TodayScreen()
    TodayPresenter(screen, InlineLanes(), lambda: today, matter=str, failed=str, unit="").load()
    found = [row for row in screen.findChildren(VisitRow) if not row.isHidden()]
    for row in found:
        row.screen_kept = screen  # type: ignore[attr-defined]
    return found


def said(row: VisitRow) -> list[str]:
    labels = [label for label in row.findChildren(QLabel) if not label.isHidden()]
    return [label.toolTip() or label.text() for label in labels if label.text()]


def test_a_door_says_where_whom_to_call_and_what_to_mind(stage: SetStage) -> None:
    stage()
    text = " ".join(said(rows(a_day())[0]))
    for told in ("广州市越秀区北京路", "王女士（女儿） 13800138000", "卧床，听力弱，讲粤语"):
        assert told in text


def test_a_door_called_off_cannot_be_begun_and_the_next_one_is_chosen(stage: SetStage) -> None:
    stage()
    day = a_day()
    first, second = rows(replace(day, visits=(replace(day.visits[0], dropped=1), *day.visits[1:])))[:2]
    assert "局里已取消" in said(first)
    assert first._begin.isHidden()
    assert first._begin.key is None
    assert second._begin.key is not None
    assert "3 站" in first.screen_kept.subtitle  # type: ignore[attr-defined]


def test_a_door_called_off_after_it_was_begun_can_be_gone_on_with(stage: SetStage) -> None:
    stage()
    day = a_day()
    begun = replace(day.visits[0], state="open", dropped=1, news="dropped", application="a")
    [first, *_] = rows(replace(day, visits=(begun, *day.visits[1:])))
    assert "局里已取消" in said(first)
    assert not first._begin.isHidden()
    [first, *_] = rows(replace(day, visits=(replace(begun, dropped=0, news="changed"), *day.visits[1:])))
    assert "局里有改动" in said(first)


def test_what_the_office_did_to_a_begun_door_is_told_once_wherever_one_is(stage: SetStage) -> None:
    set_up = stage()
    set_up.window.show_screen("settings")
    set_up.news.append(News("usecases.visit_dropped", "刘秀兰"))
    set_up.shell.office.refresh()
    message = set_up.window.banner.message
    assert message is not None
    assert (message.tone, "刘秀兰" in message.text, "都在" in message.text) == ("attention", True, True)
    set_up.window.banner.tell(None)
    set_up.shell.office.refresh()
    assert set_up.window.banner.message is None


def test_an_office_that_ended_this_laptop_says_so_once_and_the_strip_keeps_it(stage: SetStage) -> None:
    set_up = stage()
    line = set_up.line
    line.state, line.problem = "up", DeviceRevoked(reason="device-revoked")
    set_up.shell.office.refresh()
    message = set_up.window.banner.message
    assert message is not None
    assert "撤销了这台电脑的登记" in message.text
    assert set_up.window.strip._line_state == "shut_out"
    set_up.window.banner.tell(None)
    set_up.shell.office.refresh()
    assert set_up.window.banner.message is None
    line.problem = None
    set_up.shell.office.refresh()
    assert set_up.window.strip._line_state == "up"
