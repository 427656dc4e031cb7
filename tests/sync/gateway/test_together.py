"""Who waits to write is written with the others who wait: one transaction, and each as if it were alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection

from sync.gateway import alarms, events, letters
from sync.gateway.database import Database
from sync.gateway.desk import comparisons
from sync.gateway.errors import Problem
from sync.gateway.office import Office
from sync.gateway.partials import Evicted
from sync.gateway.records import Arrival, Held
from sync.gateway.together import MOST, Together
from sync.gateway.uploads import Lease
from tests.sync.gateway.desk.case_office import Cases
from tests.sync.sealed import VAN, Sealed

PATIENCE_S = 20.0
Job = Callable[[], "int | Exception"]


def until(claim: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not claim():
        assert time.monotonic() < end
        time.sleep(0.002)


class Book:
    """Stands for the database: which jobs were in which transaction, and which were given up."""

    def __init__(self) -> None:
        self.kept: list[list[Job]] = []
        self.given_up = 0
        self.away = False
        self.turn = threading.Event()
        self.turn.set()
        self.together: Together[Job, int] = Together(self._write, self._all)
        self._now: list[Job] = []

    @contextmanager
    def _write(self) -> Iterator[Any]:
        self.turn.wait(PATIENCE_S)
        self._now = []
        try:
            if self.away:
                raise Problem("busy")
            yield None
        except BaseException:
            self.given_up += 1
            raise
        self.kept.append(self._now)

    def _all(self, _connection: Connection, jobs: Sequence[Job]) -> Sequence[int | Exception]:
        self._now = list(jobs)
        return [job() for job in jobs]


@contextmanager
def crowd(book: Book, jobs: Sequence[Job]) -> Iterator[list[Future[int]]]:
    """The first one writes, and is held up until all others wait."""
    book.turn.clear()
    with ThreadPoolExecutor(len(jobs)) as crew:
        asked = [crew.submit(book.together.do, jobs[0])]
        until(lambda: book.together.busy)
        for number, job in enumerate(jobs[1:], 1):
            asked.append(crew.submit(book.together.do, job))
            until(lambda number=number: book.together.waiting == number)
        book.turn.set()
        yield asked


def fails() -> int:
    raise Problem("trouble")


def is_wrong() -> int:
    raise ValueError("a mistake of ours")


def test_alone_it_is_done_at_once() -> None:
    book = Book()
    assert [book.together.do(lambda number=number: number) for number in (1, 2)] == [1, 2]
    assert [len(jobs) for jobs in book.kept] == [1, 1]
    assert not book.together.busy


def test_who_waits_is_written_together_and_hears_its_own_result() -> None:
    book = Book()
    with crowd(book, [lambda number=number: number for number in range(MOST + 3)]) as asked:
        assert [one.result(PATIENCE_S) for one in asked] == list(range(MOST + 3))
    assert [len(jobs) for jobs in book.kept] == [1, MOST, 2]
    assert not book.together.busy


def test_an_error_is_its_own_jobs_only() -> None:
    book = Book()
    with crowd(book, [lambda: 0, lambda: 1, lambda: Evicted(), lambda: 3]) as asked:
        assert isinstance(asked.pop(2).exception(PATIENCE_S), Evicted)
        assert [one.result(PATIENCE_S) for one in asked] == [0, 1, 3]
    assert ([len(jobs) for jobs in book.kept], book.given_up) == ([1, 3], 0)


def test_where_a_transaction_is_given_up_for_one_the_others_are_written_by_themselves() -> None:
    book = Book()
    with crowd(book, [lambda: 0, lambda: 1, fails, lambda: 3]) as asked:
        assert isinstance(asked.pop(2).exception(PATIENCE_S), Problem)
        assert [one.result(PATIENCE_S) for one in asked] == [0, 1, 3]
    assert ([len(jobs) for jobs in book.kept], book.given_up) == ([1, 1, 1], 2)


def test_a_mistake_of_ours_leaves_nobody_waiting() -> None:
    book = Book()
    with crowd(book, [lambda: 0, lambda: 1, is_wrong, lambda: 3]) as asked:
        ends = [type(one.exception(PATIENCE_S)) for one in asked]
    assert ends == [type(None), ValueError, ValueError, type(None)]
    assert book.together.do(lambda: 4) == 4


def test_a_database_that_is_away_is_asked_once_for_all() -> None:
    book = Book()
    book.away = True
    with crowd(book, [lambda: 0, lambda: 1, lambda: 2]) as asked:
        kinds = [error.kind for one in asked if isinstance(error := one.exception(PATIENCE_S), Problem)]
    assert (kinds, book.given_up) == (["busy"] * 3, 2)
    book.away = False
    assert book.together.do(lambda: 4) == 4


# --- the ledger ------------------------------------------------------------------------------------------


@pytest.fixture
def desk(stored_office: Office) -> Cases:
    return Cases(stored_office)


def leased(office: Office, sealed: Sealed) -> Lease:
    now, size = office.now(), len(sealed.body)
    return office.uploads.begin(VAN, sealed.label, size, "", now)


def take(office: Office, sealed: Sealed, lease: Lease | None) -> Held:
    read = letters.open_sealed(sealed.body, sealed.label, VAN, office.opener)
    arrival = Arrival(VAN, sealed.label.sha256, len(sealed.body))
    return office.ledger.take(read, arrival, office.now(), lease)


def all_at_once(office: Office, taken: Sequence[tuple[Sealed, Lease | None]]) -> list[Future[Held]]:
    """The first is held up by somebody who writes, until the others wait."""
    with ThreadPoolExecutor(len(taken)) as crew:
        with office.database.write():
            asked = []
            for number, (sealed, lease) in enumerate(taken):
                asked.append(crew.submit(take, office, sealed, lease))
                until(lambda number=number: office.ledger.busy and office.ledger.waiting == number)
        return asked


def rung(database: Database) -> list[tuple[str, str]]:
    return [(alarm["kind"], alarm["record"]) for alarm in alarms.listed(database)]


def test_records_of_one_transaction_meet_as_if_one_had_come_after_the_other(desk: Cases) -> None:
    """The same person's matter twice, and a broken chain: each is said once, by the later one."""
    office = desk.office
    first, second, third = (desk.sealed(desk.letter()) for _ in range(3))
    desk.presses[VAN].previous = "ab" * 32
    broken = desk.sealed(desk.letter())
    after = desk.sealed(desk.letter())
    all_sealed = [first, second, third, broken, after]
    for one in all_sealed:
        office.objects.put(one.label.sha256, one.body)
    asked = all_at_once(office, [(one, leased(office, one)) for one in all_sealed])
    assert all(one.result(PATIENCE_S).fresh for one in asked)
    rows = office.ledger.listed()
    assert [row["id"] for row in rows] == [one.id for one in all_sealed]
    assert [row["arrival"] for row in rows] == [1, 2, 3, 4, 5]
    ids = [one.id for one in all_sealed]
    pairs = [(one["record"], one["other"]) for one in comparisons.waiting(office)]
    assert sorted(pairs) == sorted((ids[later], ids[n]) for later in range(5) for n in range(later))
    assert rung(office.database) == [("chain-break", broken.id)]
    with office.database.read() as connection:
        assert events.first_break(connection) is None
    assert office.uploads.under_way() == 0


def test_who_was_evicted_or_came_twice_holds_up_nobody(desk: Cases) -> None:
    office = desk.office
    first, second, third = (desk.sealed(desk.letter()) for _ in range(3))
    for one in (first, second, third):
        office.objects.put(one.label.sha256, one.body)
    stale = leased(office, second)
    newest = office.uploads.take_over(stale.upload, office.now())
    asked = all_at_once(
        office,
        [(first, leased(office, first)), (second, stale), (third, None), (third, None), (second, newest)],
    )
    assert isinstance(asked[1].exception(PATIENCE_S), Evicted)
    fresh = [one.result(PATIENCE_S).fresh for number, one in enumerate(asked) if number != 1]
    assert fresh == [True, True, False, True]
    assert [row["id"] for row in office.ledger.listed()] == [first.id, third.id, second.id]
    assert asked[2].result().receipt == asked[3].result().receipt
