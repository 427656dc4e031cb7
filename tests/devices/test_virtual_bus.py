"""The bus inside the process behaves as pyusb expects of a real one."""

from __future__ import annotations

import errno

import pytest
import usb.core
import usb.util
from hypothesis import given
from hypothesis import strategies as st

from devices.virtual import UruModel, descriptors
from devices.virtual.bus import VirtualBus
from devices.virtual.model import DeviceModel
from tests.devices.rigs import refusal


class Quiet(DeviceModel):
    def __init__(self) -> None:
        blob = descriptors.build(0x1209, 0x0002, ((0x81, 2, 64),))
        super().__init__(blob, strings={1: "Maker", 2: "型号", 3: "S1"}, serial="S1")


@pytest.fixture
def bus() -> VirtualBus:
    return VirtualBus()


def only(bus: VirtualBus) -> usb.core.Device:
    return usb.core.find(backend=bus)


def test_a_plugged_model_is_found_and_an_unplugged_one_is_not(bus: VirtualBus) -> None:
    model = Quiet()
    bus.plug(model)
    assert [str(found.usb_id) for found in bus.devices()] == ["1209:0002"]
    bus.unplug(model)
    assert bus.devices() == ()


def test_every_plug_gives_a_new_address(bus: VirtualBus) -> None:
    model = Quiet()
    bus.plug(model)
    (first,) = bus.devices()
    bus.unplug(model)
    bus.plug(model)
    assert bus.devices()[0].address != first.address


def test_watchers_hear_of_every_plug_and_unplug_until_they_leave(bus: VirtualBus) -> None:
    heard: list[int] = []
    leave = bus.watch(lambda: heard.append(len(bus.models)))
    model = Quiet()
    bus.plug(model)
    bus.unplug(model)
    leave()
    bus.plug(model)
    assert heard == [1, 0]


def test_strings_are_read_as_from_a_real_device(bus: VirtualBus) -> None:
    bus.plug(Quiet())
    device = only(bus)
    assert (device.manufacturer, device.product, device.serial_number) == ("Maker", "型号", "S1")


def test_a_read_without_an_answer_times_out_with_the_systems_number(bus: VirtualBus) -> None:
    bus.plug(Quiet())
    with pytest.raises(usb.core.USBTimeoutError) as caught:
        only(bus).read(0x81, 10, 20)
    assert caught.value.errno == errno.ETIMEDOUT


def test_packets_join_until_a_short_one(bus: VirtualBus) -> None:
    model = Quiet()
    bus.plug(model)
    with model.lock:
        model.send(0x81, b"a" * 130)
        model.send(0x81, b"b" * 3)
    device = only(bus)
    assert bytes(device.read(0x81, 1000, 100)) == b"a" * 130
    assert bytes(device.read(0x81, 1000, 100)) == b"b" * 3


def test_more_than_asked_for_is_an_overflow(bus: VirtualBus) -> None:
    model = Quiet()
    bus.plug(model)
    with model.lock:
        model.send(0x81, b"a" * 64)
    with pytest.raises(usb.core.USBError) as caught:
        only(bus).read(0x81, 10, 100)
    assert caught.value.errno == errno.EOVERFLOW


def test_an_unplugged_device_is_no_device(bus: VirtualBus) -> None:
    model = Quiet()
    bus.plug(model)
    device = only(bus)
    usb.util.claim_interface(device, 0)
    bus.unplug(model)
    with pytest.raises(usb.core.USBError) as caught:
        device.read(0x81, 10, 100)
    assert caught.value.errno == errno.ENODEV
    usb.util.dispose_resources(device)


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="no_such"):
        UruModel().fault("no_such")


@given(st.binary(max_size=120))
def test_any_blob_is_a_descriptor_tree_or_refused(blob: bytes) -> None:
    refused = refusal(descriptors.parse, blob, descriptors.BadDescriptor)
    assert refused is None or str(refused).startswith("byte ")


@given(st.data())
def test_a_damaged_tree_is_read_or_refused(data: st.DataObject) -> None:
    blob = bytearray(UruModel().blob)
    for _ in range(data.draw(st.integers(1, 4))):
        blob[data.draw(st.integers(0, len(blob) - 1))] = data.draw(st.integers(0, 255))
    refused = refusal(descriptors.parse, bytes(blob), descriptors.BadDescriptor)
    assert refused is None or str(refused).startswith("byte ")


def test_a_built_tree_reads_back() -> None:
    tree = descriptors.parse(descriptors.build(0x0400, 0xC35A, ((0x02, 2, 64), (0x81, 3, 8))))
    (interface,) = tree.configurations[0].interfaces
    assert (tree.idVendor, tree.idProduct, interface.bNumEndpoints) == (0x0400, 0xC35A, 2)
    assert [(e.bEndpointAddress, e.bmAttributes, e.wMaxPacketSize) for e in interface.endpoints] == [
        (0x02, 2, 64),
        (0x81, 3, 8),
    ]
