"""What every driver on USB must do when the wire is bad: each transfer of its talk goes wrong in turn.

Inherited by the drivers' tests beside their kind's contract. Removal, stalls, floods, short and long frames
run on a moved clock (tests/devices/quick.py), so that "in time" is exact and costs nothing; descriptors that
lie and a second program run on the virtual bus, through pyusb.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from devices.clock import SteadyClock
from devices.errors import Busy, Cancelled, DeviceError, Removed
from devices.usb import Port, look
from devices.virtual.cable import Cable, Trouble
from devices.virtual.descriptors import DeviceDescriptor, EndpointDescriptor
from devices.virtual.model import DeviceModel
from tests.devices.contracts import DriverContract
from tests.devices.quick import QuickRig
from tests.devices.rigs import COMMAND_TIMEOUT_MS, Rig, reading_threads

GRACE_S = 0.5
"""The promise: every call ends within its time-out and this."""

MOST_PLACES = 24

Lie = Callable[[DeviceDescriptor], None]


def _endpoints(device: DeviceDescriptor) -> list[EndpointDescriptor]:
    return device.configurations[0].interfaces[0].endpoints


def _no_configuration(device: DeviceDescriptor) -> None:
    device.configurations.clear()
    device.bNumConfigurations = 0


def _no_interface(device: DeviceDescriptor) -> None:
    device.configurations[0].interfaces.clear()
    device.configurations[0].bNumInterfaces = 0


def _no_endpoint(device: DeviceDescriptor) -> None:
    _endpoints(device).clear()
    device.configurations[0].interfaces[0].bNumEndpoints = 0


def _more_endpoints_than_there_are(device: DeviceDescriptor) -> None:
    device.configurations[0].interfaces[0].bNumEndpoints = 30


def _more_interfaces_than_there_are(device: DeviceDescriptor) -> None:
    device.configurations[0].bNumInterfaces = 32


def _another_interface(device: DeviceDescriptor) -> None:
    device.configurations[0].interfaces[0].bInterfaceNumber = 7


def _only_out(device: DeviceDescriptor) -> None:
    for endpoint in _endpoints(device):
        endpoint.bEndpointAddress &= 0x7F


def _only_in(device: DeviceDescriptor) -> None:
    for endpoint in _endpoints(device):
        endpoint.bEndpointAddress |= 0x80


def _bulk_is_interrupt(device: DeviceDescriptor) -> None:
    for endpoint in _endpoints(device):
        endpoint.bmAttributes ^= 1


def _packets_of_nothing(device: DeviceDescriptor) -> None:
    for endpoint in _endpoints(device):
        endpoint.wMaxPacketSize = 0


def _huge_packets(device: DeviceDescriptor) -> None:
    for endpoint in _endpoints(device):
        endpoint.wMaxPacketSize = 0xFFFF


LIES: dict[str, Lie] = {
    "no configuration": _no_configuration,
    "no interface": _no_interface,
    "no endpoint": _no_endpoint,
    "more endpoints than there are": _more_endpoints_than_there_are,
    "more interfaces than there are": _more_interfaces_than_there_are,
    "another interface": _another_interface,
    "only out": _only_out,
    "only in": _only_in,
    "bulk is interrupt": _bulk_is_interrupt,
    "packets of nothing": _packets_of_nothing,
    "huge packets": _huge_packets,
}


class UsbContract(DriverContract):
    """longest_s: the driver's longest time-out. `fresh` gives one more model like the rig's."""

    longest_s = 3.0

    def fresh(self, rig: Rig) -> DeviceModel:
        raise NotImplementedError

    def quick(self, rig: Rig, cable: Cable | None = None) -> QuickRig:
        return QuickRig(rig.driver_class, self.fresh(rig), cable)

    def _once(self, quick: QuickRig) -> tuple[Any, DeviceError | None]:
        """One use from open to close; anything but a DeviceError flies on and fails the test."""
        self.answer_comes(quick)  # type: ignore[arg-type]
        try:
            with quick.driver() as driver:
                return self.use(driver, quick), None  # type: ignore[arg-type]
        except DeviceError as error:
            return None, error

    def _places(self, rig: Rig) -> Iterator[int]:
        """The numbers of its transfers: all of a short talk; of a long one the ends and some between."""
        quick = self.quick(rig)
        value, error = self._once(quick)
        assert (value is not None, error) == (True, None)
        last = quick.model.cable.transfers
        assert last > 5
        yield from sorted({1 + round(n * (last - 1) / (MOST_PLACES - 1)) for n in range(MOST_PLACES)})

    @pytest.mark.parametrize("trouble", Trouble)
    def test_each_transfer_may_go_wrong(self, rig: Rig, trouble: Trouble) -> None:
        """A value or an error with a code, in time; the port is closed, and afterwards it works again."""
        for place in self._places(rig):
            quick = self.quick(rig, Cable(trouble, place))
            began_s = quick.clock.passed_s
            _, error = self._once(quick)
            allowed_s = quick.patient_s if isinstance(error, Cancelled) else self.longest_s
            assert quick.clock.passed_s - began_s <= allowed_s + GRACE_S, (trouble, place, error)
            assert not quick.port.held, (trouble, place)
            if trouble is Trouble.REMOVED and error is not None:
                assert isinstance(error, Removed), (place, error)
            quick.model.cable, quick.model.gone = Cable(), False
            quick.model.power_up()
            quick.patient_s += quick.clock.passed_s
            again, error = self._once(quick)
            assert (again is not None, error) == (True, None), (trouble, place, error)

    @pytest.mark.parametrize("lie", LIES)
    def test_descriptors_that_lie_are_told_or_lived_with(self, rig: Rig, lie: str) -> None:
        model = self.fresh(rig)
        LIES[lie](model.descriptor)
        rig.bus.unplug(rig.model)
        rig.bus.plug(model)
        rig.model = model
        (found,) = rig.bus.devices()
        assert look(found.device) in (None, "devices.bad_reply", "devices.removed", "devices.not_supported")
        self.answer_comes(rig)
        with_error: list[DeviceError] = []
        try:
            with rig.driver() as driver:
                self.use(driver, rig)
        except DeviceError as error:
            with_error.append(error)
        assert all(error.values for error in with_error)
        assert (model.claimed, model.handles, reading_threads()) == ({}, 0, [])

    def test_a_second_program_is_told_busy_and_the_first_goes_on(self, rig: Rig) -> None:
        with rig.driver() as driver:
            (found,) = rig.bus.devices()
            second = Port(found.device, COMMAND_TIMEOUT_MS)
            with pytest.raises(Busy), rig.driver_class(second, SteadyClock(), lambda: 0):
                pass
            self.answer_comes(rig)
            assert self.use(driver, rig) is not None
        assert (rig.model.claimed, rig.model.handles) == ({}, 0)
