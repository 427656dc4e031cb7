"""Which camera, how large, how focused, how exposed: what was chosen, held against what is there now.

No Qt and no wire: the camera's driver brings what it finds, the settings what was chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

FOCUS_POSITIONS = ("1", "2", "3", "4", "5")
"""Evenly from one end of the lens's way to the other. Which end is near differs from maker to maker
(V4L2 and UVC say opposite things), so they are numbers."""
EXPOSURES_100US = {"1/25": 400, "1/50": 200, "1/100": 100, "1/200": 50}
"""Fixed exposure times in units of 100 us. Mains lamps flicker 100 times a second: the first three show no
bands under them."""

CAMERA_GONE = "devices.camera_choice_gone"
SIZE_GONE = "devices.camera_size_gone"
FOCUS_GONE = "devices.camera_focus_gone"
EXPOSURE_GONE = "devices.camera_exposure_gone"

BY_ID = Path("/dev/v4l/by-id")


@dataclass(frozen=True)
class CameraInput:
    """A camera that is plugged in. sizes: width and height in pixels, the largest first."""

    id: str
    label: str  # maker and model as the system tells them
    sizes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class CameraWish:
    """What was chosen for one purpose. Empty: as the program thinks best. focus, exposure: see Adjusts."""

    camera: str = ""  # lasting_id of the camera
    label: str = ""
    size: tuple[int, int] | None = None
    focus: str = ""
    exposure: str = ""


@dataclass(frozen=True)
class Adjusts:
    """What a camera lets one fix: FOCUS_POSITIONS, some of EXPOSURES_100US; empty: nothing."""

    focus: tuple[str, ...] = ()
    exposure: tuple[str, ...] = ()


class Tuner(Protocol):
    """Focus and exposure of one camera. Blocks for as long as the camera takes: not in the GUI thread."""

    def offered(self) -> Adjusts:
        """Nothing when the camera cannot be asked."""
        ...

    def tune(self, focus: str, exposure: str) -> tuple[str, ...]:
        """Set both; "" lets the camera find its own, and so does what it cannot do: that is returned as
        FOCUS_GONE, EXPOSURE_GONE.
        """
        ...


def lasting_id(camera: str, by_id: Path = BY_ID) -> str:
    """What stays of a camera's id when it is plugged in elsewhere. camera: the id the system gives.

    Linux numbers its cameras in the order they come; udev keeps a name with maker, model and serial number.
    """
    if not camera.startswith("/"):
        return camera
    try:
        names = sorted(by_id.iterdir())
    except OSError:
        return camera
    return next((name.name for name in names if str(name.resolve()) == camera), camera)


def pick(inputs: Sequence[CameraInput], wish: CameraWish) -> tuple[CameraInput | None, bool]:
    """The camera to use, of those there are (the system's favourite first), and whether it is the chosen one.

    Found by its id; else by its model, when it hangs at another port and has no serial number.
    """
    if not inputs:
        return None, False
    if not wish.camera:
        return inputs[0], True
    for found in inputs:
        if lasting_id(found.id) == wish.camera and wish.label in ("", found.label):
            return found, True
    same_model = [found for found in inputs if wish.label and found.label == wish.label]
    return (same_model[0], True) if same_model else (inputs[0], False)
