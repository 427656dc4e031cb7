"""The print shop's process: an order in, pages out. `python -m vanapp.printing.child`.

A question is one line of JSON and the pickled `shop.Order` it announces; the answer is one line of JSON.
"""

from __future__ import annotations

import base64
import json
import os
import pickle
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

if sys.platform == "linux":
    # It shows no window: no display is needed, and none may be missing.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PyQt6.QtGui import QGuiApplication

from vanapp.printing import bring_list, form, kit_slip, layouts, notice, print_on, receipt, save
from vanapp.printing.bring_view import BringView
from vanapp.printing.document import Document
from vanapp.printing.dots import dots
from vanapp.printing.errors import PrintingError
from vanapp.printing.faces import CHAINS, Faces
from vanapp.printing.kit_view import KitView
from vanapp.printing.notice_view import NoticeView
from vanapp.printing.shop import Order


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between the answers
    application = QGuiApplication(["print shop"])
    questions = sys.stdin.buffer
    while line := questions.readline():
        question = json.loads(line)
        order = questions.read(question.get("order", 0))
        answers.write(json.dumps(_answer(question, order)).encode() + b"\n")
        answers.flush()
    application.quit()


def _answer(question: dict[str, Any], order: bytes) -> dict[str, Any]:
    """What was asked for, or the code of an error of ours, or the place of a bug: no word of the paper."""
    try:
        if question["do"] == "hello":
            return _hello()
        wanted: Order = pickle.loads(order)
        return ASKED[question["do"]](question, _set(wanted), wanted)
    except PrintingError as error:
        return {"failed": error.code, "values": {name: str(value) for name, value in error.values.items()}}
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return {"bug": f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"}


def _hello() -> dict[str, Any]:
    """Loads layouts, fonts and the PDF library, so that the first person does not wait for them."""
    for name in ("application_form", "receipt_a4"):
        layouts.sheet(name)
    layouts.roll("receipt_roll")
    faces = Faces()
    for face in CHAINS:
        faces.glyph(face, "证")
    import vanapp.printing.textlayer  # noqa: F401  # only brought, not used

    return {"ready": True}


def _set(order: Order) -> Document:
    view = order.view
    if isinstance(view, KitView):
        return kit_slip(view, order.paper, order.english)
    if isinstance(view, BringView):
        return bring_list(view, order.paper, order.english)
    if isinstance(view, NoticeView):
        return notice(view, order.paper, order.english)
    return form(view) if order.what == "form" else receipt(view, order.paper, order.english)


def _print(question: dict[str, Any], document: Document, _order: Order) -> dict[str, Any]:
    folder = Path(question["folder"]) if question["folder"] else None
    printed = print_on(document, question["printer"], folder)
    path = str(printed.path) if printed.path else None
    return {
        "way": printed.way,
        "pages": printed.pages,
        "printer": printed.printer,
        "path": path,
        "code": printed.code,
        "job": printed.job,
    }


def _save(question: dict[str, Any], document: Document, _order: Order) -> dict[str, Any]:
    return {"path": str(save(document, Path(question["folder"])))}


def _dots(_question: dict[str, Any], document: Document, order: Order) -> dict[str, Any]:
    bits, width, height = dots(document, order.paper)
    return {"dots": base64.b64encode(bits).decode("ascii"), "width": width, "height": height}


ASKED: dict[str, Callable[[dict[str, Any], Document, Order], dict[str, Any]]] = {
    "print": _print,
    "save": _save,
    "dots": _dots,
}

if __name__ == "__main__":
    main()
