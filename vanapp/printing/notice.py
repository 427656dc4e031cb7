"""The short papers of a visit on a roll or on A4: their lines one below the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from vanapp.printing import layouts, wording
from vanapp.printing.document import Document, Page
from vanapp.printing.faces import Faces
from vanapp.printing.kit_slip import plain
from vanapp.printing.layouts import Item, RollPaper
from vanapp.printing.notice_view import Line, NoticeView
from vanapp.printing.slip import RollFiller
from vanapp.printing.typeset import Setter

A4 = RollPaper(width_mm=210, margin_mm=25, pt=12, label_mm=38, code_mm=30)
A4_HEIGHT_MM = 297.0
LAYOUT = "cn.visit_papers@2026-11-28"


def notice(view: NoticeView, paper: str, english: bool = False) -> Document:
    """paper: "58", "80" or "A4", of which as many sheets as it needs. Any thread, with a QGuiApplication."""
    setter = Setter(Faces())
    shape = A4 if paper == "A4" else layouts.roll("receipt_roll").papers[paper]

    def page(items: tuple[Item, ...]) -> Page:
        return RollFiller(shape, {}, setter, view.training, view.code, english).page(items)

    head, rows = _head(view), [item for line in view.lines for item in _items(line)]
    pages = [page((*head, *rows, Item("gap", mm=4)))]
    if paper == "A4":
        pages = [replace(one, height_mm=A4_HEIGHT_MM) for one in _sheets(head, rows, page)]
    title = wording.said("slip_title", view.kind)
    return Document(
        kind=view.kind,
        layout=LAYOUT,
        title=f"{title} {view.number}",
        training=view.training,
        pages=tuple(pages),
        unsupported=tuple(setter.unsupported),
    )


def _sheets(head: tuple[Item, ...], rows: list[Item], page: Callable[[tuple[Item, ...]], Page]) -> list[Page]:
    """As many lines on a sheet as it holds; each begins with the head."""
    sheets: list[list[Item]] = [[]]
    for row in rows:
        if sheets[-1] and page((*head, *sheets[-1], row)).height_mm > A4_HEIGHT_MM:
            sheets.append([])
        sheets[-1].append(row)
    return [page((*head, *sheet)) for sheet in sheets]


def _head(view: NoticeView) -> tuple[Item, ...]:
    zh, en = (wording.said("slip_title", view.kind, language) for language in ("zh", "en"))
    return (
        Item("title", zh, en, scale=1.45, align="centre", face="hei-bold"),
        Item("words", plain(view.unit), align="centre", scale=0.9),
        Item("rule", mm=1),
    )


def _items(line: Line) -> tuple[Item, ...]:
    """A place to sign has room above it for a hand."""
    return (Item("gap", mm=3), _item(line)) if line.kind == "sign" else (_item(line),)


def _item(line: Line) -> Item:
    zh, en = plain(line.words.zh), plain(line.words.en)
    label, label_en = (wording.said("slip", line.label, language) for language in ("zh", "en"))
    match line.kind:
        case "pair":
            return Item("pair", zh, en if en != zh else "", label=label, label_en=label_en)
        case "sign":
            return Item("pair", wording.said("slip", "sign"), label=label, label_en=label_en)
        case "strong":
            return Item("words", zh, en, face="hei-bold")
        case "large":
            return Item("words", zh, en if en != zh else "", face="hei-bold", scale=1.45, align="centre")
        case "rule":
            return Item("rule", mm=1)
        case "code":
            return Item("code")
        case _:
            return Item("words", zh, en)
