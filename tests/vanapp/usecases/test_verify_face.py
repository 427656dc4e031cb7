"""Portrait against the card's photo or an earlier one: noted with what decided it; it never blocks."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image

from devices.biometrics import face
from devices.biometrics.limits import face_limits
from devices.errors import CardUnreadable
from devices.virtual.people import people
from forms.record import CaptureKind, Verdict
from tests.vanapp.bed import Van, draft, make_van, put_capture
from vanapp.usecases.earlier_photo import earlier_photo
from vanapp.usecases.errors import NotADraft
from vanapp.usecases.prepare_face import prepare_face
from vanapp.usecases.seal import seal
from vanapp.usecases.verify_face import DRAWN, verify_face

WALL = (206, 211, 215)


def scene(place: int = 0) -> Image.Image:
    picture = people()[place].picture()
    left = picture.width // 2 - 230
    return picture.crop((left, 60, left + 460, 628))


def encoded(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


@dataclass
class FakeDecoder:
    """A maker's library: what it makes of the chip's block, or that it cannot."""

    picture: Image.Image | None
    asked: bytes = b""

    def decode(self, wlt: bytes) -> bytes:
        self.asked = wlt
        if self.picture is None:
            raise CardUnreadable()
        return self.picture.resize((102, 126)).tobytes()


@pytest.fixture
def van(tmp_path: Path) -> Van:
    return make_van(tmp_path, training=False)


def with_portrait(van: Van, content: bytes | None = None) -> str:
    application = draft(van).id
    put_capture(van, application, CaptureKind.PORTRAIT, "portrait", content or encoded(scene()))
    return application


def stored(van: Van, application: str) -> Verdict | None:
    verdicts = van.store.applications.get(application).verdicts
    return next((verdict for verdict in verdicts if verdict.kind == "face"), None)


def test_with_no_photo_to_compare_the_officer_does_it_by_eye(van: Van) -> None:
    application = with_portrait(van)
    outcome = verify_face(van.services, application)
    assert (outcome.verdict, outcome.against) == (None, None)
    assert stored(van, application) is None


def test_without_a_portrait_nothing_is_compared(van: Van) -> None:
    application = draft(van).id
    put_capture(van, application, CaptureKind.CHIP, "chip.portrait", encoded(scene()))
    assert verify_face(van.services, application).verdict is None


def test_the_verdict_says_what_decided(van: Van) -> None:
    application = with_portrait(van)
    put_capture(van, application, CaptureKind.CHIP, "chip.portrait", encoded(scene().resize((102, 126))))
    outcome = verify_face(van.services, application, seen="blink")
    verdict = stored(van, application)
    assert outcome.verdict is not None
    assert verdict is not None
    assert (verdict.outcome, verdict.engine, verdict.version) == (
        "match",
        "dlib_resnet",
        face_limits().version,
    )
    assert verdict.score is not None
    assert 0 < verdict.score <= (verdict.threshold or 0) == 0.45
    assert verdict.note == "chip blink"
    assert outcome.against is not None
    assert outcome.against.source == "chip"


def test_in_training_the_officer_decides(tmp_path: Path) -> None:
    van = make_van(tmp_path, training=True)
    application = with_portrait(van)
    put_capture(van, application, CaptureKind.CHIP, "chip.portrait", encoded(scene()))
    verdict = verify_face(van.services, application).verdict
    assert verdict is not None
    assert (verdict.outcome, verdict.note) == ("review", f"chip {DRAWN}")


def test_the_cards_own_photo_goes_through_the_makers_decoder(van: Van) -> None:
    application = with_portrait(van)
    block = bytes(range(256)) * 4
    facts = {"text_bytes": 256, "photo_bytes": len(block), "fingerprint_bytes": 512}
    put_capture(van, application, CaptureKind.CHIP, "chip", b"t" * 256 + block + b"f" * 512, **facts)
    record = van.store.applications.get(application)
    assert earlier_photo(van.services, record) is None
    decoder = FakeDecoder(scene())
    services = replace(van.services, photo_decoder=decoder)
    verdict = verify_face(services, application).verdict
    assert decoder.asked == block
    assert verdict is not None
    assert (verdict.outcome, verdict.note) == ("match", "chip")
    broken = replace(van.services, photo_decoder=FakeDecoder(None))
    assert earlier_photo(broken, record) is None


def test_the_offices_earlier_photo_serves_too(van: Van) -> None:
    application = with_portrait(van)
    put_capture(van, application, CaptureKind.DOCUMENT, "earlier.portrait", encoded(scene()))
    verdict = verify_face(van.services, application).verdict
    assert verdict is not None
    assert verdict.note == "earlier"


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (encoded(Image.new("RGB", (358, 441), WALL)), "biometrics.no_person"),
        (b"no picture", "biometrics.bad_photo"),
    ],
    ids=["nobody", "damaged"],
)
def test_what_cannot_be_compared_goes_to_a_person(van: Van, picture: bytes, code: str) -> None:
    application = with_portrait(van)
    put_capture(van, application, CaptureKind.CHIP, "chip.portrait", picture)
    outcome = verify_face(van.services, application)
    verdict = stored(van, application)
    assert verdict is not None
    assert (verdict.outcome, verdict.score, outcome.reason) == ("not_comparable", None, code)
    assert verdict.note == f"chip {code}"


def test_a_damaged_model_of_the_bureau_is_told_and_not_replaced(van: Van) -> None:
    application = with_portrait(van)
    put_capture(van, application, CaptureKind.CHIP, "chip.portrait", encoded(scene()))
    folder = van.services.paths.config / "faces"
    folder.mkdir()
    (folder / "embedder.toml").write_text("engine = 1", "utf-8")
    outcome = verify_face(van.services, application)
    assert outcome.reason == "biometrics.bad_face_setup"
    assert outcome.verdict is not None
    assert outcome.verdict.outcome == "not_comparable"


def test_what_is_sealed_is_not_compared_again(van: Van) -> None:
    from tests.vanapp.bed import ready

    application = ready(van)
    seal(van.services, application.id)
    put = van.store.applications.get(application.id)
    assert put.capture("portrait") is not None
    with pytest.raises(NotADraft):
        verify_face(van.services, application.id)


def test_looking_ahead_both_photos_are_looked_at(van: Van, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[bytes] = []
    monkeypatch.setattr(face, "describe", lambda picture, *, setup: looked.append(picture))
    application = draft(van).id
    put_capture(van, application, CaptureKind.CHIP, "chip.photo", b"the card's")
    prepare_face(van.services, application)
    assert looked == [b"the card's"]
    put_capture(van, application, CaptureKind.PORTRAIT, "portrait", b"new")
    prepare_face(van.services, application)
    assert looked[1:] == [b"the card's", b"new"]


def test_the_cards_photo_as_it_was_decoded_when_read_is_the_one_to_compare_with(van: Van) -> None:
    application = with_portrait(van)
    put_capture(van, application, CaptureKind.CHIP, "chip.photo", encoded(scene().resize((102, 126))))
    outcome = verify_face(van.services, application)
    assert outcome.against is not None
    assert outcome.against.source == "chip"
    assert outcome.verdict is not None
    assert outcome.verdict.score is not None


def test_looking_ahead_changes_nothing(van: Van) -> None:
    application = with_portrait(van)
    assert not prepare_face(van.services, application)
    put_capture(van, application, CaptureKind.CHIP, "chip.portrait", b"no picture")
    assert prepare_face(van.services, application)
    assert stored(van, application) is None
