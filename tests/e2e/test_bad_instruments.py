"""Instruments that fail under the hand: one clear sentence, nothing half-written, and the page goes on."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt

from devices.contract import Kind
from tests.e2e.counter import Counter, sentence
from vanapp.usecases.choose_camera import CameraChoice, choose_camera

UNREADABLE = {
    "card removed mid-read": ("gone_at_read", "devices.card_gone"),
    "card removed while it was found": ("gone_at_select", "devices.card_gone"),
    "bad checksum frame": ("bad_checksum", "devices.bad_reply"),
    "frame cut short": ("wrong_length", "devices.bad_reply"),
    "forged or worn card": ("not_trusted", "devices.card_unreadable"),
    "module broken": ("sam_broken", "devices.reader_fault"),
}
UNTAKEN = {
    "finger lifted early": ("lifted_early", "devices.finger_gone"),
    "all-black frame": ("black_frame", "devices.finger_gone"),
    "header without lines": ("no_lines", "devices.finger_gone"),
    "frame cut short": ("short_frame", "devices.bad_reply"),
    "impossible header": ("bad_header", "devices.bad_reply"),
}


def slots(counter: Counter) -> list[str]:
    return [capture.slot for capture in counter.kept.captures]


@pytest.mark.parametrize("item", UNREADABLE)
def test_a_card_that_cannot_be_read_leaves_nothing_and_is_read_next(counter: Counter, item: str) -> None:
    fault, code = UNREADABLE[item]
    counter.speak(("zh", "en")[list(UNREADABLE).index(item) % 2])
    counter.begin()
    counter.desk.fault("card", fault)
    counter.desk.place_card()
    counter.says(code)
    counter.hand.rest(1.0)  # the reader waits again by now: the sentence must still be there
    counter.says(code)
    assert counter.page == "identity"
    assert counter.kept.answers == {}
    assert slots(counter) == []
    counter.desk.fault("card", None)
    counter.desk.take_card()
    counter.desk.place_card()
    counter.until(lambda: counter.page == "matter", "the card to be read")
    assert counter.banner == ""
    assert slots(counter) == ["chip"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_reader_pulled_out_mid_read_is_waited_for_and_read_after_replug(
    counter: Counter, language: str
) -> None:
    counter.speak(language)
    counter.begin()
    counter.desk.fault("card", "removed_mid_read")
    counter.desk.place_card()
    counter.says_unplugged()
    counter.desk.unplug("card")
    counter.desk.fault("card", None)
    reader = counter.screen.pages.page("identity")
    counter.until(lambda: reader._reader == "absent", "the page to show that it is gone")
    counter.hand.rest(1.0)
    counter.says_unplugged()
    assert counter.kept.answers == {}
    counter.desk.plug("card")
    counter.until(lambda: counter.page == "matter", "the card to be read")
    assert counter.banner == ""


def test_what_was_typed_stands_while_the_reader_fails(counter: Counter) -> None:
    counter.begin("huang")
    counter.hand.type("4406041990")
    counter.settle()
    counter.desk.fault("card", "bad_checksum")
    counter.desk.place_card("huang")
    counter.says("devices.bad_reply")
    counter.hand.type("06270046")
    counter.until(lambda: counter.page == "matter", "the number to be whole")
    counter.settle()
    assert counter.kept.answers["id_number"] == "440604199006270046"


@pytest.mark.parametrize("kind", ["card", "finger", "camera"])
def test_the_strip_shows_at_once_what_is_unplugged_and_plugged(counter: Counter, kind: str) -> None:
    counter.begin()
    bench, seen = counter.services.bench, counter.window.strip
    for out in (True, False):
        (counter.desk.unplug if out else counter.desk.plug)(kind)
        counter.until(lambda out=out: (bench.state(Kind(kind)).code is not None) is out, "the bench")  # type: ignore[misc]
        counter.until(
            lambda out=out: (kind in [f.kind for f in seen._facts if f.ready]) is not out,  # type: ignore[misc]
            "the strip",
        )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_black_picture_is_explained_and_never_taken(counter: Counter, language: str) -> None:
    counter.speak(language)
    counter.at("portrait")
    counter.desk.fault("camera", "black")
    counter.desk.sit()
    live = counter.screen.pages.page("portrait").live
    wanted = sentence("photo.covered", language, {})
    counter.until(lambda: live.accessibleDescription() == wanted, "the darkness to be said")
    counter.hand.rest(0.5)
    assert "portrait" not in slots(counter)
    counter.hand.press(Qt.Key.Key_Space)  # the shutter asks for a reason first; Esc thinks better of it
    counter.settle()
    assert counter.page == "portrait"
    assert "portrait" not in slots(counter)
    counter.hand.press(Qt.Key.Key_Escape)
    counter.desk.fault("camera", None)
    counter.until(lambda: counter.page == "fingers", "the portrait to be taken")
    assert "portrait" in slots(counter)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_camera_that_is_gone_is_waited_for(counter: Counter, language: str) -> None:
    counter.speak(language)
    counter.desk.unplug("still")  # with it the page goes on without the live camera
    counter.at("portrait")
    counter.desk.sit()
    counter.desk.unplug("camera")
    counter.says_unplugged()
    answers = dict(counter.kept.answers)
    counter.hand.rest(1.2)
    counter.says_unplugged()
    assert counter.page == "portrait"
    assert "portrait" not in slots(counter)
    counter.desk.plug("camera")
    counter.until(lambda: counter.page == "fingers", "the portrait to be taken")
    assert counter.banner == ""
    assert dict(counter.kept.answers) == answers
    counter.desk.plug("still")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_chosen_camera_that_is_not_there_is_said_and_the_portrait_taken(
    counter: Counter, language: str
) -> None:
    counter.speak(language)
    settings = counter.services.settings
    choose_camera(settings, "portrait", CameraChoice("usb-arm", "Arm", "3264x2448"))
    counter.at("portrait")
    counter.says("devices.camera_choice_gone", chosen="Arm", used="Training camera")
    choose_camera(settings, "portrait", CameraChoice(size="4000x3000"))
    counter.hand.press(Qt.Key.Key_F2)
    counter.until(lambda: counter.page == "identity", "the identity page")
    assert counter.banner == ""
    counter.press_until("matter")
    counter.press_until("particulars")
    counter.press_until("portrait")
    counter.says("devices.camera_size_gone", width=4000, height=3000)
    choose_camera(settings, "portrait", CameraChoice())
    counter.desk.sit()
    counter.until(lambda: counter.page == "fingers", "the portrait to be taken")
    assert counter.banner == ""


def test_fingers_that_fail_are_explained_and_taken_next(counter: Counter) -> None:
    """All of UNTAKEN in one sitting, and the cable pulled in the middle of a frame."""
    counter.at("fingers")
    for number, (fault, code) in enumerate(UNTAKEN.values()):
        counter.speak(("zh", "en")[number % 2])
        scan(counter, fault)
        counter.says(code)
        counter.desk.lift()
        counter.desk.fault("finger", None)
        counter.hand.rest(1.0)  # the scanner waits again by now
        counter.says(code)
        assert not [slot for slot in slots(counter) if slot.startswith("finger")]
    for language in ("zh", "en"):
        counter.speak(language)
        scan(counter, "removed_mid_frame")
        counter.says_unplugged()
        counter.desk.unplug("finger")
        counter.desk.lift()
        counter.desk.fault("finger", None)
        counter.hand.rest(1.2)
        counter.says_unplugged()
        counter.desk.plug("finger")
        counter.until(lambda: counter.desk.scanner.waiting, "the scanner to wait again")
        counter.until(lambda: counter.banner == "", "the sentence to go")
    assert not [slot for slot in slots(counter) if slot.startswith("finger")]
    counter.desk.auto = True
    counter.until(lambda: counter.page not in ("fingers", ""), "both fingers to be taken")
    counter.desk.auto = False
    assert counter.banner == ""
    assert {"finger.1", "finger.2"} <= set(slots(counter))


def scan(counter: Counter, fault: str) -> None:
    counter.desk.fault("finger", fault)
    counter.until(lambda: counter.desk.scanner.waiting, "the scanner to wait")
    counter.window.tell(None)  # the sentence to come is a new one
    counter.desk.press(finger=11, variant="good")
