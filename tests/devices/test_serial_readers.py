"""serial.toml: what a technician may write, and which port it means."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.contract import Instrument, UsbId
from devices.errors import BadSetting
from devices.serial_port import SerialPlace, serial_places
from devices.serial_readers import Named, SerialWatch, read
from tests.devices.rigs import refusal

CH340 = UsbId(0x1A86, 0x7523)
PLACES = (
    SerialPlace("/dev/ttyS0"),
    SerialPlace("/dev/ttyUSB0", CH340, "A1"),
    SerialPlace("/dev/ttyUSB1", CH340, "B2"),
)


def written(folder: Path, text: str) -> Path:
    path = folder / "serial.toml"
    path.write_text(text, "utf-8")
    return path


def test_without_the_file_there_is_no_reader(tmp_path: Path) -> None:
    assert read(tmp_path / "serial.toml") == ()


def test_a_reader_is_named_by_its_port_or_by_its_adapter(tmp_path: Path) -> None:
    text = """
    [[reader]]
    name = "desk"
    port = "COM3"
    label = "神思 SS628"
    baud = 57600
    [[reader]]
    name = "van"
    usb = "1A86:7523"
    serial = "B2"
    """
    assert read(written(tmp_path, text)) == (
        Named("desk", "神思 SS628", "COM3", baud=57600),
        Named("van", "van", usb_id=CH340, serial="B2"),
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("reader = 1", "reader"),
        ("[[reader]]\nport = 'COM1'", "reader 1"),
        ("[[reader]]\nname = 'A b'\nport = 'COM1'", "reader 1"),
        ("[[reader]]\nname = 'a'", "reader 1"),
        ("[[reader]]\nname = 'a'\nport = 'COM1'\nusb = '1a86:7523'", "reader 1"),
        ("[[reader]]\nname = 'a'\nusb = 'ch340'", "reader 1"),
        ("[[reader]]\nname = 'a'\nport = 'COM1'\nserial = 'x'", "reader 1"),
        ("[[reader]]\nname = 'a'\nport = 'COM1'\nbaud = 300", "reader 1"),
        ("[[reader]]\nname = 'a'\nport = 'COM1'\nbaud = true", "reader 1"),
        ("[[reader]]\nname = 'a'\nport = 'COM1'\nbits = 7", "reader 1"),
        ("[[reader]]\nname = 'a'\nport = 'COM1'\n[[reader]]\nname = 'a'\nport = 'COM2'", "name"),
        ("[[library]]\nname = 'a'", "serial.toml"),
        ("[[reader", "serial.toml"),
    ],
)
def test_a_wrong_file_is_told_with_the_place(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(BadSetting) as caught:
        read(written(tmp_path, text))
    assert caught.value.values["place"] == place


@given(st.text(max_size=80))
@settings(max_examples=30)
def test_any_text_is_settings_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    refusal(lambda data: (path.write_bytes(data), read(path)), text.encode(), BadSetting)


def test_an_adapter_is_found_wherever_it_is_plugged() -> None:
    assert Named("a", "a", usb_id=CH340).path(PLACES) == "/dev/ttyUSB0"
    assert Named("a", "a", usb_id=CH340, serial="B2").path(PLACES) == "/dev/ttyUSB1"
    assert Named("a", "a", usb_id=CH340, serial="C3").path(PLACES) == ""
    assert Named("a", "a", "COM3").path((SerialPlace("COM3"),)) == "COM3"
    assert Named("a", "a", "COM4").path((SerialPlace("COM3"),)) == ""


class NoteBook:
    """A bench that only notes."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def place(self, instrument: Instrument, code: str | None = None, **factory: object) -> None:
        self.said.append(f"+{instrument.key}")

    def take_away(self, key: str) -> None:
        self.said.append(f"-{key}")


def test_plugged_elsewhere_it_is_another_instrument() -> None:
    book, places = NoteBook(), list(PLACES[1:2])
    watch = SerialWatch(book, (Named("van", "Van", usb_id=CH340),), places=lambda: tuple(places))
    watch.look()
    watch.look()
    places[:] = PLACES[2:]
    watch.look()
    places.clear()
    watch.look()
    assert book.said == ["+serial/van", "-serial/van", "+serial/van", "-serial/van"]


def test_the_machines_own_ports_are_listed_without_opening_one() -> None:
    assert all(place.path for place in serial_places())
