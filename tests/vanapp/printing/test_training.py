"""A training print cannot be taken for a real one, whatever is cut out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import radians, sin

import pytest

from tests.vanapp.printing.samples import RENEWAL, paper_view
from vanapp import printing
from vanapp.printing.document import Document, Glyphs, Picture
from vanapp.printing.view import ApplicationView

PRINTS: list[Callable[[ApplicationView], Document]] = [
    printing.form,
    *(lambda view, paper=paper: printing.receipt(view, paper) for paper in printing.RECEIPT_PAPERS),
]


@pytest.mark.parametrize("make", PRINTS, ids=["form", *printing.RECEIPT_PAPERS])
def test_every_page_carries_bands_and_stamps(make: Callable[[ApplicationView], Document]) -> None:
    view = paper_view({**RENEWAL, "remark": "很长的备注" * 300}, training=True)
    for page in make(view).pages:
        texts = [m.text for m in page.marks if isinstance(m, Glyphs)]
        assert sum("NOT A DOCUMENT" in text for text in texts) >= 2
        stamps = [m for m in page.marks if isinstance(m, Glyphs) and m.angle]
        assert stamps
        # No strip across the page higher than 40 mm is without one.
        spans = sorted((m.y - (m.xs[-1] - m.xs[0]) * sin(radians(-m.angle)), m.y) for m in stamps)
        bare = [a[0] - b[1] for a, b in zip([*spans, (page.height_mm, 0)], [(0, 0), *spans], strict=True)]
        assert max(bare) <= 40


def test_the_portrait_and_the_signature_are_stamped_over() -> None:
    marks = printing.form(paper_view(training=True)).pages[0].marks
    pictures = [m for m in marks if isinstance(m, Picture)]
    assert len(pictures) == 2
    for picture in pictures:
        over = [
            m
            for m in marks[marks.index(picture) :]
            if isinstance(m, Glyphs)
            and m.angle
            and picture.x <= m.xs[0] <= picture.x + picture.w
            and picture.y <= m.y <= picture.y + picture.h
        ]
        assert over


@pytest.mark.parametrize("make", PRINTS, ids=["form", *printing.RECEIPT_PAPERS])
def test_a_real_print_has_none_of_it(make: Callable[[ApplicationView], Document]) -> None:
    view = replace(paper_view(), training=False)
    for page in make(view).pages:
        assert not any(isinstance(m, Glyphs) and (m.angle or "训练" in m.text) for m in page.marks)
