"""What a search in the PDF finds is what the eye reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.vanapp.printing.samples import LONG_NAME, RENEWAL, paper_view, poppler
from vanapp import printing
from vanapp.printing.textlayer import table


def text_of(pdf: bytes, folder: Path) -> str:
    return "".join(poppler("pdftotext", pdf, folder).split())


def test_the_title_is_found_although_noto_shares_its_glyphs_with_radicals(tmp_path: Path) -> None:
    found = text_of(printing.to_pdf(printing.form(paper_view())), tmp_path)
    assert "居民身份证申领登记表" in found
    assert not [c for c in found if 0x2E80 <= ord(c) <= 0x2FDF]


@pytest.mark.parametrize("name", ["欧阳㛃𠮷", "一龙·买买提", LONG_NAME, "王𪚥𰻞", "\U00020000\U0002a6a5"])
@pytest.mark.usefixtures("hanazono")
def test_rare_names_are_found_as_they_were_typed(name: str, tmp_path: Path) -> None:
    document = printing.form(paper_view({**RENEWAL, "name": name}))
    assert document.unsupported == ()
    assert name in text_of(printing.to_pdf(document), tmp_path)


@pytest.mark.parametrize("paper", printing.RECEIPT_PAPERS)
def test_every_receipt_can_be_searched(paper: str, tmp_path: Path) -> None:
    view = paper_view({**RENEWAL, "name": LONG_NAME})
    found = text_of(printing.to_pdf(printing.receipt(view, paper)), tmp_path)
    assert "居民身份证领取凭证" in found
    assert LONG_NAME in found


def test_the_training_stamp_does_not_come_between_the_words(tmp_path: Path) -> None:
    plain = printing.to_pdf(printing.form(paper_view()))
    training = printing.to_pdf(printing.form(paper_view(training=True)))
    band = "训练样张TRAINING无任何法律效力NOTADOCUMENT"
    found = text_of(training, tmp_path)
    assert band in found
    until = "第1页"
    assert found.replace(band, "").split(until)[0] == text_of(plain, tmp_path).split(until)[0]


def test_all_fonts_are_embedded_and_named_in_unicode(tmp_path: Path) -> None:
    rows = poppler("pdffonts", printing.to_pdf(printing.form(paper_view())), tmp_path).splitlines()[2:]
    assert rows
    for row in rows:
        embedded, _, unicode = row.split()[-5:-2]
        assert (embedded, unicode) == ("yes", "yes"), row


def test_it_stays_pdf_a_1b(tmp_path: Path) -> None:
    pdf = printing.to_pdf(printing.form(paper_view()))
    assert pdf.startswith(b"%PDF-1.4")
    assert b'pdfaid:part="1" pdfaid:conformance="B"' in pdf
    assert b"/OutputIntents" in pdf
    assert b"/ObjStm" not in pdf  # PDF/A-1 has no object streams


def test_a_glyph_order_we_did_not_expect_gives_no_text_rather_than_a_wrong_one() -> None:
    drawn = {70: "居", 900: "𠮷", 71: "民"}
    assert table({1: 70, 3: 71}, drawn) == {1: "居", 2: "𠮷", 3: "民"}
    assert table({1: 71, 2: 70}, drawn) == {1: "民", 2: "居"}
