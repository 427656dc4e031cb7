"""An office that runs, for whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.gateway.office import Office, Storage, open_office
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


@pytest.fixture(params=["sqlite", "postgresql"])
def stored_office(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Office]:
    """A training office that does not run, over each kind of database in turn."""
    shared = request.param == "postgresql"
    database = request.getfixturevalue("postgres_server").database() if shared else None
    one = open_office(tmp_path / "office", training=True, storage=Storage(database))
    yield one
    one.close()
