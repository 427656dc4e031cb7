"""Blocks of lines on as many A4 sheets as they need; what belongs together stays on one sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from vanapp.printing import wording
from vanapp.printing.document import Page
from vanapp.printing.layouts import Item

A4_HEIGHT_MM = 297.0

Block = tuple[Item, ...]
"""Items that stay on one sheet."""


def on_sheets(
    blocks: Sequence[Block], page: Callable[[Sequence[Block]], Page], table: str
) -> tuple[Page, ...]:
    """page: sets blocks one below the other. table: of forms/paper/words.toml with the words of `page`."""
    sheets: list[list[Block]] = [[]]
    for block in blocks:
        tried = _numbered([*sheets[-1], block], 1, 2, table)
        if sheets[-1] and page(tried).height_mm > A4_HEIGHT_MM:
            sheets.append([])
        sheets[-1].append(block)
    pages = [page(_numbered(part, place, len(sheets), table)) for place, part in enumerate(sheets, 1)]
    return tuple(replace(one, height_mm=A4_HEIGHT_MM) for one in pages)


def _numbered(blocks: Sequence[Block], place: int, count: int, table: str) -> Sequence[Block]:
    if count == 1:
        return blocks
    zh, en = (wording.said(table, "page", tongue).format(page=place, pages=count) for tongue in ("zh", "en"))
    return [*blocks, (Item("words", zh, en, align="centre", scale=0.8),)]
