"""The outbox as the post sees it: due, tried, settled; and what becomes of the application."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forms.status import Status
from sync import backoff
from sync.errors import BadParcel, DigestConflict, Refused, ServerTrouble, Unreachable
from tests.vanapp.bed import START, Van, ready
from vanapp.store import outbox
from vanapp.usecases.answer import answer
from vanapp.usecases.seal import seal
from vanapp.usecases.send import send
from vanapp.usecases.send_again import send_again


def sealed(van: Van, urgent: bool = False) -> str:
    application = ready(van)
    if urgent:
        answer(van.services, application.id, "express", "yes")
        from vanapp.usecases.sign import sign

        sign(van.services, application.id, "applicant", [], b"again")
    return seal(van.services, application.id).parcel_id


def test_most_urgent_first_then_oldest(van: Van) -> None:
    first, second, urgent = sealed(van), sealed(van), sealed(van, urgent=True)
    assert [d.id for d in van.store.outbox.due(van.clock.now())] == [urgent, first, second]
    send(van.services)
    assert [p.id for p in van.gateway.got] == [urgent, first, second]


def test_a_delivered_parcel_is_never_sent_again(van: Van) -> None:
    parcel_id = sealed(van)
    assert send(van.services).delivered == 1
    assert send(van.services).tried == 0
    assert van.store.applications.status(parcel_id) is Status.RECEIVED
    assert [p.training for p in van.gateway.got] == [True]


def test_no_line_costs_no_try_and_is_due_at_once(van: Van) -> None:
    parcel_id = sealed(van)
    van.gateway.error = Unreachable()
    outcome = send(van.services)
    assert (outcome.tried, outcome.delivered, outcome.waiting, outcome.code) == (1, 0, 1, "sync.unreachable")
    assert [(d.id, d.tries) for d in van.store.outbox.due(van.clock.now())] == [(parcel_id, 0)]


def test_trouble_at_the_office_is_waited_out(van: Van) -> None:
    sealed(van)
    van.gateway.error = ServerTrouble(retry_after_s=30.0)
    send(van.services)
    assert not van.store.outbox.due(van.clock.now())
    later = van.store.outbox.due(van.clock.now() + timedelta(seconds=61))
    assert [d.tries for d in later] == [1]


def test_a_refused_parcel_waits_for_a_person_with_its_reason(van: Van) -> None:
    parcel_id = sealed(van)
    van.gateway.error = Refused(reason="training-parcel")
    send(van.services)
    assert not van.store.outbox.due(van.clock.now() + timedelta(days=9))
    (line,) = van.store.listing.page(("needs_you",))
    assert (line.id, line.code) == (parcel_id, "sync.refused")
    send_again(van.services, parcel_id)
    van.gateway.error = None
    assert send(van.services).delivered == 1
    assert not van.store.listing.page(("needs_you",))


def test_other_content_under_the_same_id_is_an_alarm_in_the_audit(van: Van) -> None:
    parcel_id = sealed(van)
    van.gateway.error = DigestConflict(reason="digest-conflict")
    send(van.services)
    assert "alarm" in [entry.what for entry in van.store.audit.about(parcel_id)]


def test_a_row_left_sending_by_a_crash_is_due(van: Van) -> None:
    parcel_id = sealed(van)
    van.store.outbox.sending(parcel_id)
    assert [d.id for d in van.store.outbox.due(van.clock.now())] == [parcel_id]


def test_a_receipt_twice_changes_nothing(van: Van) -> None:
    parcel_id = sealed(van)
    from sync.parcel import Receipt

    receipt = Receipt(parcel_id, "0" * 64, START, "office", "sig")
    van.store.outbox.delivered(parcel_id, receipt)
    length = van.store.audit.verify()
    van.store.outbox.delivered(parcel_id, receipt)
    assert van.store.audit.verify() == length


def test_a_parcel_that_is_not_there_is_a_bad_parcel(van: Van) -> None:
    with pytest.raises(BadParcel):
        van.store.outbox.parcel("nowhere")


def test_a_clock_put_back_holds_nothing_up(van: Van) -> None:
    fresh = sealed(van)
    van.clock.pass_s(-365 * 86400)
    assert [d.id for d in van.store.outbox.due(van.clock.now())] == [fresh]
    van.store.outbox.put_off(fresh, van.clock.now() + timedelta(seconds=30), "sync.server_trouble")
    assert not van.store.outbox.due(van.clock.now())
    van.clock.pass_s(-365 * 86400)
    assert [d.id for d in van.store.outbox.due(van.clock.now())] == [fresh]


def test_the_ledger_knows_settled_parcels_too(van: Van) -> None:
    parcel_id = sealed(van)
    send(van.services)
    assert van.store.outbox.digests() == {parcel_id: van.gateway.got[0].sha256}


def test_the_longest_wait_is_the_posts() -> None:
    assert outbox.LONGEST_S == backoff.LONGEST_S
