"""Run under umockdev-wrapper by test_hotplug.py: a recorded scanner is plugged into a running bench.

Arguments: the recording's folder, the PNG to write. Prints the states it sees. Uses the system's libusb,
which hears of plugs from udev; the wheel's hears the kernel, and umockdev is none.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from pathlib import Path

import usb.backend.libusb1
from PIL import Image

from devices.bench import Bench
from devices.bus import Found
from devices.contract import FingerImage, Kind
from devices.hotplug import SystemBus
from devices.usb import Libusb
from tests.devices.rigs import soon


class PatientBus(SystemBus):
    """Does not look while the recording is being put in place: a real device is whole when it shows."""

    def __init__(self) -> None:
        super().__init__(Libusb(usb.backend.libusb1.get_backend()))
        self.hands_off = threading.Lock()

    def devices(self) -> tuple[Found, ...]:
        with self.hands_off:
            return super().devices()


def main(recording: Path, out: Path) -> int:
    mock = ctypes.CDLL("libumockdev.so.0")
    mock.umockdev_testbed_new.restype = ctypes.c_void_p
    testbed = ctypes.c_void_p(mock.umockdev_testbed_new())
    description = (recording / "device").read_bytes()
    sysfs = b"/sys" + description.splitlines()[0].removeprefix(b"P: ")
    bus = PatientBus()
    with Bench([bus], nonce=lambda: 0x51EA2124, look_again_s=0.2) as bench:
        print(bench.state(Kind.FINGER).code)
        pcap = ctypes.c_char_p(str(recording / "capture.pcapng").encode())
        with bus.hands_off:
            mock.umockdev_testbed_add_from_string(testbed, ctypes.c_char_p(description), None)
            mock.umockdev_testbed_load_pcap(testbed, ctypes.c_char_p(sysfs), pcap, None)
        if not soon(lambda: bench.state(Kind.FINGER).code is None):
            return 1
        print("ready", bench.instruments()[0].serial)
        image: FingerImage = bench.use(
            Kind.FINGER, lambda driver: driver.capture(lambda: False, lambda step: None), lambda: False
        )
        Image.frombytes("L", (image.width_px, image.height_px), image.pixels).save(out)
        mock.umockdev_testbed_uevent(testbed, ctypes.c_char_p(sysfs), ctypes.c_char_p(b"remove"))
        mock.umockdev_testbed_remove_device(testbed, ctypes.c_char_p(sysfs))
        if not soon(lambda: bench.state(Kind.FINGER).instrument is None):
            return 2
        print(bench.state(Kind.FINGER).code)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
