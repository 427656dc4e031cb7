"""Lanes: slow work off the GUI thread, answers in it, one thread per lane, in order."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.vanapp.ui.fakes import Coded
from vanapp.ui.tasks import Cancel, Lanes


@pytest.fixture
def lanes(qtbot: QtBot) -> Iterator[Lanes]:
    made = Lanes()
    yield made
    made.close()


def test_work_runs_off_the_gui_thread_and_its_answer_comes_in_it(lanes: Lanes, qtbot: QtBot) -> None:
    seen: dict[str, object] = {}

    def op() -> str:
        seen["op"] = threading.current_thread()
        return "answer"

    def done(result: str) -> None:
        seen["done"], seen["result"] = threading.current_thread(), result

    lanes.run("store", op, done)
    qtbot.waitUntil(lambda: "done" in seen)
    assert seen["result"] == "answer"
    assert seen["op"] is not threading.main_thread()
    assert seen["done"] is threading.main_thread()


def test_an_answer_never_comes_before_run_returns(lanes: Lanes, qtbot: QtBot) -> None:
    """The trap: a Future that is done already calls its callback in the thread that adds it."""
    order: list[str] = []
    for _ in range(200):
        lanes.run("store", lambda: None, lambda _: order.append("done"))
        order.append("returned")
    qtbot.waitUntil(lambda: order.count("done") == 200)
    assert order[:200] == ["returned"] * 200


def test_one_lane_works_in_order_and_two_lanes_side_by_side(lanes: Lanes, qtbot: QtBot) -> None:
    gate, order = threading.Event(), []
    lanes.run("store", lambda: gate.wait(5), lambda _: order.append("slow"))
    lanes.run("store", lambda: None, lambda _: order.append("after"))
    lanes.run("net", lambda: None, lambda _: order.append("beside"))
    qtbot.waitUntil(lambda: order == ["beside"])
    gate.set()
    qtbot.waitUntil(lambda: order == ["beside", "slow", "after"])


def test_a_coded_error_goes_to_the_page_and_not_to_the_crash_report(
    lanes: Lanes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashed: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: crashed.append(error))
    told: list[Exception] = []

    def op() -> None:
        raise Coded

    lanes.run("store", op, None, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], Coded)
    assert crashed == []


def test_an_error_without_a_code_is_a_bug_and_reaches_the_crash_report(
    lanes: Lanes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashed: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: crashed.append(kind))
    lanes.run("store", lambda: 1 // 0)
    qtbot.waitUntil(lambda: crashed == [ZeroDivisionError])


def test_after_cancel_neither_answer_nor_error_arrives(lanes: Lanes, qtbot: QtBot) -> None:
    gate, heard, token = threading.Event(), [], Cancel()
    lanes.run("finger", lambda: gate.wait(5), heard.append, heard.append, cancel=token)
    token.cancel()
    gate.set()
    after: list[object] = []
    lanes.run("finger", lambda: "after", after.append)
    qtbot.waitUntil(lambda: after == ["after"])
    assert heard == []


def test_progress_arrives_in_the_gui_thread_in_order(lanes: Lanes, qtbot: QtBot) -> None:
    heard: list[tuple[str, threading.Thread]] = []
    tell = lanes.relay(lambda step: heard.append((step, threading.current_thread())))

    def op() -> None:
        for step in ("waiting", "touched", "reading"):
            tell(step)

    lanes.run("card", op)
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert heard == [(step, threading.main_thread()) for step in ("waiting", "touched", "reading")]


def test_closing_cancels_what_runs_and_delivers_nothing(lanes: Lanes, qtbot: QtBot) -> None:
    started, heard = threading.Event(), []
    token = Cancel()

    def op() -> None:
        started.set()
        while not token():
            pass

    lanes.run("card", op, heard.append, cancel=token)
    started.wait(5)
    lanes.close()
    assert token()
    qtbot.wait(20)
    assert heard == []
