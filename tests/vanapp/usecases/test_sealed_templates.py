"""The template of a print goes with it to the office, as a record any matcher of the world reads."""

from __future__ import annotations

import base64

import pytest

from devices.biometrics import fingers
from devices.biometrics.errors import AnalysisFailed
from devices.biometrics.fingers.interchange import templates_from
from devices.biometrics.formats import fmr
from devices.contract import Kind
from forms.record import Application, Capture, CaptureKind
from forms.wire import load
from tests.vanapp.bed import FakeScanner, Van, draft, opened, put_capture
from tests.vanapp.prints import pressed
from vanapp.usecases import take_finger as taking
from vanapp.usecases.collect_fee import collect_fee
from vanapp.usecases.seal import seal
from vanapp.usecases.send import send
from vanapp.usecases.sign import sign
from vanapp.usecases.take_finger import take_finger

RIGHT_THUMB, LEFT_THUMB = 11, 16


def press(van: Van, application: str, seed: int, position: int = RIGHT_THUMB) -> None:
    van.bench.drivers[Kind.FINGER] = FakeScanner([pressed(seed, "good")])
    take_finger(van.services, application, position, lambda: False, lambda _: None)


def at_the_office(van: Van) -> Application:
    """The record as the bureau reads it out of the parcel."""
    application = draft(van).id
    press(van, application, 7)
    press(van, application, 9, LEFT_THUMB)
    put_capture(van, application, CaptureKind.PORTRAIT, "portrait", b"portrait")
    sign(van.services, application, "applicant", [[(0, 0, 0), (5, 5, 16)]], b"signature")
    collect_fee(van.services, application, "scan")
    seal(van.services, application)
    send(van.services)
    (parcel,) = van.gateway.got
    return load(opened(parcel).manifest)


def record_of(capture: Capture | None) -> bytes:
    assert capture is not None
    return base64.b64decode(str(capture.facts["template"]), validate=True)


def test_the_office_finds_the_finger_again_by_the_sealed_record(van: Van) -> None:
    record = at_the_office(van)
    sealed = record_of(record.capture("finger.1"))
    (view,) = fmr.decode(sealed).views
    quality = record.capture("finger.1")
    assert quality is not None
    assert view.quality == quality.facts["quality"]
    (enrolled,) = templates_from(sealed)
    assert enrolled.position == RIGHT_THUMB
    same = fingers.verify(fingers.extract(pressed(7, "wet"), position=RIGHT_THUMB), enrolled)
    other = fingers.verify(fingers.extract(pressed(9, "wet"), position=RIGHT_THUMB), enrolled)
    assert same.outcome is fingers.Outcome.MATCH
    assert other.outcome is fingers.Outcome.REVIEW  # by minutiae alone never "no match"
    (left,) = templates_from(record_of(record.capture("finger.2")))
    assert left.position == LEFT_THUMB


def test_an_engine_that_fails_costs_the_template_and_not_the_print(
    van: Van, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise AnalysisFailed(asked="extract")

    monkeypatch.setattr(taking, "template_of", broken)
    application = draft(van).id
    press(van, application, 7)
    kept = van.store.applications.get(application).capture("finger.1")
    assert kept is not None
    assert "template" not in kept.facts
    assert kept.facts["quality"]
