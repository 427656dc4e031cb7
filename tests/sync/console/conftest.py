"""One office per test; its passwords are cheap to make, as nobody attacks a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.gateway.desk import staff
from sync.gateway.office import Office, open_office
from tests.sync.console.desks import Console


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
