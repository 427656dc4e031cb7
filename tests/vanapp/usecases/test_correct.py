"""Correcting: the next version carries everything over; the old one ends when the new one is sealed."""

from __future__ import annotations

import pytest

from forms.record import CaptureKind, Verdict
from forms.status import Status
from sync.parcel import Notice, NoticeKind
from tests.vanapp.bed import START, Van, put_capture, ready
from vanapp.usecases.answer import answer
from vanapp.usecases.correct import correct
from vanapp.usecases.errors import NotReturned
from vanapp.usecases.hand_over import hand_over
from vanapp.usecases.make_checklist import make_checklist
from vanapp.usecases.note_verdict import note_verdict
from vanapp.usecases.resume import last_place
from vanapp.usecases.returned_reasons import returned_reasons
from vanapp.usecases.seal import seal
from vanapp.usecases.send import send
from vanapp.usecases.void import void


def returned(van: Van) -> str:
    application = ready(van)
    note_verdict(van.services, application.id, Verdict("officer", "match", "eye", "1", START))
    record = seal(van.services, application.id).parcel_id
    send(van.services)
    cursor = van.store.inbox.cursor() + 1
    van.store.inbox.apply(
        Notice(cursor, NoticeKind.RETURNED, record, START, reasons=("重拍",), fields=("portrait",))
    )
    return record


def test_everything_comes_along_into_the_next_version(van: Van) -> None:
    old = van.store.applications.get(returned(van))
    new = correct(van.services, old.id)
    assert (new.version, new.number, new.corrects, new.status) == (2, old.number, old.id, Status.DRAFT)
    given = {k: v for k, v in old.answers.items() if old.sources[k] != "rule"}
    assert new.answers == given
    assert new.captures == old.captures
    assert new.verdicts == old.verdicts
    assert make_checklist(van.services, new.id).ready
    assert returned_reasons(van.services, new.id).fields == ("portrait",)


def test_asked_twice_the_same_draft_comes_back(van: Van) -> None:
    record = returned(van)
    assert correct(van.services, record).id == correct(van.services, record).id


def test_a_withdrawn_correction_may_be_begun_again(van: Van) -> None:
    record = returned(van)
    first = correct(van.services, record)
    void(van.services, first.id)
    assert correct(van.services, record).version == 3


def test_the_old_version_ends_when_the_new_one_is_sealed(van: Van) -> None:
    record = returned(van)
    new = correct(van.services, record)
    put_capture(van, new.id, CaptureKind.PORTRAIT, "portrait", b"better")
    assert van.store.applications.status(record) is Status.RETURNED
    seal(van.services, new.id)
    assert van.store.applications.status(record) is Status.CORRECTED
    assert not van.store.listing.page(("needs_you",))
    assert send(van.services).delivered == 1


def test_the_old_version_is_not_touched_by_the_new(van: Van) -> None:
    record = returned(van)
    before = van.store.applications.get(record)
    new = correct(van.services, record)
    answer(van.services, new.id, "phone", "13912345678")
    put_capture(van, new.id, CaptureKind.PORTRAIT, "portrait", b"better")
    assert van.store.applications.get(record) == before


def test_only_what_was_returned_is_corrected(van: Van) -> None:
    record = seal(van.services, ready(van).id).parcel_id
    with pytest.raises(NotReturned):
        correct(van.services, record)


def test_a_made_card_is_handed_over(van: Van) -> None:
    record = seal(van.services, ready(van).id).parcel_id
    assert hand_over(van.services, record).status is Status.SEALED  # the receipt
    van.store.inbox.apply(Notice(1, NoticeKind.MADE, record, START))
    assert hand_over(van.services, record).status is Status.HANDED_OVER


def test_a_power_cut_after_sealing_reopens_the_finish_page_until_it_is_handed_over(van: Van) -> None:
    record = seal(van.services, ready(van).id).parcel_id
    found = last_place(van.services)
    assert found is not None
    assert (found.id, found.page) == (record, "finish")
    hand_over(van.services, record)
    assert last_place(van.services) is None
