"""The slip of a kit check: every instrument on it, kept as a file, and paper only where paper came out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication

from devices.errors import CoverOpen
from tests.vanapp.printing.samples import poppler
from tests.vanapp.usecases.roll_desk import RollDesk, roll_desk
from vanapp.store.kit_checks import KitLine, KitRecord
from vanapp.usecases.print_kit_slip import print_kit_slip

LINES = (
    KitLine("card", "iDR210 {A}", "go", "", 0.9),
    KitLine("finger", "U.are.U 4500", "no_go", "devices.busy", 3.1),
    KitLine("camera", "", "not_there", "devices.not_connected", 0.0),
)
RECORD = KitRecord(datetime(2026, 11, 28, 1, 31, 7, tzinfo=UTC), "440103-027", 1, 3, 4.0, True, LINES)


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[RollDesk]:
    with roll_desk(tmp_path, "kit-checks") as desk:
        yield desk


def test_everything_that_was_tried_stands_on_it(desk: RollDesk, tmp_path: Path) -> None:
    printed = print_kit_slip(desk.services, RECORD, sheet=False)
    assert printed.way == "file"
    (path,) = desk.files
    assert path.name == "kit-D027-20261128-093107.pdf"
    text = "".join(poppler("pdftotext", path.read_bytes(), tmp_path).split())
    for words in ("出发检查单", "2026-11-2809:31", "440103-027", "iDR210{A}", "指纹仪", "不通过", "未连接"):
        assert words in text
    assert "设备正被其他程序占用" in text  # what to do about it
    assert "1/3通过，请处理后再出发" in text
    (entry,) = desk.van.store.audit.about("D027")
    assert entry.facts == {"what": "kit_slip", "printer": "pdf"}


@pytest.mark.parametrize("width", ["58", "80"])
def test_where_rolls_are_wanted_it_comes_out_by_itself(desk: RollDesk, width: str) -> None:
    desk.services.settings.printer_width = width
    printed = print_kit_slip(desk.services, RECORD, sheet=False)
    assert (printed.way, printed.printer) == ("paper", "escpos_printer")
    assert desk.model.cuts == 1
    assert len(desk.model.rows) > 400
    assert len(desk.files) == 1


def test_a_printer_in_trouble_has_not_printed_and_the_file_is_there(desk: RollDesk) -> None:
    desk.services.settings.printer_width = "80"
    desk.model.fault("cover_open")
    with pytest.raises(CoverOpen):
        print_kit_slip(desk.services, RECORD, sheet=False)
    assert len(desk.files) == 1
    assert desk.van.store.audit.about("D027") == []


def test_english_stands_below_the_chinese(desk: RollDesk, tmp_path: Path) -> None:
    desk.services.settings.language = "en"
    print_kit_slip(desk.services, RECORD, sheet=False)
    text = poppler("pdftotext", desk.files[0].read_bytes(), tmp_path)
    for words in ("Kit check before departure", "Fingerprint scanner", "no-go", "not connected"):
        assert words in text
