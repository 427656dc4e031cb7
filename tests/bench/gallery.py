"""`python -m tests.bench.gallery --out DIR`: every page and state of the real program, in every look.

For people to look at; nothing is judged here. One folder per look: zh, en, dark, contrast, zh150, en150.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtWidgets import QApplication

from tests.bench.gallery_looks import LOOKS, AsLooked
from vanapp.bootstrap import Program, Start
from vanapp.paths import find
from vanapp.tour.errands import Officer
from vanapp.tour.hand import EffortMeter, Hand, NothingHappened
from vanapp.tour.people import CHILD, LOSS
from vanapp.tour.reviewer import Reviewer

SIZE = QSize(1366, 768)
RETURNED = "相片右肩过曝，请重拍"
Before = Callable[[], None]


@dataclass(frozen=True)
class Wanted:
    """Which pictures: names that contain one of `only` (all when empty), in these looks."""

    only: tuple[str, ...]
    looks: tuple[str, ...]


class Gallery:
    """One run through the program. GUI thread."""

    def __init__(self, app: QApplication, out: Path, wanted: Wanted) -> None:
        self._out, self._wanted, self._number = out, wanted, 0
        os.environ["VANAPP_HOME"] = str(out / "home")
        self.program = Program(app, Start(find(os.environ, Path.home()).make()))
        self.shell = self.program.shell
        self.window = self.shell.window
        self.hand = Hand(app, self.window, out, EffortMeter(app))
        self._looks = AsLooked(self.shell)
        self._officer = Officer(self.hand, lambda: self.window.page("intake"))  # type: ignore[arg-type,return-value]

    # --- pictures -----------------------------------------------------------------------------------------

    def look(self, name: str, before: Before | None = None) -> None:
        """The same state in every look; `before` brings the state about again where it passes by itself."""
        self._number += 1
        if self._wanted.only and not any(part in name for part in self._wanted.only):
            return
        for look in self._wanted.looks:
            self._looks.put_on(look)
            self.hand.rest(0.15)
            if before is not None:
                before()
            folder = self._out / look
            folder.mkdir(exist_ok=True)
            self.window.grab().save(str(folder / f"{self._number:02d}-{name}.png"))
        self._looks.put_on("zh")
        self.hand.rest(0.1)

    # --- the program, page by page -------------------------------------------------------------------------

    def run(self) -> None:
        self._sign_in()
        self._renewal()
        self._others()
        self._typed()
        self._child()
        self._sent()
        self._beside()

    def _sign_in(self) -> None:
        self.program.open()
        self.hand.until(self.window.isVisible, "the window")
        self.window.resize(SIZE)
        self.window.activateWindow()
        self.hand.rest(0.5)
        self.look("sign-in")
        self.hand.press(Qt.Key.Key_F2)
        self.hand.press(Qt.Key.Key_Return)
        self.hand.until(lambda: self.shell.services is not None, "the vault to open")
        self.hand.until(lambda: self.window.shown == "today", "today's page")
        self.hand.rest(2.0)
        self.desk.auto = False
        self.look("today")

    def _renewal(self) -> None:
        hand, desk = self.hand, self.desk
        desk.unplug("card")
        hand.press(Qt.Key.Key_Return)
        self._on("identity")
        hand.rest(1.5)
        self.look("identity-reader-gone")
        desk.plug("card")
        hand.rest(1.5)
        self.look("identity-waiting")
        hand.type("44010419480312002")
        self.look("identity-typing")
        hand.type("0")
        hand.rest(0.3)
        self.look("identity-wrong-number")
        for _ in range(18):
            hand.press(Qt.Key.Key_Backspace)
        desk.place_card()
        hand.until(lambda: bool(self._answer("id_number")), "the card")
        self._on("matter")
        hand.rest(0.4)
        self.look("matter")
        self._go_on("particulars")
        hand.rest(0.3)
        self.look("particulars-card")
        hand.type("1380013")
        self._go_on("particulars", wait=0.4)
        self.look("particulars-phone-short")
        hand.type("8001")
        hand.rest(0.2)
        self.look("particulars-filled")
        self._go_on("portrait")
        self._portrait()
        self._fingers()
        self._materials()
        self._check()
        self._finish("renewal")

    def _portrait(self) -> None:
        hand, desk, camera = self.hand, self.desk, self.desk.camera
        hand.rest(1.2)
        self.look("portrait-nobody")
        desk.fault("camera", "dark")
        desk.sit()
        hand.rest(1.6)
        self.look("portrait-advice")
        hand.press(Qt.Key.Key_Space)
        hand.rest(0.5)
        self.look("portrait-override")
        hand.press(Qt.Key.Key_Escape)
        desk.unplug("camera")
        hand.rest(1.5)
        self.look("portrait-camera-gone")
        desk.plug("camera")
        hand.rest(1.5)

        def counting() -> None:
            desk.stand()
            self._jump("portrait")
            page = self.intake.pages.page("portrait")
            if page.forth.isVisible():
                hand.press(Qt.Key.Key_Space)
            hand.rest(0.3)
            camera.clear_faults()
            desk.sit()
            hand.until(lambda: page._count > 0, "the countdown")

        self.look("portrait-countdown", counting)
        camera.clear_faults()
        desk.sit()
        hand.until(lambda: self._captured("portrait"), "the portrait")
        hand.until(lambda: self._page == "fingers", "the fingers page")
        self._jump("portrait")
        hand.rest(0.4)
        self.look("portrait-kept")
        hand.press(Qt.Key.Key_Return)
        self._on("fingers")

    def _fingers(self) -> None:
        hand, desk = self.hand, self.desk
        hand.rest(0.6)
        self.look("fingers-waiting")
        desk.press(None, None, "dry")
        hand.rest(1.2)
        desk.lift()
        hand.rest(1.2)
        self.look("fingers-advice")
        desk.unplug("finger")
        hand.rest(1.2)
        self.look("fingers-scanner-gone")
        desk.plug("finger")
        hand.rest(1.5)
        desk.press(None, None, "good")
        hand.until(lambda: self._captured("finger.1"), "the first finger")
        desk.lift()
        hand.rest(1.0)
        self.look("fingers-second")
        hand.press(Qt.Key.Key_F6)
        hand.rest(0.6)
        self.look("fingers-other")
        hand.press(Qt.Key.Key_F8)
        desk.show_document("household_register")
        hand.rest(0.8)
        self.look("fingers-exception")
        hand.press(Qt.Key.Key_1)
        hand.rest(0.2)
        hand.press(Qt.Key.Key_Space)
        hand.rest(1.0)
        self.look("fingers-exception-noted")
        self.finger_done()

    def finger_done(self) -> None:
        hand, desk = self.hand, self.desk
        for _ in range(4):
            if self._page != "fingers" or self._captured("finger.2"):
                break
            desk.press(None, None, "good")
            hand.rest(1.5)
            desk.lift()
            hand.rest(0.8)
        hand.rest(0.3)
        if self._page == "fingers":
            hand.press(Qt.Key.Key_Escape)
            self.look("fingers-done")
            hand.press(Qt.Key.Key_Return)
        else:
            self._jump("fingers")
            hand.rest(0.5)
            self.look("fingers-done")
            hand.press(Qt.Key.Key_Return)
        self._on("materials")

    def _materials(self) -> None:
        hand, desk = self.hand, self.desk
        desk.hide_document()
        hand.rest(1.0)
        if self._page == "materials":
            desk.show_document("household_register")
            hand.rest(0.8)
            self.look("materials")
            hand.press(Qt.Key.Key_Space)
            hand.rest(1.0)
            self.look("materials-scanned")
            self._finish_materials()

    def _finish_materials(self) -> None:
        self.desk.auto = True
        self._officer._scan("x")
        self.desk.auto = False
        self._on("check")

    def _check(self) -> None:
        hand = self.hand
        hand.rest(0.5)
        self.look("check")
        hand.press(Qt.Key.Key_Return)
        hand.rest(0.3)
        self.look("check-verdict-missing")
        hand.press(Qt.Key.Key_1)
        from PyQt6.QtWidgets import QWidget

        pad = self.intake.findChild(QWidget, "signature_pad")
        assert pad is not None
        hand.sign(pad)
        hand.until(lambda: self._officer._signed(), "the signature")
        hand.rest(0.3)
        self.look("check-signed")
        self._go_on("finish")

    def _finish(self, name: str) -> None:
        hand = self.hand
        hand.rest(0.5)
        self.look(f"finish-{name}")
        hand.press(Qt.Key.Key_Return)
        hand.until(self._officer._sealed, "the seal")
        hand.until(self._officer._papers_out, "the papers")
        hand.rest(0.3)
        self.look(f"sealed-{name}")
        hand.press(Qt.Key.Key_Return)
        hand.until(lambda: self.intake.sitting.application is None, "the next person")

    def _others(self) -> None:
        self.hand.rest(1.0)
        self.look("today-one-done")
        self.window.show_screen("outbox")
        self.hand.rest(1.0)
        self.look("outbox-one")
        self.window.show_screen("today")
        self.hand.rest(0.4)

    def _typed(self) -> None:
        """A lost card: everything typed."""
        hand = self.hand
        self.shell.office.begin(None)
        self.desk.choose("huang")
        self._on("identity")
        hand.rest(0.4)
        hand.type(LOSS.number)
        self._on("matter")
        hand.rest(0.3)
        self.look("matter-typed")
        self.hand.press(Qt.Key.Key_5)
        hand.rest(0.3)
        self.look("matter-loss")
        self._go_on("particulars")
        hand.rest(0.3)
        self.look("particulars-typed-empty")
        self._go_on("particulars", wait=0.4)
        self.look("particulars-missing")
        self._fill(LOSS)
        self.look("particulars-typed-filled")
        self.desk.auto = True
        self._go_on("portrait")
        self._through()
        self.desk.auto = False
        self._check()
        self._finish("loss")

    def _child(self) -> None:
        hand = self.hand
        self.shell.office.begin(None)
        self.desk.choose("yutong")
        self._on("identity")
        hand.rest(0.4)
        hand.type(CHILD.number)
        self._on("matter")
        hand.rest(0.3)
        self.look("matter-child")
        self._go_on("particulars")
        hand.rest(0.3)
        self.look("particulars-child-empty")
        self._fill(CHILD)
        self.look("particulars-child-filled")
        self._go_on("portrait")
        hand.rest(0.5)
        self.desk.sit()
        hand.until(lambda: self._page == "fingers", "the child's picture")
        hand.rest(0.6)
        self.look("fingers-child")
        self.desk.auto = True
        self._through()
        self.desk.auto = False
        self._check()
        self._finish("child")

    def _sent(self) -> None:
        hand, office = self.hand, self.program.unopened.office
        assert office is not None
        reviewer = Reviewer(office.data)
        hand.until(lambda: len(reviewer.records()) == 3, "the office to have them")
        records = reviewer.records()
        reviewer.send_back(records[0].id, RETURNED, "portrait")
        reviewer.accept(records[1].id)
        hand.until(lambda: self._standing("needs_you") == 1, "the returned one")
        hand.until(lambda: self._standing("accepted") == 1, "the accepted one")
        office.stop()
        hand.rest(3.0)
        self.shell.office.begin(None)
        self._on("identity")
        self.window.show_screen("outbox")
        hand.rest(1.2)
        self.look("outbox-all-states")
        hand.press(Qt.Key.Key_Down)
        self.window.show_screen("today")
        hand.rest(0.8)
        self.look("today-returned-offline")
        self.desk.choose("chen")
        self.shell.office.correct(records[0].id)
        self._on("portrait")
        hand.rest(1.0)
        self.look("returned-banner")
        self.window.show_screen("today")
        hand.rest(0.4)
        office.start()

    def _beside(self) -> None:
        hand, desk = self.hand, self.desk
        self.window.show_screen("instruments")
        hand.rest(0.6)
        self.look("instruments")
        desk.unplug("finger")
        desk.unplug("camera")
        hand.rest(1.6)
        self.look("instruments-unplugged")
        desk.plug("finger")
        desk.plug("camera")
        self.window.show_screen("settings")
        hand.rest(0.6)
        self.look("settings")
        from vanapp.ui.banner import Message

        self.window.show_screen("today")
        hand.rest(0.4)

        def broken() -> None:
            self.window.tell(Message("wrong", self.shell.say("store.disk_full")))

        self.look("banner-disk-full", broken)
        self.window.tell(None)
        self.shell.lock()
        hand.rest(0.3)
        self.look("lock")

    # --- what is so -----------------------------------------------------------------------------------------

    @property
    def desk(self) -> Any:
        services = self.shell.services
        assert services is not None
        assert services.desk is not None
        return services.desk

    @property
    def intake(self) -> Any:
        return self.window.page("intake")

    @property
    def _page(self) -> str:
        return self._officer._page

    def _answer(self, name: str) -> str:
        return self.intake.sitting.answered(name) if self.intake.sitting.application else ""

    def _captured(self, slot: str) -> bool:
        application = self.intake.sitting.application
        return application is not None and application.capture(slot) is not None

    def _on(self, page: str) -> None:
        self.hand.until(lambda: self._page == page, f"the {page} page")

    def _jump(self, page: str) -> None:
        self.intake.sitting.jump(page)
        self._on(page)

    def _go_on(self, page: str, wait: float = 0.0) -> None:
        self.hand.press(Qt.Key.Key_Return)
        self.hand.rest(wait)
        self._on(page)

    def _fill(self, errand: Any) -> None:
        left = dict(errand.particulars)
        while left:
            asked = self._officer._tab_to(left)
            text = left.pop(asked)
            if isinstance(text, tuple):
                self.hand.compose(*text)
            else:
                self.hand.type(text)
        self.hand.rest(0.3)

    def _through(self) -> None:
        for _ in range(200):
            if self._page == "materials":
                self._officer._scan("x")
            if self._page == "check":
                return
            self.hand.rest(0.2)
        raise NothingHappened("the check page", self._page)

    def _standing(self, state: str) -> int:
        from vanapp.usecases.list_outbox import list_outbox

        assert self.shell.services is not None
        return len(list_outbox(self.shell.services, state).rows)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.gallery")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--only", default="", help="parts of names, parted by commas")
    parser.add_argument("--looks", default=",".join(LOOKS))
    asked = parser.parse_args(arguments)
    out: Path = asked.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(out / "home", ignore_errors=True)
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    wanted = Wanted(tuple(p for p in asked.only.split(",") if p), tuple(asked.looks.split(",")))
    gallery = Gallery(app, out, wanted)
    try:
        gallery.run()
    except NothingHappened as error:
        gallery.window.grab().save(str(out / "stuck.png"))
        sys.stderr.write(f"gallery: {error}\n")
        return 1
    finally:
        gallery.program.close()
        shutil.rmtree(out / "home", ignore_errors=True)
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)
