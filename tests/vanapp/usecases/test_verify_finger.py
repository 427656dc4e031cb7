"""Today's print against an earlier one, and against the others of the session: findings, never a refusal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.biometrics import fingers
from devices.biometrics.formats import fmr
from devices.contract import Kind
from forms.idnumber import check_digit
from tests.vanapp.bed import FakeScanner, Van, draft
from tests.vanapp.prints import pressed
from vanapp.session_prints import SessionPrints
from vanapp.usecases.answer import answer
from vanapp.usecases.errors import NotADraft
from vanapp.usecases.find_double import find_double
from vanapp.usecases.take_finger import take_finger
from vanapp.usecases.verify_finger import verify_finger
from vanapp.usecases.void import void

RIGHT_THUMB, LEFT_THUMB = 11, 16


def go() -> bool:
    return False


def seen(name: str) -> None:
    pass


def took(van: Van, seed: int, position: int = RIGHT_THUMB) -> str:
    """An application with one print of finger `seed`."""
    application = draft(van)
    van.bench.drivers[Kind.FINGER] = FakeScanner([pressed(seed, "good")])
    take_finger(van.services, application.id, position, go, seen)
    return application.id


def earlier(seed: int, position: int = RIGHT_THUMB, engine: str = fingers.DEFAULT) -> fingers.FingerTemplate:
    """Another press of the finger, some years ago."""
    used = fingers.engine_named(engine)
    return fingers.extract(pressed(seed, "wet"), position=position, engine=used)


@pytest.mark.parametrize("engine", [fingers.DEFAULT, fingers.NETWORK])
def test_the_same_person_is_a_match_and_the_verdict_says_by_what(van: Van, engine: str) -> None:
    application = took(van, 7)
    old = earlier(7, engine=engine)
    verdict = verify_finger(van.services, application, [old.to_bytes()])
    assert (verdict.outcome, verdict.engine, verdict.version) == ("match", old.engine, old.version)
    assert verdict.score is not None
    assert verdict.threshold is not None
    assert verdict.score >= verdict.threshold
    (noted,) = van.store.applications.get(application).verdicts
    assert replace(noted, at=verdict.at) == verdict


def test_another_person_is_no_match_and_nothing_is_blocked(van: Van) -> None:
    application = took(van, 7)
    verdict = verify_finger(van.services, application, [earlier(8).to_bytes()])
    assert verdict.outcome in {"no_match", "review"}
    again = verify_finger(van.services, application, [earlier(8).to_bytes(), earlier(7).to_bytes()])
    assert again.outcome == "match"  # one good finger is enough
    assert len(van.store.applications.get(application).verdicts) == 1


def test_another_finger_of_the_hand_is_not_held_against_it(van: Van) -> None:
    application = took(van, 7)
    verdict = verify_finger(van.services, application, [earlier(7, LEFT_THUMB).to_bytes()])
    assert (verdict.outcome, verdict.score) == ("not_comparable", None)
    unknown = verify_finger(van.services, application, [earlier(7, 0).to_bytes()])
    assert unknown.outcome == "match"


def test_a_standard_record_is_compared_by_its_own_threshold(van: Van) -> None:
    application = took(van, 7)
    record = fmr.encode(fmr.of_templates([earlier(7)]))
    verdict = verify_finger(van.services, application, [record])
    assert (verdict.outcome, verdict.engine) == ("match", fingers.INTERCHANGE)
    other = fmr.encode(fmr.of_templates([earlier(8)]))
    assert verify_finger(van.services, application, [other]).outcome == "review"


@pytest.mark.parametrize("content", [b"", b"damaged", b"FMR\0 20\0damaged", b"VFT\x01damaged"])
def test_what_cannot_be_read_is_not_comparable(van: Van, content: bytes) -> None:
    application = took(van, 7)
    assert verify_finger(van.services, application, [content]).outcome == "not_comparable"


def test_a_makers_features_are_not_comparable_here(van: Van) -> None:
    application = took(van, 7)
    features = fingers.FingerTemplate(fingers.VENDOR, "1.2.0.4", position=RIGHT_THUMB, record=bytes(512))
    assert verify_finger(van.services, application, [features.to_bytes()]).outcome == "not_comparable"


def test_only_a_draft_gets_a_verdict(van: Van) -> None:
    application = took(van, 7)
    void(van.services, application)
    with pytest.raises(NotADraft):
        verify_finger(van.services, application, [earlier(7).to_bytes()])


def named(van: Van, application: str, body: str) -> str:
    """Under this person's number."""
    answer(van.services, application, "id_number", body + check_digit(body))
    return application


def test_one_finger_under_two_names_is_noticed(van: Van) -> None:
    services = replace(van.services, prints=SessionPrints())
    assert services.prints is not None
    first, other = took(van, 7), named(van, took(van, 8), "44010619900101001")
    again = named(van, took(van, 7, LEFT_THUMB), "44010619900101003")
    assert find_double(services, first) == ()
    assert find_double(services, first) == ()  # looked at twice: one's own print is no double
    assert find_double(services, other) == ()
    (double,) = find_double(services, again)
    assert (double.application, double.position) == (first, LEFT_THUMB)
    assert double.number == van.store.applications.get(first).number
    (double,) = find_double(services, took(van, 7))  # the first person again, with another matter
    assert double.application == again
    services.prints.close()
    assert find_double(van.services, again) == ()  # nobody looks
