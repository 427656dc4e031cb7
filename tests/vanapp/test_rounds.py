"""The postman's rounds: when he looks, when he goes, and whom he tells."""

from __future__ import annotations

import threading

from sync.engine import Received, Sent
from sync.errors import DeviceRevoked, SyncError, Unreachable
from sync.line import LineState
from vanapp.rounds import Rounds


class FakeLine:
    def __init__(self, state: LineState = LineState.UNKNOWN) -> None:
        self.state = state
        self.next = LineState.UP
        self.problem: SyncError | None = None
        self.next_problem: SyncError | None = None
        self.checks = 0

    def check(self) -> LineState:
        self.checks += 1
        self.state, self.problem = self.next, self.next_problem
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

    def tick(self) -> None:
        """As the scheduler does it every second."""
        self.rounds.post()
        self.rounds.fetch()


def test_the_first_tick_looks_at_the_line_and_goes() -> None:
    stage = Stage()
    stage.tick()
    assert (stage.line.checks, stage.engine.sends, stage.told) == (1, 1, 1)


def test_without_a_line_nobody_goes() -> None:
    stage = Stage()
    stage.line.next = LineState.DOWN
    stage.tick()
    stage.tick()
    assert (stage.line.checks, stage.engine.sends) == (1, 0)


def test_a_waiting_parcel_makes_him_look_more_often() -> None:
    for waiting, checks in ((True, 2), (False, 1)):
        stage = Stage(waiting)
        stage.line.next = LineState.DOWN
        stage.tick()
        stage.now += 3.0
        stage.tick()
        assert stage.line.checks == checks


def test_a_line_that_dies_on_the_way_is_asked_again_at_once() -> None:
    stage = Stage()
    stage.engine.answer = Sent(tried=1, stopped=Unreachable())
    stage.tick()
    stage.line.next = LineState.DOWN
    stage.tick()
    assert (stage.line.checks, stage.line.state) == (2, LineState.DOWN)


def test_a_quiet_round_tells_nobody() -> None:
    stage = Stage()
    stage.tick()
    stage.tick()
    assert (stage.engine.sends, stage.told) == (2, 1)


def test_news_and_deliveries_are_told() -> None:
    stage = Stage()
    stage.tick()
    stage.engine.news = Received(applied=1)
    stage.tick()
    stage.engine.news, stage.engine.answer = Received(), Sent(tried=1, delivered=1)
    stage.tick()
    assert stage.told == 3


def test_send_now_goes_although_no_look_is_due() -> None:
    stage = Stage()
    stage.tick()
    told = threading.Event()
    stage.rounds.on_change(told.set)
    stage.line.next = LineState.DOWN
    stage.rounds.nudge()
    assert told.wait(20)
    assert stage.line.checks == 2


def test_whoever_unsubscribes_is_not_told_again() -> None:
    stage = Stage()
    stop = stage.rounds.on_change(lambda: stage._hear())
    stop()
    stage.tick()
    assert stage.told == 1


def test_news_is_fetched_while_a_pass_is_under_way() -> None:
    """The way there and the way back are two ways."""
    stage = Stage()
    stage.tick()
    fetched, sending = threading.Event(), threading.Event()

    class Slow(FakeEngine):
        def send(self) -> Sent:
            sending.set()
            assert fetched.wait(20)
            return Sent()

    stage.rounds._engine = Slow()
    slow = threading.Thread(target=stage.rounds.post)
    slow.start()
    assert sending.wait(20)
    stage.rounds.fetch()
    fetched.set()
    slow.join(20)


def test_send_now_tells_him_who_is_on_his_way() -> None:
    """A pass is under way: the call goes through to the engine, which takes what is urgent at once."""
    stage = Stage()
    stage.tick()
    under_way, told = threading.Event(), threading.Event()
    calls: list[str] = []

    class Slow(FakeEngine):
        def send(self) -> Sent:
            calls.append(threading.current_thread().name)
            if len(calls) == 1:
                under_way.set()
                assert told.wait(20)
            else:
                told.set()
            return Sent()

    stage.rounds._engine = Slow()
    slow = threading.Thread(target=stage.rounds.post)
    slow.start()
    assert under_way.wait(20)
    stage.rounds.nudge()
    assert told.wait(20)
    slow.join(20)
    assert len(calls) == 2


def test_quitting_hangs_up() -> None:
    """The office may hold our question for long: whoever quits does not wait for it."""
    hung_up, waiting = threading.Event(), threading.Event()
    stage = Stage()

    class Held(FakeEngine):
        def receive(self, wait_s: float = 0.0) -> Received:
            waiting.set()
            assert hung_up.wait(20)
            return Received(stopped=Unreachable())

    stage.line.state = LineState.UP
    rounds = Rounds(Held(), stage.line, lambda: False, lambda: stage.now, hang_up=hung_up.set)
    held = threading.Thread(target=rounds.fetch)
    held.start()
    assert waiting.wait(20)
    rounds.stop()
    held.join(20)
    rounds.post()
    assert stage.line.checks == 0


def test_upkeep_is_done_when_the_office_was_found_and_its_trouble_stops_nothing() -> None:
    stage, done = Stage(), []

    def upkeep() -> None:
        done.append(1)
        raise Unreachable

    rounds = Rounds(stage.engine, stage.line, lambda: False, lambda: stage.now, upkeep=upkeep)
    rounds.post()
    stage.line.next = LineState.DOWN
    stage.now += 60
    rounds.post()
    assert (len(done), stage.engine.sends) == (1, 1)


def test_an_office_that_wants_us_no_more_is_news_though_there_is_a_line() -> None:
    stage = Stage()
    told: list[str] = []
    stage.rounds.post()
    stage.rounds.on_change(lambda: told.append(stage.line.problem.code if stage.line.problem else ""))
    stage.now += 60
    stage.rounds.post()
    assert told == []
    stage.line.next_problem = DeviceRevoked(reason="device-revoked")
    for _ in range(2):
        stage.now += 60
        stage.rounds.post()
    assert told == ["sync.device_revoked"]
