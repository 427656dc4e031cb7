"""Watch through the camera: the newest picture, until it rests. GUI thread: the camera is a Qt object."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from devices.errors import DeviceError
from vanapp.services import Services
from vanapp.usecases.choose_camera import wish_of

Notice = Callable[[str, Mapping[str, object]], None]


def watch_camera(
    services: Services,
    purpose: str,
    sink: Callable[[Any], None],
    trouble: Callable[[Exception], None],
    *,
    notice: Notice | None = None,
) -> None:
    """purpose: "portrait" or "document"; its camera is the one chosen in the settings.

    notice: told what of that choice cannot be had; pictures come all the same. Never raises a DeviceError:
    now or later, `trouble` is told.
    """
    services.camera.on_error = trouble
    services.camera.on_notice = notice
    try:
        services.camera.start(sink, purpose, wish_of(services.settings, purpose))
    except DeviceError as error:
        trouble(error)


def rest_camera(services: Services) -> None:
    """Let the camera rest; twice is once."""
    services.camera.stop()
