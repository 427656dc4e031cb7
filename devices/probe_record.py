"""Records one capture for the replay tests: the traffic (pcapng) and, beside it, who the instrument is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from devices.clock import SteadyClock
from devices.contract import Cancelled, Kind, Progress
from devices.recording import Recorder
from devices.registry import DriverClass
from devices.usb import Port

WARNING = (
    "PRIVACY: the recording holds the print, card or picture that is captured now, readable by anybody. "
    "Use an invented card or a colleague who agrees, keep the file off shared places, delete it after use."
)


def capture_once(
    recorder: Recorder, driver: DriverClass, nonce: Callable[[], int], cancelled: Cancelled
) -> None:
    """One capture of the instrument's kind through the recorder. Raises DeviceError; what was heard stays."""
    with driver(Port(recorder), SteadyClock(), nonce) as instrument:
        _capture(driver.kind, instrument, cancelled, lambda step: print(step, file=sys.stderr))


def _capture(kind: Kind, instrument: Any, cancelled: Cancelled, progress: Progress) -> None:
    """Kinds that take nothing by themselves are opened only: they introduce themselves."""
    if kind is Kind.FINGER:
        instrument.capture(cancelled, progress)
    elif kind is Kind.CARD:
        instrument.read(cancelled, progress)
    elif kind is Kind.STILL:
        instrument.shoot(cancelled, progress)
    elif kind is Kind.RECEIPT:
        instrument.status(cancelled)
