"""What a technician configured is laid on the bench; a damaged file costs only itself."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from devices.bench import Bench
from devices.contract import Kind
from devices.virtual.bus import VirtualBus
from tests.devices.rigs import soon
from vanapp.kit import lay_out_installed

READER = '[[library]]\nname = "reader"\nkind = "sdtapi"\npath = "/nowhere/libsdtapi.so"\n'


def test_without_files_nothing_is_laid_out(tmp_path: Path) -> None:
    with Bench([VirtualBus()]) as bench:
        lay_out_installed(bench, tmp_path).close()
        assert bench.instruments() == ()


def test_a_configured_library_is_on_the_bench_with_what_is_wrong_with_it(tmp_path: Path) -> None:
    (tmp_path / "vendors.toml").write_text(READER)
    with Bench([VirtualBus()]) as bench:
        close = lay_out_installed(bench, tmp_path).close
        state = bench.state(Kind.CARD)
        assert state.instrument is not None
        assert state.code is not None
        assert state.code.startswith("devices.vendor.")
        close()


def test_a_reader_on_a_serial_line_is_on_the_bench_while_its_port_is_there(tmp_path: Path) -> None:
    port = tmp_path / "ttyUSB0"
    (tmp_path / "serial.toml").write_text(f'[[reader]]\nname = "desk"\nlabel = "SS628"\nport = "{port}"\n')
    with Bench([VirtualBus()]) as bench:
        laid = lay_out_installed(bench, tmp_path)
        assert bench.instruments() == ()
        port.touch()
        assert soon(lambda: [one.label for one in bench.instruments()] == ["SS628"])
        port.unlink()
        assert soon(lambda: bench.instruments() == ())
        laid.close()


@pytest.mark.logs
@pytest.mark.parametrize("name", ["vendors.toml", "serial.toml", "sbi/root.pem"])
def test_a_damaged_file_is_told_and_costs_nothing_else(
    tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "sbi").mkdir()
    (tmp_path / name).write_text("-----BEGIN CERTIFICATE-----\n= = =")
    with Bench([VirtualBus()]) as bench:
        lay_out_installed(bench, tmp_path).close()
        assert bench.instruments() == ()
    assert [r.levelno for r in caplog.records] == [logging.ERROR]
