"""The rules of a pass over the outbox, as facts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sync.engine import Due, Engine
from sync.errors import (
    BadParcel,
    DigestConflict,
    OutOfDate,
    Refused,
    ServerTrouble,
    SignInNeeded,
    SyncError,
    Unreachable,
    WrongNetwork,
)
from sync.hands import Hands
from sync.parcel import Notice, NoticeKind
from tests.sync.fakes import START, HandClock, MemoryInbox, MemoryOutbox, ObedientOffice, small_parcel


class Desk:
    """An engine with all it is handed."""

    def __init__(self) -> None:
        self.outbox, self.inbox, self.office, self.clock = (
            MemoryOutbox(),
            MemoryInbox(),
            ObedientOffice(),
            HandClock(),
        )
        self.hands = 1
        self.engine = Engine(
            self.outbox,
            self.inbox,
            self.office,
            self.clock,
            chance=lambda: 0.5,
            hands=lambda: self.hands,
        )

    def seal(self, *ids: str, urgent: bool = False) -> None:
        for id in ids:
            self.outbox.add(small_parcel(id, urgent=urgent))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_all_that_is_due_is_delivered_with_its_receipt(desk: Desk) -> None:
    desk.seal("a", "b", "c")
    sent = desk.engine.send()
    assert (sent.tried, sent.delivered, sent.stopped) == (3, 3, None)
    assert all(row.receipt is not None for row in desk.outbox.rows.values())


def test_most_urgent_goes_first_then_oldest(desk: Desk) -> None:
    desk.seal("a", "b")
    desk.seal("c", "d", urgent=True)
    desk.engine.send()
    assert desk.office.seen == ["c", "d", "a", "b"]


def test_an_urgent_parcel_sealed_meanwhile_overtakes(desk: Desk) -> None:
    desk.seal("a", "b", "c")
    desk.office.on_deliver = lambda parcel: desk.seal("z", urgent=True) if parcel.id == "a" else None
    desk.engine.send()
    assert desk.office.seen == ["a", "z", "b", "c"]


@pytest.mark.parametrize("error", [Unreachable(), WrongNetwork(), SignInNeeded(), OutOfDate()])
def test_no_signal_costs_no_try_and_ends_the_pass(desk: Desk, error: SyncError) -> None:
    desk.seal("a", "b")
    desk.office.down = error
    for _ in range(50):
        sent = desk.engine.send()
    assert sent.stopped is error
    assert desk.office.seen == ["a"] * 50
    assert desk.outbox.rows["a"].tries == 0
    desk.office.down = None
    assert desk.engine.send().delivered == 2  # at once, without waiting for anything


def test_trouble_at_the_office_puts_that_parcel_off_and_only_that_one(desk: Desk) -> None:
    desk.seal("a", "b")
    desk.office.errors["a"] = ServerTrouble()
    sent = desk.engine.send()
    assert (sent.put_off, sent.delivered, sent.stopped) == (1, 1, None)
    assert desk.outbox.rows["a"].tries == 1
    assert desk.engine.send().tried == 0


def test_no_parcel_is_ever_put_off_for_more_than_a_minute(desk: Desk) -> None:
    desk.seal("a")
    desk.office.errors["a"] = ServerTrouble(retry_after_s=86400.0)
    for tries in range(40):
        desk.outbox.rows["a"].tries = tries
        desk.engine.send()
        wait = desk.outbox.rows["a"].not_before - desk.clock.now()
        assert timedelta(0) < wait <= timedelta(seconds=60)
        desk.clock.pass_s(60)
        desk.office.errors["a"] = ServerTrouble()


def test_an_office_that_is_ill_is_left_alone_for_the_rest_of_the_pass(desk: Desk) -> None:
    desk.seal(*"abcdefgh")
    desk.office.down = ServerTrouble()
    sent = desk.engine.send()
    assert isinstance(sent.stopped, ServerTrouble)
    assert desk.office.seen == ["a", "b", "c"]


def test_three_poisoned_parcels_do_not_hold_up_the_others(desk: Desk) -> None:
    desk.seal(*"abcde")
    for id in "abc":
        desk.office.errors[id] = ServerTrouble()
    desk.engine.send()
    sent = desk.engine.send()
    assert sent.delivered == 2


def test_a_refused_parcel_waits_for_a_person_with_its_reason(desk: Desk) -> None:
    desk.seal("a", "b")
    desk.office.errors["a"] = Refused(reason="bad-manifest")
    assert desk.engine.send().delivered == 1
    row = desk.outbox.rows["a"]
    assert (row.state, row.code, row.values["reason"]) == ("refused", "sync.refused", "bad-manifest")
    assert desk.outbox.alarms == []
    desk.clock.pass_s(10_000)
    assert desk.engine.send().tried == 0


def test_the_same_id_with_other_content_is_an_alarm_and_stops_nothing(desk: Desk) -> None:
    desk.seal("a", "b")
    desk.office.errors["a"] = DigestConflict(reason="digest-conflict")
    assert desk.engine.send().delivered == 1
    assert desk.outbox.alarms == [("a", "sync.digest_conflict")]
    assert desk.outbox.state("a") == "refused"


def test_a_parcel_whose_bytes_are_damaged_here_is_never_sent(desk: Desk) -> None:
    desk.seal("a", "b", "c")
    desk.outbox.damaged.add("a")
    desk.outbox.rows["b"].parcel = replace(desk.outbox.rows["b"].parcel, body=b"other")
    sent = desk.engine.send()
    assert (sent.refused, sent.delivered) == (2, 1)
    assert desk.office.seen == ["c"]
    assert desk.outbox.rows["b"].code == BadParcel.code


def test_a_second_caller_returns_at_once_and_what_it_came_for_is_still_sent(desk: Desk) -> None:
    desk.seal("a")
    second: list[bool] = []

    def meanwhile(_parcel: object) -> None:
        if not second:
            desk.seal("b")
            thread = threading.Thread(target=lambda: second.append(desk.engine.send().busy))
            thread.start()
            thread.join()

    desk.office.on_deliver = meanwhile
    assert desk.engine.send().delivered == 2
    assert second == [True]


def test_a_parcel_sealed_in_the_last_moment_of_a_pass_is_not_left_behind(desk: Desk) -> None:
    """Its own caller is turned away while the running pass has already seen that nothing is due."""
    desk.seal("a")
    ask = desk.outbox.due
    turned_away: list[bool] = []

    def due(now: datetime) -> Sequence[Due]:
        found = ask(now)
        if not found and not turned_away:
            desk.seal("b")
            thread = threading.Thread(target=lambda: turned_away.append(desk.engine.send().busy))
            thread.start()
            thread.join()
        return found

    desk.outbox.due = due  # type: ignore[method-assign]
    assert desk.engine.send().delivered == 2
    assert turned_away == [True]


def test_a_parcel_is_tried_once_in_a_pass_even_when_the_office_says_at_once(desk: Desk) -> None:
    desk.seal("a")
    desk.office.errors["a"] = ServerTrouble(retry_after_s=0.0)
    desk.engine.send()
    assert desk.office.seen == ["a"]


def test_a_row_left_sending_by_a_crash_is_sent_again(desk: Desk) -> None:
    desk.seal("a")
    desk.outbox.sending("a")
    assert desk.engine.send().delivered == 1


def _notice(cursor: int, kind: NoticeKind = NoticeKind.ACCEPTED) -> Notice:
    return Notice(cursor, kind, f"r{cursor}", START)


def test_all_notices_are_pulled_page_by_page(desk: Desk) -> None:
    desk.office.notices = [_notice(n) for n in (3, 4, 9, 12, 13)]
    assert desk.engine.receive().applied == 5
    assert desk.inbox.cursor() == 13


def test_a_notice_applied_twice_changes_nothing(desk: Desk) -> None:
    desk.office.notices = [_notice(1)]
    assert desk.engine.receive().applied == 1
    assert desk.engine.receive().applied == 0
    assert desk.inbox.apply(_notice(1)) is False
    assert len(desk.inbox.applied) == 1


def test_the_cursor_passes_notices_of_kinds_nobody_here_knows(desk: Desk) -> None:
    desk.office.end = 7
    assert desk.engine.receive().applied == 0
    assert desk.inbox.cursor() == 7


@pytest.mark.parametrize(
    ("break_it", "still"),
    [
        (lambda desk: setattr(desk.office, "down", ServerTrouble()), "receive"),
        (lambda desk: setattr(desk.office, "pull_error", ServerTrouble()), "send"),
    ],
)
def test_upload_and_download_do_not_wait_for_each_other(
    desk: Desk, break_it: Callable[[Desk], None], still: str
) -> None:
    desk.seal("a")
    desk.office.notices = [_notice(1)]
    break_it(desk)
    sent, received = desk.engine.send(), desk.engine.receive()
    assert (received.applied if still == "receive" else sent.delivered) == 1


def test_pulling_during_an_upload_is_possible(desk: Desk) -> None:
    desk.seal("a")
    desk.office.notices = [_notice(1)]
    got: list[int] = []
    desk.office.on_deliver = lambda _parcel: got.append(desk.engine.receive().applied)
    desk.engine.send()
    assert got == [1]


class Crossing:
    """Holds parcels on the way until so many are there at the same time."""

    def __init__(self, count: int) -> None:
        self.barrier = threading.Barrier(count, timeout=20)

    def __call__(self, _parcel: object) -> None:
        self.barrier.wait()


def test_as_many_go_at_the_same_time_as_there_are_hands(desk: Desk) -> None:
    desk.seal(*"abcdef")
    desk.hands = 3
    desk.office.on_deliver = Crossing(3)  # would break if fewer came together
    assert desk.engine.send().delivered == 6


def test_something_urgent_does_not_wait_for_a_free_hand(desk: Desk) -> None:
    """All hands are full; an urgent parcel is sealed; the call that follows gets it on its way at once."""
    desk.seal("a")
    arrived, let_go = threading.Event(), threading.Event()

    def on_deliver(parcel: object) -> None:
        if getattr(parcel, "id", "") == "a":
            arrived.set()
            assert let_go.wait(20)
        else:
            let_go.set()  # z is here while a is still on its way

    desk.office.on_deliver = on_deliver
    bulk = threading.Thread(target=desk.engine.send)
    bulk.start()
    assert arrived.wait(20)
    desk.seal("z", urgent=True)
    assert desk.engine.send().busy
    bulk.join(20)
    assert desk.office.seen == ["a", "z"]
    assert desk.outbox.state("a") == desk.outbox.state("z") == "delivered"


def test_one_that_gets_through_shows_that_the_line_is_back_and_the_pass_goes_on(desk: Desk) -> None:
    """a finds no line while b is on its way; b gets through: a goes again, in the same pass."""
    b_came, lost = threading.Event(), threading.Event()

    def on_deliver(parcel: object) -> None:
        if getattr(parcel, "id", "") == "b":
            b_came.set()
            assert lost.wait(20)
        elif not lost.is_set():
            assert b_came.wait(20)
            raise Unreachable()

    desk.seal("a", "b", "c")
    desk.hands = 2
    desk.office.on_deliver = on_deliver
    interrupted = desk.outbox.interrupted

    def heard(id: str, code: str) -> None:
        interrupted(id, code)
        threading.Timer(0.05, lost.set).start()

    desk.outbox.interrupted = heard  # type: ignore[method-assign]
    sent = desk.engine.send()
    assert (sent.delivered, sent.stopped) == (3, None)
    assert sorted(desk.office.seen) == ["a", "a", "b", "c"]
    assert desk.outbox.rows["a"].tries == 0


def test_a_parcel_that_waits_for_its_receipt_only_leaves_its_hand_to_the_next(desk: Desk) -> None:
    hands = Hands(1)
    desk.engine = Engine(desk.outbox, desk.inbox, desk.office, desk.clock, hands=lambda: hands.count)
    hands.tell(desk.engine.look)
    b_came = threading.Event()

    def on_deliver(parcel: object) -> None:
        if getattr(parcel, "id", "") == "a":
            with hands.turn() as all_left:
                assert not b_came.wait(0.05)
                all_left()
                assert b_came.wait(20)  # would not come before a's receipt
        else:
            b_came.set()

    desk.seal("a", "b")
    desk.office.on_deliver = on_deliver
    assert desk.engine.send().delivered == 2
    assert hands.count == 1


def test_fewer_hands_fill_the_line_as_well() -> None:
    hands = Hands()
    with hands.turn() as first_left:
        alone = hands.room
        with hands.turn(), hands.turn():
            assert hands.room == alone // 3
            first_left()
            assert hands.room == alone // 2
    with hands.turn():
        assert hands.room == alone


def test_with_several_hands_one_poisoned_parcel_stops_nothing(desk: Desk) -> None:
    desk.seal(*"abcdefgh")
    desk.hands = 3
    desk.office.errors = {"b": Refused(reason="bad-container"), "d": ServerTrouble(status=500)}
    desk.outbox.damaged = {"f"}
    sent = desk.engine.send()
    assert (sent.tried, sent.delivered, sent.refused, sent.put_off) == (8, 5, 2, 1)


def test_an_error_that_is_not_the_lines_comes_out_and_leaves_nobody_behind(desk: Desk) -> None:
    class DiskGone(Exception):
        pass

    def on_deliver(parcel: object) -> None:
        if getattr(parcel, "id", "") == "b":
            raise DiskGone

    desk.seal(*"abc")
    desk.hands = 3
    desk.office.on_deliver = on_deliver
    with pytest.raises(DiskGone):
        desk.engine.send()
    desk.office.on_deliver = lambda _: None
    assert desk.engine.send().stopped is None
    assert {desk.outbox.state(id) for id in "abc"} == {"delivered"}
