"""Bad answers: each gets one clear sentence, stays on the disk as typed, and is put right and gone past."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt

from tests.e2e.counter import CHEN, HUANG, Counter

LANGUAGES = ("zh", "en")
SPACED = f" {HUANG[:6]}\u00a0{HUANG[6:14]}\u3000{HUANG[14:]} "
WIDE = "".join(chr(ord(digit) + 0xFEE0) for digit in HUANG)

STOPS = {
    "impossible date": ("440104199113180318", "id.impossible_date", {}),
    "future birthday": ("440104209910180318", "id.future_birth", {}),
    "16 digits": (CHEN[:16], "id.too_short", {"count": 16, "missing": 2}),
    "15 digits": ("440104911018031", "id.old_15", {}),
    "20 digits": (CHEN + "00", "id.too_long", {"count": 20, "extra": 2}),
    "letters": ("44010419911O180318", "id.characters", {}),
}
DOUBTS = {
    "wrong check digit": (CHEN[:17] + "7", "id.check_digit"),
    "unknown division": ("079999199110180317", "id.division_unknown"),
}
ANSWERS = {
    "name with a private-use character": ("name", "黄\ue123玲", "name.private_use", {"place": 2}),
    "name with a control character": ("name", "黄\u0007玲", "name.control", {"place": 2}),
    "name with an invisible sign": ("name", "黄\u200b玲", "name.invisible", {"place": 2}),
    "name with half a character": ("name", "黄\ud842玲", "name.surrogate", {"place": 2}),
    "impossible day": ("loss_date", "20260231", "date.impossible", {}),
    "future day": ("loss_date", "20991231", "date.future", {}),
    "telephone too short": ("phone", "138", "phone.format", {}),
}
RIGHT = {"name": "黄美玲", "loss_date": "20261115", "phone": "13800138003"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("item", STOPS)
def test_a_wrong_number_stays_is_explained_and_is_put_right(
    counter: Counter, item: str, language: str
) -> None:
    text, code, values = STOPS[item]
    counter.speak(language)
    counter.begin("huang")
    counter.paste("id_number", text)
    counter.hand.press(Qt.Key.Key_Return)
    counter.says(code, where=lambda: counter.judgement, **values)
    assert counter.banner == ""
    counter.settle()
    assert counter.page == "identity"
    assert counter.kept.answers["id_number"] == text
    counter.paste("id_number", HUANG)
    counter.until(lambda: counter.page == "matter", "the number to be right")
    counter.settle()
    assert counter.kept.answers["id_number"] == HUANG


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("item", DOUBTS)
def test_a_doubtful_number_is_asked_once_and_the_confirmation_kept(
    counter: Counter, item: str, language: str
) -> None:
    text, code = DOUBTS[item]
    counter.speak(language)
    counter.begin("huang")
    counter.paste("id_number", text)
    counter.says(code, where=lambda: counter.judgement)
    counter.hand.press(Qt.Key.Key_Return)
    counter.settle()
    assert counter.page == "identity"
    counter.says(code, where=lambda: counter.judgement)
    counter.press_until("matter")
    counter.settle()
    assert counter.kept.answers["id_number"] == text
    assert counter.kept.answers[f"confirmed.id_number.{code}"] == text


@pytest.mark.parametrize("text", [WIDE, SPACED, f"\u200b{HUANG[:10]}-{HUANG[10:]}\n"])
def test_full_width_and_pasted_spaces_are_put_right_without_a_word(counter: Counter, text: str) -> None:
    counter.begin("huang")
    counter.paste("id_number", text)
    counter.until(lambda: counter.page == "matter", "the number to be read")
    counter.settle()
    assert counter.kept.answers["id_number"] == HUANG
    assert counter.banner == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_answer_stays_is_explained_and_is_put_right(counter: Counter, language: str) -> None:
    """All of ANSWERS in one sitting: the person's way to this page is long."""
    counter.speak(language)
    counter.at_particulars()
    for field, text, code, values in ANSWERS.values():
        counter.paste(field, text)
        counter.says(code, where=lambda field=field: counter.under(field), **values)  # type: ignore[misc]
        counter.settle()
        assert counter.kept.answers[field] == text.replace("\ud842", "\ufffd")
        counter.hand.press(Qt.Key.Key_Return)
        counter.settle()
        assert counter.page == "particulars"
        counter.paste(field, RIGHT[field])
        counter.until(lambda field=field: counter.under(field) == "", "it to be right")  # type: ignore[misc]
    counter.settle()
    assert {field: counter.kept.answers[field] for field in RIGHT} == RIGHT


def test_enter_on_an_empty_page_says_what_is_wanted(counter: Counter) -> None:
    counter.begin("huang")
    counter.hand.press(Qt.Key.Key_Return)
    counter.says("id.empty")
    assert counter.page == "identity"
