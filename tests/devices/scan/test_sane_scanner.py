"""The scanner driver against SANE's own `test` device, and against children that misbehave."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from devices.bench import Bench
from devices.contract import Kind
from devices.drivers.sane_scanner import SaneScanner, ScanSettings
from devices.errors import (
    BadReply,
    Busy,
    Cancelled,
    DeviceError,
    NotConnected,
    NotPermitted,
    NotSupported,
    Silent,
)
from devices.scan import sane_line
from devices.scan.errors import (
    FeederJam,
    NoDocuments,
    ScanEmpty,
    ScanFailed,
    ScannerCoverOpen,
    ScanSoftwareMissing,
)
from devices.scan.listing import Scanner, Shelf, scanners
from tests.devices.rigs import soon

PATTERN = ("test_picture", "Color pattern")


def never() -> bool:
    return False


def quiet(step: str) -> None:
    return None


def sane_is_here() -> bool:
    python = Path(sane_line.COMMAND[0])
    if not python.exists():
        return False
    asked = subprocess.run([python, "-E", "-s", "-c", "import sane"], capture_output=True, check=False)
    return asked.returncode == 0 and Path("/etc/sane.d/test.conf").exists()


needs_sane = pytest.mark.skipif(not sane_is_here(), reason="SANE is not installed (apt: python3-sane)")


@pytest.fixture
def sane(tmp_path: Path) -> Mapping[str, str]:
    (tmp_path / "dll.conf").write_text("test\n")
    (tmp_path / "test.conf").write_text(Path("/etc/sane.d/test.conf").read_text())
    return {**os.environ, "SANE_CONFIG_DIR": str(tmp_path)}


def settings(*more: tuple[str, Any], dpi: int = 50, **rest: Any) -> ScanSettings:
    return ScanSettings(dpi=dpi, more=(PATTERN, *more), **rest)


@needs_sane
def test_scanners_are_listed_with_their_names(sane: Mapping[str, str]) -> None:
    assert [one.device for one in scanners(never, environment=sane)] == ["test:0", "test:1"]


@needs_sane
@pytest.mark.parametrize(("mode", "samples"), [("Color", 3), ("Gray", 1)])
def test_a_page_comes_in_the_resolution_and_mode_asked_for(
    sane: Mapping[str, str], mode: str, samples: int
) -> None:
    steps: list[str] = []
    with SaneScanner("test:0", environment=sane) as scanner:
        (sheet,) = scanner.scan(settings(dpi=100, mode=mode), never, steps.append)
    assert (sheet.width_px, sheet.height_px, sheet.samples, sheet.dpi) == (314, 393, samples, 100)
    assert len(sheet.frame().rgb) == 314 * 393 * 3
    assert steps == ["opening", "scanning", "page"]


@needs_sane
def test_the_feeder_is_scanned_until_it_is_empty(sane: Mapping[str, str]) -> None:
    scanner = SaneScanner("test:0", environment=sane)
    batch = settings(source="Automatic Document Feeder", pages=20)
    assert len(scanner.scan(batch, never, quiet)) == 10  # the test device's pile
    assert len(scanner.scan(settings(source="Automatic Document Feeder", pages=3), never, quiet)) == 3


TEST_DEVICE_HANGS = 5
"""So often in a row it is given another try: a chance of 1e-5 that a test fails by its fault."""

STATUSES: list[tuple[str, type[DeviceError]]] = [
    ("SANE_STATUS_UNSUPPORTED", NotSupported),
    ("SANE_STATUS_CANCELLED", Cancelled),
    ("SANE_STATUS_DEVICE_BUSY", Busy),
    ("SANE_STATUS_INVAL", NotSupported),
    ("SANE_STATUS_EOF", ScanEmpty),
    ("SANE_STATUS_JAMMED", FeederJam),
    ("SANE_STATUS_NO_DOCS", NoDocuments),
    ("SANE_STATUS_COVER_OPEN", ScannerCoverOpen),
    ("SANE_STATUS_IO_ERROR", ScanFailed),
    ("SANE_STATUS_NO_MEM", ScanFailed),
    ("SANE_STATUS_ACCESS_DENIED", NotPermitted),
]


@needs_sane
@pytest.mark.parametrize(("status", "error"), STATUSES)
def test_every_status_of_sane_has_its_error_and_the_next_scan_works(
    sane: Mapping[str, str], status: str, error: type[DeviceError]
) -> None:
    scanner = SaneScanner("test:0", environment=sane, quiet_s=5)
    wanted = settings(("enable_test_options", 1), ("read_return_value", status))
    # SANE's test device itself hangs in about one of ten faults it is told to play; then our driver rightly
    # says Silent and ends its child, and the next try has a fresh one.
    for _ in range(TEST_DEVICE_HANGS):
        with pytest.raises(DeviceError) as caught:
            scanner.scan(wanted, never, quiet)
        if type(caught.value) is not Silent:
            break
    assert type(caught.value) is error
    assert len(scanner.scan(settings(), never, quiet)) == 1


@needs_sane
def test_an_option_the_model_does_not_have_is_not_supported(sane: Mapping[str, str]) -> None:
    scanner = SaneScanner("test:0", environment=sane)
    with pytest.raises(NotSupported):
        scanner.scan(settings(("no_such_option", 1)), never, quiet)
    with pytest.raises(NotSupported):
        scanner.scan(settings(source="Moon"), never, quiet)


@needs_sane
def test_a_picture_of_one_colour_is_empty(sane: Mapping[str, str]) -> None:
    with pytest.raises(ScanEmpty):
        SaneScanner("test:0", environment=sane).scan(ScanSettings(dpi=50), never, quiet)


@needs_sane
def test_a_scanner_that_is_gone_is_an_error(sane: Mapping[str, str]) -> None:
    with pytest.raises(DeviceError):
        SaneScanner("test:7", environment=sane).scan(settings(), never, quiet)


@needs_sane
def test_a_slow_scan_stops_on_cancel(sane: Mapping[str, str]) -> None:
    scanning = threading.Event()
    slow = settings(("enable_test_options", 1), ("read_delay", 1), ("read_delay_duration", 200000), dpi=300)
    with pytest.raises(Cancelled):
        SaneScanner("test:0", environment=sane).scan(slow, scanning.is_set, lambda step: scanning.set())


CHILDREN: dict[str, tuple[str, type[DeviceError]]] = {
    "dies_at_once": ("", ScanFailed),
    "crashes": ("import os; os.abort()", ScanFailed),
    "hangs": ("import time; time.sleep(60)", Silent),
    "talks_nonsense": ("print('not json')", BadReply),
    "says_a_list": ("print('[]')", BadReply),
    "nested_for_ever": ("print('[' * 100000)", BadReply),
    "never_ends_a_line": (
        "import sys\nfor _ in range(40): sys.stdout.write('x' * 100000)\nsys.stdout.flush()",
        BadReply,
    ),
    "lies_about_length": ('print(\'{"say": "page", "bytes": 999}\')', ScanFailed),
    "negative_length": ('print(\'{"say": "page", "bytes": -1}\')', BadReply),
    "endless_length": ('print(\'{"say": "page", "bytes": 99999999999}\')', BadReply),
    "done_without_a_page": ('print(\'{"say": "done"}\')', ScanEmpty),
    "empty_page": (
        'print(\'{"say": "page", "bytes": 0, "width": 9, "height": 9, "samples": 1}\')',
        ScanEmpty,
    ),
    "wrong_size": (
        'print(\'{"say": "page", "bytes": 2, "width": 9, "height": 9, "samples": 1, \''
        "'\"sample_bytes\": 1}\\nab')",
        BadReply,
    ),
    "words_for_numbers": ('print(\'{"say": "page", "width": "wide"}\')', BadReply),
    "unknown_status": ('print(\'{"say": "failed", "status": "Gremlins"}\')', ScanFailed),
    "without_sane": ('print(\'{"say": "failed", "status": "missing"}\')', ScanSoftwareMissing),
}


@pytest.mark.parametrize("fault", CHILDREN)
def test_a_child_that_misbehaves_costs_one_error(fault: str) -> None:
    program, error = CHILDREN[fault]
    scanner = SaneScanner("any", command=(sys.executable, "-S", "-c", program), quiet_s=1)
    with pytest.raises(DeviceError) as caught:
        scanner.scan(ScanSettings(), never, quiet)
    assert type(caught.value) is error


def test_a_child_that_does_not_listen_is_ended_on_cancel() -> None:
    scanner = SaneScanner("any", command=(sys.executable, "-S", "-c", "import time; time.sleep(60)"))
    with pytest.raises(Cancelled):
        scanner.scan(ScanSettings(), lambda: True, quiet)


def test_without_an_interpreter_the_software_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ScanSoftwareMissing):
        scanners(never, command=(str(tmp_path / "python3"),))


@needs_sane
def test_found_scanners_stand_on_the_bench_and_work(sane: Mapping[str, str]) -> None:
    with Bench([]) as bench:
        shelf = Shelf(
            bench, partial(scanners, never, environment=sane), partial(SaneScanner, environment=sane)
        )
        shelf.look()
        sheets = bench.use(Kind.SCANNER, lambda driver: driver.scan(settings(), never, quiet), never)
        assert len(sheets) == 1


def test_a_scanner_that_left_the_list_leaves_the_bench() -> None:
    found: list[Scanner] = [Scanner("test:0", "One"), Scanner("test:1", "Two")]
    with Bench([]) as bench:
        shelf = Shelf(bench, lambda: tuple(found))
        shelf.look()
        assert [one.label for one in bench.instruments()] == ["One", "Two"]
        del found[0]
        shelf.look()
        assert [one.label for one in bench.instruments()] == ["Two"]
        found.clear()
        shelf.look()
        assert soon(lambda: bench.state(Kind.SCANNER).code == NotConnected.code)
