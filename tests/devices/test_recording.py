"""What `record` writes is played back by the replay, and the production driver reads the same picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices import probe
from devices.clock import SteadyClock
from devices.contract import CardRead, FingerImage
from devices.drivers.digitalpersona_uru4000 import DigitalPersonaUru4000
from devices.drivers.sdt_reader import SdtReader
from devices.errors import DeviceError
from devices.recording import Recorder, description
from devices.usb import Port
from devices.virtual import UruModel, VirtualBus, pcapng, replay, stripes
from devices.virtual.people import people
from devices.virtual.sdt_model import SdtModel

NONCE = 0x0BADCAFE


def played(recording: Path) -> tuple[replay.Replay, FingerImage]:
    model = replay.load(recording.with_suffix(".device"), recording)
    bus = VirtualBus()
    bus.plug(model)
    (found,) = bus.devices()
    with DigitalPersonaUru4000(Port(found.device), SteadyClock(), lambda: NONCE) as driver:
        return model, driver.capture(lambda: False, lambda step: None)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return recorded(tmp_path)


def recorded(folder: Path) -> Path:
    out = folder / "press.pcapng"
    arguments = ["--usb", "05ba:000a", "--nonce", f"{NONCE:x}", "--out", str(out)]
    assert probe.main(["record", "--training", *arguments]) == 0
    return out


def test_a_recording_plays_back_to_the_identical_picture(recording: Path) -> None:
    bus, scanner = VirtualBus(), UruModel()
    bus.plug(scanner)
    scanner.press(stripes())
    (found,) = bus.devices()
    with DigitalPersonaUru4000(Port(found.device), SteadyClock(), lambda: NONCE) as driver:
        straight = driver.capture(lambda: False, lambda step: None)
    model, again = played(recording)
    assert again == straight
    assert model.surprises == []


def test_setup_data_interrupt_and_bulk_are_all_in_it(recording: Path) -> None:
    events = pcapng.read(recording.read_bytes())
    kinds = {event.kind for event in events}
    assert kinds == {pcapng.CONTROL, pcapng.INTERRUPT, pcapng.BULK}
    asked = [event for event in events if event.submitted and event.kind == pcapng.CONTROL]
    assert asked
    assert all(len(event.setup) == 8 for event in asked)


def test_the_print_it_holds_is_warned_of_and_the_serial_is_not_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recording = recorded(tmp_path)
    told = capsys.readouterr()
    assert told.err.startswith("PRIVACY: ")
    assert f"nonce {NONCE:08x}" in told.out
    assert "serial" not in recording.with_suffix(".device").read_text("utf-8")


def test_a_capture_that_fails_is_recorded_too(tmp_path: Path) -> None:
    bus, scanner = VirtualBus(), UruModel()
    bus.plug(scanner)
    (found,) = bus.devices()
    who, recorder = description(found), Recorder(found.device)
    scanner.fault("stall")
    with (
        pytest.raises(DeviceError),
        DigitalPersonaUru4000(Port(recorder), SteadyClock(), lambda: NONCE) as driver,
    ):
        driver.capture(lambda: False, lambda step: None)
    assert who.startswith("P: /devices/usb99/")
    assert any(event.status == -32 for event in pcapng.read(recorder.pcapng()))


def test_a_card_read_plays_back_too(tmp_path: Path) -> None:
    bus, reader = VirtualBus(), SdtModel()
    bus.plug(reader)
    reader.place(people()[0].card())
    (found,) = bus.devices()
    recorder = Recorder(found.device)
    first = _read(Port(recorder))
    (tmp_path / "card.device").write_text(description(found), "utf-8")
    (tmp_path / "card.pcapng").write_bytes(recorder.pcapng())
    model = replay.load(tmp_path / "card.device", tmp_path / "card.pcapng")
    other = VirtualBus()
    other.plug(model)
    (played_back,) = other.devices()
    again = _read(Port(played_back.device))
    assert (again.text, again.photo_wlt, again.fields) == (first.text, first.photo_wlt, first.fields)


def _read(port: Port) -> CardRead:
    with SdtReader(port, SteadyClock(), lambda: NONCE) as driver:
        return driver.read(lambda: False, lambda step: None)
