"""What the office knew beforehand: it fills a door's draft, and every answer waits for the officer."""

from __future__ import annotations

import base64

from devices.contract import Kind
from forms.record import CaptureKind, Verdict
from forms.spec import Mistake, confirmation_id
from tests.vanapp.bed import ID_NUMBER, NAME, FakeReader, Van, card, draft, put_capture
from tests.vanapp.work import VISIT, Dispatch
from vanapp.usecases.answer import answer
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.choose_matter import choose_matter
from vanapp.usecases.earlier_photo import earlier_photo
from vanapp.usecases.earlier_prints import earlier_prints, has_earlier_prints
from vanapp.usecases.make_checklist import make_checklist
from vanapp.usecases.note_verdict import note_verdict
from vanapp.usecases.prefilled import UNCONFIRMED
from vanapp.usecases.read_card import read_card
from vanapp.usecases.receive import receive
from vanapp.usecases.today import today

PHOTO = b"\xff\xd8\xff" + b"face" * 20
DRAFT = {
    "for": "v1",
    "id_number": ID_NUMBER,
    "matter": "renewal_damage",
    "scenario.household": "local",
    "answers.id_number": ID_NUMBER,
    "answers.name": NAME,
    "answers.address": "广州市越秀区北京路1号",
    "answers.phone": "13800138000",
    "answers.pay_way": "scan",
    "answers.unknown": "x",
}


def begun(van: Van, *rows: tuple[str, dict[str, str]]) -> str:
    office = Dispatch()
    van.gateway.notices = [
        office.tell("trip", "t1", [VISIT]),
        *(office.tell(kind, f"{kind}1", [row]) for kind, row in rows),
    ]
    receive(van.services)
    return begin_application(van.services, way="visit", visit=today(van.services).visits[0].id).id


def doubts(van: Van, application: str) -> set[str]:
    found = make_checklist(van.services, application).mistakes
    return {mistake.field for mistake in found if mistake.code == UNCONFIRMED}


def test_a_visit_begins_with_the_drafts_answers_each_to_be_confirmed(van: Van) -> None:
    application = van.store.applications.get(begun(van, ("draft", DRAFT)))
    assert (application.matter, application.answers["household"]) == ("renewal_damage", "local")
    assert application.answers["address"] == "广州市越秀区北京路1号"
    assert application.sources["address"] == "draft"
    assert not {"pay_way", "unknown"} & application.answers.keys()
    assert doubts(van, application.id) == {"id_number", "name", "address", "phone"}
    assert not make_checklist(van.services, application.id).ready


def test_confirmed_or_typed_is_settled(van: Van) -> None:
    application = begun(van, ("draft", DRAFT))
    phone = Mistake("phone", UNCONFIRMED, "confirm")
    answer(van.services, application, confirmation_id(phone), "13800138000")
    answer(van.services, application, "address", "广州市越秀区北京路2号")
    assert doubts(van, application) == {"id_number", "name"}


def test_the_card_counts_over_the_draft(van: Van) -> None:
    application = begun(van, ("draft", {**DRAFT, "answers.name": "别人"}))
    van.bench.drivers[Kind.CARD] = FakeReader(card())
    outcome = read_card(van.services, application, lambda: False, lambda _: None)
    assert outcome.application.answers["name"] == NAME
    assert "name" in outcome.conflicts
    assert doubts(van, application) == {"phone"}


def test_a_draft_of_nobody_here_fills_nothing(van: Van) -> None:
    application = begun(van, ("draft", {**DRAFT, "for": "v2"}))
    assert van.store.applications.get(application).answers.get("name") is None


def test_an_answer_the_form_does_not_ask_any_more_bars_nothing(van: Van) -> None:
    application = begun(van, ("draft", {**DRAFT, "answers.damage_kind": "chip"}))
    assert "damage_kind" in doubts(van, application)
    choose_matter(van.services, application, "loss")
    assert "damage_kind" not in doubts(van, application)


def test_the_offices_photo_and_prints_serve_for_this_very_person_only(van: Van) -> None:
    print_ = b"FMR" + bytes(30)
    row = {
        "for": "v1",
        "id_number": ID_NUMBER,
        "photo": base64.b64encode(PHOTO).decode(),
        "finger.11": base64.b64encode(print_).decode(),
    }
    application = begun(van, ("earlier", row))
    nobody = van.store.applications.get(application)
    assert earlier_photo(van.services, nobody) is None
    assert not has_earlier_prints(van.services, nobody)
    answer(van.services, application, "id_number", ID_NUMBER)
    known = van.store.applications.get(application)
    found = earlier_photo(van.services, known)
    assert found is not None
    assert (found.source, found.picture) == ("earlier", PHOTO)
    assert earlier_prints(van.services, known) == (print_,)
    assert known.captures == ()
    answer(van.services, application, "id_number", "440104194801070021")
    assert earlier_photo(van.services, van.store.applications.get(application)) is None


def test_a_damaged_record_costs_the_comparison_only(van: Van) -> None:
    application = begun(van, ("earlier", {"for": "v1", "id_number": ID_NUMBER, "photo": "!"}))
    answer(van.services, application, "id_number", ID_NUMBER)
    assert earlier_photo(van.services, van.store.applications.get(application)) is None
    van.database.execute("UPDATE earlier SET sealed = x'00'")
    assert earlier_photo(van.services, van.store.applications.get(application)) is None


def test_a_chips_own_photo_comes_first(van: Van) -> None:
    row = {"for": ID_NUMBER, "id_number": ID_NUMBER, "photo": base64.b64encode(PHOTO).decode()}
    begun(van, ("earlier", row))
    application = draft(van)
    assert earlier_photo(van.services, application).picture == PHOTO  # type: ignore[union-attr]
    put_capture(van, application.id, CaptureKind.CHIP, "chip.portrait", b"chip")
    found = earlier_photo(van.services, van.store.applications.get(application.id))
    assert found is not None
    assert found.picture == b"chip"


def test_another_number_is_another_person_and_what_was_compared_falls(van: Van) -> None:
    application = begun(van)
    now = van.clock.now()
    answer(van.services, application, "id_number", ID_NUMBER)
    for kind in ("face", "finger", "officer"):
        note_verdict(van.services, application, Verdict(kind, "match", "e", "1", now))
    answer(van.services, application, "address", "广州市越秀区北京路2号")
    answer(van.services, application, "id_number", ID_NUMBER)
    assert len(van.store.applications.get(application).verdicts) == 3
    answer(van.services, application, "id_number", "440104194801070021")
    assert [v.kind for v in van.store.applications.get(application).verdicts] == ["officer"]
