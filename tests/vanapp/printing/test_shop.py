"""The print shop gives the same papers as this process would, and survives its own death."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.vanapp.printing.samples import RENEWAL, paper_view, poppler
from vanapp import printing
from vanapp.printing.dots import dots
from vanapp.printing.errors import CannotSave, NoPrinter, Stopped
from vanapp.printing.shop import Order, Shop

VIEW = paper_view(training=True)


def text_of(pdf: bytes, folder: Path) -> str:
    return "".join(poppler("pdftotext", pdf, folder).split())


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    shop = Shop()
    yield shop
    shop.close()


@pytest.mark.parametrize("what", ["form", "receipt"])
def test_a_paper_of_the_shop_says_what_one_set_here_says(shop: Shop, what: str, tmp_path: Path) -> None:
    path = shop.save(Order(what, VIEW), tmp_path / "prints")
    here = printing.form(VIEW) if what == "form" else printing.receipt(VIEW)
    assert RENEWAL["name"] in text_of(path.read_bytes(), tmp_path)
    assert text_of(path.read_bytes(), tmp_path) == text_of(printing.to_pdf(here), tmp_path)


@pytest.mark.parametrize(("paper", "english"), [("58", False), ("80", True)])
def test_its_dots_are_those_set_here(shop: Shop, paper: str, english: bool) -> None:
    order = Order("receipt", VIEW, paper, english)
    assert shop.dots(order) == dots(printing.receipt(VIEW, paper, english), paper)


def test_without_a_printer_it_leaves_a_file_where_one_is_allowed(shop: Shop, tmp_path: Path) -> None:
    printed = shop.print(Order("form", VIEW), "no such printer", tmp_path)
    assert (printed.way, printed.code) == ("file", "printing.no_printer")
    assert printed.path is not None
    assert printed.path.is_file()


def test_an_error_of_ours_arrives_with_its_values(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(NoPrinter) as told:
        shop.print(Order("form", VIEW), "no such printer", None)
    assert told.value.values == {"printer": "no such printer"}
    (tmp_path / "file").touch()
    with pytest.raises(CannotSave):
        shop.save(Order("form", VIEW), tmp_path / "file")


def test_a_killed_shop_is_opened_again(shop: Shop) -> None:
    order = Order("receipt", VIEW, "58")
    before = shop.dots(order)
    assert shop.pid is not None
    os.kill(shop.pid, signal.SIGKILL)
    assert shop.dots(order) == before


def test_a_shop_that_dies_over_every_order_is_told() -> None:
    shop = Shop((sys.executable, "-c", "import sys; sys.stdin.readline()"), timeout_s=10)
    with pytest.raises(Stopped):
        shop.dots(Order("receipt", VIEW, "58"))


def test_a_bug_is_told_by_its_place_and_by_no_word_of_the_paper(shop: Shop) -> None:
    broken = replace(VIEW, term=5)  # type: ignore[arg-type]  # what a bug elsewhere might hand over
    with pytest.raises(RuntimeError) as told:
        shop.dots(Order("form", broken, "58 "))
    assert "Error at " in str(told.value)
    assert RENEWAL["name"] not in str(told.value)
    assert shop.dots(Order("receipt", VIEW, "58")), "it goes on"
