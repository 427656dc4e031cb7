"""One office per test; its passwords are cheap to make, as nobody attacks a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from sync.gateway.desk import staff
from sync.gateway.office import Office, open_office
from tests import browser as browsers
from tests.sync.console.desks import Browser, Console


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staff, "_MEMORY_KIB", 64)
    monkeypatch.setattr(staff, "_PASSES", 1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path / "office", training=True, name="越秀分局")
    yield made
    made.close()


@pytest.fixture
def console(office: Office) -> Console:
    return Console(office)


@pytest.fixture
def clerk(console: Console) -> Browser:
    """Somebody of the intake desk, signed in."""
    console.account("lin", "station")
    return console.signed_in("lin")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chrome]:
    """One browser for all tests: it takes a second to start."""
    with browsers.chromium() as one:
        yield one


@pytest.fixture
def chrome(chromium: Chrome) -> Chrome:
    """As if it had just been started: nobody signed in, in light, nothing in its log."""
    chromium.delete_all_cookies()
    browsers.colours(chromium, "light")
    browsers.size(chromium, 1366, 768)
    chromium.get_log("browser")
    return chromium
