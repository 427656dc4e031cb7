"""Training people's documents: zones whose digits agree, chips that open with them, a page to be shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from devices.contract import ChipKey, ChipRead, ChipTrust, Kind
from devices.errors import CardGone, Removed
from devices.travel.face import pixels
from devices.travel.mrz import parse
from devices.virtual.bus import VirtualBus
from devices.virtual.desk import TrainingDesk
from devices.virtual.people import people
from devices.virtual.travel_papers import PAGE_PX, page_of, zone_of
from tests.devices.rigs import soon

EVERYBODY = {person.key: person for person in people()}


@pytest.fixture
def desk() -> Iterator[TrainingDesk]:
    made = TrainingDesk(VirtualBus(), delay_s=0.02)
    made.start()
    yield made
    made.stop()


def read(desk: TrainingDesk, on_step: dict[str, Any] | None = None) -> ChipRead:
    zone = parse(zone_of(desk.current))
    steps = on_step or {}

    def progress(step: str) -> None:
        if step in steps:
            steps[step]()

    with desk.chip_driver() as reader:
        return reader.read(ChipKey(zone.number, zone.birth, zone.expiry), lambda: False, progress)


@pytest.mark.parametrize("key", EVERYBODY)
def test_everybody_has_a_zone_whose_digits_agree(key: str) -> None:
    zone = parse(zone_of(EVERYBODY[key]))
    assert zone.valid, zone.checks
    assert "TRAINING" in zone.lines[0] + zone.lines[-1] or zone.kind != "passport" or zone.issuer != "CHN"
    assert zone.birth == EVERYBODY[key].birth[2:]


def test_kinds_follow_the_person() -> None:
    kinds = {key: parse(zone_of(EVERYBODY[key])).kind for key in ("chen", "he", "ivanova")}
    assert kinds == {"chen": "passport", "he": "hk_macao_permit", "ivanova": "passport"}
    assert parse(zone_of(EVERYBODY["chen"])).chinese_name == EVERYBODY["chen"].name[:3]
    assert parse(zone_of(EVERYBODY["zhang"])).chinese_name == ""  # not in GBK


def test_the_document_comes_by_itself_and_is_believed(desk: TrainingDesk) -> None:
    desk.choose("chen")
    chip = read(desk)
    assert chip.lines == zone_of(desk.current)
    assert chip.fields["name"] == desk.current.name
    assert chip.trust is ChipTrust.AUTHENTIC
    assert pixels(chip.face).height_px > 0
    assert read(desk).lines == chip.lines


def test_the_next_persons_document_comes_next(desk: TrainingDesk) -> None:
    for key in ("chen", "he"):
        desk.choose(key)
        assert not desk.chip_reader.lying
        assert read(desk).lines == zone_of(EVERYBODY[key])


def test_taken_away_amid_the_reading(desk: TrainingDesk) -> None:
    desk.auto = False
    desk.choose("chen")
    desk.lay_passport()
    with pytest.raises(CardGone):
        read(desk, {"reading": desk.take_passport})


def test_its_cable_is_pulled_and_plugged(desk: TrainingDesk) -> None:
    told: list[bool] = []
    desk.chip_plugged = told.append
    desk.choose("chen")
    with pytest.raises(Removed):
        read(desk, {"reading": lambda: desk.unplug(Kind.CHIP)})
    desk.plug(Kind.CHIP)
    assert told == [False, True]
    assert read(desk).lines


def test_faults_by_name(desk: TrainingDesk) -> None:
    desk.choose("chen")
    assert "card_gone" in desk.faults(Kind.CHIP)
    desk.fault(Kind.CHIP, "card_gone")
    with pytest.raises(CardGone):
        read(desk)
    desk.fault(Kind.CHIP, None)
    assert read(desk).lines
    with pytest.raises(ValueError, match="nonsense"):
        desk.fault(Kind.CHIP, "nonsense")


def test_the_page_lies_under_the_camera(desk: TrainingDesk) -> None:
    assert page_of(EVERYBODY["chen"]).size == PAGE_PX
    desk.show_document("passport")
    assert soon(lambda: desk.camera.shows("document"))
