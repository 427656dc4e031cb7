"""Sealing: all of it or nothing, never with a gap, never training as real."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.record import CaptureKind
from forms.status import Status
from forms.wire import load
from sync.sealing.seal import Sealer
from tests.vanapp.bed import Van, blank_page, complete, draft, jpeg, opened, put_capture, ready
from vanapp.papers import NoCertificate
from vanapp.usecases.add_material import add_material
from vanapp.usecases.answer import answer
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.collect_fee import collect_fee
from vanapp.usecases.errors import NotADraft, NotReady, SignatureStale, WrongMode
from vanapp.usecases.make_checklist import make_checklist
from vanapp.usecases.seal import seal
from vanapp.usecases.sign import sign
from vanapp.usecases.skip_finger import skip_finger
from vanapp.usecases.tick_material import tick_material


def test_a_parcel_holds_the_application_and_every_capture(van: Van) -> None:
    sealed = seal(van.services, ready(van).id)
    parcel = van.store.outbox.parcel(sealed.parcel_id)
    content = opened(parcel)
    assert load(content.manifest) == sealed.application
    assert set(content.files) == {c.sha256 for c in sealed.application.captures}
    assert parcel.training
    assert sealed.application.status is Status.SEALED
    assert [e.what for e in van.store.audit.about(sealed.parcel_id)][-1] == "seal"


def test_parcels_are_chained(van: Van) -> None:
    """Each says its number and the digest of the one before; what was not sealed leaves no gap."""
    first = seal(van.services, ready(van).id).parcel_id
    with pytest.raises(NotReady):
        seal(van.services, draft(van).id)
    second = seal(van.services, ready(van).id).parcel_id
    one, two = (van.store.outbox.parcel(id) for id in (first, second))
    slips = [opened(parcel).slip for parcel in (one, two)]
    assert [(slip.van, slip.record, slip.sequence, slip.previous) for slip in slips if slip] == [
        ("D027", first, 1, ""),
        ("D027", second, 2, one.sha256),
    ]


def test_without_a_certificate_nothing_is_sealed(van: Van) -> None:
    class NoPapers:
        def sealer(self) -> Sealer:
            raise NoCertificate

    application = ready(van)
    with pytest.raises(NoCertificate):
        seal(replace(van.services, papers=NoPapers()), application.id)
    assert van.store.applications.status(application.id) is Status.DRAFT
    assert seal(van.services, application.id).application.status is Status.SEALED


def test_what_the_rules_say_is_sealed_with_what_was_answered(van: Van) -> None:
    application = ready(van)
    sealed = seal(van.services, application.id).application
    assert sealed.answers["age_group"] == "adult"
    assert sealed.sources["age_group"] == "rule"
    assert sealed.answers.items() >= application.answers.items()


def test_a_gap_refuses_and_names_what_is_missing(van: Van) -> None:
    application = draft(van)
    with pytest.raises(NotReady) as caught:
        seal(van.services, application.id)
    assert caught.value.values["gaps"] == ["REGFORM", "PHOTO", "FP"]
    assert van.store.applications.status(application.id) is Status.DRAFT
    assert van.store.outbox.waiting() == 0


def test_a_mistake_refuses_and_names_its_field(van: Van) -> None:
    application = ready(van)
    answer(van.services, application.id, "phone", "12")
    with pytest.raises(NotReady) as caught:
        seal(van.services, application.id)
    assert caught.value.values["fields"] == ["phone"]


def test_before_a_matter_is_chosen_nothing_is_sealed(van: Van) -> None:
    begun = begin_application(van.services, way="visit")
    with pytest.raises(NotReady):
        seal(van.services, begun.id)


def test_a_signature_does_not_cover_what_changed_after_it(van: Van) -> None:
    application = ready(van)
    answer(van.services, application.id, "phone", "13912345678")
    assert make_checklist(van.services, application.id).stale_signature
    with pytest.raises(SignatureStale):
        seal(van.services, application.id)
    sign(van.services, application.id, "applicant", [], b"again")
    seal(van.services, application.id)


def test_the_fee_comes_after_the_signature(van: Van) -> None:
    application = ready(van)
    fee = collect_fee(van.services, application.id, "later")
    assert fee.cents == 2000
    seal(van.services, application.id)


def test_training_is_never_sealed_as_real_nor_the_other_way(van: Van) -> None:
    application = ready(van)
    real = replace(van.services, training=False)
    with pytest.raises(WrongMode):
        seal(real, application.id)
    put_capture(replace_services(van, real), application.id, CaptureKind.DOCUMENT, "material.X.1", b"real")
    with pytest.raises(WrongMode):
        seal(van.services, application.id)


def test_sealed_once_is_sealed(van: Van) -> None:
    application = ready(van)
    seal(van.services, application.id)
    with pytest.raises(NotADraft):
        seal(van.services, application.id)
    assert van.store.outbox.waiting() == 1


def test_a_failure_in_the_middle_leaves_the_draft_whole(van: Van) -> None:
    application = ready(van)
    van.database.execute(
        "CREATE TRIGGER no_room BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'stop'); END"
    )
    entries = van.store.audit.verify()
    with pytest.raises(Exception, match="stop"):
        seal(van.services, application.id)
    assert van.store.applications.get(application.id) == application
    assert van.store.audit.verify() == entries
    van.database.execute("DROP TRIGGER no_room")
    seal(van.services, application.id)


def test_a_first_card_wants_the_household_register_seen(van: Van) -> None:
    application = ready(van, "first")
    assert make_checklist(van.services, application.id).gaps == ("HKB",)
    tick_material(van.services, application.id, "HKB", by="licence")
    assert make_checklist(van.services, application.id).gaps == ()
    tick_material(van.services, application.id, "HKB", done=False)
    add_material(van.services, application.id, "HKB", blank_page())
    item = next(i for i in make_checklist(van.services, application.id).items if i.material.id == "HKB")
    assert (item.done, item.by) == (True, "scan")


def test_skipped_hands_settle_the_prints_with_a_note(van: Van) -> None:
    application = draft(van)
    put_capture(van, application.id, CaptureKind.PORTRAIT, "portrait", b"p")
    made = skip_finger(van.services, application.id, 11, "missing", jpeg(), whole_hand=True)
    assert [c.slot for c in made] == [f"exception.{n}" for n in (11, 12, 13, 14, 15)]
    assert "FP" in make_checklist(van.services, application.id).gaps
    skip_finger(van.services, application.id, 16, "missing", b"", whole_hand=True)
    ids = {i.material.id for i in make_checklist(van.services, application.id).items}
    assert "FP" not in ids
    assert "FPNOTE" in ids


def test_a_child_is_signed_for_by_its_guardian(van: Van) -> None:
    from forms.idnumber import check_digit

    body = "44010620180312002"
    application = draft(van, "first")
    answer(van.services, application.id, "id_number", body + check_digit(body))
    answer(van.services, application.id, "birth", "20180312")
    complete(van, application.id)
    assert "REGFORM" in make_checklist(van.services, application.id).gaps
    sign(van.services, application.id, "guardian", [], b"guardian")
    assert "REGFORM" not in make_checklist(van.services, application.id).gaps


def replace_services(van: Van, services: object) -> Van:
    return replace(van, services=services)  # type: ignore[arg-type]
