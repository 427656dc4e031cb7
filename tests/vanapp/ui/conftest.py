"""The stage, cleared away after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PyQt6.QtCore import QCoreApplication, QEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from tests.vanapp.ui.stage import Stage
from vanapp.settings import Settings
from vanapp.ui import theme

SetStage = Callable[..., Stage]


@pytest.fixture
def stage(qapp: QApplication) -> Iterator[SetStage]:
    """stage(theme="dark", scale=150, language="en", rows=43, lanes=None) -> a Stage that is signed in."""
    stages: list[Stage] = []

    def build(*, signed_in: bool = True, lanes: object = None, rows: int = 43, **settings: object) -> Stage:
        values: dict[str, object] = {"theme": "light", **settings}
        made = Stage(Settings(**values), lanes=lanes, rows=rows)  # type: ignore[arg-type]
        stages.append(made)
        made.sign_in() if signed_in else made.show()
        made.window.resize(1366, 768)
        made.window.activateWindow()
        QTest.qWaitForWindowActive(made.window)  # an X server says so when it gets to it
        QApplication.processEvents()
        return made

    yield build
    for made in stages:
        made.shell.language.speak("zh")
        made.window.close()
        made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme.apply(qapp, "light", 1.0)
