"""What counts as a line: the office's own signed word, and nothing else."""

from __future__ import annotations

import pytest

from sync.errors import ClockOff, OutOfDate, ServerTrouble, SignInNeeded, SyncError, Unreachable, WrongNetwork
from sync.line import PROBE_IDLE_S, PROBE_WAITING_S, Line, LineState
from sync.parcel import OfficeHello
from tests.sync.fakes import START
from tests.sync.offices import Running
from tests.sync.strangers import says, stranger
from tests.sync.test_client import client


class Asked:
    """Answers what it was told to."""

    def __init__(self) -> None:
        self.error: SyncError | None = None

    def probe(self) -> OfficeHello:
        if self.error is not None:
            raise self.error
        return OfficeHello("office", True, START)


def test_before_the_first_check_nothing_is_known() -> None:
    assert Line(Asked()).state is LineState.UNKNOWN


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (None, LineState.UP),
        (Unreachable(), LineState.DOWN),
        (WrongNetwork(), LineState.WRONG_NETWORK),
        (SignInNeeded(), LineState.UP),
        (OutOfDate(), LineState.UP),
        (ClockOff(off_by_s=900), LineState.UP),
        (ServerTrouble(status=500), LineState.UP),
        (ServerTrouble(status=502, signed=False), LineState.DOWN),
    ],
)
def test_the_state_follows_from_what_came_back(error: SyncError | None, state: LineState) -> None:
    asked = Asked()
    asked.error = error
    line = Line(asked)
    assert line.check() is state
    assert line.problem is error


def test_each_change_is_told_once() -> None:
    asked = Asked()
    told: list[LineState] = []
    line = Line(asked)
    stop = line.on_change(told.append)
    for error in (None, None, Unreachable(), Unreachable(), WrongNetwork(), None):
        asked.error = error
        line.check()
    stop()
    stop()
    line.heard(Unreachable())
    assert [state.value for state in told] == ["up", "down", "wrong_network", "up"]


def test_a_delivery_says_as_much_as_a_probe() -> None:
    line = Line(Asked())
    assert line.heard(None) is LineState.UP
    assert line.heard(Unreachable()) is LineState.DOWN


def test_it_is_asked_often_only_while_something_waits_and_the_line_is_down() -> None:
    line = Line(Asked())
    line.heard(Unreachable())
    assert line.next_check_s(waiting=True) == PROBE_WAITING_S
    assert line.next_check_s(waiting=False) == PROBE_IDLE_S
    line.heard(None)
    assert line.next_check_s(waiting=True) == PROBE_IDLE_S


def test_a_captive_portal_is_the_wrong_network() -> None:
    with stranger(says("200 OK", b"<html>", "Content-Type: text/html")) as url:
        gateway = client(url)
        assert Line(gateway).check() is LineState.WRONG_NETWORK
        gateway.close()


def test_the_office_itself_is_up(office: Running) -> None:
    with office.speak() as gateway:
        assert Line(gateway).check() is LineState.UP
