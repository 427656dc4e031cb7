"""The receipt: short, private, and its code is read back from paper as narrow as a till's."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from PyQt6.QtGui import QImage

from tests.vanapp.printing.samples import LONG_NAME, RENEWAL, paper_view
from vanapp import printing
from vanapp.printing.document import Document, Glyphs
from vanapp.printing.errors import BadLayout
from vanapp.printing.layouts import roll
from vanapp.printing.slip import fill_roll

CODE = "IDR1:D027-20261120-0007:20261120:21:R"


def grey(image: QImage) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    bits = image.constBits()
    assert bits is not None
    pixels = np.frombuffer(bits.asstring(image.sizeInBytes()), np.uint8)
    return pixels.reshape(image.height(), image.bytesPerLine())[:, : image.width()]


def words(document: Document) -> str:
    return "".join(m.text for m in document.pages[0].marks if isinstance(m, Glyphs) and not m.angle)


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("paper", printing.RECEIPT_PAPERS)
def test_the_code_is_read_back_at_the_dots_of_a_thermal_head(paper: str, training: bool) -> None:
    view = paper_view(training=training)
    image = grey(printing.preview(printing.receipt(view, paper), dpi=203))
    dots = np.where(image < 128, 0, 255).astype(np.uint8)  # a thermal head knows black and white only
    found = {result.text for result in zxingcpp.read_barcodes(dots)}
    assert found == {CODE[:-1] + ("T" if training else "R")}


def test_the_forms_code_is_the_same_as_the_receipts() -> None:
    image = grey(printing.preview(printing.form(paper_view()), dpi=200))
    assert [result.text for result in zxingcpp.read_barcodes(image)] == [CODE]


def test_the_code_says_nothing_personal() -> None:
    view = paper_view()
    for personal in (view.name, view.id_number, view.birth, RENEWAL["birth"], view.phone, view.address):
        assert personal not in view.code


@pytest.mark.parametrize("paper", printing.RECEIPT_PAPERS)
def test_the_slip_shows_no_whole_identity_number(paper: str) -> None:
    shown = words(printing.receipt(paper_view(), paper))
    assert "440103199003070028" not in shown
    assert "440103********0028" in shown


@pytest.mark.parametrize("paper", printing.RECEIPT_PAPERS)
def test_it_says_what_the_person_must_know(paper: str) -> None:
    shown = words(printing.receipt(paper_view(), paper))
    for entry in (
        "D027-20261120-0007",
        "欧阳㛃𠮷",
        "到期换领",
        "2026年11月20日",
        "2026年12月15日",
        "流动车领取",
    ):
        assert entry in shown, entry
    assert "20元（待缴，凭缴款书）" in shown
    assert "020-83110000" in shown


def test_english_is_a_second_line_and_only_when_asked_for() -> None:
    for paper in printing.RECEIPT_PAPERS:
        plain = words(printing.receipt(paper_view(), paper))
        both = words(printing.receipt(paper_view(), paper, english=True))
        assert "Renewal at expiry" not in plain
        assert "Renewal at expiry" in both
        assert "到期换领" in both


@pytest.mark.parametrize(("paper", "width", "printed"), [("80", 80, 72), ("58", 58, 48)])
@pytest.mark.parametrize("english", [False, True])
def test_a_roll_prints_only_where_the_head_reaches(
    paper: str, width: float, printed: float, english: bool
) -> None:
    document = printing.receipt(paper_view({**RENEWAL, "name": LONG_NAME * 2}), paper, english)
    page = document.pages[0]
    assert page.width_mm == width
    margin = (width - printed) / 2
    for mark in page.marks:
        if isinstance(mark, Glyphs) and mark.text:
            assert min(mark.xs) >= margin - 1e-6
            assert max(mark.xs) <= width - margin
            assert mark.y < page.height_mm


def test_a_paper_nobody_described_is_refused() -> None:
    with pytest.raises(BadLayout):
        fill_roll(roll("receipt_roll"), paper_view(), "44")


@pytest.mark.parametrize("paper", printing.RECEIPT_PAPERS)
def test_ours_is_provisional_until_the_office_gave_its_number(paper: str) -> None:
    office = "4401030012026112000001"
    before = words(printing.receipt(paper_view(), paper))
    after = words(printing.receipt(paper_view(acceptance_number=office), paper))
    assert "临时受理号" in before
    assert office not in before
    assert office in after
    assert "D027-20261120-0007" in after
