"""The training desk: production drivers on it, with hands that act by themselves or when told."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image

from devices.biometrics import photo
from devices.clock import SteadyClock
from devices.contract import CardRead, FingerImage, Kind
from devices.errors import Cancelled, CardGone, DeviceError, Removed
from devices.registry import driver_for
from devices.usb import Port
from devices.virtual.bus import VirtualBus
from devices.virtual.desk import TrainingDesk
from tests.devices.rigs import soon

WALL = (206, 211, 215)


@pytest.fixture
def desk() -> Iterator[TrainingDesk]:
    desk = TrainingDesk(VirtualBus(), delay_s=0.05)
    desk.start()
    yield desk
    desk.stop()


def use(desk: TrainingDesk, model: Any, job: Callable[[Any], Any]) -> Any:
    (found,) = [found for found in desk._bus.devices() if found.usb_id == model.usb_id]
    driver = driver_for(found.usb_id)
    assert driver is not None
    with driver(Port(found.device), SteadyClock(), lambda: 7) as opened:
        return job(opened)


def read(desk: TrainingDesk) -> CardRead:
    card: CardRead = use(desk, desk.card_reader, lambda reader: reader.read(lambda: False, lambda step: None))
    return card


def capture(desk: TrainingDesk, *positions: int) -> list[FingerImage]:
    """One press each, on a scanner that stays open between them, as the bench keeps it."""

    def job(scanner: Any) -> list[FingerImage]:
        images = []
        for position in positions:
            desk.next_finger(position)
            images.append(scanner.capture(lambda: False, lambda step: None))
        return images

    images: list[FingerImage] = use(desk, desk.scanner, job)
    return images


def test_the_card_comes_by_itself(desk: TrainingDesk) -> None:
    desk.choose("chen")
    assert read(desk).fields["id_number"] == desk.current.id_number


def test_the_same_card_can_be_read_again(desk: TrainingDesk) -> None:
    desk.choose("chen")
    assert read(desk).text == read(desk).text


def test_the_next_person_s_card_comes_next(desk: TrainingDesk) -> None:
    for key in ("chen", "zhang", "he"):
        desk.choose(key)
        assert read(desk).fields["name"] == desk.person(key).name


def test_a_card_that_lies_there_is_left_alone(desk: TrainingDesk) -> None:
    """Lifted and laid again amid a slow reading, it would be gone for the reader."""
    desk.choose("chen")
    read(desk)
    time.sleep(0.4)
    assert desk.card_reader.finished


def test_somebody_without_a_card_lays_none_down(desk: TrainingDesk) -> None:
    desk.choose("huang")
    waits = iter([False] * 12)
    with pytest.raises(Cancelled):
        use(desk, desk.card_reader, lambda reader: reader.read(lambda: next(waits, True), lambda step: None))
    assert not desk.card_reader.occupied


def test_the_finger_asked_for_is_pressed(desk: TrainingDesk) -> None:
    desk.choose("chen")
    left, right = capture(desk, 16, 11)
    assert same(left, desk.current.press(16, 0, "good", (384, 290), 512))
    assert same(right, desk.current.press(11, 0, "good", (384, 290), 512))


def test_a_worn_finger_comes_better_the_second_time(desk: TrainingDesk) -> None:
    desk.choose("liu")
    first, second = capture(desk, 11, 11)
    assert same(first, desk.current.press(11, 0, "worn", (384, 290), 512))
    assert same(second, desk.current.press(11, 1, "good", (384, 290), 512))


def test_with_auto_off_nothing_happens_until_told(desk: TrainingDesk) -> None:
    desk.auto = False
    desk.choose("chen")
    steps: list[str] = []

    def patience() -> bool:
        return len(steps) > 8

    with pytest.raises(Cancelled):
        use(desk, desk.card_reader, lambda r: r.read(lambda: steps.append("") or patience(), lambda s: None))
    desk.place_card()
    assert read(desk).fields["name"] == desk.current.name


def test_the_person_sits_down_when_the_camera_looks(desk: TrainingDesk) -> None:
    desk.choose("chen")
    assert [f.code for f in photo.judge(desk.camera.picture("portrait"))] == ["photo.no_person"]

    def seated() -> bool:
        return all(finding.good for finding in photo.judge(desk.camera.picture("portrait")))

    assert soon(seated)
    desk.choose("liu")
    assert not desk.camera.shows("portrait")


def test_a_document_lies_there_when_the_document_camera_looks(desk: TrainingDesk) -> None:
    desk.choose("yutong")
    desk.camera.picture("document")
    assert soon(lambda: desk.camera.picture("document") and desk.camera.shows("document"))
    for name in desk.documents:
        desk.show_document(name)
    with pytest.raises(KeyError):
        desk.show_document("nothing")


@pytest.mark.parametrize(
    ("fault", "code"), [("dark", "photo.dark"), ("black", "photo.covered"), ("blurred", "photo.blurred")]
)
def test_camera_faults_show(desk: TrainingDesk, fault: str, code: str) -> None:
    desk.auto = False
    desk.choose("chen")
    desk.sit()
    desk.fault(Kind.CAMERA, fault)
    assert photo.judge(desk.camera.picture("portrait"))[0].code == code
    desk.fault(Kind.CAMERA, None)
    assert all(finding.good for finding in photo.judge(desk.camera.picture("portrait")))


def test_faults_are_listed_and_taken_away(desk: TrainingDesk) -> None:
    for kind in (Kind.CARD, Kind.FINGER, Kind.CAMERA):
        assert len(desk.faults(kind)) >= 6
        with pytest.raises(ValueError, match="nonsense"):
            desk.fault(kind, "nonsense")
    desk.choose("chen")
    desk.fault(Kind.CARD, "gone_at_read")
    with pytest.raises(CardGone):
        read(desk)
    desk.fault(Kind.CARD, None)
    assert read(desk).kind == "citizen"


@pytest.mark.parametrize("kind", [Kind.CARD, Kind.FINGER])
def test_a_cable_can_be_pulled_and_plugged(desk: TrainingDesk, kind: Kind) -> None:
    model = desk.card_reader if kind is Kind.CARD else desk.scanner
    desk.auto = False
    with pytest.raises(DeviceError) as caught:
        use(desk, model, lambda driver: wait_and_pull(desk, kind, driver))
    assert isinstance(caught.value, Removed)
    desk.unplug(kind)
    desk.plug(kind)
    desk.plug(kind)
    assert len([found for found in desk._bus.devices() if found.usb_id == model.usb_id]) == 1


def test_an_unplugged_camera_is_gone(desk: TrainingDesk) -> None:
    desk.unplug("camera")
    assert not desk.camera.available()
    with pytest.raises(Removed):
        desk.camera.picture("portrait")
    desk.plug("camera")
    assert desk.camera.picture("portrait").width_px == 1280


def wait_and_pull(desk: TrainingDesk, kind: Kind, driver: Any) -> None:
    pull = lambda step: desk.unplug(kind)  # noqa: E731
    if kind is Kind.CARD:
        driver.read(lambda: False, pull)
    else:
        driver.capture(lambda: False, pull)


def same(a: FingerImage, b: FingerImage) -> bool:
    """The same press, but for the bytes and the line the scanner's scrambling loses."""
    return sum(x != y for x, y in zip(a.pixels, b.pixels, strict=True)) < 1200


def test_the_person_signs_on_the_tablet_when_it_takes_ink(desk: TrainingDesk) -> None:
    signed = use(
        desk,
        desk.tablet,
        lambda pad: pad.sign(
            lambda: bool(desk.tablet.screen) and desk.tablet.written, lambda: False, lambda step: None
        ),
    )
    assert len(signed.strokes) >= 3
    assert max(point.pressure for stroke in signed.strokes for point in stroke) > 0.5


def test_the_still_camera_sees_who_sits_there(desk: TrainingDesk) -> None:
    desk.choose("chen")
    shot = use(desk, desk.still_camera, lambda camera: camera.shoot(lambda: False, lambda step: None))
    with Image.open(io.BytesIO(shot.jpeg)) as picture:
        assert picture.size == desk.current.picture().size


def test_paper_lies_in_the_scanner_as_a_scan_begins(desk: TrainingDesk) -> None:
    with desk.document_scanner.driver("virtual:0") as scanner:
        (sheet,) = scanner.scan_pile(100, lambda sheet: sheet, lambda: False, lambda step: None)
    assert sheet.width_px == 827
    desk.auto = False
    desk.feed_document("letter")
    desk.feed_document()
    with desk.document_scanner.driver("virtual:0") as scanner:
        assert len(scanner.scan_pile(50, lambda sheet: sheet, lambda: False, lambda step: None)) == 2
