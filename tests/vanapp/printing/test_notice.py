"""The short papers of a visit: every one fits every paper, says what it must, and nothing it must not."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import zxingcpp

from forms.words import Words
from tests.vanapp.printing.test_receipt import grey, words
from vanapp import printing
from vanapp.printing import notice_view as made
from vanapp.printing.document import Glyphs
from vanapp.printing.notice_view import KINDS, NoticeView

HEAD = made.Head("越秀流动车", "440103-027", "2026-11-20 09:31", training=False)
NAME = "欧阳㛃𠮷"
SERVED = made.Served(
    number="D027-20261120-0007",
    acceptance_number="4401030012026112000001",
    name=NAME,
    matter=Words("到期换领", "Renewal at expiry"),
    fee_cents=2000,
    due=date(2026, 12, 15),
)
COUNTED = made.Counted(
    number="D027-C000001",
    opened=10000,
    cash=6000,
    scan=4000,
    expected=16000,
    counted=15990,
    kept=10000,
    held=2,
    owed=2000,
    pieces=((10000, 1), (5000, 1), (500, 1), (100, 4), (10, 9)),
    reason="找零 {出错}",
)
PROOF = Words("居住、就业、就学证明之一", "One proof of residence, work or study")


def view(kind: str, head: made.Head = HEAD) -> NoticeView:
    match kind:
        case "fee":
            return made.fee_slip(head, SERVED, number="D027-F000002", cents=2000, way="cash", again=1)
        case "notice":
            return made.payment_notice(head, SERVED, 2000, Words("到期、变更换领", "Renewal"))
        case "missing":
            return made.missing(head, SERVED, [(PROOF, date(2026, 11, 27))])
        case "custody":
            return made.custody(head, SERVED, [("D027-K000001", Words("旧身份证", "The old card"))])
        case "label":
            return made.label(head, SERVED, "D027-K000001", Words("旧身份证", "The old card"))
        case "visit":
            return made.visit(head, [SERVED, SERVED], "020-83110000")
        case _:
            return made.closing(head, COUNTED)


SAYS = {
    "fee": ("D027-F000002", "20.00元", "已收现金", "补打第1次"),
    "notice": ("20.00元", "到期、变更换领", "领证前"),
    "missing": ("居住、就业、就学证明之一", "2026年11月27日", "申请人签名"),
    "custody": ("D027-K000001", "旧身份证", "交件人签名"),
    "label": ("D027-K000001", "旧身份证"),
    "visit": ("本次共办理2件", "2026年12月15日", "40.00元", "020-83110000"),
    "closing": ("160.00元", "159.90元", "差额-0.10元", "找零{出错}", "5.00元×1=5.00元", "59.90元"),
}


@pytest.mark.parametrize("paper", printing.RECEIPT_PAPERS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_says_what_it_must_on_every_paper(kind: str, paper: str) -> None:
    shown = words(printing.notice(view(kind), paper)).replace(" ", "").replace("　", "")
    for entry in SAYS[kind]:
        assert entry in shown, entry
    if kind != "closing":
        assert "D027-20261120-0007" in shown
        assert NAME in shown


@pytest.mark.parametrize("paper", printing.RECEIPT_PAPERS)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_stands_beyond_the_edge(kind: str, paper: str) -> None:
    document = printing.notice(view(kind), paper, english=True)
    for page in document.pages:
        for mark in page.marks:
            if isinstance(mark, Glyphs) and not mark.angle:
                assert min(mark.xs, default=0) >= 0
                assert max(mark.xs, default=0) < page.width_mm
                assert mark.y < page.height_mm


@pytest.mark.parametrize("kind", KINDS)
def test_english_is_a_second_line(kind: str) -> None:
    shown = words(printing.notice(view(kind), "80", english=True))
    assert "Printed at" in shown
    assert "Printed at" not in words(printing.notice(view(kind), "80"))


@pytest.mark.parametrize("paper", printing.RECEIPT_PAPERS)
def test_the_code_of_a_label_is_its_number_and_nothing_else(paper: str) -> None:
    image = grey(printing.preview(printing.notice(view("label"), paper), dpi=203))
    dots = np.where(image < 128, 0, 255).astype(np.uint8)
    assert {found.text for found in zxingcpp.read_barcodes(dots)} == {"D027-K000001"}


def test_training_is_marked() -> None:
    practised = printing.notice(view("fee", made.Head("x", "y", "z", training=True)), "58")
    assert practised.training
    assert "TRAINING" in words(practised)


def test_a_household_of_twenty_matters_gets_as_many_sheets_as_it_needs() -> None:
    document = printing.notice(made.visit(HEAD, [SERVED] * 20, ""), "A4")
    assert len(document.pages) > 1
    assert all(page.height_mm == 297 for page in document.pages)
    shown = "".join(m.text for page in document.pages for m in page.marks if isinstance(m, Glyphs))
    assert shown.count("D027-20261120-0007") == 20


@pytest.mark.parametrize(
    ("cents", "zh"), [(0, "0.00 元"), (5, "0.05 元"), (-2010, "-20.10 元"), (123456, "1234.56 元")]
)
def test_an_amount_has_its_two_places(cents: int, zh: str) -> None:
    assert made.yuan(cents).zh == zh
