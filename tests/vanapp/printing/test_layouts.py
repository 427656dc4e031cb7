"""A layout that cannot be right is refused when it is read, with the place in it."""

from __future__ import annotations

import pytest

from vanapp.printing import layouts
from vanapp.printing.entries import PICTURES
from vanapp.printing.errors import BadLayout


@pytest.mark.parametrize("name", ["application_form", "receipt_a4"])
def test_the_sheets_stay_on_their_paper(name: str) -> None:
    sheet = layouts.sheet(name)
    for dy, _ in sheet.copies:
        for cell in sheet.cells:
            x, y, w, h = cell.box
            assert x + w <= sheet.width_mm - 5
            assert y + dy + h <= sheet.height_mm - 5
            assert not cell.picture or cell.picture in PICTURES


@pytest.mark.parametrize(
    "row",
    [
        {"box": [0, 0, 1, 1], "words": "{no_such_entry}"},
        {"box": [0, 0, 1, 1], "of": "no_such_entry", "ticks": [["a", "b"]]},
        {"box": [0, 0, 1]},
        {"box": [0, 0, 1, -1]},
        {"box": [0, 0, 1, 1], "align": "middle"},
        {"box": [0, 0, 1, 1], "face": "comic"},
        {"box": [0, 0, 1, 1], "colour": "red"},
        {},
    ],
)
def test_a_wrong_cell_is_refused_with_its_place(row: dict[str, object]) -> None:
    with pytest.raises(BadLayout) as caught:
        layouts.cell(row, "form cell 7")
    assert caught.value.values["place"] == "form cell 7"


def test_a_missing_layout_is_said() -> None:
    with pytest.raises(BadLayout):
        layouts.sheet("no_such_form")
