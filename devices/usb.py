"""The port: the only way a driver touches USB. Every fault of the wire gets its own error.

Rules behind it (reference A.4): never set a configuration that is already set, never ask for string
descriptors while working, ask the kernel driver to leave but do not insist, read before you write.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import libusb_package
import usb.backend.libusb1
import usb.core
import usb.util

from devices.bus import Found
from devices.contract import Cancelled as CancelledQuestion
from devices.contract import UsbId
from devices.errors import (
    BadReply,
    Busy,
    DeviceError,
    NotPermitted,
    NotSupported,
    Removed,
    Silent,
)
from devices.pipes import InPipe, Listener, Pending

COMMAND_TIMEOUT_MS = 3000
"""A control transfer or a write that takes longer than this means a dead instrument."""

SYSFS = Path("/sys/bus/usb/devices")

VENDOR_IN, VENDOR_OUT = 0xC0, 0x40

# errno first; libusb's own code where pyusb gives no errno (Windows, recordings).
_BY_ERRNO: dict[int, type[DeviceError]] = {
    errno.ENODEV: Removed,
    errno.ENXIO: Removed,
    errno.ENOENT: Removed,
    errno.EIO: Removed,
    errno.EPROTO: Removed,
    errno.ESHUTDOWN: Removed,
    errno.EILSEQ: Removed,
    errno.EACCES: NotPermitted,
    errno.EPERM: NotPermitted,
    errno.EBUSY: Busy,
    errno.ETIMEDOUT: Silent,
    errno.ENOSYS: NotSupported,
}
_BY_LIBUSB: dict[int, type[DeviceError]] = {
    -1: Removed,
    -3: NotPermitted,
    -4: Removed,
    -5: Removed,
    -6: Busy,
    -7: Silent,
    -12: NotSupported,
}


def device_error(error: usb.core.USBError, doing: str) -> DeviceError:
    """The instrument's error for an error of the wire. `doing` names our side of the talk."""
    code = error.backend_error_code
    if error.errno == errno.EPIPE or code == -9:
        return BadReply(expected=doing, got="stall")
    if error.errno == errno.EOVERFLOW or code == -8:
        return BadReply(expected=doing, got="more bytes than asked for")
    found = _BY_ERRNO.get(error.errno or 0) or _BY_LIBUSB.get(code or 0)
    if found is None:
        return BadReply(expected=doing, got=f"usb error {error.errno or code}")
    return found(doing=doing)


class Libusb:
    """What hangs on this machine's USB now; no instrument is asked anything."""

    def __init__(self, backend: Any = None) -> None:
        """backend: a pyusb back end; by default the wheel's own libusb, else the system's, else no
        devices."""
        self._backend = backend or libusb_package.get_libusb1_backend() or usb.backend.libusb1.get_backend()

    def devices(self) -> tuple[Found, ...]:
        if self._backend is None:
            return ()
        with suppress(usb.core.USBError):
            return tuple(_found(device) for device in usb.core.find(find_all=True, backend=self._backend))
        return ()


def look(device: Any) -> str | None:
    """None when we could work with it now, else the code of what stands in the way. Opens it for a moment."""
    port = Port(device)
    try:
        port.claim()
    except DeviceError as error:
        return error.code
    finally:
        port.close()
    return None


def _found(device: Any) -> Found:
    path = f"{device.bus}-{'.'.join(str(port) for port in device.port_numbers or (0,))}"
    serial = ""
    with suppress(OSError, ValueError):  # the kernel asked for it at plug-in; asking again stalls
        serial = (SYSFS / path / "serial").read_text("utf-8", "replace").strip()
    return Found(path, device.address, UsbId(device.idVendor, device.idProduct), serial, device)


@contextmanager
def _mapped(doing: str) -> Iterator[None]:
    try:
        yield
    except usb.core.USBError as error:
        raise device_error(error, doing) from error
    except NotImplementedError as error:
        raise NotSupported(doing=doing) from error
    except (LookupError, ValueError) as error:  # pyusb believes the counts and addresses in the descriptors
        raise BadReply(expected=f"{doing}: descriptors that fit", got="others") from error


@dataclass(frozen=True)
class Endpoint:
    """One pipe of an interface. address: bit 7 set means IN."""

    address: int
    interrupt: bool  # else bulk
    packet_size: int

    @property
    def reading(self) -> bool:
        return bool(self.address & 0x80)


class Port:
    """One opened instrument. Closed with `close()`, always; safe to close twice."""

    def __init__(self, device: Any, command_timeout_ms: int = COMMAND_TIMEOUT_MS) -> None:
        """device: usb.core.Device, found by a bus. command_timeout_ms: for control transfers and writes."""
        self._device = device
        self._command_timeout_ms = command_timeout_ms
        self._pipes: dict[int, InPipe] = {}
        self._listeners: list[Listener] = []
        self._interfaces: list[int] = []
        self._borrowed: list[int] = []  # from the kernel's own driver
        self.usb_id = UsbId(device.idVendor, device.idProduct)
        self.release_bcd: int = device.bcdDevice

    def claim(self, interface: int = 0) -> None:
        """Take an interface. Raises Busy, NotPermitted, Removed."""
        with _mapped("open"):
            try:
                self._device.get_active_configuration()
            except usb.core.USBError as error:
                if isinstance(device_error(error, "open"), NotPermitted | Removed | Busy):
                    raise
                self._device.set_configuration()
            with suppress(usb.core.USBError, NotImplementedError):
                if self._device.is_kernel_driver_active(interface):
                    self._device.detach_kernel_driver(interface)
                    self._borrowed.append(interface)
            usb.util.claim_interface(self._device, interface)
            self._interfaces.append(interface)

    def endpoints(self, interface: int = 0) -> tuple[int, ...]:
        """Endpoint addresses of an interface; bit 7 set means IN."""
        with _mapped("read the descriptors"):
            configuration = self._device.get_active_configuration()
            return tuple(e.bEndpointAddress for e in configuration[(interface, 0)])

    def pipes(self, interface: int = 0) -> tuple[Endpoint, ...]:
        """The same, with what kind they are."""
        with _mapped("read the descriptors"):
            configuration = self._device.get_active_configuration()
            return tuple(
                Endpoint(e.bEndpointAddress, e.bmAttributes & 3 == 3, e.wMaxPacketSize & 0x7FF or 64)
                for e in configuration[(interface, 0)]
            )

    def control_in(
        self, request: int, value: int, length: int, *, index: int = 0, kind: int = VENDOR_IN
    ) -> bytes:
        """Ask for `length` bytes over the control pipe; may return fewer."""
        with _mapped(f"control {request:02x}/{value:04x} in"):
            answer = self._device.ctrl_transfer(kind, request, value, index, length, self._command_timeout_ms)
            return bytes(answer)

    def control_out(
        self,
        request: int,
        value: int,
        data: bytes = b"",
        *,
        index: int = 0,
        kind: int = VENDOR_OUT,
        timeout_ms: int | None = None,
    ) -> None:
        with _mapped(f"control {request:02x}/{value:04x} out"):
            timeout_ms = timeout_ms or self._command_timeout_ms
            self._device.ctrl_transfer(kind, request, value, index, data, timeout_ms)

    def write(self, endpoint: int, data: bytes, timeout_ms: int | None = None) -> None:
        """Send `data` whole. Raises Silent (with `sent` when a part went), Removed, BadReply (stall)."""
        with _mapped(f"write {endpoint:02x}"):
            sent = self._device.write(endpoint, data, timeout_ms or self._command_timeout_ms)
        if sent != len(data):
            raise Silent(doing=f"write {endpoint:02x}", sent=sent, of=len(data))

    def queue_read(self, endpoint: int, length: int, timeout_ms: int | None = COMMAND_TIMEOUT_MS) -> Pending:
        """Start reading now, take the answer later with `.wait(cancelled)`; call it before the command.

        A bulk read ends with the first short packet or with `length` bytes.
        """
        pipe = self._pipes.get(endpoint)
        if pipe is None:
            pipe = self._pipes[endpoint] = InPipe(f"usb in {endpoint:02x}", self._reader(endpoint))
        return pipe.queue(length, timeout_ms)

    def read(
        self,
        endpoint: int,
        length: int,
        cancelled: CancelledQuestion,
        timeout_ms: int | None = COMMAND_TIMEOUT_MS,
    ) -> bytes:
        """queue_read and wait in one, where the order does not matter."""
        return self.queue_read(endpoint, length, timeout_ms).wait(cancelled)

    def listen(self, endpoint: int, length: int) -> Listener:
        """Keep a read in flight on an interrupt endpoint from now until the port is closed."""
        listener = Listener(f"usb in {endpoint:02x}", self._reader(endpoint), length)
        self._listeners.append(listener)
        return listener

    def pause(self, duration_ms: int) -> None:
        """Give the instrument a moment between two commands; short, bounded, not for waiting on a person."""
        time.sleep(duration_ms / 1000)

    def clear_halt(self, endpoint: int) -> None:
        with _mapped("clear halt"):
            self._device.clear_halt(endpoint)

    def close(self) -> None:
        """Give everything back. Letting the interface go ends reads in flight (Linux); then the threads
        end."""
        readers: list[InPipe | Listener] = [*self._pipes.values(), *self._listeners]
        for reader in readers:
            reader.ask_stop()
        for interface in self._interfaces:
            with suppress(usb.core.USBError):
                usb.util.release_interface(self._device, interface)
        for reader in readers:
            reader.join()
        for interface in self._borrowed:  # a printer's queue wants its printer back
            with suppress(usb.core.USBError, NotImplementedError):
                self._device.attach_kernel_driver(interface)
        self._pipes, self._listeners, self._interfaces, self._borrowed = {}, [], [], []
        with suppress(usb.core.USBError):
            usb.util.dispose_resources(self._device)

    def _reader(self, endpoint: int) -> Callable[[int, int], bytes]:
        def read(length: int, timeout_ms: int) -> bytes:
            with _mapped(f"read {endpoint:02x}"):
                return bytes(self._device.read(endpoint, length, timeout_ms))

        return read
