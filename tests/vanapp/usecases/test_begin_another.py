"""Several matters at one visit: what a household shares is asked once, what was scanned once serves all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.contract import Kind
from forms.spec import Mistake, confirmation_id
from forms.status import Status
from tests.vanapp.bed import (
    PARTICULARS,
    FakeReader,
    Van,
    blank_page,
    card,
    complete,
    draft,
    opened,
    page_on_a_bed,
    ready,
)
from vanapp.store.errors import StoreError, Unknown
from vanapp.usecases.add_material import add_material
from vanapp.usecases.answer import answer
from vanapp.usecases.begin_another import HOUSEHOLD, begin_another
from vanapp.usecases.choose_matter import choose_matter
from vanapp.usecases.errors import NotADraft, NotReady
from vanapp.usecases.make_checklist import make_checklist
from vanapp.usecases.read_card import read_card
from vanapp.usecases.reuse_material import reusable, reuse_material
from vanapp.usecases.seal import seal
from vanapp.usecases.undo import undo
from vanapp.usecases.void import void

ADDRESS = "广州市越秀区北京路 1 号 302 房"


def served(van: Van) -> str:
    """Sealed, with an address and a telephone of its own."""
    application = ready(van, "renewal_expiry")
    seal(van.services, application.id)
    return application.id


def test_the_household_is_asked_once_and_the_person_anew(van: Van) -> None:
    first = van.store.applications.get(served(van))
    second = begin_another(van.services, first.id)
    assert second.status is Status.DRAFT
    assert second.number != first.number
    assert (second.way, second.trip) == (first.way, first.trip)
    shared = {name: first.answers[name] for name in ("address", "phone")}
    assert second.answers == shared
    assert set(second.sources.values()) == {"visit"}
    assert van.store.applications.get(first.id) == first


def test_what_the_household_shares_waits_for_the_officers_eye(van: Van) -> None:
    second = begin_another(van.services, served(van))
    codes = {(m.field, m.code) for m in make_checklist(van.services, second.id).mistakes}
    assert {("address", "usecases.carried"), ("phone", "usecases.carried")} <= codes
    answer(van.services, second.id, "address", ADDRESS)
    codes = {(m.field, m.code) for m in make_checklist(van.services, second.id).mistakes}
    assert ("address", "usecases.carried") not in codes


def test_a_whole_family_is_one_visit_whoever_was_last(van: Van) -> None:
    first = served(van)
    second = begin_another(van.services, first).id
    third = begin_another(van.services, second).id
    strange = draft(van).id
    assert van.store.together.others(first) == [third, second]
    assert van.store.together.others(third) == [second, first]
    assert van.store.together.others(strange) == []
    void(van.services, second)
    assert van.store.together.others(third) == [first]


def test_a_card_that_is_read_goes_over_what_was_carried_without_a_word(van: Van) -> None:
    second = begin_another(van.services, served(van))
    own = replace(card(), fields={**card().fields, "address": ADDRESS})
    van.bench.drivers[Kind.CARD] = FakeReader(own)
    outcome = read_card(van.services, second.id, lambda: False, lambda _: None)
    after = van.store.applications.get(second.id)
    assert (after.answers["address"], after.sources["address"]) == (ADDRESS, "chip")
    assert outcome.conflicts == {}


def scanned_family(van: Van) -> tuple[str, str]:
    """A first application with two pages of the booklet, and the next of the same visit."""
    first = draft(van, "loss")
    for page in (page_on_a_bed(), blank_page()):
        add_material(van.services, first.id, "HKB", page)
    return first.id, begin_another(van.services, first.id).id


def test_one_picture_serves_both_and_is_kept_once(van: Van) -> None:
    first, second = scanned_family(van)
    assert reusable(van.services, second) == {"HKB": 2}
    pages = reuse_material(van.services, second, "HKB")
    source = van.store.applications.get(first).captures
    assert [page.sha256 for page in pages] == [page.sha256 for page in source]
    assert [page.slot for page in pages] == ["material.HKB.1", "material.HKB.2"]
    assert {page.id for page in pages}.isdisjoint(page.id for page in source)
    assert [page.facts["taken_as"] for page in pages] == [page.id for page in source]
    assert {page.facts["taken_for"] for page in pages} == {first}
    assert reuse_material(van.services, second, "HKB") == (), "the same pages do not come twice"


def test_one_step_of_undo_takes_all_pages_back(van: Van) -> None:
    _, second = scanned_family(van)
    reuse_material(van.services, second, "HKB")
    undo(van.services, second)
    assert van.store.applications.get(second).captures == ()
    assert len(reuse_material(van.services, second, "HKB")) == 2


def test_what_a_stranger_has_is_not_offered(van: Van) -> None:
    scanned_family(van)
    strange = draft(van).id
    assert reusable(van.services, strange) == {}
    with pytest.raises(Unknown):
        reuse_material(van.services, strange, "HKB")


def test_a_sealed_application_takes_no_pages_and_gives_its_own(van: Van) -> None:
    first = ready(van, "renewal_expiry")
    add_material(van.services, first.id, "HKB", page_on_a_bed())
    seal(van.services, first.id)
    second = begin_another(van.services, first.id).id
    assert reusable(van.services, second) == {"HKB": 1}
    add_material(van.services, second, "MARR", page_on_a_bed())
    with pytest.raises(NotADraft):
        reuse_material(van.services, first.id, "MARR")


def test_the_office_gets_the_picture_with_both(van: Van) -> None:
    first = ready(van, "renewal_expiry")
    add_material(van.services, first.id, "HKB", page_on_a_bed())
    seal(van.services, first.id)
    second = begin_another(van.services, first.id)
    choose_matter(van.services, second.id, "renewal_expiry")
    for name, text in PARTICULARS.items():
        answer(van.services, second.id, name, text)
    complete(van, second.id)
    with pytest.raises(NotReady):
        seal(van.services, second.id)
    for name in HOUSEHOLD:  # the officer asked the person, and went on
        seen = confirmation_id(Mistake(name, "usecases.carried", "confirm"))
        answer(van.services, second.id, seen, PARTICULARS[name])
    (page,) = reuse_material(van.services, second.id, "HKB")
    complete(van, second.id)
    seal(van.services, second.id)
    for sealed in (first.id, second.id):
        assert page.sha256 in opened(van.store.outbox.parcel(sealed)).files


def test_a_visit_is_never_torn_apart(van: Van) -> None:
    first = served(van)
    begin_another(van.services, first)
    for statement in ("DELETE FROM same_visit", "UPDATE same_visit SET visit = application"):
        with pytest.raises(StoreError):
            van.store._database.execute(statement)
