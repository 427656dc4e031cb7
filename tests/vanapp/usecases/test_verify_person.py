"""Prints are held against what is there from before, once, and never against themselves."""

from __future__ import annotations

from devices.biometrics import fingers
from devices.contract import Kind
from forms.record import CaptureKind, Verdict
from sync.parcel import Notice, NoticeKind
from tests.vanapp.bed import START, FakeScanner, Van, draft, put_capture
from tests.vanapp.prints import pressed
from vanapp.usecases.collect_fee import collect_fee
from vanapp.usecases.correct import correct
from vanapp.usecases.note_verdict import note_verdict
from vanapp.usecases.seal import seal
from vanapp.usecases.send import send
from vanapp.usecases.sign import sign
from vanapp.usecases.take_finger import take_finger
from vanapp.usecases.verify_person import verify_person

RIGHT_THUMB, LEFT_THUMB = 11, 16


def press(van: Van, application: str, seed: int, variant: str = "good", position: int = RIGHT_THUMB) -> None:
    van.bench.drivers[Kind.FINGER] = FakeScanner([pressed(seed, variant)])
    take_finger(van.services, application, position, lambda: False, lambda _: None)


def found(van: Van, application: str) -> list[str]:
    return [v.outcome for v in verify_person(van.services, application).verdicts if v.kind == "finger"]


def test_an_earlier_template_is_held_against_todays_print_once(van: Van) -> None:
    application = draft(van).id
    old = fingers.extract(pressed(7, "wet"), position=RIGHT_THUMB).to_bytes()
    put_capture(van, application, CaptureKind.DOCUMENT, "earlier.finger.1", old)
    assert found(van, application) == []  # nothing of today
    press(van, application, 7)
    assert found(van, application) == ["match"]
    stood = van.store.applications.get(application).verdicts
    assert found(van, application) == ["match"]
    assert van.store.applications.get(application).verdicts == stood


def test_a_card_read_again_is_compared_anew(van: Van) -> None:
    application = draft(van).id
    put_capture(van, application, CaptureKind.PORTRAIT, "portrait", b"no picture")
    note_verdict(van.services, application, Verdict("face", "match", "dlib_resnet", "1", START))
    put_capture(van, application, CaptureKind.CHIP, "chip.photo", b"no picture either")
    (verdict,) = verify_person(van.services, application).verdicts
    assert verdict.outcome == "not_comparable"


def test_a_damaged_template_is_told_as_not_comparable(van: Van) -> None:
    application = draft(van).id
    put_capture(van, application, CaptureKind.DOCUMENT, "earlier.finger.1", b"damaged")
    press(van, application, 7)
    assert found(van, application) == ["not_comparable"]


def test_the_returned_version_is_what_a_new_print_is_held_against(van: Van) -> None:
    application = draft(van).id
    press(van, application, 7)
    press(van, application, 9, position=LEFT_THUMB)
    put_capture(van, application, CaptureKind.PORTRAIT, "portrait", b"portrait")
    sign(van.services, application, "applicant", [[(0, 0, 0), (5, 5, 16)]], b"signature")
    collect_fee(van.services, application, "scan")
    note_verdict(van.services, application, Verdict("officer", "match", "eye", "1", START))
    record = seal(van.services, application).parcel_id
    send(van.services)
    cursor = van.store.inbox.cursor() + 1
    van.store.inbox.apply(
        Notice(cursor, NoticeKind.RETURNED, record, START, reasons=("重按",), fields=("finger.1",))
    )
    again = correct(van.services, record).id
    assert found(van, again) == []  # the very print that was carried over says nothing
    press(van, again, 7, "wet")
    assert found(van, again) == ["match"]
