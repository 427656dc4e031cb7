"""The registry: every instrument has one driver and a name, and the udev rules we ship come from it."""

from __future__ import annotations

from collections import Counter

from devices.contract import UsbId
from devices.registry import DRIVERS, driver_for, udev_rules
from tests.conftest import ROOT

RULES = ROOT / "installer" / "udev" / "70-vanapp-instruments.rules"


def test_the_shipped_udev_rules_are_the_generated_ones() -> None:
    assert RULES.read_text("utf-8") == udev_rules(), "run: python -m devices.registry > " + RULES.name


def test_the_rules_come_before_the_one_that_hands_out_seats() -> None:
    assert RULES.name < "73-seat-late.rules"


def test_nobody_but_the_person_at_the_machine_gets_access() -> None:
    rules = udev_rules()
    assert "0666" not in rules
    assert rules.count('TAG+="uaccess"') == sum(len(driver.ids) for driver in DRIVERS)


def test_every_instrument_has_one_driver_and_a_label() -> None:
    count = Counter(usb_id for driver in DRIVERS for usb_id in driver.ids)
    assert set(count.values()) == {1}
    assert all(driver.labels[usb_id] for driver in DRIVERS for usb_id in driver.ids)


def test_a_drivers_name_is_its_files_name() -> None:
    for driver in DRIVERS:
        assert (ROOT / "devices" / "drivers" / f"{driver.name}.py").is_file()
        assert list((ROOT / "devices" / "protocols").glob(f"{driver.name}.md")), f"no page for {driver.name}"


def test_a_strangers_instrument_has_no_driver() -> None:
    assert driver_for(UsbId(0xFFFF, 0xFFFF)) is None
