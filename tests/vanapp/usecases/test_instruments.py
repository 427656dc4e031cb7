"""Card, finger and photo: what the instrument gave is kept whole, with where it came from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from devices.contract import CardRead, FingerImage, Frame, Kind
from devices.errors import CardGone
from tests.vanapp.bed import NAME, PARTICULARS, FakeReader, FakeScanner, Van, card, draft
from vanapp.usecases.answer import answer
from vanapp.usecases.begin_application import begin_application
from vanapp.usecases.errors import ChipReadOnly
from vanapp.usecases.read_card import read_card
from vanapp.usecases.undo import undo


def go() -> bool:
    return False


def seen(name: str) -> None:
    pass


def read(van: Van, application_id: str, found: CardRead | None = None) -> Any:
    van.bench.drivers[Kind.CARD] = FakeReader(found or card())
    return read_card(van.services, application_id, go, seen)


def test_a_card_fills_its_fields_in_one_step(van: Van) -> None:
    begun = begin_application(van.services, way="visit")
    outcome = read(van, begun.id)
    assert outcome.filled["name"] == NAME
    assert outcome.filled["ethnic"] == "01"
    assert set(outcome.application.sources.values()) == {"chip"}
    assert NAME not in repr(outcome)
    undo(van.services, begun.id)
    empty = van.store.applications.get(begun.id)
    assert (empty.answers, empty.captures) == ({}, ())
    assert van.store.answers.ticks(begun.id) == {}


def test_the_chips_bytes_are_kept_with_device_and_clocks(van: Van) -> None:
    begun = begin_application(van.services, way="visit")
    capture = read(van, begun.id).application.capture("chip")
    assert (capture.device, capture.serial, capture.size) == ("fake_card", "S-1", 256 + 1024 + 1024)
    assert capture.monotonic_ns > 0
    assert capture.facts["fingerprint_bytes"] == 1024


def test_what_stood_there_and_differs_is_told(van: Van) -> None:
    application = draft(van)
    other = replace(card(), fields={**card().fields, "address": "广东省广州市天河区天河路1号"})
    outcome = read(van, application.id, other)
    assert set(outcome.conflicts) == {"address"}
    assert outcome.application.answers["address"] == "广东省广州市天河区天河路1号"


def test_what_the_chip_says_is_not_typed_over(van: Van) -> None:
    begun = begin_application(van.services, way="visit", matter="renewal_expiry")
    read(van, begun.id)
    with pytest.raises(ChipReadOnly):
        answer(van.services, begun.id, "name", "刘秀")
    answer(van.services, begun.id, "name", NAME)  # the same text is no change
    answer(van.services, begun.id, "address", "广东省广州市天河区天河路1号")


def test_a_change_of_particulars_may_type_over_the_chip(van: Van) -> None:
    begun = begin_application(van.services, way="visit", matter="change")
    read(van, begun.id)
    assert answer(van.services, begun.id, "name", "刘秀丽").text == "刘秀丽"


def test_an_old_card_and_one_without_prints_are_told(van: Van) -> None:
    begun = begin_application(van.services, way="visit")
    old = replace(card(), fields={**card().fields, "valid_to": "20200101"}, fingerprints=b"")
    assert read(van, begun.id, old).warnings == ("card.expired", "card.no_fingerprints")
    lasting = replace(card(), fields={**card().fields, "valid_to": "长期"})
    assert read(van, begun.id, lasting).warnings == ()


def test_a_card_that_went_away_leaves_nothing(van: Van) -> None:
    class Gone:
        def read(self, cancelled: object, progress: object) -> CardRead:
            raise CardGone

    begun = begin_application(van.services, way="visit")
    van.bench.drivers[Kind.CARD] = Gone()
    with pytest.raises(CardGone):
        read_card(van.services, begun.id, go, seen)
    assert van.store.applications.get(begun.id) == begun


def prints() -> tuple[FingerImage, FingerImage, FingerImage]:
    """A good print, a poor one, and a good one of another finger."""
    from tests.vanapp.prints import pressed

    return pressed(7, "good"), pressed(7, "partial"), pressed(8, "good")


def test_fingers_keep_the_best_try_and_say_what_comes_next(van: Van) -> None:
    from vanapp.usecases.take_finger import take_finger

    good, poor, other = prints()
    application = draft(van)
    van.bench.drivers[Kind.FINGER] = FakeScanner([poor, good, poor, good, other])
    first = take_finger(van.services, application.id, 11, go, seen)
    assert (first.tries, first.capture.slot, first.next_position) == (1, "finger.1", 11)
    assert first.advice is not None
    second = take_finger(van.services, application.id, 11, go, seen)
    assert (second.advice, second.enough, second.next_position) == (None, True, 16)
    assert second.capture.facts["quality"] == second.quality > first.quality
    third = take_finger(van.services, application.id, 11, go, seen)
    assert third.capture.id == second.capture.id  # a worse try does not replace the best
    twice = take_finger(van.services, application.id, 16, go, seen)
    assert twice.advice == "finger.same"
    assert van.store.applications.get(application.id).capture("finger.2") is None
    last = take_finger(van.services, application.id, 16, go, seen)
    assert (last.capture.slot, last.enough, last.next_position) == ("finger.2", True, None)
    assert (last.capture.dpi, last.capture.media_type) == (500, "image/png")


def test_a_training_print_carries_its_mark(van: Van) -> None:
    from vanapp.usecases.take_finger import as_png, from_png

    image = prints()[0]
    assert from_png(as_png(image, False), 500) == image
    assert from_png(as_png(image, True), 500).pixels != image.pixels


def test_nobody_in_the_picture_is_not_kept(van: Van) -> None:
    from vanapp.usecases.take_photo import take_photo

    application = draft(van)
    grey = Frame(b"\x80" * (640 * 480 * 3), 640, 480)
    outcome = take_photo(van.services, application.id, grey)
    assert outcome.capture is None
    assert outcome.findings[0].level == "fail"


def test_a_portrait_is_kept_at_the_standards_size_and_retaken(van: Van) -> None:
    from tests.vanapp.prints import seated
    from vanapp.usecases.take_photo import take_photo

    application = draft(van)
    first = take_photo(van.services, application.id, seated(3), override_reason="test").capture
    assert first is not None
    assert (first.width_px, first.height_px, first.dpi, first.training) == (358, 441, 350, True)
    second = take_photo(van.services, application.id, seated(4), override_reason="test").capture
    assert second is not None
    assert van.store.applications.get(application.id).capture("portrait") == second
    undo(van.services, application.id)
    assert van.store.applications.get(application.id).capture("portrait") == first


def test_the_wall_stays_when_retouching_is_not_allowed(van: Van) -> None:
    from tests.vanapp.prints import seated
    from vanapp.usecases.take_photo import take_photo

    application = draft(van)
    edits = []
    for allowed in (True, False):
        van.services.settings.whiten_photo = allowed
        taken = take_photo(van.services, application.id, seated(3), override_reason="test").capture
        assert taken is not None
        edits.append("ground_whitened" in str(taken.facts["edits"]))
    assert edits == [True, False]


def test_a_face_nobody_finds_is_taken_with_the_officers_reason(van: Van) -> None:
    """Bandages: nobody is sent away because a network does not see them."""
    from vanapp.usecases.take_photo import take_photo

    application = draft(van)
    grey = Frame(b"\x80" * (640 * 480 * 3), 640, 480)
    taken = take_photo(van.services, application.id, grey, override_reason="skin_or_injury").capture
    assert taken is not None
    assert (taken.width_px, taken.height_px) == (358, 441)
    assert taken.facts["not_good"] == ["photo.no_person"]
    assert taken.facts["edits"] == ["cropped_by_guide", "scaled:1.148"]


def test_particulars_of_the_bed_fit_the_card() -> None:
    assert card().fields["name"] == PARTICULARS["name"]
