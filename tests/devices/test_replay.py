"""A recording of a real U.are.U 4500, played in process: out comes the maker's picture, pixel for pixel."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.clock import SteadyClock
from devices.drivers.digitalpersona_uru4000 import DigitalPersonaUru4000
from devices.errors import BadReply
from devices.usb import Port
from devices.virtual import pcapng, replay
from devices.virtual.bus import VirtualBus
from tests.devices.rigs import refusal

NONCE = 0x51EA2124


@pytest.fixture
def recording(shared: Path) -> Path:
    folder = shared / "recordings" / "uru4000-4500"
    if not folder.is_dir():
        pytest.skip("../shared/recordings/uru4000-4500 is not here")
    return folder


def play(recording: Path, nonce: int) -> tuple[replay.Replay, bytes]:
    bus = VirtualBus()
    model = replay.load(recording / "device", recording / "capture.pcapng")
    bus.plug(model)
    (found,) = bus.devices()
    with DigitalPersonaUru4000(Port(found.device), SteadyClock(), lambda: nonce) as driver:
        image = driver.capture(lambda: False, lambda step: None)
    return model, image.pixels


def test_the_picture_is_identical_to_the_makers(recording: Path) -> None:
    model, pixels = play(recording, NONCE)
    assert pixels == Image.open(recording / "capture.png").convert("L").tobytes()
    assert model.surprises == []
    assert model.finished


def test_another_nonce_is_noticed(recording: Path) -> None:
    with pytest.raises(BadReply):
        play(recording, NONCE + 1)


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_a_damaged_recording_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(small_recording())
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    refused = refusal(pcapng.read, cut, pcapng.BadRecording)
    assert refused is None or str(refused).startswith("byte ")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_recording_or_refused(data: bytes) -> None:
    refused = refusal(pcapng.read, data, pcapng.BadRecording)
    assert refused is None or str(refused).startswith("byte ")


def block(kind: int, body: bytes) -> bytes:
    body += bytes(-len(body) % 4)
    length = (12 + len(body)).to_bytes(4, "little")
    return kind.to_bytes(4, "little") + length + body + length


def small_recording() -> bytes:
    """Two events of one control read, written as usbmon does."""
    head = block(pcapng.SECTION, pcapng.BYTE_ORDER.to_bytes(4, "little") + bytes(12))
    link = block(pcapng.INTERFACE, pcapng.USB_LINUX_MMAPPED.to_bytes(2, "little") + bytes(6))
    setup = bytes.fromhex("c004070000000100")
    asked = pcapng.EVENT.pack(7, ord("S"), 2, 0x80, 50, 1, 0, 0, 0, 0, -115, 1, 0) + setup + bytes(16)
    told = pcapng.EVENT.pack(7, ord("C"), 2, 0x80, 50, 1, 1, 0, 0, 0, 0, 1, 1) + bytes(24) + b"\x81"
    packets = b""
    for event in (asked, told):
        packets += block(pcapng.PACKET, bytes(12) + len(event).to_bytes(4, "little") * 2 + event)
    return head + link + packets


@pytest.mark.parametrize("length", [0, 4, 8, 10, 1 << 20])
def test_a_wrong_block_length_is_refused(length: int) -> None:
    whole = bytearray(small_recording())
    whole[32:36] = length.to_bytes(4, "little")  # of the second block
    with pytest.raises(pcapng.BadRecording, match="block length"):
        pcapng.read(bytes(whole))


def test_a_small_recording_reads_back() -> None:
    asked, told = pcapng.read(small_recording())
    assert (asked.submitted, asked.setup.hex(), told.data) == (True, "c004070000000100", b"\x81")


def test_a_recording_answers_only_in_its_order() -> None:
    events = pcapng.read(small_recording())
    bus = VirtualBus()
    model = replay.Replay(replay_blob(), events)
    bus.plug(model)
    port = Port(bus.devices()[0].device)
    port.claim()
    with pytest.raises(BadReply):
        port.control_in(4, 0x08, 1)
    assert port.control_in(4, 0x07, 1) == b"\x81"
    assert len(model.surprises) == 1
    port.close()


def replay_blob() -> bytes:
    return bytes.fromhex(
        "1201000200000040BA050A000301010203010902200001010080640904000002FFFFFF000705810340000807058202400000"
    )


def test_a_description_without_descriptors_is_refused(tmp_path: Path) -> None:
    (tmp_path / "device").write_text("P: /devices/x\n")
    with pytest.raises(pcapng.BadRecording):
        replay.load(tmp_path / "device", tmp_path / "none.pcapng")
