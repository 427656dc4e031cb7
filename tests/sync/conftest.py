"""An office that runs, for whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.offices import Running, running


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Running]:
    """A training office."""
    with running(tmp_path / "office") as one:
        yield one


@pytest.fixture
def real_office(tmp_path: Path) -> Iterator[Running]:
    """An office that is not for training."""
    with running(tmp_path / "real", training=False) as one:
        yield one
