"""The slip of a kit check: what was tried before departure and how it ended, on a roll or on A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vanapp.printing import layouts, wording
from vanapp.printing.document import Document
from vanapp.printing.faces import Faces
from vanapp.printing.kit_view import KitRow, KitView
from vanapp.printing.layouts import Item, RollPaper
from vanapp.printing.slip import RollFiller
from vanapp.printing.typeset import Setter

A4 = RollPaper(width_mm=210, margin_mm=25, pt=12, label_mm=45, code_mm=0)
A4_HEIGHT_MM = 297.0
TITLE = "出发检查单"


def kit_slip(view: KitView, paper: str, english: bool = False) -> Document:
    """paper: "58", "80" or "A4". Any thread, with a QGuiApplication."""
    setter = Setter(Faces())
    shape = A4 if paper == "A4" else layouts.roll("receipt_roll").papers[paper]
    page = RollFiller(shape, {}, setter, view.training, english=english).page(tuple(_items(view)))
    if paper == "A4":
        page = replace(page, height_mm=max(page.height_mm, A4_HEIGHT_MM))
    return Document(
        kind="kit",
        layout="cn.kit_check@2026-11-28",
        title=f"{TITLE} {view.number}",
        training=view.training,
        pages=(page,),
        unsupported=tuple(setter.unsupported),
    )


def _items(view: KitView) -> Sequence[Item]:
    rule = Item("rule", mm=1)
    total = len(view.rows)
    result = "go" if view.good == total else "no_go"
    return (
        Item("title", TITLE, wording.said("kit", "title", "en"), scale=1.45, align="centre", face="hei-bold"),
        Item("words", plain(view.unit), align="centre", scale=0.9),
        rule,
        _pair("at", view.at),
        _pair("officer", view.officer),
        _pair("number", view.number),
        rule,
        *(item for row in view.rows for item in _row(row)),
        rule,
        Item(
            "words",
            wording.said("kit", result).format(good=view.good, all=total),
            wording.said("kit", result, "en").format(good=view.good, all=total),
            scale=1.25,
            align="centre",
            face="hei-bold",
        ),
        Item("gap", mm=3),
        _pair("signed", "＿＿＿＿＿＿＿＿"),
        Item("gap", mm=4),
    )


def _row(row: KitRow) -> tuple[Item, ...]:
    name, name_en = (wording.said("instrument", row.kind, language) for language in ("zh", "en"))
    verdict = wording.said("kit", f"row_{row.verdict}").format(seconds=f"{row.seconds:.1f}")
    verdict_en = wording.said("kit", f"row_{row.verdict}", "en").format(seconds=f"{row.seconds:.1f}")
    face = "hei" if row.verdict == "go" else "hei-bold"
    first = Item("pair", verdict, verdict_en, label=name, label_en=name_en, face=face)
    more = [Item("words", plain(row.model), scale=0.8)] if row.model else []
    if row.trouble:
        more.append(Item("words", plain(row.trouble), plain(row.trouble_en), scale=0.9))
    return (first, *more)


def _pair(what: str, words: str) -> Item:
    label, label_en = (wording.said("kit", what, language) for language in ("zh", "en"))
    return Item("pair", plain(words), label=label, label_en=label_en)


def plain(text: str) -> str:
    """Braces are letters here: a serial number may have them."""
    return text.replace("{", "{{").replace("}", "}}")
