"""The numbers of the portrait are those of the standard."""

from __future__ import annotations

from forms.photo import ID_CARD
from tests.forms.facts import facts


def test_the_numbers_are_those_of_the_research() -> None:
    card, iso = facts("photo_standard")["id_card"], facts("photo_standard")["iso"]
    assert (ID_CARD.width_px, ID_CARD.height_px, ID_CARD.dpi) == (card["width"], card["height"], card["dpi"])
    assert [ID_CARD.smallest_bytes, ID_CARD.largest_bytes] == [kb * 1024 for kb in card["size_kb"]]
    assert ID_CARD.face_width_px == card["face_width_px"]["value"]
    assert ID_CARD.face_width_tolerance_px == card["face_width_px"]["tol"]
    assert [ID_CARD.hair_top_least_px, ID_CARD.hair_top_most_px] == card["hair_top_margin_px"]
    assert ID_CARD.eyes_to_bottom_least_px == card["eye_line_to_bottom_min_px"]
    assert {"yaw": ID_CARD.yaw_deg, "pitch": ID_CARD.pitch_deg, "roll": ID_CARD.roll_deg} == iso["pose_deg"]


def test_pixels_and_millimetres_agree_at_350_dpi() -> None:
    assert round(ID_CARD.print_width_mm / 25.4 * ID_CARD.dpi) == ID_CARD.width_px
    assert round(ID_CARD.print_height_mm / 25.4 * ID_CARD.dpi) == ID_CARD.height_px
    assert round(15 / 25.4 * ID_CARD.dpi) == ID_CARD.face_width_px
    assert ID_CARD.face_width_range_px == (193, 221)


def test_it_says_that_a_newer_text_exists() -> None:
    assert ID_CARD.superseded_by == "GA/T 461-2019"
    assert ID_CARD.confidence == "medium"
