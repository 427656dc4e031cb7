"""The form and the slip of a matter that makes no card, set line under line: no cell can overflow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vanapp.printing import layouts, wording
from vanapp.printing.document import Document, Page
from vanapp.printing.entries import ApplicationView
from vanapp.printing.errors import BadLayout
from vanapp.printing.faces import Faces
from vanapp.printing.kit_slip import plain
from vanapp.printing.layouts import Item, RollPaper
from vanapp.printing.matter_view import MatterView
from vanapp.printing.sheets import Block, on_sheets
from vanapp.printing.slip import RollFiller
from vanapp.printing.typeset import Setter

A4 = RollPaper(width_mm=210, margin_mm=20, pt=10.5, label_mm=44, code_mm=26)
HAND_MM = 16.0
LAYOUT = "cn.matter@2026-11-28"


def matter_form(view: ApplicationView, matter: MatterView) -> Document:
    """A4, as many sheets as the answers need; Chinese, as the register's papers are."""
    setter = Setter(Faces())
    pictures = {str(place): hand.picture for place, hand in enumerate(matter.hands) if hand.picture}

    def page(blocks: Sequence[Block]) -> Page:
        items = tuple(item for block in blocks for item in block)
        filler = RollFiller(A4, {}, setter, view.training, view.code, pictures=pictures)
        return filler.page(items)

    title = _said("form").format(matter=view.matter)
    pages = on_sheets(_form_blocks(view, matter, title), page, "matter")
    return Document("form", LAYOUT, f"{title} {view.number}", view.training, pages, tuple(setter.unsupported))


def matter_slip(view: ApplicationView, matter: MatterView, paper: str, english: bool = False) -> Document:
    """For the person to keep. paper: "A4", "80" or "58". Raises BadLayout for another one."""
    papers = layouts.roll("receipt_roll").papers
    if paper != "A4" and paper not in papers:
        raise BadLayout(place=f"{LAYOUT} paper {paper}")
    setter = Setter(Faces())
    shape = A4 if paper == "A4" else papers[paper]
    filler = RollFiller(shape, {}, setter, view.training, view.code, english)
    page = filler.page(_slip_items(view, matter))
    if paper == "A4":
        page = replace(page, height_mm=297.0)
    title = f"{_said('slip')} {view.number}"
    return Document("receipt", LAYOUT, title, view.training, (page,), tuple(setter.unsupported))


# --- the form -----------------------------------------------------------------------------------------------
def _form_blocks(view: ApplicationView, matter: MatterView, title: str) -> list[Block]:
    head: Block = (
        Item("title", plain(title), scale=1.7, align="centre", face="song-bold"),
        Item("gap", mm=2),
        _row("unit", view.unit),
        _row("number", view.number),
        _row("office_number", view.office_number),
        _row("accepted", view.accepted),
        _row("situation", matter.situation),
    )
    blocks: list[Block] = [head]
    for part in matter.parts:
        first, *rest = [Item("pair", plain(words), label=label, face="song") for label, words in part.rows]
        blocks.append((Item("rule"), _heading(part.title), first))
        blocks += [(row,) for row in rest]
    if matter.materials:
        heading = _said("materials").format(n=len(matter.materials))
        first, *rest = [Item("words", f"□ {plain(words)}", face="song") for words in matter.materials]
        blocks.append((Item("rule"), _heading(heading), first))
        blocks += [(row,) for row in rest]
    blocks.append((Item("rule"), _heading(_said("signatures")), Item("words", _said("pledge"), face="song")))
    for place, hand in enumerate(matter.hands):
        words = _said("signed").format(who=hand.who, name=hand.name, day=hand.day)
        blocks.append(
            (
                Item("gap", mm=1.5),
                Item("words", plain(words), face="song"),
                Item("picture", str(place), mm=HAND_MM),
            )
        )
    blocks.append(
        (Item("rule"), _row("officer", f"{view.officer_name}　{view.officer}"), _row("fee", view.fee))
    )
    return blocks


def _heading(words: str) -> Item:
    return Item("words", plain(words), face="song-bold", scale=1.15)


def _row(name: str, words: str) -> Item:
    return Item("pair", plain(words), label=_said(name), face="song")


# --- the slip -----------------------------------------------------------------------------------------------
def _slip_items(view: ApplicationView, matter: MatterView) -> tuple[Item, ...]:
    rule = Item("rule", mm=1)
    return (
        Item("title", *_both("slip"), scale=1.45, align="centre", face="hei-bold"),
        Item("words", plain(view.unit), align="centre", scale=0.9),
        Item("rule"),
        Item("words", plain(view.number), scale=1.25, align="centre", face="hei-bold"),
        Item("code"),
        rule,
        _pair("name", view.name, face="hei-bold"),
        _pair("id_number", view.id_number_masked),
        _pair("matter", view.matter, view.matter_en, face="hei-bold"),
        _pair("accepted", view.accepted, view.accepted_en),
        _pair("due", view.due, view.due_en, face="hei-bold")
        if view.due and view.due != view.accepted
        else _pair("limit", *(("", "") if matter.brings else (matter.limit.zh, matter.limit.en))),
        _pair("next", matter.follows.zh, matter.follows.en),
        _pair("fee", view.fee, view.fee_en),
        _pair("situation", matter.situation if matter.brings else ""),
        _pair("bring", "；".join(matter.materials) if matter.brings else ""),
        _pair("phone", view.unit_phone),
        _pair("officer", f"{view.officer_name} {view.officer}"),
        rule,
        Item("words", *_both("notice"), scale=0.85),
        Item("gap", mm=6),
    )


def _pair(name: str, words: str, english: str = "", face: str = "hei") -> Item:
    label, label_en = _both(name)
    return Item("pair", plain(words), plain(english), label=label, label_en=label_en, face=face)


def _said(code: str) -> str:
    return wording.said("matter", code)


def _both(code: str) -> tuple[str, str]:
    return wording.said("matter", code), wording.said("matter", code, "en")
