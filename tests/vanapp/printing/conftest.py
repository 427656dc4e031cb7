"""Every test of a print needs Qt's fonts, and so an application object."""

from __future__ import annotations

import pytest
from PyQt6.QtGui import QFontDatabase
from PyQt6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    """A QGuiApplication exists."""


@pytest.fixture
def hanazono() -> None:
    if not {"HanaMinA", "HanaMinB"} <= set(QFontDatabase.families()):
        pytest.skip("fonts-hanazono is not installed")
