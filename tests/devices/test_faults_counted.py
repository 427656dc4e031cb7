"""How many faults each driver's tests inject; the table stands in devices/README.md and must be this one.

`python -m tests.devices.test_faults_counted` prints it. A fault counts when a test of that driver names it; a
fault that a model can have and no test injects fails here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from devices.registry import DRIVERS
from devices.virtual import UruModel
from devices.virtual.cable import Trouble
from devices.virtual.escpos_model import EscposModel
from devices.virtual.model import DeviceModel
from devices.virtual.mrtd_model import MrtdChip
from devices.virtual.nb1010_model import Nb1010Model
from devices.virtual.ptp_model import PtpModel
from devices.virtual.sbi_service import SbiService
from devices.virtual.sdt_line import SdtLine
from devices.virtual.sdt_model import SdtModel
from devices.virtual.stu_model import StuModel
from devices.virtual.v4l2_model import FAULTS as V4L2_FAULTS
from tests.conftest import ROOT
from tests.devices import test_qt_camera_faults as camera
from tests.devices.wire_contract import LIES

HERE = Path(__file__).parent
README = ROOT / "devices" / "README.md"
LEAST = 12
WIRE = len(Trouble) + len(LIES) + 1  # and a second program
COMMON = len(DeviceModel.FAULTS)

MODELS: dict[str, tuple[type[DeviceModel], tuple[str, ...]]] = {
    "digitalpersona_uru4000": (UruModel, ("test_digitalpersona_uru4000.py",)),
    "nextbiometrics_nb1010": (Nb1010Model, ("test_nextbiometrics_nb1010.py",)),
    "sdt_reader": (SdtModel, ("test_sdt_reader.py",)),
    "escpos_printer": (EscposModel, ("test_escpos_printer.py",)),
    "ptp_camera": (PtpModel, ("test_ptp_camera.py",)),
    "wacom_stu": (StuModel, ("test_wacom_stu.py",)),
    "sdt_serial": (SdtLine, ("test_sdt_serial.py", "test_sdt_reader.py")),
}

PROVEN = {
    "digitalpersona_uru4000": "U.are.U 4500, bit by bit",
    "nextbiometrics_nb1010": "NB-1010-U, bit by bit",
    "ptp_camera": "Canon SX200: browsing, downloading",
    "sane_scanner": "SANE's own `test` device",
    "vendor_livescan": "a stub compiled by gcc",
    "vendor_sdtapi": "a stub compiled by gcc",
    "sbi_finger": "messages as in MOSIP's schemas",
    "pcsc_mrtd": "ICAO's printed example, through a real pcscd",
    "qt_camera": "Qt's own frames and session, the kernel's header",
}


def named(files: Iterable[str]) -> set[str]:
    """Every word in quotes in these tests, of a model or a stub ("crash@LIVESCAN_Init")."""
    text = "".join((HERE / file).read_text("utf-8") for file in files)
    return set(re.findall(r'"([A-Za-z0-9_:@ -]+)"', text))


def own(driver: str) -> set[str]:
    """Faults of the model itself."""
    model, _ = MODELS[driver]
    return set(model.FAULTS) - DeviceModel.FAULTS


def counts() -> dict[str, tuple[int, int]]:
    """Driver -> (its model's or peer's own faults, those every driver on that wire gets)."""
    found = {name: (len(own(name)), COMMON + (0 if name == "sdt_serial" else WIRE)) for name in MODELS}
    calls = r"(crash|abort|exit|hang|deaf|pipes|return:-?\d+)@"
    stub = re.compile(calls + "|garble|babble|before|nothing|short_lines")
    for name in ("vendor_livescan", "vendor_sdtapi"):
        found[name] = (sum(bool(stub.match(word)) for word in named([f"vendor/test_{name}.py"])), COMMON)
    said = (HERE / "scan" / "test_sane_scanner.py").read_text("utf-8")
    children = re.search(r"^CHILDREN.*?^}", said, re.M | re.S)
    statuses = set(re.findall(r"SANE_STATUS_\w+", said))
    found["sane_scanner"] = (len(re.findall(r'^    "', children[0] if children else "", re.M)), len(statuses))
    found["pcsc_mrtd"] = (len(MrtdChip.FAULTS), 0)
    found["sbi_finger"] = (len(SbiService.FAULTS), 0)
    found["qt_camera"] = (len(camera.AT_THE_SOURCE) + len(camera.ODD) + 4 + len(V4L2_FAULTS), 0)
    return found


def table() -> str:
    lines = [
        "| driver | proven on something not ours | its own faults | of its wire | together |",
        "|---|---|---:|---:|---:|",
    ]
    for name, (mine, wire) in counts().items():
        proof = PROVEN.get(name, "nothing at hand")
        lines.append(f"| `{name}` | {proof} | {mine} | {wire} | {mine + wire} |")
    return "\n".join(lines)


def test_every_driver_gets_at_least_twelve() -> None:
    assert {name for name, (mine, wire) in counts().items() if mine + wire < LEAST} == set()
    assert {driver.name for driver in DRIVERS} <= set(MODELS)


@pytest.mark.parametrize("driver", MODELS)
def test_every_fault_a_model_can_have_is_injected(driver: str) -> None:
    _, files = MODELS[driver]
    assert own(driver) - named(files) == set()


def test_the_readme_has_the_table() -> None:
    assert table() in README.read_text("utf-8"), "python -m tests.devices.test_faults_counted"


if __name__ == "__main__":
    print(table())
