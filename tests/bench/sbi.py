"""How long an SBI scanner takes, and how far past its time a bad one holds us: `python -m tests.bench.sbi`.

Measured over the virtual service in this process, so both ends' work is counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from devices.bench import Bench
from devices.errors import DeviceError
from devices.sbi.scan import open_ports
from devices.sbi.watch import LOOK_EVERY_S, SbiWatch
from devices.virtual import stripes
from tests.devices.sbi.rig import COMMAND_MS, ROUND_MS, SbiRig, trust

FINGER = stripes(400, 500)
FAULTS = ("silent", "stops_mid_answer", "drip", "endless", "babble", "no_http")


def milliseconds(act: Callable[[], object], times: int = 20) -> float:
    """The middle one of some."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)[len(took) // 2]


def cpu_share(act: Callable[[], object], every_s: float, times: int = 20) -> float:
    began = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - began) / times / every_s * 100


def main() -> None:
    rig = SbiRig()
    print(f"scan of 100 ports, nobody there      {milliseconds(open_ports):8.1f} ms")
    print(f"open and take a print 400 x 500      {milliseconds(lambda: rig.capture(FINGER)):8.1f} ms")
    with Bench([]) as bench:
        watch = SbiWatch(bench, trust(), ports=[*range(4501, 4600), rig.service.port])
        watch.look()
        print(f"a look with one service there        {milliseconds(watch.look):8.1f} ms")
        print(f"idle, one service, both ends         {cpu_share(watch.look, LOOK_EVERY_S):8.2f} % of a core")
    for fault in FAULTS:
        with rig.driver() as driver:
            rig.service.fault(fault)
            rig.service.press(FINGER)
            began = time.perf_counter()
            try:
                driver.capture(lambda: False, lambda _: None)
            except DeviceError as error:
                took_ms = (time.perf_counter() - began) * 1000
                print(f"{fault:20} ends in {error.code:20} after {took_ms:6.0f} ms")
            rig.service.faults.clear()
    print(f"(a round {ROUND_MS} ms, an answer {COMMAND_MS} ms)")
    rig.service.stop()


if __name__ == "__main__":
    main()
