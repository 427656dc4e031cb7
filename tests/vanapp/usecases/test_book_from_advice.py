"""What the field cannot take is booked at the hall; nothing that was answered is asked again."""

from __future__ import annotations

import pytest

from forms.errors import BadDefinition
from forms.spec import load
from forms.wire import load as load_record
from tests.forms.filled import filled
from tests.vanapp.bed import Van, opened
from vanapp.clock import today
from vanapp.usecases.answer import answer
from vanapp.usecases.book_from_advice import book_from_advice
from vanapp.usecases.make_checklist import make_checklist
from vanapp.usecases.seal import seal
from vanapp.usecases.today import today as day_of
from vanapp.usecases.visit_papers import served_of

SITUATION = {"kind": "k3", "addr": "coll"}


def booked(van: Van) -> str:
    draft = book_from_advice(van.services, "C02", SITUATION)
    for field, text in filled(load("booking"), {}, today(van.clock)).items():
        answer(van.services, draft.id, field, text)
    answer(van.services, draft.id, "booking_day", "20261210")
    return draft.id


def test_the_draft_keeps_what_was_asked_and_stands_in_the_days_list(van: Van) -> None:
    draft = book_from_advice(van.services, "C02", SITUATION)
    assert draft.matter == "booking"
    assert {**SITUATION, "booked_category": "C02"}.items() <= draft.answers.items()
    assert draft.id in [row.id for row in day_of(van.services).drafts]


def test_the_materials_are_told_and_none_is_wanted_now(van: Van) -> None:
    found = make_checklist(van.services, booked(van))
    assert {"ADOPT", "COLL"} <= {item.material.id for item in found.items}
    assert (found.gaps, found.fee, found.deadline, found.ready) == ((), None, None, True)


def test_it_travels_sealed_as_every_record_does(van: Van) -> None:
    seal(van.services, booked(van))
    (parcel,) = [van.store.outbox.parcel(row.id) for row in van.store.outbox.due(van.clock.now())]
    record = load_record(opened(parcel).manifest)
    assert (record.matter, record.answers["booked_category"], record.answers["kind"]) == (
        "booking",
        "C02",
        "k3",
    )


def test_a_day_that_has_passed_bars_it(van: Van) -> None:
    draft = booked(van)
    answer(van.services, draft, "booking_day", "20261101")
    assert [one.code for one in make_checklist(van.services, draft).stops] == ["booking.past"]


def test_a_category_the_pack_does_not_have_books_nothing(van: Van) -> None:
    with pytest.raises(BadDefinition):
        book_from_advice(van.services, "C99", {})
    assert van.services.store.listing.counts()["here"] == 0


def test_it_stands_on_the_papers_of_a_visit_without_fee_and_day(van: Van) -> None:
    draft = van.store.applications.get(booked(van))
    served = served_of(van.services, draft)
    assert (served.matter.zh, served.fee_cents, served.due) == ("窗口预约", 0, None)
