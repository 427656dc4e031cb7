"""The list of what to bring, to take home: on a roll, or on as many sheets of A4 as it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from forms.words import Words
from vanapp.printing import layouts
from vanapp.printing.bring_view import BringRow, BringView, said
from vanapp.printing.document import Document, Page
from vanapp.printing.faces import Faces
from vanapp.printing.kit_slip import plain
from vanapp.printing.layouts import Item, RollPaper
from vanapp.printing.sheets import Block, on_sheets
from vanapp.printing.slip import RollFiller
from vanapp.printing.typeset import Setter

A4 = RollPaper(width_mm=210, margin_mm=22, pt=11.5, label_mm=30, code_mm=46)
CODE_MM = {"58": 48.0, "80": 56.0}
"""As wide as a 58 mm head prints: the code holds a whole page of text."""


def bring_list(view: BringView, paper: str, english: bool = False) -> Document:
    """paper: "58", "80" or "A4". Any thread, with a QGuiApplication."""
    setter = Setter(Faces())
    shape = A4 if paper == "A4" else layouts.roll("receipt_roll").papers[paper]
    shape = replace(shape, code_mm=CODE_MM.get(paper, shape.code_mm))

    def page(blocks: Sequence[Block]) -> Page:
        items = tuple(item for block in blocks for item in block)
        return RollFiller(shape, {}, setter, view.training, view.code, english).page(items)

    blocks = _blocks(view)
    pages = on_sheets(blocks, page, "list") if paper == "A4" else (page(blocks),)
    return Document(
        kind="list",
        layout="cn.what_to_bring@2026-11-28",
        title=f"{said('title', 'zh')} {view.number}",
        training=view.training,
        pages=pages,
        unsupported=tuple(setter.unsupported),
    )


def _blocks(view: BringView) -> list[Block]:
    rule = Item("rule", mm=1)
    title = Item("title", *_said("title"), scale=1.45, align="centre", face="hei-bold")
    category = Item("words", plain(view.category.zh), plain(view.category.en), scale=1.2, face="hei-bold")
    unit = Item("words", plain(view.unit), align="centre", scale=0.9)
    situation = Item("words", plain(view.situation.zh), plain(view.situation.en))
    head = [title, unit, rule, category]
    if view.situation.zh:
        head.append(situation)
    blocks: list[Block] = [tuple(head)]
    if view.refused is not None:
        refused = Item("words", plain(view.refused.zh), plain(view.refused.en), face="hei-bold")
        blocks.append((Item("gap", mm=2), refused))
    blocks += _part("bring", [row for row in view.rows if row.brought])
    blocks += _part("here", [row for row in view.rows if not row.brought])
    terms = [] if view.refused is not None else [_pair("fee", view.fee), _pair("limit", view.limit)]
    blocks.append((rule, *terms, _pair("where", view.where)))
    number = Item("pair", plain(view.number), label=_said("number")[0], label_en=_said("number")[1])
    printed = Item("pair", plain(view.at), label=_said("printed")[0], label_en=_said("printed")[1])
    caution = Item("words", *_said("caution"), scale=0.9)
    source = Item("words", plain(view.source.zh), scale=0.7)  # names and addresses: once
    blocks.append((_pair("basis", view.dated), number, printed, source, caution))
    scan = Item("words", *_said("scan"), align="centre", scale=0.9)
    blocks.append((Item("gap", mm=2), Item("code"), scan))
    return blocks


def _part(name: str, rows: Sequence[BringRow]) -> list[Block]:
    """A heading stays with its first row."""
    if not rows:
        return []
    zh, en = (text.format(n=len(rows)) for text in _said(name))
    heading: Block = (Item("rule", mm=1), Item("words", zh, en, face="hei-bold", scale=1.1))
    first, *rest = [_row(row) for row in rows]
    return [heading + first, *rest]


def _row(row: BringRow) -> Block:
    words, below = (plain(row.words.zh), plain(row.words.en)), (plain(row.below.zh), plain(row.below.en))
    gap = Item("gap", mm=0.8)
    if not row.brought:
        return gap, Item("words", f"· {words[0]}　{below[0]}", f"{words[1]}: {below[1]}")
    return gap, Item("words", f"□ {words[0]}", words[1], face="hei-bold"), Item("words", *below, scale=0.85)


def _pair(name: str, words: Words) -> Item:
    label, label_en = _said(name)
    return Item("pair", plain(words.zh), plain(words.en), label=label, label_en=label_en)


def _said(code: str) -> tuple[str, str]:
    return said(code, "zh"), said(code, "en")
