"""The postman's rounds: when he looks, when he goes, and whom he tells."""

from __future__ import annotations

import threading

from sync.engine import Received, Sent
from sync.errors import Unreachable
from sync.line import LineState
from vanapp.rounds import Rounds


class FakeLine:
    def __init__(self, state: LineState = LineState.UNKNOWN) -> None:
        self.state = state
        self.next = LineState.UP
        self.checks = 0

    def check(self) -> LineState:
        self.checks += 1
        self.state = self.next
        return self.state

    def next_check_s(self, waiting: bool) -> float:
        return 2.0 if waiting else 30.0


class FakeEngine:
    def __init__(self) -> None:
        self.sends = 0
        self.answer = Sent()
        self.news = Received()

    def send(self) -> Sent:
        self.sends += 1
        return self.answer

    def receive(self, wait_s: float = 0.0) -> Received:
        return self.news


class Stage:
    def __init__(self, waiting: bool = False) -> None:
        self.line, self.engine, self.now = FakeLine(), FakeEngine(), 100.0
        self.told = 0
        self.rounds = Rounds(self.engine, self.line, lambda: waiting, lambda: self.now)
        self.rounds.on_change(self._hear)

    def _hear(self) -> None:
        self.told += 1


def test_the_first_tick_looks_at_the_line_and_goes() -> None:
    stage = Stage()
    stage.rounds.tick()
    assert (stage.line.checks, stage.engine.sends, stage.told) == (1, 1, 1)


def test_without_a_line_nobody_goes() -> None:
    stage = Stage()
    stage.line.next = LineState.DOWN
    stage.rounds.tick()
    stage.rounds.tick()
    assert (stage.line.checks, stage.engine.sends) == (1, 0)


def test_a_waiting_parcel_makes_him_look_more_often() -> None:
    for waiting, checks in ((True, 2), (False, 1)):
        stage = Stage(waiting)
        stage.line.next = LineState.DOWN
        stage.rounds.tick()
        stage.now += 3.0
        stage.rounds.tick()
        assert stage.line.checks == checks


def test_a_line_that_dies_on_the_way_is_asked_again_at_once() -> None:
    stage = Stage()
    stage.engine.answer = Sent(tried=1, stopped=Unreachable())
    stage.rounds.tick()
    stage.line.next = LineState.DOWN
    stage.rounds.tick()
    assert (stage.line.checks, stage.line.state) == (2, LineState.DOWN)


def test_a_quiet_round_tells_nobody() -> None:
    stage = Stage()
    stage.rounds.tick()
    stage.rounds.tick()
    assert (stage.engine.sends, stage.told) == (2, 1)


def test_news_and_deliveries_are_told() -> None:
    stage = Stage()
    stage.rounds.tick()
    stage.engine.news = Received(applied=1)
    stage.rounds.tick()
    stage.engine.news, stage.engine.answer = Received(), Sent(tried=1, delivered=1)
    stage.rounds.tick()
    assert stage.told == 3


def test_send_now_goes_although_no_look_is_due() -> None:
    stage = Stage()
    stage.rounds.tick()
    told = threading.Event()
    stage.rounds.on_change(told.set)
    stage.line.next = LineState.DOWN
    stage.rounds.nudge()
    assert told.wait(5)
    assert stage.line.checks == 2


def test_whoever_unsubscribes_is_not_told_again() -> None:
    stage = Stage()
    stop = stage.rounds.on_change(lambda: stage._hear())
    stop()
    stage.rounds.tick()
    assert stage.told == 1
