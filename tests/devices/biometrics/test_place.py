"""Where the portrait is cut: a profile's rules hold for usual heads, and in their order for unusual ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.biometrics.faces.place import Head, placed
from devices.biometrics.limits import profile
from forms.photo import ID_CARD


def test_the_profile_is_the_one_the_forms_know() -> None:
    """Two leaves tell the same law: they may not drift apart."""
    card = profile()
    assert (card.width_px, card.height_px, card.dpi) == (ID_CARD.width_px, ID_CARD.height_px, ID_CARD.dpi)
    assert card.face_width_px == ID_CARD.face_width_range_px
    assert card.head_top_px == (ID_CARD.hair_top_least_px, ID_CARD.hair_top_most_px)
    assert card.eye_line_px == ID_CARD.eyes_to_bottom_least_px
    assert card.bytes == (ID_CARD.smallest_bytes, ID_CARD.largest_bytes)


@given(crown=st.floats(130, 220), chin=st.floats(100, 170), eyes=st.floats(80, 110))
def test_a_usual_head_meets_every_rule_of_the_card(crown: float, chin: float, eyes: float) -> None:
    place = placed(Head(crown, chin, eyes), profile())
    assert place.misses(profile()) == ()
    assert place.face_width == pytest.approx(207)
    assert place.left + profile().width_px / 2 / place.scale == pytest.approx(300)  # centred


@pytest.mark.parametrize(
    ("crown", "face", "top"),
    [
        (220, 207, 14),
        (225, 207, 9),  # less room above
        (235, 199.9, 7),  # then a smaller face
        (280, 193, -27),  # then the hair is cut: the eyes stay where they must
    ],
)
def test_tall_hair_gives_way_in_the_standards_order(crown: float, face: float, top: float) -> None:
    place = placed(Head(crown, 140, 95), profile())
    assert place.face_width == pytest.approx(face, abs=0.2)
    assert place.head_top == pytest.approx(top, abs=0.5)
    assert place.eye_line >= 207 - 1e-6


@given(crown=st.floats(150, 200), chin=st.floats(120, 155))
def test_a_usual_head_fits_the_travel_document(crown: float, chin: float) -> None:
    rules = profile("exit_entry")
    place = placed(Head(crown, chin, 95), rules)
    assert set(place.misses(rules)) <= {"eye_distance"}
    assert place.head_top == pytest.approx(45)


def test_an_unknown_profile_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        profile("passport of another country")
