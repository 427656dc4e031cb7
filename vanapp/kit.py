"""The kit of this van, built: the bench with its buses, what no bus shows, the camera, the training desk.

Only bootstrap asks for it. Which instruments there are is known here; what they can do, in `devices`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from devices.bench import Bench
    from devices.contract import Instrument
    from devices.drivers.qt_camera import QtCamera
    from devices.drivers.sdt_blocks import WltDecoder
    from devices.vendor.installed import Shelf
    from devices.virtual.desk import TrainingDesk
    from vanapp.ui.tasks import Runs

log = logging.getLogger(__name__)

Closer = Callable[[], None]


@dataclass
class Instruments:
    """What is plugged in, and in training the hands that use it."""

    bench: Bench
    camera: QtCamera
    desk: TrainingDesk | None
    stop_watching: Closer  # for what hangs on no bus of ours
    photo_decoder: WltDecoder | None = None

    def close(self) -> None:
        self.stop_watching()
        self.camera.stop()
        if self.desk is not None:
            self.desk.stop()
        self.bench.stop()


def build_bench() -> tuple[Bench, Closer]:
    """The machine's own buses, and what no USB driver of ours speaks to: document scanners."""
    from devices.bench import Bench
    from devices.clock import SteadyClock
    from devices.hotplug import SystemBus
    from devices.scan.watch import ScannerWatch

    bus = SystemBus()
    bench = Bench([bus], SteadyClock())
    bench.start()
    scanners = ScannerWatch(bench, bus)
    scanners.start()
    return bench, scanners.stop


def build_training_bench(auto: bool) -> tuple[Bench, TrainingDesk, Closer]:
    """The virtual bus with wire-level instruments: the same drivers, the same watch for scanners."""
    from devices.bench import Bench
    from devices.clock import SteadyClock
    from devices.scan.watch import ScannerWatch
    from devices.virtual.bus import VirtualBus
    from devices.virtual.desk import TrainingDesk

    bus = VirtualBus()
    desk = TrainingDesk(bus, auto=auto)
    bench = Bench([bus], SteadyClock())
    desk.start()
    bench.start()
    model = desk.document_scanner
    scanners = ScannerWatch(bench, model, model.scanners, model.driver)
    scanners.start()
    _lay_training_chips(bench, desk)
    return bench, desk, scanners.stop


@dataclass
class LaidOut:
    """What a technician installed. photo_decoder: a maker's, for the chip's photo."""

    closers: list[Closer]
    photo_decoder: WltDecoder | None = None

    def close(self) -> None:
        for closer in self.closers:
            closer()


def _lay_training_chips(bench: Bench, desk: TrainingDesk) -> None:
    from devices.contract import Instrument, Kind

    reader = Instrument("training/chip", Kind.CHIP, "pcsc_mrtd", "Training chip reader", training=True)

    def plugged(there: bool) -> None:
        if there:
            bench.place(reader, driver_factory=lambda _clock, _nonce: desk.chip_driver())
        else:
            bench.take_away(reader.key)

    desk.chip_plugged = plugged
    plugged(True)


def lay_out_installed(bench: Bench, config: Path) -> LaidOut:
    """What no USB bus shows: makers' libraries (vendors.toml), readers on a serial line (serial.toml), SBI
    services (sbi/*.pem), the system's chip readers (whom to believe: csca/*.pem).

    A damaged file of the technician's costs those instruments, not the program: it is in the log, and
    `python -m devices.vendor.check` tells it in words.
    """
    shelf = _lay_makers_libraries(bench, config)
    closers = [
        *_lay_serial_readers(bench, config),
        *_lay_sbi_services(bench, config),
        *_lay_chip_readers(bench, config),
    ]
    if shelf is None:
        return LaidOut(closers)
    return LaidOut([shelf.close, *closers], shelf.photo_decoder())


def _lay_makers_libraries(bench: Bench, config: Path) -> Shelf | None:
    settings = config / "vendors.toml"
    if not settings.exists():
        return None
    from devices.clock import SteadyClock
    from devices.vendor import installed
    from devices.vendor.errors import BadSetting

    try:
        shelf = installed.Shelf(installed.read(settings), SteadyClock())
    except BadSetting as error:
        log.error("vendors.toml: %s", error.code)
        return None
    shelf.place(bench)
    return shelf


def _lay_serial_readers(bench: Bench, config: Path) -> Iterator[Closer]:
    settings = config / "serial.toml"
    if not settings.exists():
        return
    from devices import serial_readers
    from devices.errors import BadSetting

    try:
        watch = serial_readers.SerialWatch(bench, serial_readers.read(settings))
    except BadSetting as error:
        log.error("serial.toml: %s", error.code)
        return
    watch.start()
    yield watch.stop


def _lay_sbi_services(bench: Bench, config: Path) -> Iterator[Closer]:
    if not (config / "sbi").is_dir():
        return
    from devices.sbi.trust import Trust, roots_in
    from devices.sbi.watch import SbiWatch

    try:
        roots = roots_in(config / "sbi")
    except ValueError:
        log.error("sbi: a root certificate cannot be read")
        return
    if roots:
        watch = SbiWatch(bench, Trust(roots))
        watch.start()
        yield watch.stop


def _lay_chip_readers(bench: Bench, config: Path) -> Iterator[Closer]:
    from devices.sbi.trust import roots_in
    from devices.travel.watch import PcscWatch

    try:
        roots = roots_in(config / "csca")
    except ValueError:
        log.error("csca: a root certificate cannot be read; chips are read unchecked")
        roots = ()
    watch = PcscWatch(bench, roots)
    watch.start()
    yield watch.stop


class KitWatch:
    """Camera and printer hang on no bus of ours; the bench learns of them from here, every second."""

    EVERY_MS = 1000

    def __init__(self, parts: Instruments, lanes: Runs, training: bool) -> None:
        from PyQt6.QtCore import QTimer

        self._parts = parts
        self._lanes = lanes
        self._training = training
        self._there: dict[str, bool] = {}
        self._timer = QTimer()
        self._timer.timeout.connect(self.look)
        self._timer.start(self.EVERY_MS)
        self.look()

    def look(self) -> None:
        from devices.contract import Instrument, Kind

        camera = Instrument("camera", Kind.CAMERA, "qt_camera", "UVC", training=self._training)
        self._note(camera, self._parts.camera.available())
        printer = Instrument("printer", Kind.PRINTER, "system", "CUPS / PDF", training=self._training)
        if self._training:
            self._note(printer, True)
        else:  # the spooler may take seconds to answer
            self._lanes.run("print", system_printers, lambda names: self._note(printer, bool(names)))

    def _note(self, instrument: Instrument, there: bool) -> None:
        if self._there.get(instrument.key) is there:
            return
        self._there[instrument.key] = there
        if there:
            self._parts.bench.place(instrument)
        else:
            self._parts.bench.take_away(instrument.key)


def system_printers() -> tuple[str, ...]:
    from vanapp.printing import printers

    return printers()
