"""Accepted with a paper missing: only what the pack lets wait, with its day, until it came."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from forms.record import Application, CaptureKind, Promise
from forms.status import Status
from forms.wire import dump, load
from sync.parcel import Notice, NoticeKind
from tests.vanapp.bed import START, Van, complete, draft, opened, put_capture, ready
from vanapp.store.errors import AlreadySealed
from vanapp.usecases.answer import answer
from vanapp.usecases.correct import correct, supplement
from vanapp.usecases.errors import NothingPromised, NotLater, NotReady
from vanapp.usecases.list_outbox import list_outbox
from vanapp.usecases.make_checklist import make_checklist
from vanapp.usecases.promise_material import keep_promise, promise_material
from vanapp.usecases.receive import receive
from vanapp.usecases.seal import seal
from vanapp.usecases.send import send

PROOF = "LIVEGD"  # of residence: somebody from another province
DUE = date(2026, 11, 27)  # a week after the day of the bed


def from_elsewhere(van: Van) -> Application:
    """A loss of somebody registered elsewhere: everything is there but the proof of residence."""
    begun = draft(van, "loss")
    for field_id, text in {"household": "other", "loss_date": "20261101", "residence_proof": "lease"}.items():
        answer(van.services, begun.id, field_id, text)
    put_capture(van, begun.id, CaptureKind.DOCUMENT, "material.OTHERID.1", b"passport")
    complete(van, begun.id)
    return van.store.applications.get(begun.id)


def promised(van: Van) -> Application:
    application = from_elsewhere(van)
    promise_material(van.services, application.id, PROOF)
    return seal(van.services, application.id).application


def at_the_office(van: Van) -> Application:
    sealed = promised(van)
    send(van.services)
    return van.store.applications.get(sealed.id)


def test_without_the_promise_the_seal_names_what_is_missing(van: Van) -> None:
    with pytest.raises(NotReady) as refused:
        seal(van.services, from_elsewhere(van).id)
    assert refused.value.values["gaps"] == [PROOF]


def test_a_promise_has_its_day_from_the_pack_and_whoever_is_signed_in_sees_to_it(van: Van) -> None:
    application = from_elsewhere(van)
    assert promise_material(van.services, application.id, PROOF) == Promise(PROOF, DUE, "440103-027")
    item = next(i for i in make_checklist(van.services, application.id).items if i.material.id == PROOF)
    assert (item.by, item.done, item.needed_now, item.promised) == ("promise", False, False, DUE)


def test_the_same_key_takes_it_back(van: Van) -> None:
    application = from_elsewhere(van)
    promise_material(van.services, application.id, PROOF)
    assert promise_material(van.services, application.id, PROOF) is None
    assert make_checklist(van.services, application.id).gaps == (PROOF,)


def test_what_the_pack_wants_at_once_cannot_be_promised(van: Van) -> None:
    with pytest.raises(NotLater):
        promise_material(van.services, from_elsewhere(van).id, "OTHERID")


def test_the_promise_travels_in_the_record(van: Van) -> None:
    sealed = promised(van)
    send(van.services)
    record = load(opened(van.gateway.got[0]).manifest)
    assert record.promises == (Promise(PROOF, DUE, "440103-027"),)
    assert record == replace(sealed, status=record.status)


def test_a_record_without_promises_has_the_bytes_it_always_had(van: Van) -> None:
    application = draft(van)
    assert b"promises" not in dump(application)
    assert load(dump(application)) == application


def test_what_was_promised_and_came_before_the_seal_does_not_travel(van: Van) -> None:
    application = from_elsewhere(van)
    promise_material(van.services, application.id, PROOF)
    put_capture(van, application.id, CaptureKind.DOCUMENT, f"material.{PROOF}.1", b"lease")
    assert seal(van.services, application.id).application.promises == ()


def test_it_is_listed_as_due_once_it_is_sealed(van: Van) -> None:
    sealed = promised(van)
    (listed,) = van.store.promises.open()
    assert (listed.application, listed.material, listed.due) == (sealed.id, PROOF, DUE)
    assert "刘秀兰" not in repr(listed)
    (row,) = list_outbox(van.services).rows
    assert row.promised == DUE


def test_a_sealed_promise_does_not_change(van: Van) -> None:
    promised(van)
    for statement in ("UPDATE promises SET due = '2027-01-01'", "DELETE FROM promises"):
        with pytest.raises(AlreadySealed):
            van.database.execute(statement)


def test_the_paper_that_came_goes_as_the_next_version(van: Van) -> None:
    first = at_the_office(van)
    second = supplement(van.services, first.id)
    assert (second.number, second.version, second.page, second.place) == (
        first.number,
        2,
        "materials",
        f"material.{PROOF}",
    )
    assert supplement(van.services, first.id).id == second.id, "asked twice it is the same"
    put_capture(van, second.id, CaptureKind.DOCUMENT, f"material.{PROOF}.1", b"lease")
    sealed = seal(van.services, second.id).application
    assert sealed.promises == ()
    assert van.store.applications.status(first.id) is Status.CORRECTED
    assert van.store.promises.open() == []
    assert van.store.promises.of(first.id) == ()


def test_a_correction_without_the_paper_still_promises_it(van: Van) -> None:
    first = at_the_office(van)
    van.gateway.notices.append(Notice(1, NoticeKind.RETURNED, first.id, START, reasons=("x",)))
    receive(van.services)
    second = correct(van.services, first.id)
    assert seal(van.services, second.id).application.promises == first.promises
    assert [one.application for one in van.store.promises.open()] == [second.id]


def test_nothing_is_added_before_the_office_has_it_or_without_a_promise(van: Van) -> None:
    sealed = promised(van)
    with pytest.raises(NothingPromised):
        supplement(van.services, sealed.id)
    send(van.services)
    keep_promise(van.services, sealed.id, PROOF)
    with pytest.raises(NothingPromised):
        supplement(van.services, sealed.id)


def test_a_paper_handed_in_at_the_station_is_not_due_any_more(van: Van) -> None:
    sealed = at_the_office(van)
    keep_promise(van.services, sealed.id, PROOF)
    assert van.store.promises.open() == []
    assert van.store.applications.get(sealed.id).promises == sealed.promises, "what was sealed says the same"
    with pytest.raises(NothingPromised):
        keep_promise(van.services, sealed.id, PROOF)


def test_what_the_office_accepted_is_not_due_any_more(van: Van) -> None:
    sealed = at_the_office(van)
    van.gateway.notices.append(Notice(1, NoticeKind.ACCEPTED, sealed.id, START))
    receive(van.services)
    assert van.store.promises.open() == []


def test_what_the_office_asks_for_later_is_scanned_into_the_next_version(van: Van) -> None:
    application = ready(van)
    first = seal(van.services, application.id).application
    send(van.services)
    asked = {"material": "HKB", "asked": 1, "until": "2026-12-01"}
    van.gateway.notices.append(Notice(1, NoticeKind.MATERIAL, first.id, START, reasons=("x",), data=asked))
    receive(van.services)
    second = supplement(van.services, first.id)
    assert second.promises == (Promise("HKB", date(2026, 12, 1), "440103-027"),)
    item = next(i for i in make_checklist(van.services, second.id).items if i.material.id == "HKB")
    assert (item.material.mode, item.promised) == ("V", date(2026, 12, 1))
    put_capture(van, second.id, CaptureKind.DOCUMENT, "material.HKB.1", b"booklet")
    sealed = seal(van.services, second.id).application
    assert sealed.promises == ()
    assert sealed.capture("material.HKB.1") is not None
    assert van.store.applications.status(first.id) is Status.CORRECTED
