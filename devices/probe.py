"""For the technician: what is plugged in, and does it read? Without the program, without Qt.

python -m devices.probe list [--training]
python -m devices.probe capture --usb 05ba:000a --out FILE.png [--nonce HEX] [--wait SECONDS]
python -m devices.probe photos --usb 04a9:31c0 --out FOLDER
python -m devices.probe check [--usb VID:PID]
python -m devices.probe selftest [--training] [--json]
python -m devices.probe serial [--port /dev/ttyUSB0] [--baud 115200] [--card] [--wait SECONDS]
python -m devices.probe record --usb 05ba:000a --out FILE.pcapng [--nonce HEX] [--wait SECONDS]

Exit codes: 0 done · 1 the instrument has a problem (its code and a sentence on stderr) · 2 wrong arguments.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

from devices.bus import Bus, Found
from devices.clock import SteadyClock
from devices.contract import Cancelled, FingerImage, FingerScanner, Kind, UsbId
from devices.drivers.ptp_camera import PtpCamera
from devices.errors import DeviceError, NotConnected, NotSupported
from devices.hotplug import SystemBus
from devices.probe_kit import selftest
from devices.probe_record import WARNING, capture_once
from devices.probe_serial import ask_reader, show_ports
from devices.recording import Recorder, description
from devices.registry import DriverClass, driver_for
from devices.serial_port import BAUD
from devices.travel.watch import label_of, readers
from devices.usb import Port, look
from devices.virtual import training_bus

SENTENCES = {
    "devices.not_connected": "No such instrument is plugged in. Check the cable, then run `list`.",
    "devices.busy": "Another program holds it (fprintd?). Close that program, then try again.",
    "devices.held_by_fprintd": "The system's fprintd holds it. Run: systemctl mask --now fprintd.",
    "devices.not_permitted": "The system does not let us open it. Install the udev rules, plug it in again.",
    "devices.silent": "The instrument does not answer. Unplug it, plug it in again.",
    "devices.bad_reply": "The instrument's answer makes no sense. Unplug it, plug it in again.",
    "devices.removed": "The instrument was unplugged. Plug it in again.",
    "devices.cancelled": "Nothing was read in time. Run it again, or wait longer with --wait.",
    "devices.not_supported": "This instrument cannot do that. Run `list` to see which ones can.",
    "devices.card_gone": "The card was taken away too early. Lay it down again and leave it there.",
    "devices.card_unreadable": "This card cannot be read. Try another one to see whether the reader works.",
    "devices.reader_fault": "The reader's security module does not work. The reader needs service.",
    "devices.paper_out": "The printer has no paper. Put a new roll in, close the cover.",
    "devices.cover_open": "The printer's cover is open. Close it until it clicks.",
    "devices.paper_jam": "The printer's paper or knife is stuck. Switch it off, clear it, switch it on.",
    "devices.printer_offline": "The printer does not print now. Press its feed button, or let it cool down.",
    "devices.no_memory_card": "The camera has no memory card. Put one in and switch the camera on again.",
    "devices.memory_card_full": "The camera's memory card is full. Put in an empty one.",
    "devices.shot_failed": "The camera did not take the picture. Give it light and something to focus on.",
    "devices.finger_gone": "The finger was lifted too early or the picture is empty. Press again.",
    "devices.no_card_came": "No card was laid down in time. Lay one on the reader and run it again.",
    "devices.no_finger_came": "No finger was pressed in time. Run it again and press one.",
    "devices.print_poor": "Three prints were too poor to use. Clean the glass, then try again.",
    "devices.picture_black": "The camera sees next to nothing. Take its cap off, give it light.",
    "devices.bad_setting": "A settings file is wrong. Correct it at the place it names.",
    "travel.service_missing": "The card service does not run. Start pcscd, then try again.",
    "travel.software_missing": "python3-pyscard is not installed. Install it to read chips.",
    "devices.picture_frozen": "The camera gives the same picture again and again. Plug it in again.",
}


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if options.command == "selftest":
        return selftest(bool(options.training), bool(options.json), SENTENCES)
    bus = training_bus() if options.training else SystemBus()
    try:
        run: Callable[[argparse.Namespace, Bus], None] = options.run
        run(options, bus)
    except DeviceError as error:
        facts = ", ".join(f"{name} {value}" for name, value in error.values.items())
        sentence = SENTENCES.get(error.code, "The instrument has a problem.")
        print(f"{error.code}: {sentence}" + (f" ({facts})" if facts else ""), file=sys.stderr)
        return 1
    except OSError as error:
        print(f"probe.cannot_write: {options.out}: {error.strerror}. Choose another place.", file=sys.stderr)
        return 1
    return 0


def show(options: argparse.Namespace, bus: Bus) -> None:
    """One line per instrument we have a driver for."""
    known = [found for found in bus.devices() if driver_for(found.usb_id)]
    for found in known:
        driver = driver_for(found.usb_id)
        assert driver is not None
        print(
            f"{found.usb_id}  {found.path:8}  {driver.kind:8}  {driver.labels[found.usb_id]}  {_state(found)}"
        )
    for line in () if options.training else chip_readers():
        print(line)
    if not known:
        print(f"No instrument of ours is plugged in ({len(bus.devices())} other USB devices).")


def chip_readers() -> tuple[str, ...]:
    """A line for PC/SC's readers, or why there are none."""
    try:
        names = readers()
    except DeviceError as error:
        return (f"pcsc       {'':8}  {Kind.CHIP:8}  {error.code}",)
    return (f"pcsc       {'':8}  {Kind.CHIP:8}  {label_of(names)}  ready",) if names else ()


def capture(options: argparse.Namespace, bus: Bus) -> None:
    """Wait for a finger and write its picture as PNG, as the driver hands it out."""
    found, driver = _wanted(options.usb, bus)
    if driver.kind is not Kind.FINGER:
        raise NotSupported(kind=driver.kind)
    nonce = options.nonce
    scanner: FingerScanner = driver(
        Port(found.device), SteadyClock(), lambda: secrets.randbits(32) if nonce is None else nonce
    )
    with scanner:
        image = scanner.capture(_patience(options.wait), lambda step: print(step, file=sys.stderr))
    _write_png(image, options.out)


def record(options: argparse.Namespace, bus: Bus) -> None:
    """Record the USB traffic of one capture, and FILE.device beside it: together devices.virtual.replay
    plays them. A capture that fails is recorded too.
    """
    print(WARNING, file=sys.stderr)
    found, driver = _wanted(options.usb, bus)
    nonce = secrets.randbits(32) if options.nonce is None else options.nonce
    who = description(found)
    recorder = Recorder(found.device)
    try:
        capture_once(recorder, driver, lambda: nonce, _patience(options.wait))
    finally:
        _write_whole(options.out, lambda part: part.write_bytes(recorder.pcapng()))
        _write_whole(options.out.with_suffix(".device"), lambda part: part.write_text(who, "utf-8"))
        print(f"{options.out}  nonce {nonce:08x}")


def photos(options: argparse.Namespace, bus: Bus) -> None:
    """Copy every picture on a camera's card into a folder, as it is."""
    found, driver = _wanted(options.usb, bus)
    if driver is not PtpCamera:
        raise NotSupported(kind=driver.kind)
    options.out.mkdir(parents=True, exist_ok=True)
    patience = _patience(options.wait)
    with PtpCamera(Port(found.device), SteadyClock(), lambda: 0) as camera:
        for picture in camera.pictures(patience):
            data = camera.download(picture, patience)
            name = Path(picture.info.name).name or f"{picture.handle:08x}.jpg"
            _write_whole(options.out / name, lambda part: part.write_bytes(data))  # noqa: B023 - called now
            print(f"{name}  {len(data)} bytes")


def serial(options: argparse.Namespace, bus: Bus) -> None:
    """The serial ports; with --port ask the resident-ID reader there who it is, with --card let it read."""
    if options.port is None:
        show_ports()
    else:
        ask_reader(options.port, options.baud, options.card, _patience(options.wait))


def check(options: argparse.Namespace, bus: Bus) -> None:
    """Open every instrument (or the one named) and let it introduce itself: go or no-go."""
    wanted = [f for f in bus.devices() if driver_for(f.usb_id) and options.usb in (None, f.usb_id)]
    if not wanted:
        raise NotConnected()
    worst: DeviceError | None = None
    for found in wanted:
        driver = driver_for(found.usb_id)
        assert driver is not None
        try:
            with driver(Port(found.device), SteadyClock(), lambda: secrets.randbits(32)):
                print(f"{found.usb_id}  go")
        except DeviceError as error:
            print(f"{found.usb_id}  no-go  {error.code}")
            worst = error
    if worst is not None:
        raise worst


def _wanted(usb_id: UsbId, bus: Bus) -> tuple[Found, DriverClass]:
    driver = driver_for(usb_id)
    if driver is None:
        raise NotSupported(usb=str(usb_id))
    for found in bus.devices():
        if found.usb_id == usb_id:
            return found, driver
    raise NotConnected(usb=str(usb_id))


def _state(found: Found) -> str:
    code = look(found.device)
    return "ready" if code is None else code


def _patience(seconds: float) -> Cancelled:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def _write_png(image: FingerImage, out: Path) -> None:
    picture = Image.frombytes("L", (image.width_px, image.height_px), image.pixels)
    _write_whole(out, lambda part: picture.save(part, "PNG", dpi=(image.dpi, image.dpi)))


def _write_whole(out: Path, write: Callable[[Path], object]) -> None:
    """Whole or not at all: a half-written picture must not look like a capture."""
    part = out.with_name(out.name + ".part")
    try:
        write(part)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _usb_id(text: str) -> UsbId:
    vendor, colon, product = text.partition(":")
    if not colon:
        raise argparse.ArgumentTypeError(f"{text}: write it as 05ba:000a")
    return UsbId(int(vendor, 16), int(product, 16))


def _nonce(text: str) -> int:
    number = int(text, 16)
    if not 0 <= number < 1 << 32:
        raise argparse.ArgumentTypeError(f"{text}: at most 8 hexadecimal digits")
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="devices.probe", description="What is plugged in, and does it read?"
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="list | capture | record | photos | serial | check | selftest"
    )
    kit = commands.add_parser("selftest", help="Let every instrument do its work once: go or no-go.")
    kit.add_argument("--training", action="store_true", help="virtual instruments instead of real ones")
    kit.add_argument("--json", action="store_true", help="for other programs to read")
    line = commands.add_parser("serial", help=(serial.__doc__ or "").splitlines()[0])
    line.set_defaults(run=serial, training=False)
    line.add_argument("--port", metavar="NAME", help="as it is listed without --port")
    line.add_argument("--baud", type=int, default=BAUD)
    line.add_argument("--card", action="store_true", help="wait for a card and read it")
    line.add_argument("--wait", type=float, default=60, metavar="SECONDS", help="for the card")
    runs = {"list": show, "capture": capture, "record": record, "photos": photos, "check": check}
    for name, run in runs.items():
        command = commands.add_parser(name, help=(run.__doc__ or "").splitlines()[0])
        command.set_defaults(run=run)
        command.add_argument(
            "--training", action="store_true", help="virtual instruments instead of real ones"
        )
        if name != "list":
            command.add_argument(
                "--usb", type=_usb_id, metavar="VID:PID", required=name in ("capture", "record", "photos")
            )
        if name in ("capture", "record"):
            command.add_argument(
                "--nonce", type=_nonce, metavar="HEX", help="fixed host number, for recordings"
            )
            command.add_argument("--out", type=Path, metavar="FILE", required=True)
            command.add_argument("--wait", type=float, default=60, metavar="SECONDS", help="for a finger")
        if name == "photos":
            command.add_argument("--out", type=Path, metavar="FOLDER", required=True)
            command.add_argument("--wait", type=float, default=600, metavar="SECONDS", help="for all of it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
