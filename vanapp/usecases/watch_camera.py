"""Watch through the camera: the newest picture, until it rests. GUI thread: the camera is a Qt object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from devices.errors import DeviceError
from vanapp.services import Services


def watch_camera(
    services: Services, purpose: str, sink: Callable[[Any], None], trouble: Callable[[Exception], None]
) -> None:
    """purpose: "portrait" or "document". Never raises a DeviceError: now or later, `trouble` is told."""
    services.camera.on_error = trouble
    try:
        services.camera.start(sink, purpose)
    except DeviceError as error:
        trouble(error)


def rest_camera(services: Services) -> None:
    """Let the camera rest; twice is once."""
    services.camera.stop()
