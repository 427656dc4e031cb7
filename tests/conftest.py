"""What every test gets: warnings, Qt messages and WARNING log records fail a test unless asked for."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.servers import S3, Postgres, postgres, swift

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
# The tests never look at, or write to, the home of whoever runs them.

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANAPP_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A log record of WARNING and up fails the test, unless it is marked `@pytest.mark.logs`."""
    yield
    if request.node.get_closest_marker("logs"):
        return
    loud = [r for when in ("setup", "call") for r in caplog.get_records(when) if r.levelno >= logging.WARNING]
    assert not loud, [r.getMessage() for r in loud]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """PostgreSQL for whoever asks; started once. Every test makes a database of its own in it."""
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3]:
    """An S3 store (OpenStack Swift) for whoever asks; started once. Every test makes its own bucket."""
    with swift() as server:
        yield server


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the project with recordings and facts; skips where it is not."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not beside the project: recordings and facts are not here")
    return folder
