"""The print shop: a child process that sets, paints and prints, so that the window never waits for it.

Setting a form and painting it is 0.1 s of small steps of Python and Qt that keep the interpreter; in a thread
beside the GUI's they held the window up for as long (2026-11-28: 126 to 184 ms after every seal).
"""

from __future__ import annotations

import atexit
import base64
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from devices.child import Child, ChildFailed, python
from vanapp.printing import errors
from vanapp.printing.bring_view import BringView
from vanapp.printing.entries import ApplicationView
from vanapp.printing.errors import PrintingError, Stopped
from vanapp.printing.kit_view import KitView
from vanapp.printing.notice_view import NoticeView
from vanapp.printing.printed import Printed

ANSWER_TIMEOUT_S = 120.0
"""A page is ready in 0.1 s; a queue that is full or far away takes its time to take it."""

COMMAND = python("vanapp.printing.child")


@dataclass(frozen=True)
class Order:
    """One paper: what "form" or "receipt" of an application, or "kit", the slip of a kit check,
    "list", what to bring, or one of `notice_view.KINDS`.

    paper: "A4", or the width of a roll; a form is A4. english: with the second language where a paper has it.
    """

    what: str
    view: ApplicationView | KitView | BringView | NoticeView = field(repr=False)
    paper: str = "A4"
    english: bool = False


class Shop:
    """Asks the child. Thread-safe; blocks: lane "print". Started with the first order, again when it died."""

    def __init__(self, command: Sequence[str] = COMMAND, timeout_s: float = ANSWER_TIMEOUT_S) -> None:
        self._child = Child("print shop", command, timeout_s)

    @property
    def pid(self) -> int | None:
        """Of the process that runs now, or None."""
        return self._child.pid

    def print(self, order: Order, printer: str | None, folder: Path | None) -> Printed:
        """As `paper.print_on`. Raises PrintingError; Stopped when the shop died twice over this order."""
        where = {"printer": printer, "folder": str(folder) if folder else None}
        return _printed(self._ask({"do": "print", **where}, order))

    def save(self, order: Order, folder: Path) -> Path:
        """As `paper.save`. Raises PrintingError."""
        return Path(self._ask({"do": "save", "folder": str(folder)}, order)["path"])

    def dots(self, order: Order) -> tuple[bytes, int, int]:
        """The order as dots of a roll's head: rows of 8 dots a byte, width, height. Raises PrintingError."""
        answer = self._ask({"do": "dots"}, order)
        return base64.b64decode(answer["dots"]), answer["width"], answer["height"]

    def warm(self) -> None:
        """Start it early, with its fonts, without waiting for it."""
        self._child.warm()

    def close(self) -> None:
        """End the process; the next order starts it again."""
        self._child.close()

    def _ask(self, question: Mapping[str, Any], order: Order) -> dict[str, Any]:
        payload = pickle.dumps(order)  # only ever between this process and its own child
        try:
            answer = self._child.ask({**question, "order": len(payload)}, payload)
        except ChildFailed as error:
            raise Stopped() from error
        if "failed" in answer:
            raise _told(answer["failed"])(**answer["values"])
        if "bug" in answer:
            raise RuntimeError(f"print shop: {answer['bug']}")
        return answer


def _printed(answer: Mapping[str, Any]) -> Printed:
    path = Path(answer["path"]) if answer["path"] else None
    return Printed(answer["way"], answer["pages"], answer["printer"], path, answer["code"], answer["job"])


def _told(code: str) -> type[PrintingError]:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    return next((k for k in kinds if issubclass(k, PrintingError) and k.code == code), PrintingError)


@cache
def shared() -> Shop:
    """The program's own. It keeps nothing between two orders, so sharing it is safe."""
    shop = Shop()
    atexit.register(shop.close)
    return shop


def warm() -> None:
    shared().warm()


def close() -> None:
    shared().close()
