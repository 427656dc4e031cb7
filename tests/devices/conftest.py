"""What several drivers' tests look at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from devices.drivers.qt_camera import QtCamera
from devices.virtual.feed import TrainingFeed
from devices.virtual.people import people


@pytest.fixture
def feed() -> TrainingFeed:
    """The training camera, with somebody in front of it."""
    feed = TrainingFeed()
    feed.show("portrait", people()[0].picture())
    return feed


@pytest.fixture
def camera(qtbot: QtBot, feed: TrainingFeed) -> Iterator[QtCamera]:
    """The real driver over it."""
    camera = QtCamera(feed)
    yield camera
    camera.stop()
