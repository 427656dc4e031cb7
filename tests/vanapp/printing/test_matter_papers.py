"""Form and slip of the matters that make no card: all answers stand on them, and none leaves the sheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forms.matter import MATTERS, matter
from forms.packs.checks import open_paths
from forms.packs.shelf import categories
from forms.record import CaptureKind
from forms.spec import load
from tests.forms.filled import filled
from tests.vanapp.printing.samples import LONG_NAME, OFFICE, application, capture, media, poppler, strokes
from vanapp import printing
from vanapp.printing import RECEIPT_PAPERS, view
from vanapp.printing.document import Document, Glyphs, Picture

TODAY = date(2026, 11, 20)
OTHERS = [entry.id for entry in MATTERS if not entry.is_card and not entry.books]


def shown(matter_id: str, **answers: str) -> view.ApplicationView:
    """The first situation of a matter with every question answered."""
    chosen, form = matter(matter_id), load(matter_id)
    path = next(
        one
        for one in open_paths(categories()[chosen.category])
        if all(one.get(key) == answer for key, answer in chosen.scenario.items())
        and all(one.get(key, answer) == answer for key, answer in answers.items())
    )
    given = filled(form, {**path, **answers}, TODAY)
    sample = application(
        given,
        matter=matter_id,
        form=form.name,
        captures=(capture("signature.applicant", CaptureKind.SIGNATURE, strokes()),),
    )
    return view.make(sample, media(), office=OFFICE)


def texts(document: Document) -> str:
    return "".join(m.text for page in document.pages for m in page.marks if isinstance(m, Glyphs))


def outside(document: Document) -> list[str]:
    """What leaves its sheet: past the right edge, or below the foot."""
    found = []
    for page in document.pages:
        for mark in page.marks:
            if isinstance(mark, Glyphs) and not mark.angle:
                right, low = mark.xs[-1] + mark.em, mark.y
                if right > page.width_mm - 3 or low > page.height_mm - 2 or mark.xs[0] < 2:
                    found.append(mark.text)
    return found


@pytest.mark.parametrize("matter_id", OTHERS)
def test_every_answer_stands_on_the_form_and_none_leaves_it(matter_id: str) -> None:
    document = printing.form(shown(matter_id))
    told = texts(document)
    for name, answer in (("name", "王建国"), ("phone", "13800138000")):
        assert answer in told, name
    assert "申请表" in document.title
    assert outside(document) == []
    assert all(page.height_mm == 297 for page in document.pages)


def test_the_longest_answers_go_on_over_the_sheets() -> None:
    long = {"members": "成员甲乙丙丁；" * 57, "head_name": LONG_NAME, "remark": "备注说明文字" * 33}
    document = printing.form(shown("household_split", **long))
    assert len(document.pages) > 1
    assert outside(document) == []
    assert texts(document).count("成员甲乙丙丁") >= 50
    assert "第1页" in texts(document).replace(" ", "")


def test_each_hand_has_its_place_and_its_day() -> None:
    document = printing.form(shown("householder", why="x3", cons="all"))
    told = texts(document)
    assert "申请人：王建国" in told
    assert "户内成员一：王建国" not in told  # nobody signs twice
    pictures = [m for page in document.pages for m in page.marks if isinstance(m, Picture)]
    assert len(pictures) == 1
    other = texts(printing.form(shown("card_collect_other", collector_name="李小明")))
    assert "代领人：李小明" in other


@pytest.mark.parametrize("paper", RECEIPT_PAPERS)
def test_the_slip_says_what_follows(paper: str) -> None:
    document = printing.receipt(shown("birth"), paper, english=True)
    told = texts(document)
    assert "受理回执" in told
    assert "出生登记" in told
    assert "后台审批" in told.replace("\n", "")
    assert "领取凭证" not in told
    assert outside(document) == []


def test_the_slip_of_a_booking_says_what_to_bring() -> None:
    booked = {"booked_category": "C02", "kind": "k3", "addr": "coll"}
    form = load("booking")
    sample = application(filled(form, booked, TODAY), matter="booking", form=form.name, captures=())
    document = printing.receipt(view.make(sample, media(), office=OFFICE), "58")
    told = texts(document)
    assert "收养登记证" in told
    assert "孤儿" in told
    assert "受理单位确认" in told
    assert "时限" not in told
    assert outside(document) == []


def test_the_pdf_can_be_searched(tmp_path: Path) -> None:
    told = poppler("pdftotext", printing.to_pdf(printing.form(shown("birth"))), tmp_path)
    assert "陈小满" in told
    assert "随父姓" not in told  # help is not printed


def test_a_card_keeps_its_own_form() -> None:
    sample = view.make(application(), media(), office=OFFICE)
    assert sample.beyond is None
    assert printing.form(sample).layout.startswith("cn.id_card.application_form")
