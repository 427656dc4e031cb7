"""The port: every fault of the wire has its own error, and closing never hangs."""

from __future__ import annotations

import errno

import pytest
import usb.core

from devices.errors import BadReply, Busy, Cancelled, DeviceError, NotPermitted, NotSupported, Removed, Silent
from devices.usb import Port, device_error, look
from devices.virtual import descriptors
from devices.virtual.bus import VirtualBus
from devices.virtual.model import DeviceModel, Setup
from tests.devices.rigs import reading_threads


class Echo(DeviceModel):
    """Says back what it is told."""

    def __init__(self) -> None:
        super().__init__(
            descriptors.build(0x1209, 0x0001, ((0x02, 2, 64), (0x82, 2, 64), (0x81, 3, 64))), serial="E1"
        )
        self.configured = False

    def received(self, endpoint: int, data: bytes) -> None:
        self.send(0x82, data)

    def control_in(self, setup: Setup) -> bytes:
        return bytes(range(setup.length))


@pytest.fixture
def bus() -> VirtualBus:
    bus = VirtualBus()
    bus.plug(Echo())
    return bus


@pytest.fixture
def port(bus: VirtualBus) -> Port:
    port = Port(bus.devices()[0].device, command_timeout_ms=200)
    port.claim()
    return port


def no() -> bool:
    return False


@pytest.mark.parametrize(
    ("number", "code", "expected"),
    [
        (errno.ENODEV, -4, Removed),
        (errno.EIO, -1, Removed),
        (errno.ENOENT, -5, Removed),
        (errno.EACCES, -3, NotPermitted),
        (errno.EBUSY, -6, Busy),
        (errno.ETIMEDOUT, -7, Silent),
        (errno.EPIPE, -9, BadReply),
        (errno.EOVERFLOW, -8, BadReply),
        (errno.ENOSYS, -12, NotSupported),
        (None, -4, Removed),
        (None, -7, Silent),
        (None, -9, BadReply),
        (None, -99, BadReply),
    ],
)
def test_every_fault_of_the_wire_has_its_error(
    number: int | None, code: int, expected: type[DeviceError]
) -> None:
    error = device_error(usb.core.USBError("text", code, number), "read 81")
    assert type(error) is expected
    assert "read 81" in error.values.values()


def test_a_read_queued_before_the_write_gets_the_answer(port: Port) -> None:
    pending = port.queue_read(0x82, 1000)
    port.write(0x02, b"x" * 130)
    assert pending.wait(no) == b"x" * 130
    port.close()


def test_a_read_ends_silent_after_its_time(port: Port) -> None:
    with pytest.raises(Silent):
        port.read(0x82, 10, no, timeout_ms=60)
    port.close()


def test_a_full_packet_is_not_lost_when_the_read_times_out(port: Port) -> None:
    port.write(0x02, b"y" * 64)
    assert port.read(0x82, 1000, no, timeout_ms=60) == b"y" * 64
    port.close()


def test_a_read_can_be_cancelled(port: Port) -> None:
    with pytest.raises(Cancelled):
        port.read(0x82, 10, lambda: True, timeout_ms=None)
    port.close()


def test_after_a_cancelled_read_the_next_one_gets_the_answer(port: Port) -> None:
    with pytest.raises(Cancelled):
        port.read(0x82, 10, lambda: True, timeout_ms=None)
    pending = port.queue_read(0x82, 1000)
    port.write(0x02, b"abc")
    assert pending.wait(no) == b"abc"
    port.close()


def test_closing_ends_reads_in_flight_and_their_threads(port: Port) -> None:
    pending = port.queue_read(0x82, 10, None)
    listener = port.listen(0x81, 64)
    port.close()
    assert reading_threads() == []
    with pytest.raises(DeviceError):
        pending.wait(lambda: True)
    with pytest.raises((Cancelled, Silent)):
        listener.next(lambda: True, 50)


def test_closing_twice_is_harmless_and_the_next_one_may_open(bus: VirtualBus, port: Port) -> None:
    port.close()
    port.close()
    assert bus.models[0].handles == 0
    assert look(bus.devices()[0].device) is None


def test_a_second_opener_finds_it_busy(bus: VirtualBus, port: Port) -> None:
    assert look(bus.devices()[0].device) == "devices.busy"
    port.close()


def test_a_kernel_driver_is_asked_to_leave_and_gets_its_instrument_back(bus: VirtualBus) -> None:
    bus.models[0].kernel_drivers.add(0)
    opened = Port(bus.devices()[0].device)
    opened.claim()
    assert bus.models[0].kernel_drivers == set()
    opened.close()
    assert bus.models[0].kernel_drivers == {0}
    assert look(bus.devices()[0].device) is None


def test_a_configuration_that_is_set_is_left_alone(bus: VirtualBus, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(bus, "set_configuration", lambda handle, value: asked.append(value))
    assert look(bus.devices()[0].device) is None
    assert asked == []


def test_a_write_to_a_dead_instrument_is_silent(bus: VirtualBus, port: Port) -> None:
    bus.models[0].fault("silent")
    with pytest.raises(Silent):
        port.write(0x02, b"hello")
    with pytest.raises(Silent):
        port.control_in(4, 7, 1)
    port.close()


def test_the_endpoints_are_those_of_the_descriptor(port: Port) -> None:
    assert port.endpoints() == (0x02, 0x82, 0x81)
    port.close()
