"""Run under umockdev-wrapper by test_hotplug.py: a recorded instrument is plugged into a running bench, used,
pulled, plugged in again where it gets another address, used again, pulled.

Arguments: description, traffic (.pcapng, or an ioctl tree), a folder for what it takes. Prints the states it
sees. Uses the system's libusb, which hears of plugs from udev; the wheel's hears the kernel.
"""

from __future__ import annotations

import ctypes
import re
import struct
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import usb.backend.libusb1
from PIL import Image

from devices.bench import Bench
from devices.bus import Found
from devices.contract import FingerImage, Kind
from devices.hotplug import SystemBus
from devices.usb import Libusb
from devices.virtual.pcapng import PACKET
from tests.devices.rigs import soon

NEW_ADDRESS = 77
DEVICE_AT = 28 + 11  # in a packet block: its head, then the event's fourth byte after the number


class PatientBus(SystemBus):
    """Does not look while the recording is being put in place: a real device is whole when it shows."""

    def __init__(self) -> None:
        super().__init__(Libusb(usb.backend.libusb1.get_backend()))
        self.hands_off = threading.Lock()

    def devices(self) -> tuple[Found, ...]:
        with self.hands_off:
            return super().devices()


class Recording:
    """One instrument's description and traffic, as recorded or as if it had got another address."""

    def __init__(self, description: str, traffic: Path) -> None:
        self.description = description
        self.traffic = traffic
        self.sysfs = "/sys" + description.splitlines()[0].removeprefix("P: ")
        (address,) = re.findall(r"^E: DEVNUM=(\d+)", self._own, re.M)
        self.address = int(address)

    @property
    def _own(self) -> str:
        """The instrument's own part; the hubs above it follow after an empty line."""
        return self.description.split("\n\n", 1)[0]

    @property
    def node(self) -> str:
        (name,) = re.findall(r"^E: DEVNAME=(\S+)", self._own, re.M)
        return str(name)

    def moved(self, address: int, folder: Path) -> Recording:
        """The hubs are there already: only the instrument's own part comes again."""
        own = re.sub(r"^A: devnum=.*$", rf"A: devnum={address}\\n", self._own, flags=re.M)
        own = re.sub(r"^E: DEVNUM=.*$", f"E: DEVNUM={address:03d}", own, flags=re.M)
        own = re.sub(r"^E: MINOR=.*$", f"E: MINOR={address - 1}", own, flags=re.M)
        own = re.sub(r"^A: dev=189:\d+", f"A: dev=189:{address - 1}", own, flags=re.M)
        own = re.sub(r"bus/usb/(\d+)/\d+", rf"bus/usb/\1/{address:03d}", own)
        traffic = folder / self.traffic.name
        data = self.traffic.read_bytes()
        if self.traffic.suffix == ".pcapng":
            data = b"".join(_readdressed(data, self.address, address))
        traffic.write_bytes(data)
        return Recording(own + "\n", traffic)


def _readdressed(recording: bytes, old: int, new: int) -> Iterator[bytes]:
    at = 0
    while at < len(recording):
        kind, length = struct.unpack_from("<II", recording, at)
        block = bytearray(recording[at : at + length])
        if kind == PACKET and block[DEVICE_AT] == old:
            block[DEVICE_AT] = new
        yield bytes(block)
        at += length


class Testbed:
    """libumockdev through ctypes: plugs and pulls."""

    def __init__(self) -> None:
        self._mock = ctypes.CDLL("libumockdev.so.0")
        self._mock.umockdev_testbed_new.restype = ctypes.c_void_p
        self._bed = ctypes.c_void_p(self._mock.umockdev_testbed_new())

    def plug(self, recording: Recording) -> None:
        failed: list[str] = []
        if not self._mock.umockdev_testbed_add_from_string(self._bed, _text(recording.description), None):
            failed.append("description")
        if recording.traffic.suffix == ".pcapng":
            load, where = self._mock.umockdev_testbed_load_pcap, recording.sysfs
        else:
            load, where = self._mock.umockdev_testbed_load_ioctl, recording.node
        if not load(self._bed, _text(where), _text(str(recording.traffic)), None):
            failed.append("traffic")
        assert not failed, failed

    def pull(self, recording: Recording) -> None:
        self._mock.umockdev_testbed_uevent(self._bed, _text(recording.sysfs), _text("remove"))
        self._mock.umockdev_testbed_remove_device(self._bed, _text(recording.sysfs))


def _text(words: str) -> ctypes.c_char_p:
    return ctypes.c_char_p(words.encode())


def use(bench: Bench, out: Path) -> None:
    """What this kind of instrument is for: take what the recording has to give."""
    out.mkdir()
    if bench.instruments()[0].kind is Kind.STILL:
        bench.use(Kind.STILL, lambda camera: _download(camera, out), lambda: False)
        return
    image: FingerImage = bench.use(
        Kind.FINGER, lambda driver: driver.capture(lambda: False, lambda step: None), lambda: False
    )
    picture = Image.frombytes("L", (image.width_px, image.height_px), image.pixels)
    picture.save(out / "capture.png")


def _download(camera: Any, out: Path) -> None:
    for picture in camera.pictures(lambda: False):
        (out / picture.info.name).write_bytes(camera.download(picture, lambda: False))


def main(description: Path, traffic: Path, out: Path) -> int:
    testbed, bus = Testbed(), PatientBus()
    first = Recording(description.read_text("utf-8"), traffic)
    with Bench([bus], nonce=lambda: 0x51EA2124, look_again_s=0.2) as bench:
        print(len(bench.instruments()))
        for name, recording in (("first", first), ("again", first.moved(NEW_ADDRESS, out))):
            with bus.hands_off:
                testbed.plug(recording)
            if not soon(lambda: bool(bench.instruments()) and bench.state(_kind(bench)).code is None):
                return 1
            instrument, addresses = bench.instruments()[0], [found.address for found in bus.devices()]
            print(f"{name}: {instrument.driver} ready, address {recording.address in addresses}")
            use(bench, out / name)
            testbed.pull(recording)
            kind = instrument.kind
            if not soon(lambda kind=kind: bench.state(kind).instrument is None):  # type: ignore[misc]
                return 2
            print(bench.state(kind).code)
    return 0


def _kind(bench: Bench) -> Kind:
    return bench.instruments()[0].kind


if __name__ == "__main__":
    sys.exit(main(*(Path(argument) for argument in sys.argv[1:4])))
