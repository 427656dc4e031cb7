"""The instruments page: a row for each, words for what is wrong, and which of two is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from devices.bench import InstrumentState
from devices.contract import Instrument, Kind
from devices.errors import Busy, NotConnected, NotPermitted
from vanapp.settings import Settings
from vanapp.ui.presenters.instruments import Chooser, all_rows, rows_of
from vanapp.ui.screens.instruments import InstrumentsScreen
from vanapp.ui.widgets import ActionButton

ONE = Instrument("usb/1-1/05ba:000a", Kind.FINGER, "uru", "U.are.U 4500", serial="A")
TWO = Instrument("usb/1-2/05ba:000a", Kind.FINGER, "uru", "U.are.U 4500", serial="B")
TABLET = Instrument("usb/1-3/056a:00a8", Kind.SIGNATURE, "stu", "Wacom STU-540")


@dataclass
class Bench:
    there: list[InstrumentState] = field(default_factory=list)
    chosen: Mapping[str, str] = field(default_factory=dict)

    def state(self, kind: str) -> InstrumentState:
        found = next((s for s in self.there if s.kind == kind), None)
        return found or InstrumentState(Kind(kind), None, NotConnected.code)

    def states(self) -> list[InstrumentState]:
        return self.there

    def choose(self, lasting: Mapping[str, str]) -> None:
        self.chosen = lasting


def of(instrument: Instrument, code: str | None = None) -> InstrumentState:
    return InstrumentState(instrument.kind, instrument, code)


def test_the_kit_has_its_rows_also_when_it_is_missing_and_others_when_they_are_there() -> None:
    rows = all_rows(Bench([of(ONE), of(TABLET)]), lambda code: f"say {code}")
    assert [(row.kind, row.ready) for row in rows] == [
        ("card", False),
        ("finger", True),
        ("camera", False),
        ("printer", False),
        ("signature", True),
    ]
    assert rows[0].trouble == "say devices.not_connected"


@pytest.mark.parametrize("trouble", [Busy, NotPermitted])
def test_each_trouble_has_its_words(trouble: type[Busy]) -> None:
    rows = all_rows(Bench([of(ONE, trouble.code)]), lambda code: f"say {code}")
    (row,) = [row for row in rows if row.kind == "finger"]
    assert (row.ready, row.trouble) == (False, f"say {trouble.code}")


def test_of_two_the_used_one_comes_first_and_the_other_is_spare() -> None:
    bench = Bench([of(TWO), of(ONE)])
    rows = [row for row in all_rows(bench, str) if row.kind == "finger"]
    assert [(row.serial, row.used) for row in rows] == [("B", "used"), ("A", "spare")]
    assert [row.kind for row in rows_of(bench, str)].count("finger") == 1


def test_the_choice_is_told_and_kept(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path / "settings.json")
    bench = Bench([of(ONE), of(TWO)])
    Chooser(bench, settings).choose(TWO.key)
    assert bench.chosen == {"finger": TWO.lasting}
    assert Settings.load(tmp_path / "settings.json").chosen == {"finger": TWO.lasting}
    Chooser(bench, settings).choose("pulled meanwhile")
    assert bench.chosen == {"finger": TWO.lasting}


def test_the_spare_one_has_a_button(qtbot: QtBot) -> None:
    screen = InstrumentsScreen()
    qtbot.addWidget(screen)
    screen.show()
    screen.show_instruments(all_rows(Bench([of(ONE), of(TWO)]), str))
    (button,) = [b for b in screen.findChildren(ActionButton) if b.isVisible()]
    with qtbot.waitSignal(screen.chosen) as told:
        button.click()
    assert told.args == [TWO.key]
    screen.show_instruments(all_rows(Bench([of(ONE)]), str))
    assert not [b for b in screen.findChildren(ActionButton) if b.isVisible()]
