"""How long one fingerprint picture takes us: `python -m tests.bench.scanner`. Promise: ≤ 50 ms a frame."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from devices.clock import SteadyClock
from devices.drivers import uru4000_frame as frame
from devices.drivers.digitalpersona_uru4000 import DigitalPersonaUru4000
from devices.usb import Port
from devices.virtual import UruModel, stripes
from devices.virtual.bus import VirtualBus

ROUNDS = 20


def milliseconds(work: Callable[[], object]) -> str:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return f"median {statistics.median(took):7.2f} ms   worst {max(took):7.2f} ms"


def main() -> None:
    model, bus, finger = UruModel(), VirtualBus(), stripes()
    bus.plug(model)
    with model.lock:
        seen = model._on_glass(finger)
        data = model._frame(seen)
    header = frame.parse_header(data)
    print("keystream of a frame   ", milliseconds(lambda: frame.keystream_bits(7, frame.FRAME_LENGTH)))
    print(
        "descramble a frame     ", milliseconds(lambda: frame.unpack(data, header, model._keys.__getitem__))
    )
    (found,) = bus.devices()

    def capture() -> None:
        model.press(finger)
        scanner.capture(lambda: False, lambda step: None)
        model.lift()

    with DigitalPersonaUru4000(Port(found.device), SteadyClock(), lambda: 7) as scanner:
        print("capture, virtual bus   ", milliseconds(capture))


if __name__ == "__main__":
    main()
