"""The form stands where its layout says, and nothing leaves its cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vanapp.printing.ink import boxes_of
from tests.vanapp.printing.samples import LONG_NAME, RENEWAL, paper_view, poppler
from vanapp import printing
from vanapp.printing import layouts
from vanapp.printing.document import Document, Glyphs, Picture
from vanapp.printing.faces import Faces
from vanapp.printing.layouts import Cell
from vanapp.printing.sheet import fill


def words(document: Document, page: int = 0) -> list[Glyphs]:
    return [m for m in document.pages[page].marks if isinstance(m, Glyphs) and not m.angle]


def test_it_is_one_a4_page(tmp_path: Path) -> None:
    info = poppler("pdfinfo", printing.to_pdf(printing.form(paper_view())), tmp_path)
    assert "Pages:           1\n" in info
    assert "(A4)" in info


@pytest.mark.parametrize("training", [True, False])
def test_every_box_lies_within_a_third_of_a_millimetre_of_its_layout(training: bool) -> None:
    drawn = boxes_of(printing.to_pdf(printing.form(paper_view(training=training))))
    for cell in layouts.sheet("application_form").cells:
        if cell.frame:
            nearest = min(max(abs(a - b) for a, b in zip(cell.box, box, strict=True)) for box in drawn)
            assert nearest <= 0.3, (cell.box, nearest)


def test_the_portrait_is_26_by_32_millimetres() -> None:
    document = printing.form(paper_view())
    portrait = next(m for m in document.pages[0].marks if isinstance(m, Picture))
    assert (portrait.w, portrait.h) == (26, 32)


def test_cells_of_the_form_do_not_overlap() -> None:
    cells = [c for c in layouts.sheet("application_form").cells if c.frame and c.frame < 0.5]
    for number, one in enumerate(cells):
        for other in cells[number + 1 :]:
            x, y, w, h = one.box
            a, b, c, d = other.box
            apart = x + w <= a + 1e-6 or a + c <= x + 1e-6 or y + h <= b + 1e-6 or b + d <= y + 1e-6
            assert apart, (one, other)


def test_the_name_is_whole_in_its_cell_up_to_fifty_characters() -> None:
    assert len(LONG_NAME) <= 50
    name = (LONG_NAME * 2)[:50]
    document = printing.form(paper_view({**RENEWAL, "name": name}))
    assert len(document.pages) == 1
    assert name in "".join(line.text for line in words(document))


def test_what_does_not_fit_goes_whole_to_a_continuation_sheet() -> None:
    remark = "".join(chr(0x4E00 + n) for n in range(900))
    document = printing.form(paper_view({**RENEWAL, "remark": remark}))
    assert len(document.pages) == 2
    first = "".join(line.text for line in words(document))
    second = "".join(line.text for line in words(document, 1))
    assert remark not in first
    assert "（见附页）" in first
    assert remark in second
    assert "D027-20261120-0007" in second


def test_a_continuation_sheet_goes_on_as_long_as_there_is_text() -> None:
    document = printing.form(paper_view({**RENEWAL, "remark": "很长的备注" * 2000}))
    assert len(document.pages) > 3
    for number in range(len(document.pages)):
        assert max(line.y for line in words(document, number)) < 297


def test_a_text_no_font_can_draw_is_printed_as_its_code_point() -> None:
    document = printing.form(paper_view({**RENEWAL, "name": "张\U000323ae\ue000三"}))
    assert document.unsupported == ("U+323AE", "U+E000")
    assert "张〔U+323AE〕〔U+E000〕三" in "".join(line.text for line in words(document))


def test_every_character_of_the_form_has_a_glyph() -> None:
    faces = Faces()
    for training in (True, False):
        for line in words(printing.form(paper_view(training=training))):
            assert all(faces.glyph(line.face, c) for c in line.text), line.text


@settings(max_examples=120, deadline=None)
@given(
    st.text(alphabet="居民身份证·abcdefgh 0123456789，。（）\n𠮷", min_size=1, max_size=120),
    st.floats(6, 90),
    st.floats(5, 30),
    st.sampled_from(["left", "centre", "right", "top", "spread"]),
)
def test_no_text_leaves_its_cell(text: str, w: float, h: float, align: str) -> None:
    cell = Cell((10, 10, w, h), words="{name}", align=align, name="cell")
    layout = replace(layouts.sheet("application_form"), cells=(cell,))
    document = fill(layout, replace(paper_view(), name=text), "form")
    faces = Faces()
    inside = [line for line in words(document) if line.y < 60 and line.text.strip()]
    for line in inside:
        right = line.xs[-1] + faces.glyph(line.face, line.text[-1]).advance * line.em  # type: ignore[union-attr]
        assert line.xs[0] >= 10 - 1e-6
        assert right <= 10 + w + 1e-6 or len(line.text) == 1
        assert line.y - 0.88 * line.em >= 10 - 1e-6
        assert line.y + 0.12 * line.em <= 10 + h + 0.05
