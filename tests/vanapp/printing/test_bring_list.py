"""The list to take home: every situation on every paper, and its code read by a reader that is not ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.packs.checks import open_paths
from forms.packs.shelf import categories, current
from forms.scenarios import decide, needed
from tests.vanapp.printing.samples import poppler
from vanapp.printing import bring_list, bring_view, to_pdf
from vanapp.printing.bring_view import MOST_BYTES, BringView
from vanapp.printing.dots import dots
from vanapp.printing.qr import modules
from vanapp.printing.shop import Order, Shop

Situation = tuple[str, dict[str, str]]
EVERY: tuple[Situation, ...] = tuple(
    (category.id, dict(path)) for category in categories().values() for path in open_paths(category)
)


def view_of(situation: Situation, language: str = "zh", *, training: bool = False) -> BringView:
    category, answers = situation
    return bring_view.make(
        categories()[category],
        decide(category, answers),
        answers,
        current().date,
        number="D027-20261128-093107",
        at="2026-11-28 09:31",
        unit="越秀流动车",
        training=training,
        language=language,
    )


LONGEST = max(EVERY, key=lambda one: len(view_of(one).code.encode()))
MOST_MATERIALS = max(EVERY, key=lambda one: len(decide(*one).materials))


def paper_of(dots_of_it: tuple[bytes, int, int]) -> np.ndarray:  # type: ignore[type-arg]
    """The lower half of a roll, black on white."""
    bits, width, height = dots_of_it
    rows = np.unpackbits(np.frombuffer(bits, np.uint8).reshape(height, -1), axis=1)[:, :width]
    return np.where(rows, 0, 255).astype(np.uint8)[-height // 2 :]


def said_by(dots_of_it: tuple[bytes, int, int]) -> str:
    """What OpenCV's reader finds on the paper, as the print head puts it there."""
    paper = paper_of(dots_of_it)
    return str(cv2.QRCodeDetector().detectAndDecode(cv2.resize(paper, None, fx=2, fy=2))[0])


@pytest.mark.parametrize("paper", ["58", "80"])
@pytest.mark.parametrize("situation", [LONGEST, MOST_MATERIALS], ids=["longest", "most"])
def test_a_reader_reads_the_whole_list_off_a_roll(paper: str, situation: Situation) -> None:
    view = view_of(situation)
    assert said_by(dots(bring_list(view, paper), paper)) == view.code


@pytest.mark.parametrize(("paper", "dot"), [("58", 3), ("80", 4)])
def test_every_module_on_a_roll_is_whole_dots(paper: str, dot: int) -> None:
    """Uneven modules were not read from 85 modules on."""
    view = view_of(LONGEST)
    code = np.array([[0 if bit == "1" else 255 for bit in row] for row in modules(view.code)], np.uint8)
    wanted = code.repeat(dot, axis=0).repeat(dot, axis=1)
    printed = paper_of(dots(bring_list(view, paper), paper))
    left, top = cv2.minMaxLoc(cv2.matchTemplate(printed, wanted, cv2.TM_SQDIFF))[2]
    high, wide = wanted.shape
    assert np.array_equal(printed[top : top + high, left : left + wide], wanted)


@given(st.sampled_from(EVERY), st.sampled_from(["zh", "en"]), st.booleans())
@settings(max_examples=150, deadline=None)
def test_every_situation_fits_its_code_with_everything_to_bring(
    situation: Situation, language: str, training: bool
) -> None:
    view = view_of(situation, language, training=training)
    materials = decide(*situation).materials
    assert len(view.code.encode()) <= MOST_BYTES
    assert all(one.words.say(language) in view.code for one in materials if one.mode in "VO")
    assert current().date.isoformat() in view.code


def test_a_pack_of_many_materials_says_in_its_code_that_there_are_more() -> None:
    view = view_of(MOST_MATERIALS)
    long = bring_view.BringView(**{**vars(view), "rows": view.rows * 5})
    told = bring_view.text(long, "zh")
    assert len(told.encode()) <= MOST_BYTES
    assert told.endswith("余下见纸质清单")


@pytest.mark.parametrize("english", [False, True])
def test_the_sheet_names_materials_terms_source_and_date(tmp_path: Path, english: bool) -> None:
    situation = ("C01", {"parents": "p1", "place": "b1", "addr": "a1"})
    view = view_of(situation)
    text = "".join(poppler("pdftotext", to_pdf(bring_list(view, "A4", english)), tmp_path).split())
    for material in decide(*situation).materials:
        assert material.words.zh in text
        assert ("".join(material.words.en.split()) in text) == english
    for words in (
        "出生登记",
        "请带（4件）",
        "不用带（1件）",
        "2026-11-28更新（guangdong@1）",
        "来源（较可靠）",
        "审批",
    ):
        assert words in text
    assert "训练" not in text


def test_a_training_list_says_so_on_paper_and_in_its_code(tmp_path: Path) -> None:
    view = view_of(LONGEST, training=True)
    text = poppler("pdftotext", to_pdf(bring_list(view, "A4")), tmp_path)
    assert "NOT A DOCUMENT" in text
    assert "NOT A DOCUMENT" in view.code.split("\n", 1)[0]


def test_a_long_list_goes_on_on_the_next_sheet(tmp_path: Path) -> None:
    view = view_of(MOST_MATERIALS)
    long = bring_view.BringView(**{**vars(view), "rows": view.rows * 5})
    document = bring_list(long, "A4")
    assert len(document.pages) > 1
    bottoms = [max(bottom(mark) for mark in page.marks) for page in document.pages]
    assert max(bottoms) < 297
    text = "".join(poppler("pdftotext", to_pdf(document), tmp_path).split())
    assert text.count(view.rows[0].words.zh) == 5
    assert f"第2页共{len(document.pages)}页" in text


def bottom(mark: object) -> float:
    for last in ("y2", "y"):
        if hasattr(mark, last):
            return float(getattr(mark, last))
    raise AssertionError(mark)


def test_what_cannot_be_done_says_why_and_names_no_material(tmp_path: Path) -> None:
    refused = next(
        (category.id, answers)
        for category in categories().values()
        for refusal in category.refusals
        if not decide(category.id, answers := {k: min(v) for k, v in refusal.when.items()}).eligible
    )
    view = view_of(refused)
    assert view.rows == ()
    text = "".join(poppler("pdftotext", to_pdf(bring_list(view, "A4")), tmp_path).split())
    assert "按这种情况不能办理" in text
    assert "请带" not in text
    assert "按这种情况不能办理" in view.code


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()
    yield shop
    shop.close()


def test_the_print_shop_sets_it_too(shop: Shop) -> None:
    view = view_of(LONGEST)
    assert shop.dots(Order("list", view, "58")) == dots(bring_list(view, "58"), "58")


def test_what_is_brought_comes_first() -> None:
    materials = needed(decide(*MOST_MATERIALS).materials)
    assert [row.words for row in view_of(MOST_MATERIALS).rows] == [one.words for one in materials]
    brought = [row.brought for row in view_of(MOST_MATERIALS).rows]
    assert brought == sorted(brought, reverse=True)
