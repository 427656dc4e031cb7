"""The three people of the tour, and how an officer serves each with the keyboard alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget

from vanapp.tour.hand import Hand, NothingHappened

if TYPE_CHECKING:
    from vanapp.ui.screens.intake import IntakeScreen

GO_ON = Qt.Key.Key_Return

Composed = tuple[str, int]
"""Text of an input method, and the keys it took to type it."""


@dataclass(frozen=True)
class Errand:
    """One person's matter. particulars: what the officer is told, by field id."""

    name: str
    matter_key: Qt.Key | None = None  # None: what the program suggests
    number: str = ""  # typed when there is no card
    particulars: Mapping[str, str | Composed] = field(default_factory=dict)


@dataclass
class Record:
    """What serving one person took."""

    name: str
    application: str = ""
    keys: int = 0
    clicks: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        total = round(sum(self.seconds.values()), 2)
        return {**asdict(self), "total_seconds": total}


class Officer:
    """Serves people on the real screens. Every wait names what it waits for."""

    def __init__(self, hand: Hand, intake: Callable[[], IntakeScreen]) -> None:
        self._hand = hand
        self._screen = intake

    def serve(self, errand: Errand, begin: Callable[[], None]) -> Record:
        """From the day's list to the sealed application with its papers."""
        record = Record(errand.name)
        with self._counted(record):
            with self._timed(record, "identity"):
                begin()
                self._hand.until(lambda: self._page == "identity", "the identity page")
                self._identify(errand)
            record.application = self._id
            with self._timed(record, "matter"):
                self._choose_matter(errand)
            with self._timed(record, "particulars"):
                self._fill_in(errand)
            self._through(record, errand.name)
        return record

    def correct(self, name: str, begin: Callable[[], None]) -> Record:
        """An application returned for its picture: take that again, sign again, seal again."""
        record = Record(name)
        with self._counted(record):
            with self._timed(record, "open"):
                begin()
                self._hand.until(lambda: self._page == "portrait", "the page the office named")
            record.application = self._id
            self._look(name, "returned")
            with self._timed(record, "portrait"):
                self._hand.press(Qt.Key.Key_Space)
                self._wait_and_look("portrait", name, when=1.2)
            with self._timed(record, "what stands"):
                self._go_on("materials")
                self._go_on("check")
            with self._timed(record, "check"):
                self._check(name)
            with self._timed(record, "finish"):
                self._finish(name)
        return record

    # --- page by page -----------------------------------------------------------------------------------

    def _identify(self, errand: Errand) -> None:
        if errand.number:
            self._hand.type(errand.number)
        else:
            self._hand.until(lambda: bool(self._answer("id_number")), "the card to be read")
            self._look(errand.name, "identity")
        self._hand.until(lambda: self._page == "matter", "the matter page")

    def _choose_matter(self, errand: Errand) -> None:
        self._hand.breathe(50)
        if errand.matter_key is not None:
            self._hand.press(errand.matter_key)
        self._look(errand.name, "matter")
        self._go_on("particulars")

    def _fill_in(self, errand: Errand) -> None:
        left = dict(errand.particulars)
        while left:
            asked = self._tab_to(left)
            text = left.pop(asked)
            if isinstance(text, tuple):
                self._hand.compose(*text)
            else:
                self._hand.type(text)
        self._look(errand.name, "particulars")
        self._go_on("portrait")

    def _tab_to(self, wanted: Mapping[str, object]) -> str:
        """The next field with something to write; the page has often put the focus there already."""
        for _ in range(12):
            asked = self._hand.focused().removeprefix("field_")
            if asked in wanted:
                return asked
            self._hand.press(Qt.Key.Key_Tab)
        raise NothingHappened(f"one of {sorted(wanted)}", f"focus on '{self._hand.focused()}'")

    def _through(self, record: Record, name: str) -> None:
        """From wherever the flow stands to the sealed application."""
        if self._page == "portrait":
            with self._timed(record, "portrait"):
                self._wait_and_look("portrait", name, when=1.2)
        if self._page == "fingers":
            with self._timed(record, "fingers"):
                self._wait_and_look("fingers", name, when=2.0)
        if self._page == "materials":
            with self._timed(record, "materials"):
                self._scan(name)
        with self._timed(record, "check"):
            self._check(name)
        with self._timed(record, "finish"):
            self._finish(name)

    def _wait_and_look(self, page: str, name: str, when: float) -> None:
        self._hand.rest(when)
        if self._page == page:
            self._look(name, page)
        self._hand.until(lambda: self._page != page, f"the {page} page to be done")

    def _scan(self, name: str) -> None:
        looked = False
        pages = 0
        while self._page == "materials":
            self._hand.rest(0.5)
            if not looked:
                self._look(name, "materials")
                looked = True
            checklist = self._intake.sitting.checklist
            if self._page != "materials" or checklist is None:
                continue
            if not _open_scans(checklist):
                self._hand.rest(1.5)
                if self._page == "materials":
                    self._hand.press(GO_ON)
                continue
            if pages > 12:
                raise NothingHappened("all materials scanned", f"open: {_open_scans(checklist)}")
            before = _open_scans(checklist)
            self._hand.rest(1.2)  # the paper is laid down
            self._hand.press(Qt.Key.Key_Space)
            pages += 1
            self._hand.until(
                lambda before=before: (
                    self._page != "materials"  # type: ignore[misc]
                    or _open_scans(self._intake.sitting.checklist) != before
                ),
                "a scanned page to be ticked",
            )
            self._hand.press(GO_ON)  # no further page of this one

    def _check(self, name: str) -> None:
        self._hand.until(lambda: self._page == "check", "the check page")
        self._hand.rest(0.3)
        self._hand.press(Qt.Key.Key_1)
        pad = self._intake.findChild(QWidget, "signature_pad")
        if pad is None:
            raise NothingHappened("a signature pad", "none on the page")
        self._hand.sign(pad)
        self._hand.until(lambda: self._signed(), "the signature to be kept")
        self._look(name, "check")
        self._go_on("finish")

    def _finish(self, name: str) -> None:
        self._hand.rest(0.4)
        self._look(name, "fee")
        self._hand.press(GO_ON)
        self._hand.until(lambda: self._sealed(), "the application to be sealed")
        self._hand.until(lambda: self._papers_out(), "the papers to be printed")
        self._look(name, "sealed")
        self._hand.press(GO_ON)
        self._hand.until(lambda: self._intake.sitting.application is None, "the next person's turn")

    # --- what is so -------------------------------------------------------------------------------------

    @property
    def _intake(self) -> IntakeScreen:
        return self._screen()

    @property
    def _page(self) -> str:
        sitting = self._intake.sitting
        return sitting.page if sitting.application is not None else ""

    @property
    def _id(self) -> str:
        return self._intake.sitting.id

    def _answer(self, name: str) -> str:
        return self._intake.sitting.answered(name)

    def _signed(self) -> bool:
        application = self._intake.sitting.application
        return application is not None and any(c.slot.startswith("signature.") for c in application.captures)

    def _sealed(self) -> bool:
        application = self._intake.sitting.application
        return application is not None and application.sealed_at is not None

    def _papers_out(self) -> bool:
        finish: Any = self._intake.pages.presenter("finish")
        return bool(finish.papers_settled)

    def _go_on(self, page: str) -> None:
        self._hand.press(GO_ON)
        self._hand.until(lambda: self._page == page, f"the {page} page")

    def _look(self, name: str, what: str) -> None:
        self._hand.look(f"{name}-{what}")

    @contextmanager
    def _counted(self, record: Record) -> Iterator[None]:
        keys, clicks = self._hand.meter.keys, self._hand.meter.clicks
        yield
        record.keys = self._hand.meter.keys - keys
        record.clicks = self._hand.meter.clicks - clicks

    @contextmanager
    def _timed(self, record: Record, step: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        record.seconds[step] = round(time.monotonic() - began, 2)


def _open_scans(checklist: Any) -> tuple[str, ...]:
    return tuple(item.material.id for item in checklist.items if item.material.mode == "V" and not item.done)
