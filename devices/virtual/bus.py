"""A USB bus inside this process: production drivers talk to models on it exactly as they talk to libusb.

It is a pyusb back end (`usb.backend.IBackend`): same errors, same numbers, same order of things.
"""

from __future__ import annotations

import errno
import itertools
import time
from array import array
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, TypeVar

import usb.backend
import usb.core
from usb.core import USBError, USBTimeoutError

from devices.bus import Found, Unsubscribe
from devices.contract import UsbId
from devices.virtual.descriptors import InterfaceDescriptor
from devices.virtual.model import DeviceModel, Gone, Setup, Stall

T = TypeVar("T")
TICK_S = 0.02
BUS_NUMBER = 99


def _error(number: int, libusb: int, text: str) -> USBError:
    return USBError(text, libusb, number)


def _gone() -> USBError:
    return _error(errno.ENODEV, -4, "No such device (it may have been disconnected)")


class _Handle:
    def __init__(self, model: DeviceModel) -> None:
        self.model = model
        self.claimed: set[int] = set()
        self.epoch = 0  # grows when an interface is let go: reads in flight end then


class VirtualBus(usb.backend.IBackend):  # type: ignore[misc]  # pyusb has no types
    """Plug models in and out while drivers work. Thread-safe."""

    name = "training"
    training = True

    def __init__(self, name: str = "training") -> None:
        super().__init__()
        self.name = name
        self._models: list[DeviceModel] = []
        self._addresses = itertools.count(2)
        self._ports = itertools.count(1)
        self._watchers: list[Callable[[], None]] = []

    # --- the hands that plug ----------------------------------------------------------------------------

    def plug(self, model: DeviceModel) -> None:
        """Put a model on the bus, with a new address. Nothing happens when it hangs there already."""
        if model in self._models:
            return
        with model.lock:
            model.gone, model.address, model.claimed = False, next(self._addresses), {}
            model.power_up()
            model.port = model.port or next(self._ports)
        self._models = [*self._models, model]
        self._tell()

    def unplug(self, model: DeviceModel) -> None:
        """Pull it: whoever reads gets ENODEV at once. Nothing happens when it does not hang there."""
        if model not in self._models:
            return
        with model.lock:
            model.gone = True
            model.lock.notify_all()
        self._models = [m for m in self._models if m is not model]
        self._tell()

    @property
    def models(self) -> tuple[DeviceModel, ...]:
        return tuple(self._models)

    def _tell(self) -> None:
        for watcher in list(self._watchers):
            watcher()

    # --- as the bench sees it (devices.bus.Bus) ---------------------------------------------------------

    def devices(self) -> tuple[Found, ...]:
        found = []
        for device in usb.core.find(find_all=True, backend=self):
            model: DeviceModel = device._ctx.dev
            usb_id = UsbId(device.idVendor, device.idProduct)
            found.append(Found(f"{BUS_NUMBER}-{model.port}", device.address, usb_id, model.serial, device))
        return tuple(found)

    def watch(self, changed: Callable[[], None]) -> Unsubscribe:
        self._watchers.append(changed)
        return lambda: self._watchers.remove(changed)

    # --- as pyusb sees it -------------------------------------------------------------------------------

    def enumerate_devices(self) -> Iterator[DeviceModel]:
        return iter(self.models)

    def get_parent(self, dev: DeviceModel) -> None:
        return None

    def get_device_descriptor(self, dev: DeviceModel) -> SimpleNamespace:
        fields = {**vars(dev.descriptor), "address": dev.address, "bus": BUS_NUMBER, "speed": 2}
        return SimpleNamespace(**fields, port_number=dev.port, port_numbers=(dev.port,))

    def get_configuration_descriptor(self, dev: DeviceModel, config: int) -> Any:
        if config >= len(dev.descriptor.configurations):
            raise _error(errno.ENOENT, -5, "Entity not found")
        return dev.descriptor.configurations[config]

    def _settings(self, dev: DeviceModel, intf: int, config: int) -> list[InterfaceDescriptor]:
        found = dev.descriptor.configurations[config].interfaces
        number = sorted({i.bInterfaceNumber for i in found})[intf]
        return [i for i in found if i.bInterfaceNumber == number]

    def get_interface_descriptor(
        self, dev: DeviceModel, intf: int, alt: int, config: int
    ) -> InterfaceDescriptor:
        return self._settings(dev, intf, config)[alt]

    def get_endpoint_descriptor(self, dev: DeviceModel, ep: int, intf: int, alt: int, config: int) -> Any:
        return self._settings(dev, intf, config)[alt].endpoints[ep]

    def open_device(self, dev: DeviceModel) -> _Handle:
        if dev.gone:
            raise _gone()
        if "not_permitted" in dev.faults:
            raise _error(errno.EACCES, -3, "Access denied (insufficient permissions)")
        with dev.lock:
            dev.handles += 1
        return _Handle(dev)

    def close_device(self, handle: _Handle) -> None:
        for interface in list(handle.claimed):
            self.release_interface(handle, interface)
        with handle.model.lock:
            handle.model.handles -= 1

    def set_configuration(self, handle: _Handle, value: int) -> None: ...

    def get_configuration(self, handle: _Handle) -> int:
        configurations = handle.model.descriptor.configurations
        return configurations[0].bConfigurationValue if configurations else 0

    def set_interface_altsetting(self, handle: _Handle, intf: int, alt: int) -> None: ...

    def claim_interface(self, handle: _Handle, intf: int) -> None:
        model = handle.model
        with model.lock:
            if model.gone:
                raise _gone()
            other = model.claimed.get(intf, handle) is not handle
            if other or intf in model.kernel_drivers or "busy" in model.faults:
                raise _error(errno.EBUSY, -6, "Resource busy")
            model.claimed[intf] = handle
            handle.claimed.add(intf)

    def release_interface(self, handle: _Handle, intf: int) -> None:
        with handle.model.lock:
            if handle.model.claimed.get(intf) is handle:
                del handle.model.claimed[intf]
            handle.claimed.discard(intf)
            handle.epoch += 1
            handle.model.lock.notify_all()

    def bulk_write(self, handle: _Handle, ep: int, intf: int, data: array[int], timeout: int) -> int:
        raw, sent = data.tobytes(), 0

        def write(last_call: bool) -> int | None:
            nonlocal sent
            sent += handle.model.take_out(ep, raw[sent:]) or 0
            return sent if sent == len(raw) or (last_call and sent) else None

        return self._wait(handle, write, timeout) or 0

    def bulk_read(self, handle: _Handle, ep: int, intf: int, buff: array[int], timeout: int) -> int:
        data = self._wait(handle, lambda last: handle.model.take_in(ep, len(buff), last), timeout) or b""
        if len(data) > len(buff):
            raise _error(errno.EOVERFLOW, -8, "Overflow")
        buff[: len(data)] = array("B", data)
        return len(data)

    intr_write, intr_read = bulk_write, bulk_read

    def ctrl_transfer(
        self, handle: _Handle, kind: int, request: int, value: int, index: int, data: array[int], timeout: int
    ) -> int:
        setup = Setup(kind, request, value, index, len(data))
        reading = bool(kind & 0x80)
        out = None if reading else data.tobytes()
        answer = self._wait(handle, lambda _: handle.model.control(setup, out), timeout, endless=False) or b""
        if not reading:
            return len(data)
        answer = answer[: len(data)]
        data[: len(answer)] = array("B", answer)
        return len(answer)

    def clear_halt(self, handle: _Handle, ep: int) -> None: ...

    def reset_device(self, handle: _Handle) -> None: ...

    def is_kernel_driver_active(self, handle: _Handle, intf: int) -> bool:
        return intf in handle.model.kernel_drivers

    def detach_kernel_driver(self, handle: _Handle, intf: int) -> None:
        handle.model.kernel_drivers.discard(intf)

    def attach_kernel_driver(self, handle: _Handle, intf: int) -> None:
        handle.model.kernel_drivers.add(intf)

    def _wait(
        self, handle: _Handle, take: Callable[[bool], T | None], timeout: int, endless: bool = True
    ) -> T | None:
        """Ask until the model answers, time is up (0: never), it is pulled, or let go (then None)."""
        model, epoch = handle.model, handle.epoch
        end = None if endless and not timeout else time.monotonic() + timeout / 1000
        with model.lock:
            while True:
                if model.gone:
                    raise _gone()
                left = TICK_S if end is None else end - time.monotonic()
                try:
                    model.step()
                    answer = take(left <= 0)
                except Stall:
                    raise _error(errno.EPIPE, -9, "Pipe error") from None
                except Gone:
                    break
                if answer is not None:
                    model.lock.notify_all()
                    return answer
                if handle.epoch != epoch:
                    return None
                if left <= 0:
                    raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
                model.lock.wait(min(left, TICK_S))
        self.unplug(model)
        raise _gone()
