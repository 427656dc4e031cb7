"""Choose the live camera of a purpose, its size, focus and exposure. Used when the camera starts next."""

from __future__ import annotations

import re
from dataclasses import dataclass

from devices.camera_choice import CameraWish, lasting_id
from vanapp.services import Services
from vanapp.settings import Settings


@dataclass(frozen=True)
class CameraThere:
    """A camera that is plugged in. id: what a choice is kept as; key: asks for its adjusts now."""

    id: str
    key: str
    label: str
    sizes: tuple[str, ...]  # "1920x1080", the largest first


@dataclass(frozen=True)
class Fixable:
    """What can be fixed at a camera; empty: it finds its own."""

    focus: tuple[str, ...] = ()
    exposure: tuple[str, ...] = ()


@dataclass(frozen=True)
class CameraChoice:
    """What is chosen for one purpose; "" is the program's or the camera's own choice."""

    camera: str = ""
    label: str = ""
    size: str = ""
    focus: str = ""
    exposure: str = ""


def choice_of(settings: Settings, purpose: str) -> CameraChoice:
    kept = settings.camera
    return CameraChoice(
        **{name: kept.get(f"{purpose}.{name}", "") for name in CameraChoice.__dataclass_fields__}
    )


def choose_camera(settings: Settings, purpose: str, choice: CameraChoice) -> None:
    """Keep it. GUI thread, like all of the settings."""
    others = {key: value for key, value in settings.camera.items() if not key.startswith(f"{purpose}.")}
    mine = {f"{purpose}.{name}": value for name, value in vars(choice).items() if value}
    settings.change(camera={**others, **mine})


def wish_of(settings: Settings, purpose: str) -> CameraWish:
    """The choice as the camera's driver takes it."""
    choice = choice_of(settings, purpose)
    size = re.fullmatch(r"(\d{1,5})x(\d{1,5})", choice.size)
    return CameraWish(
        choice.camera,
        choice.label,
        (int(size[1]), int(size[2])) if size else None,
        choice.focus,
        choice.exposure,
    )


def list_cameras(services: Services) -> tuple[CameraThere, ...]:
    """What is plugged in now, the system's favourite first. GUI thread; quick."""
    return tuple(
        CameraThere(
            lasting_id(found.id),
            found.id,
            found.label,
            tuple(f"{width}x{height}" for width, height in found.sizes),
        )
        for found in services.camera.inputs()
    )


def ask_camera(services: Services, key: str) -> Fixable:
    """What can be fixed at this camera. Lane: desk; blocks for as long as the camera takes to answer."""
    tuner = services.camera.tuner(key)
    if tuner is None:
        return Fixable()
    offered = tuner.offered()
    return Fixable(offered.focus, offered.exposure)
