"""The zone is found among all other print, whichever way the page lies; elsewhere none is found."""

from __future__ import annotations

import pytest

from devices.ocr.mrz import find_mrz, read_mrz
from devices.ocr.reader import Line, Reader
from tests.devices.ocr import papers

PASSPORT = (
    "POCHNOUYANG<<XUEMEI<<<<<<<<<<<<<<<<<<<<<<<<<",
    "E123456784CHN9110187F3001019LIKOPACJ<<<<<<02",
)


def line(text: str, top: float, left: float = 50, sure: float = 0.99) -> Line:
    return Line(text, (sure,) * len(text), left, top, left + 20 * len(text), top + 30, 0.0)


def alike(text: str) -> str:
    """O and 0 are told apart by devices.travel, not here."""
    return text.replace("0", "O")


@pytest.mark.parametrize(("level", "turned"), [(2, 0), (1, 180)])
def test_the_zone_of_a_passport_is_read(reader: Reader, level: int, turned: int) -> None:
    page = papers.spoiled(papers.mrz_page(PASSPORT), level).rotate(turned, expand=True)
    found = read_mrz(papers.as_jpeg(page, level), reader=reader)
    assert found is not None
    assert [alike(each) for each in found.lines] == [alike(each) for each in PASSPORT]
    assert found.confidence > 0.5


def test_no_zone_on_an_identity_card() -> None:
    lines = (line("公民身份号码", 500), line("440104199110180318", 500, 400), line("住址", 300))
    assert find_mrz(lines) is None


def test_a_zone_in_pieces_is_put_together() -> None:
    halves = (line(PASSPORT[0][:20], 600), line(PASSPORT[0][20:], 604, 460), line(PASSPORT[1], 660))
    found = find_mrz((line("护照", 60), *halves))
    assert found is not None
    assert found.lines == PASSPORT


def test_a_leaning_zone_is_put_together() -> None:
    lines = tuple(
        Line(text, (0.9,) * len(text), left, top - 15 + lean, left + 300, top + 15 + lean, 0.1)
        for top, row in ((600, PASSPORT[0]), (660, PASSPORT[1]))
        for left, text, lean in ((0, row[:15], 15), (320, row[15:30], 47), (640, row[30:], 79))
    )
    found = find_mrz(lines)
    assert found is not None
    assert found.lines == PASSPORT


def test_a_long_number_above_does_not_belong_to_it() -> None:
    found = find_mrz(
        (line("1234567890123456789012345678", 60), line(PASSPORT[0], 600), line(PASSPORT[1], 660))
    )
    assert found is not None
    assert found.lines == PASSPORT


def test_what_reads_like_a_filler_is_one() -> None:
    found = find_mrz((line("POCHNOUYANG《XUEMEI《《《《《《《《《《《", 600),))
    assert found is not None
    assert found.lines == ("POCHNOUYANG<<XUEMEI<<<<<<<<<<<<<<<<<<<<<<",)


def test_one_unsure_character_tells_in_the_confidence() -> None:
    sure, unsure = line(PASSPORT[0], 600), line(PASSPORT[1], 660, sure=0.2)
    found = find_mrz((sure, unsure))
    assert found is not None
    assert found.confidence < 0.3
    assert "OUYANG" not in repr(found)


def test_the_zone_is_put_right_and_parsed() -> None:
    first, second = (
        "P0CHNOUYANG<<XUEMEI<<<<<<<<<<<<<<<<<<<<<<<<",
        "E123456784CHN911O187F3001O19<<<<<<<<<<<<<<02",
    )
    found = find_mrz((line(first, 600), line(second, 660)))
    assert found is not None
    assert found.zone is not None
    assert (found.zone.surname, found.zone.given_names, found.zone.birth) == ("OUYANG", "XUEMEI", "911018")
    assert found.lines == (first, second)


def test_half_a_zone_is_no_zone() -> None:
    found = find_mrz((line(PASSPORT[1], 660),))
    assert found is not None
    assert found.zone is None
