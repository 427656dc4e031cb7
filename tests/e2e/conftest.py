"""One running program for all the tests of a module, signed in."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from PyQt6.QtWidgets import QApplication

from tests.e2e.counter import Bureau, Counter, bureau


@pytest.fixture(scope="module")
def office(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    """The program, its office and the line between them."""
    before = os.environ.get("VANAPP_HOME")
    with bureau(qapp, tmp_path_factory.mktemp("home")) as one:
        yield one
    assert os.environ.get("VANAPP_HOME") == before


@pytest.fixture
def counter(office: Bureau) -> Iterator[Counter]:
    """The same program, speaking Chinese and with a line, whatever the test before left."""
    office.counter.speak("zh")
    yield office.counter
    office.counter.free_the_disk()
