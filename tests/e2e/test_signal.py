"""The real program beside a modem: what it hears stands in the strip, and is gone with it."""

from __future__ import annotations

import pytest
from PyQt6.QtWidgets import QApplication

from tests.e2e.counter import bureau
from tests.vanapp.test_radio import OUR_MODEMMANAGER, Bus, bus
from vanapp.radio import GSM, MM, MM_PATH, MODEM

__all__ = ["bus"]


def test_the_strip_says_what_the_modem_hears(
    bus: Bus,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    bus.begin(str(OUR_MODEMMANAGER), MM)
    bus.say(MM, MM_PATH, "AddSimpleModem")
    bus.update(GSM, OperatorCode=("s", "46000"))
    bus.update(MODEM, State=("i", 11))
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
    with bureau(qapp, tmp_path_factory.mktemp("home")) as office:
        counter, strip = office.counter, office.counter.window.strip
        counter.until(lambda: "中国移动 4G 70%" in strip._line.toolTip(), "the strip to say so")
        bus.end(MM)
        counter.until(lambda: "中国移动" not in strip._line.toolTip(), "the strip to be silent again")
