"""The forms and receipts: one layout in millimetres paints preview, PDF and paper.

Blocking; call it in the "print" lane. Needs a QGuiApplication, in any thread.
"""

from __future__ import annotations

from vanapp.printing import layouts
from vanapp.printing.bring_list import bring_list
from vanapp.printing.bring_view import BringView
from vanapp.printing.document import Document
from vanapp.printing.entries import ApplicationView
from vanapp.printing.kit_slip import kit_slip
from vanapp.printing.kit_view import KitRow, KitView
from vanapp.printing.matter_papers import matter_form, matter_slip
from vanapp.printing.notice import notice
from vanapp.printing.notice_view import NoticeView
from vanapp.printing.paper import print_on, printers, save
from vanapp.printing.pdf import to_pdf
from vanapp.printing.picture import preview
from vanapp.printing.printed import Printed
from vanapp.printing.sheet import fill
from vanapp.printing.slip import fill_roll

RECEIPT_PAPERS = ("A4", "80", "58")


def form(view: ApplicationView) -> Document:
    """The application form, A4; a continuation sheet follows when something does not fit."""
    if view.beyond is not None:
        return matter_form(view, view.beyond)
    return fill(layouts.sheet("application_form"), view, "form")


def receipt(view: ApplicationView, paper: str = "A4", english: bool = False) -> Document:
    """The collection slip. paper: one of RECEIPT_PAPERS: mm of a roll, or "A4" with the office's stub."""
    if view.beyond is not None:
        return matter_slip(view, view.beyond, paper, english)
    if paper == "A4":
        return fill(layouts.sheet("receipt_a4"), view, "receipt", english)
    return fill_roll(layouts.roll("receipt_roll"), view, paper, english)


__all__ = [
    "RECEIPT_PAPERS",
    "ApplicationView",
    "BringView",
    "Document",
    "KitRow",
    "KitView",
    "NoticeView",
    "Printed",
    "bring_list",
    "form",
    "kit_slip",
    "notice",
    "preview",
    "print_on",
    "printers",
    "receipt",
    "save",
    "to_pdf",
]
