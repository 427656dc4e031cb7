"""A passport on the identity page: typed or swiped, wrong, accepted; its chip, and its trouble."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from devices.contract import ChipKey, Kind
from devices.drivers.pcsc_mrtd import PcscMrtd
from devices.errors import NotConnected
from devices.virtual.chip_slots import VirtualSlots
from devices.virtual.mrtd_files import files_of
from devices.virtual.mrtd_model import MrtdChip
from tests.devices.travel.rig import face, utopia
from tests.vanapp.bed import ID_NUMBER
from tests.vanapp.ui.intake.rig import Rig, Seen
from tests.vanapp.usecases.test_read_travel_document import NAME, PASSPORT, passport
from vanapp.ui.presenters.intake_identity import IdentityPresenter
from vanapp.ui.screens.intake_identity import IdentityPage
from vanapp.usecases.read_travel_document import zone_of


class NoReader:
    def read(self, *_: object) -> object:
        raise NotConnected(kind="chip")


WRONG = PASSPORT.replace("EA1234567", "EA1234568")


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path, "card", "chip")


def plug(rig: Rig, *faults: str) -> VirtualSlots:
    zone = zone_of(PASSPORT)
    chip = MrtdChip(
        files_of(zone.lines, face(), {"name": NAME}, utopia()), ChipKey(zone.number, zone.birth, zone.expiry)
    )
    for fault in faults:
        chip.fault(fault)
    slots = VirtualSlots()
    slots.lay(chip)
    rig.plug(Kind.CHIP, PcscMrtd(slots, roots=[utopia().root], now=rig.van.services.clock.now))
    return slots


def page(rig: Rig) -> tuple[IdentityPresenter, Seen]:
    view = Seen()
    rig.begin()
    presenter = IdentityPresenter(rig.sitting, view)
    presenter.entered("")
    presenter.toggle_travel()
    return presenter, view


def test_a_whole_zone_fills_the_form_without_a_key(rig: Rig) -> None:
    presenter, view = page(rig)
    for end in range(1, len(PASSPORT) + 1):
        presenter.travel.typed(PASSPORT[:end])
    assert rig.stored.answers["name"] == NAME
    assert view.all("show_zone")[0] == ("",)
    assert view.last("show_zone") == ("read",)


def test_a_swipe_reader_sends_one_line_more(rig: Rig) -> None:
    presenter, _ = page(rig)
    presenter.travel.typed(PASSPORT.replace("\n", "\r\n") + "\r\n")
    assert rig.stored.answers["birth"] == "19880312"


def test_a_wrong_digit_waits_for_the_officers_word(rig: Rig) -> None:
    presenter, view = page(rig)
    presenter.travel.typed(WRONG)
    assert view.last("show_zone") == ("wrong",)
    assert "name" not in rig.stored.answers
    presenter.travel.accept()
    assert rig.stored.answers["name"] == NAME
    assert rig.shell.codes()[-1] == "travel.check_digit"


def test_then_the_chip_is_read(rig: Rig) -> None:
    plug(rig)
    presenter, view = page(rig)
    presenter.travel.typed(PASSPORT)
    assert view.last("show_chip") == ("waiting",)
    rig.lanes.go("chip")
    assert view.last("show_chip") == ("done",)
    assert rig.stored.sources["name"] == "travel_chip"
    assert rig.stored.capture("chip.portrait") is not None


def test_without_a_chip_reader_the_page_says_so_and_the_zone_is_filled(rig: Rig) -> None:
    rig.plug(Kind.CHIP, NoReader())
    presenter, view = page(rig)
    presenter.travel.typed(PASSPORT)
    rig.lanes.go("chip")
    assert view.last("show_chip") == ("absent",)
    assert rig.shell.codes() == []
    assert rig.stored.answers["name"] == NAME


@pytest.mark.parametrize(
    ("fault", "code"), [("other_key", "travel.wrong_key"), ("no_challenge", "travel.chip_locked")]
)
def test_trouble_with_the_chip_is_a_sentence_and_it_waits_again(rig: Rig, fault: str, code: str) -> None:
    plug(rig, fault)
    presenter, view = page(rig)
    presenter.travel.typed(PASSPORT)
    rig.lanes.go("chip")
    assert rig.shell.codes()[-1] == code
    assert view.last("show_chip") == ("waiting",)
    rig.timers.pass_all()
    assert [name for name, _ in rig.lanes.queue].count("chip") == 1


def test_another_persons_document_is_said_and_its_chip_is_not_asked_for(rig: Rig) -> None:
    plug(rig)
    presenter, _ = page(rig)
    rig.sitting.answer("id_number", ID_NUMBER)
    presenter.travel.typed(passport(birth="880313"))
    assert rig.shell.codes()[-1] == "intake.other_person"
    assert "chip" not in [name for name, _ in rig.lanes.queue]


def test_leaving_the_page_ends_it(rig: Rig) -> None:
    presenter, view = page(rig)
    presenter.travel.typed(PASSPORT)
    presenter.left()
    assert view.last("show_travel") == (False,)


def test_the_card_on_the_page(qtbot: QtBot) -> None:
    shown = IdentityPage(lambda: "zh")
    qtbot.addWidget(shown)
    shown.resize(900, 600)
    shown.show()
    assert shown.travel_card.isHidden()
    shown.show_travel(True)
    assert shown.travel_card.isVisible()
    typed: list[str] = []
    shown.travel_card.typed.connect(typed.append)
    QTest.keyClicks(shown.travel_card.field, "P<")
    QTest.keyClick(shown.travel_card.field, Qt.Key.Key_Return)
    QTest.keyClicks(shown.travel_card.field, "A1")
    assert typed[-1] == "P<\nA1"
    for state in ("wrong", "read", ""):
        shown.show_zone(state)
    for state in ("absent", "waiting", "other_card", "reading", "done", ""):
        shown.show_chip(state)
    shown.show_travel(False)
    assert shown.travel_card.isHidden()
