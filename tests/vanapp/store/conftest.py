"""A van with a fresh file for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vanapp.bed import Van, make_van


@pytest.fixture
def van(tmp_path: Path) -> Iterator[Van]:
    made = make_van(tmp_path)
    yield made
    made.store.close()
