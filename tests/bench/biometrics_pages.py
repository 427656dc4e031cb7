"""`python -m tests.bench.biometrics_pages --out DIR`: the fingers page and the check page with real findings.

The pages of the real program over invented prints and drawn faces; what they say is what the engines said.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from PyQt6.QtWidgets import QApplication

from devices.biometrics import finger, fingers
from devices.contract import Kind
from devices.virtual.people import people
from forms.record import CaptureKind
from tests.vanapp.bed import FakeScanner, draft, make_van, put_capture
from tests.vanapp.prints import pressed
from tests.vanapp.ui.intake.rig import HandCamera, HandLanes
from vanapp.ui import theme
from vanapp.ui.i18n import Language
from vanapp.ui.presenters.intake_cases import Cases
from vanapp.ui.presenters.intake_ports import CasesLike
from vanapp.ui.screens.intake import IntakeScreen
from vanapp.ui.screens.intake_fingers import FingersPage
from vanapp.ui.window import MainWindow
from vanapp.usecases.take_finger import take_finger

RIGHT_THUMB, LEFT_THUMB = 11, 16
SEED = 7


class Pages:
    """A person of training mode with two prints, an earlier template and a chip's portrait."""

    def __init__(self, app: QApplication, folder: Path, language: str) -> None:
        self._app = app
        self.van = make_van(folder)
        self.van.services.settings.change(language=language)
        self.application = draft(self.van).id
        self.screen = IntakeScreen(
            self.van.services, HandLanes("finger", "card", "print"), cases=self._cases()
        )
        self.window = MainWindow(training=True)
        self.window.add_screen("intake", lambda: self.screen)
        self.window.resize(1366, 768)
        self.window.show()

    def _cases(self) -> CasesLike:
        return Cases(replace(self.van.services, camera=HandCamera()))

    def press(self, position: int, variant: str) -> None:
        self.van.bench.drivers[Kind.FINGER] = FakeScanner([pressed(SEED + position, variant)])
        take_finger(self.van.services, self.application, position, lambda: False, lambda _: None)

    def put_people(self) -> None:
        person = people()[0].picture()
        left = person.width // 2 - 230
        face = person.crop((left, 60, left + 460, 628))
        for slot, kind, size in (
            ("portrait", CaptureKind.PORTRAIT, (358, 441)),
            ("chip.portrait", CaptureKind.CHIP, (204, 252)),
        ):
            out = io.BytesIO()
            face.resize(size).save(out, "JPEG", quality=90)
            put_capture(self.van, self.application, kind, slot, out.getvalue())
        old = fingers.extract(pressed(SEED + RIGHT_THUMB, "wet"), position=RIGHT_THUMB)
        put_capture(self.van, self.application, CaptureKind.DOCUMENT, "earlier.finger.1", old.to_bytes())

    def on(self, page: str) -> None:
        self.screen.resume(self.van.store.applications.get(self.application))
        self.window.show_screen("intake")
        while self.screen.sitting.page != page:
            self.screen.sitting.forward()

    def show_press(self, variant: str) -> None:
        page = self.screen.pages.page("fingers")
        assert isinstance(page, FingersPage)
        image = pressed(SEED + RIGHT_THUMB, variant)
        verdict = finger.judge(image)
        page.show_impression(image, verdict.quality, verdict.advice)

    def keep(self, file: Path) -> None:
        for _ in range(20):
            self._app.processEvents()
        self.window.grab().save(str(file))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.biometrics_pages")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--language", default="zh", choices=("zh", "en"))
    parser.add_argument("--look", default="light", choices=("light", "dark", "contrast"))
    parser.add_argument("--scale", type=float, default=1.0)
    asked = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    asked.out.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    theme.apply(app, asked.look, asked.scale)
    language = Language(app)
    language.speak(asked.language)
    with tempfile.TemporaryDirectory() as folder:
        pages = Pages(app, Path(folder), asked.language)
        pages.on("fingers")
        for variant in ("worn", "dry", "partial"):
            pages.show_press(variant)
            pages.keep(asked.out / f"fingers_{variant}.png")
        pages.press(RIGHT_THUMB, "good")
        pages.press(LEFT_THUMB, "good")
        pages.put_people()
        pages.on("check")
        pages.keep(asked.out / "check_verdicts.png")
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)
