"""The training desk on screen: every hand a trainee needs, on every instrument, and what can be broken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devices.virtual.bus import VirtualBus
from devices.virtual.desk import TrainingDesk
from tests.vanapp.ui.conftest import SetStage
from tests.vanapp.ui.stage import Stage
from vanapp.ui.screens.desk_card import ABOUT_PAPERS, ABOUT_THE_PERSON, ACTS, FAULTS, DeskCard
from vanapp.ui.screens.instruments import InstrumentsScreen


def card_of(stage: Stage) -> DeskCard:
    stage.window.show_screen("instruments")
    screen = stage.window.page("instruments")
    assert isinstance(screen, InstrumentsScreen)
    assert screen.desk is not None
    return screen.desk


@pytest.fixture
def desk() -> Iterator[TrainingDesk]:
    """The real one, with nobody acting by himself."""
    desk = TrainingDesk(VirtualBus(), auto=False)
    desk.start()
    yield desk
    desk.stop()


@pytest.mark.parametrize("name", ACTS)
def test_every_button_moves_the_desk(stage: SetStage, desk: TrainingDesk, name: str) -> None:
    set_up = stage()
    card_of(set_up)._acts[name].click()
    assert set_up.desk.told == [(name, {})]
    getattr(desk, name)()  # and it is a thing the real desk does


def test_each_instrument_of_the_kit_has_its_hand() -> None:
    assert {"place_card", "sit", "lay_passport", "sign"} <= set(ABOUT_THE_PERSON)
    assert {"feed_document", "lay_document", "take_documents"} == set(ABOUT_PAPERS)


@pytest.mark.parametrize("kind", FAULTS)
def test_every_fault_that_is_offered_is_one_the_instrument_can_have(
    stage: SetStage, desk: TrainingDesk, kind: str
) -> None:
    assert set(FAULTS[kind]) <= set(desk.faults(kind))
    card = card_of(stage())
    card._kinds.picked.emit(kind)
    offered = [card._faults.itemData(place) for place in range(card._faults.count())]
    assert offered == ["none", *FAULTS[kind]]
    words = [card._faults.itemText(place) for place in range(card._faults.count())]
    assert len(set(words)) == len(words)


def test_a_fault_takes_the_place_of_the_one_before(stage: SetStage) -> None:
    set_up = stage()
    card = card_of(set_up)
    card._kinds.picked.emit("camera")
    card._faults.typed.emit("dark")
    card._faults.typed.emit("none")
    assert set_up.desk.told == [
        ("fault", ("camera", None)),
        ("fault", ("camera", "dark")),
        ("fault", ("camera", None)),
    ]


def test_papers_have_names_and_taken_away_none_is_shown(stage: SetStage) -> None:
    set_up = stage(language="en")
    card = card_of(set_up)
    assert card._papers.itemText(0) == "Household booklet"
    card._papers.set_text("household_register")
    card._acts["take_documents"].click()
    assert card._papers.text() == ""
