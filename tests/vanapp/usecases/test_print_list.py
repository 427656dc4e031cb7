"""The consultation's list on paper: on the roll, on A4, or as a file; and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PyQt6.QtWidgets import QApplication

from devices.errors import CoverOpen
from forms.errors import BadDefinition
from tests.vanapp.printing.samples import poppler
from tests.vanapp.usecases.roll_desk import RollDesk, roll_desk
from vanapp.usecases.print_list import FOLDER, print_list
from vanapp.usecases.take_home import take_home

LOSS = {"matter": "loss", "age_group": "adult", "household": "other"}


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[RollDesk]:
    with roll_desk(tmp_path, FOLDER) as desk:
        yield desk


def test_without_a_printer_it_is_kept_as_a_file_and_says_why(desk: RollDesk, tmp_path: Path) -> None:
    printed = print_list(desk.services, "C19a", LOSS)
    assert (printed.way, printed.code) == ("file", "printing.no_printer")
    (path,) = desk.files
    assert path.name.startswith("list-D027-")
    text = "".join(poppler("pdftotext", path.read_bytes(), tmp_path).split())
    for words in ("办事材料清单", "居民身份证办理", "丢失补领", "核定"):
        assert words in text
    (entry,) = desk.van.store.audit.about("D027")
    assert entry.facts == {"what": "list", "category": "C19a", "printer": "pdf"}


@pytest.mark.parametrize("width", ["58", "80"])
def test_on_a_roll_it_comes_out_and_is_cut(desk: RollDesk, width: str) -> None:
    desk.services.settings.printer_width = width
    printed = print_list(desk.services, "C01", {"parents": "p1", "place": "b1", "addr": "a1"})
    assert (printed.way, printed.printer, desk.model.cuts) == ("paper", "escpos_printer", 1)
    assert len(desk.model.rows) > 1000
    assert desk.files == []


def test_a_roll_printer_in_trouble_has_not_printed(desk: RollDesk) -> None:
    desk.services.settings.printer_width = "80"
    desk.model.fault("cover_open")
    with pytest.raises(CoverOpen):
        print_list(desk.services, "C19a", LOSS)
    assert desk.van.store.audit.about("D027") == []


def test_the_code_on_the_screen_says_the_list_to_a_reader_not_ours(desk: RollDesk) -> None:
    home = take_home(desk.services, "C19a", LOSS)
    assert "丢失补领" in home.text
    picture = np.array([[0 if bit == "1" else 255 for bit in row] for row in home.rows], np.uint8)
    picture = cv2.copyMakeBorder(picture, 4, 4, 4, 4, cv2.BORDER_CONSTANT, value=255)  # type: ignore[call-overload]
    large = cv2.resize(picture, None, fx=4, fy=4, interpolation=cv2.INTER_NEAREST)
    assert cv2.QRCodeDetector().detectAndDecode(large)[0] == home.text


def test_an_english_speaking_van_hands_out_an_english_code(desk: RollDesk) -> None:
    desk.services.settings.language = "en"
    assert "What to bring" in take_home(desk.services, "C19a", LOSS).text


def test_a_category_nobody_knows_is_refused(desk: RollDesk) -> None:
    with pytest.raises(BadDefinition):
        take_home(desk.services, "C99", {})
