"""For the technician: serial ports, and does a card reader answer on one? Nothing of a card is shown."""

from __future__ import annotations

import sys

from devices.clock import SteadyClock
from devices.contract import Cancelled
from devices.drivers.sdt_serial import SdtSerialReader
from devices.serial_port import SerialPort, serial_places


def show_ports() -> None:
    """One line per port, as serial.toml wants it."""
    places = serial_places()
    for place in places:
        print(f"{place.path:14}  {place.usb_id or '-':9}  {place.serial or '-':12}  {place.label}".rstrip())
    if not places:
        print("No serial port is here.")


def ask_reader(path: str, baud: int, card: bool, cancelled: Cancelled) -> None:
    """Its module number; with `card` one reading: kind and sizes only. Raises DeviceError."""
    with SdtSerialReader(SerialPort(path, baud), SteadyClock(), lambda: 0) as reader:
        print(f"{path}  module {reader.module(cancelled) or 'without a number'}")
        if card:
            read = reader.read(cancelled, lambda step: print(step, file=sys.stderr))
            sizes = (len(read.text), len(read.photo_wlt), len(read.fingerprints))
            print("card {}  text {}, photo {}, prints {} bytes".format(read.kind, *sizes))
