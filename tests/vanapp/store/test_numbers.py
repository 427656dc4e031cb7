"""Acceptance numbers on the laptop: taken once, in the transaction that seals, and accounted for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from forms.wire import load
from sync import numbers as wire
from sync.numbers import Block, Given, Report, Used
from sync.parcel import Notice, NoticeKind
from sync.sealing import enveloped
from sync.sealing.international import International
from tests.vanapp.bed import DEVICE, START, Van, draft, make_van, opened, ready
from tests.vanapp.work import DAY
from vanapp.store.errors import AlreadySealed
from vanapp.usecases.correct import correct
from vanapp.usecases.errors import NotReady
from vanapp.usecases.receive import receive
from vanapp.usecases.seal import seal

BLOCK = Block("44010300120261120-00001", DAY, "44010300120261120", 5, 1, 3)
FIRST = "4401030012026112000001"


def given(cursor: int, block: Block = BLOCK, **more: int) -> Notice:
    sealed = enveloped.encrypt(wire.dump(block), [DEVICE.certificate], International())
    return Notice(cursor, NoticeKind.NUMBERS, "", START, data={"id": block.id, **more}, sealed=sealed)


def ended(cursor: int, block: Block = BLOCK) -> Notice:
    return Notice(cursor, NoticeKind.NUMBERS, "", START, data={"id": block.id, "ended": 1})


def assigned(cursor: int, record: str, number: str) -> Notice:
    return Notice(cursor, NoticeKind.NUMBER, record, START, data={"number": number})


def hear(van: Van, *notices: Notice) -> int:
    van.gateway.notices.extend(notices)
    return receive(van.services).applied


def sealed_number(van: Van) -> str:
    return seal(van.services, ready(van).id).application.acceptance_number


# --- taking ----------------------------------------------------------------------------------------------


def test_each_sealed_application_takes_the_next_number_of_its_day(van: Van) -> None:
    assert hear(van, given(1)) == 1
    assert van.store.numbers.left(DAY) == 3
    assert [sealed_number(van) for _ in range(4)] == [FIRST, FIRST[:-1] + "2", FIRST[:-1] + "3", ""]
    assert van.store.numbers.left(DAY) == 0


def test_the_number_stands_in_the_record_and_in_the_audit(van: Van) -> None:
    hear(van, given(1))
    sealed = seal(van.services, ready(van).id)
    content = opened(van.store.outbox.parcel(sealed.parcel_id))
    assert load(content.manifest).acceptance_number == FIRST
    [entry] = [e for e in van.store.audit.about(sealed.parcel_id) if e.what == "seal"]
    assert entry.facts["acceptance_number"] == FIRST


def one_well_one_not(van: Van) -> None:
    with van.store.transaction():
        sealed_number(van)
        seal(van.services, draft(van).id)


def test_a_seal_that_fails_takes_none(van: Van) -> None:
    hear(van, given(1))
    with pytest.raises(NotReady):
        seal(van.services, draft(van).id)
    with pytest.raises(NotReady):
        one_well_one_not(van)
    assert van.store.numbers.left(DAY) == 3
    assert sealed_number(van) == FIRST


def test_another_days_numbers_are_not_taken(van: Van) -> None:
    hear(van, given(1, replace(BLOCK, day=DAY + timedelta(days=1))))
    assert sealed_number(van) == ""


def test_a_correction_keeps_its_number(van: Van) -> None:
    hear(van, given(1))
    first = seal(van.services, ready(van).id)
    hear(van, Notice(2, NoticeKind.RETURNED, first.parcel_id, START, reasons=("x",)))
    again = correct(van.services, first.parcel_id)
    assert again.acceptance_number == FIRST
    assert seal(van.services, again.id).application.acceptance_number == FIRST
    assert van.store.numbers.left(DAY) == 2


def test_numbers_survive_the_next_start_and_are_never_taken_back(van: Van) -> None:
    hear(van, given(1))
    sealed = seal(van.services, ready(van).id)
    van.store.close()
    again = make_van(van.services.paths.data.parent)
    assert again.store.applications.get(sealed.parcel_id).acceptance_number == FIRST
    assert sealed_number(again) == FIRST[:-1] + "2"
    for statement in (
        "UPDATE number_blocks SET used = 0",
        "UPDATE acceptance_numbers SET number = '1'",
        "DELETE FROM acceptance_numbers",
    ):
        with pytest.raises(AlreadySealed):
            again.database.execute(statement)
    again.store.close()


# --- what the office says --------------------------------------------------------------------------------


def test_heard_again_a_block_changes_nothing_and_ended_it_gives_no_more(van: Van) -> None:
    hear(van, given(1))
    sealed_number(van)
    assert hear(van, given(2), ended(3)) == 1
    assert sealed_number(van) == ""
    assert hear(van, given(4)) == 0
    assert van.store.numbers.left(DAY) == 0


@pytest.mark.parametrize(
    "notice",
    [
        replace(given(1), data={"id": "other"}),
        replace(given(1), sealed=b"for another laptop"),
        replace(given(1), data={}),
        Notice(1, NoticeKind.NUMBERS, "", START, data={"id": BLOCK.id}),
        Notice(1, NoticeKind.NUMBER, "unknown", START, data={"number": "1"}),
        Notice(1, NoticeKind.NUMBER, "unknown", START),
    ],
)
def test_what_cannot_be_read_is_passed_over(van: Van, notice: Notice) -> None:
    assert hear(van, notice) == 0
    assert van.store.inbox.cursor() == 1
    assert van.store.numbers.left(DAY) == 0


def test_a_number_given_afterwards_is_the_applications_but_never_a_second_one(van: Van) -> None:
    without = seal(van.services, ready(van).id).parcel_id
    assert hear(van, assigned(1, without, "4401030012026112050001")) == 1
    assert van.store.applications.get(without).acceptance_number == "4401030012026112050001"
    assert hear(van, assigned(2, without, "4401030012026112050002")) == 0
    assert van.store.applications.get(without).acceptance_number == "4401030012026112050001"
    assert [e.what for e in van.store.audit.about(without)][-1] == "number"


# --- what the office is told -----------------------------------------------------------------------------


def test_the_office_hears_what_was_taken_once(van: Van) -> None:
    numbers = van.store.numbers
    hear(van, given(1))
    assert numbers.untold(DAY) == Report((Used(BLOCK, 0),))
    numbers.told(numbers.untold(DAY), {}, DAY)
    assert numbers.untold(DAY) == Report()
    sealed_number(van)
    assert numbers.untold(DAY) == Report((Used(BLOCK, 1),))


def test_what_is_taken_while_it_hears_stays_taken_and_is_told_next(van: Van) -> None:
    numbers = van.store.numbers
    hear(van, given(1))
    report = numbers.untold(DAY)
    sealed_number(van)
    numbers.told(report, {}, DAY)
    assert numbers.untold(DAY) == Report((Used(BLOCK, 1),))
    assert sealed_number(van) == FIRST[:-1] + "2"


def test_it_hears_once_more_when_the_day_is_over_or_the_block_ended(van: Van) -> None:
    numbers, tomorrow = van.store.numbers, DAY + timedelta(days=1)
    hear(van, given(1))
    numbers.told(numbers.untold(DAY), {}, DAY)
    hear(van, ended(2))
    assert numbers.untold(DAY) == Report((Used(BLOCK, 0),))
    numbers.told(numbers.untold(DAY), {}, DAY)
    assert numbers.untold(tomorrow) == Report((Used(BLOCK, 0),))
    numbers.told(numbers.untold(tomorrow), {}, tomorrow)
    assert numbers.untold(tomorrow) == Report()


def test_an_older_file_takes_on_where_the_office_has_seen_it(van: Van) -> None:
    numbers = van.store.numbers
    hear(van, given(1))
    numbers.told(numbers.untold(DAY), {BLOCK.id: 2}, DAY)
    assert sealed_number(van) == FIRST[:-1] + "3"
    numbers.told(numbers.untold(DAY), {BLOCK.id: 10**6}, DAY)
    assert numbers.left(DAY) == 0


def test_a_restored_office_hears_everything_again(van: Van) -> None:
    numbers = van.store.numbers
    hear(van, given(1))
    sealed_number(van)
    without = seal(van.services, ready(van).id)
    numbers.told(numbers.untold(DAY), {}, DAY)
    numbers.tell_again()
    assert numbers.untold(DAY) == Report((Used(BLOCK, 2),))
    third = seal(van.services, ready(van).id)
    fourth = seal(van.services, ready(van).id)
    assert (without.application.acceptance_number[-1], third.application.acceptance_number[-1]) == ("2", "3")
    hear(van, assigned(2, fourth.parcel_id, "4401030012026112050001"))
    assert numbers.untold(DAY).given == ()
    numbers.tell_again()
    assert numbers.untold(DAY).given == (Given(fourth.parcel_id, "4401030012026112050001"),)
