"""Reading threads: nobody who waits on one is ever left alone, whatever the instrument does."""

from __future__ import annotations

import threading

import pytest

from devices import pipes
from devices.errors import BadReply, Cancelled, Silent
from devices.pipes import InPipe, Listener
from tests.devices.rigs import soon


def flood(length: int, timeout_ms: int) -> bytes:
    return bytes(length)


def quiet(length: int, timeout_ms: int) -> bytes:
    threading.Event().wait(timeout_ms / 10_000)
    raise Silent()


def test_cancelling_is_heard_in_a_flood_of_reports() -> None:
    listener = Listener("flood", flood, 8)
    assert soon(lambda: listener._reports.qsize() > 10)
    with pytest.raises(Cancelled):
        listener.next(lambda: True)
    listener.ask_stop()
    listener.join()


class AlwaysOneMore(Listener):
    """As if a report came for every one that is taken."""

    taken = 0

    def poll(self) -> bytes | None:
        self.taken += 1
        assert self.taken < 1000
        return b"once more"


def test_forgetting_ends_in_a_flood_of_reports() -> None:
    said = iter([bytes(8)] * 5)
    listener = AlwaysOneMore("flood", lambda length, timeout_ms: next(said, None) or quiet(8, 100), 8)
    assert soon(lambda: listener._reports.qsize() == 5)
    listener.forget()
    assert listener.taken == 5
    listener.ask_stop()
    listener.join()


def test_a_flood_nobody_reads_ends_in_a_bad_reply_not_in_a_full_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipes, "MOST_WAITING", 50)
    listener = Listener("flood", flood, 8)
    listener.join()
    assert listener._reports.qsize() == 51
    for _ in range(50):
        assert listener.next(lambda: False) == bytes(8)
    for _ in range(2):
        with pytest.raises(BadReply):
            listener.next(lambda: False)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_reading_thread_that_dies_leaves_nobody_waiting() -> None:
    def broken(length: int, timeout_ms: int) -> bytes:
        raise ZeroDivisionError

    pipe = InPipe("broken", broken)
    with pytest.raises(Cancelled):
        pipe.queue(8, 1000).wait(lambda: False)
    with pytest.raises(Cancelled):
        pipe.queue(8, 1000).wait(lambda: False)
    pipe.ask_stop()
    pipe.join()


def test_silence_ends_in_time() -> None:
    pipe = InPipe("quiet", quiet)
    with pytest.raises(Silent):
        pipe.queue(8, 100).wait(lambda: False)
    pipe.ask_stop()
    pipe.join()
