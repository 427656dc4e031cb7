"""Which fingers in which order, and what happens when one cannot be had."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forms.fingerprint import ORDER, RULE, need, next_finger, position_words, results, skip_reasons
from tests.forms.facts import facts


def ask(taken: list[int], skipped: list[int]) -> int | None:
    finger = next_finger(taken, skipped)
    return finger.code if finger is not None else None


def test_order_and_codes_are_those_of_the_research() -> None:
    table = facts("finger_codes")
    ordered = sorted((row for row in table["fingers"] if row["order"]), key=lambda row: row["order"])
    assert [(finger.code, finger.words.zh) for finger in ORDER] == [
        (row["code"], row["name"]) for row in ordered
    ]
    for row in table["fingers"]:
        assert position_words(row["code"]).zh == row["name"]  # type: ignore[union-attr]
    assert [(int(choice.code), choice.words.zh) for choice in results()] == [
        (row["code"], row["name"]) for row in table["enrol_result"]
    ]
    image = table["image"]
    assert (RULE.width_px, RULE.height_px, RULE.dpi) == (image["width"], image["height"], image["dpi"])
    # The research proposes 50 on the makers' scales; ours is NFIQ 2, measured to need 40.
    assert RULE.finger_present < RULE.quality_least < table["quality_score"]["default_proposal"]
    assert RULE.tries == table["attempts"]["images_per_finger"]["value"]


def test_right_thumb_then_left_thumb_then_done() -> None:
    assert ask([], []) == 11
    assert ask([11], []) == 16
    assert ask([11, 16], []) is None


def test_a_lost_right_thumb_falls_back_within_the_right_hand() -> None:
    assert ask([], [11]) == 16
    assert ask([16], [11]) == 12
    assert ask([16], [11, 12]) == 13
    assert ask([16], [11, 12, 13]) == 14


def test_a_lost_left_hand_gives_two_fingers_of_the_right() -> None:
    left = [16, 17, 18, 19, 20]
    assert ask([11], left) == 12


def test_no_finger_left_ends_the_asking() -> None:
    assert ask([], [finger.code for finger in ORDER]) is None
    assert ask([11], [finger.code for finger in ORDER if finger.code != 11]) is None


def test_prints_of_children_are_the_bureaus_parameter() -> None:
    assert (need(15), need(16)) == ("optional", "required")


def test_every_skip_reason_has_a_result_for_the_record() -> None:
    assert {reason.result for reason in skip_reasons()} == {2, 3}
    assert {"missing", "injured", "other"} <= {reason.code for reason in skip_reasons()}


def test_an_unknown_position_has_no_words() -> None:
    assert position_words(21) is None


CODES = st.sets(st.sampled_from([finger.code for finger in ORDER]))


@given(CODES, CODES)
def test_asking_always_ends_and_never_repeats(taken: set[int], skipped: set[int]) -> None:
    done = set(taken) | set(skipped)
    have, steps = set(taken), 0
    while (finger := next_finger(have, skipped)) is not None:
        assert finger.code not in done
        done.add(finger.code)
        have.add(finger.code)
        steps += 1
    assert steps <= RULE.wanted
    assert len(have) >= min(RULE.wanted, len(ORDER) - len(skipped - taken))
