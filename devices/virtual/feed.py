"""What the training camera sees: the person or the document of the moment, moving a little, with a
sensor's noise.

No Qt; the camera driver asks for pictures from its own thread.
"""

from __future__ import annotations

import math
import threading
import time

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from devices.camera_choice import CameraInput, Tuner
from devices.contract import Frame
from devices.drivers.v4l2_tuner import V4l2Tuner
from devices.errors import Removed
from devices.virtual.v4l2_model import V4l2Model

FRAME_PX = (1280, 720)
SWAY_PX = 5.0  # how far a sitting person moves
NOISE_GREY = 2.5  # standard deviation of the sensor's noise
EMPTY_WALL = (206, 211, 215)
WALL_LIKE = 14  # a pattern is on the wall, not on the person before it

SIZES = ((1920, 1080), FRAME_PX, (960, 540))
SHARP_AT = {"portrait": 125, "document": 190}
"""Where the lens of a training camera must stand for a sitting person, and for the page under it."""
USUAL_100US = 200  # the exposure time that suits the training room
BLUR_STEP = 8  # so far from sharp, a point of the picture is one pixel wider

Pixels = NDArray[np.uint8]

FAULTS = frozenset({"dark", "bright", "blurred", "moved", "black", "patterned_wall"})


class TrainingFeed:
    """The picture source of the training camera. Thread-safe."""

    def __init__(self, seed: int = 1) -> None:
        self._lock = threading.Lock()
        self._random = np.random.default_rng(seed)
        width, height = FRAME_PX
        self._noise = (
            self._random.normal(0, NOISE_GREY, (height + 64, width + 64, 1)).round().astype(np.int16)
        )
        self._scenes: dict[str, Pixels | None] = {"portrait": None, "document": None}
        self._faults: set[str] = set()
        self._plugged = True
        self.cameras = (
            CameraInput("training-1", "Training camera", SIZES),
            CameraInput("training-2", "Training document camera", SIZES),
        )
        self.controls = {camera.id: V4l2Model() for camera in self.cameras}
        self._used: dict[str, tuple[str, tuple[int, int]]] = {}
        self.asked_ns = {"portrait": 0, "document": 0}
        """When a picture was asked for last (monotonic), by purpose; 0: never."""

    def available(self) -> bool:
        return self._plugged

    def plug(self, plugged: bool) -> None:
        self._plugged = plugged

    def inputs(self) -> tuple[CameraInput, ...]:
        return self.cameras if self._plugged else ()

    def choose(self, purpose: str, camera: str, size: tuple[int, int] | None) -> None:
        """Which camera looks, and how large its pictures are; None: 1280 x 720."""
        with self._lock:
            self._used[purpose] = (camera, size or FRAME_PX)

    def tuner(self, camera: str) -> Tuner | None:
        model = self.controls.get(camera)
        if model is None:
            return None
        return V4l2Tuner(camera, ioctl=model.ioctl, opened=model.open, closed=model.close)

    def show(self, purpose: str, scene: Image.Image | None) -> None:
        """What is in front of the camera from now on; None: nothing but the wall."""
        pixels = None if scene is None else np.asarray(scene.convert("RGB"), np.uint8)
        with self._lock:
            self._scenes[purpose] = pixels

    def shows(self, purpose: str) -> bool:
        return self._scenes[purpose] is not None

    def fault(self, name: str, on: bool = True) -> None:
        """Switch one of FAULTS. Raises ValueError for others."""
        if name not in FAULTS:
            raise ValueError(name)
        with self._lock:
            (self._faults.add if on else self._faults.discard)(name)

    def clear_faults(self) -> None:
        with self._lock:
            self._faults.clear()

    def picture(self, purpose: str) -> Frame:
        """The picture of this moment. Raises Removed when the camera is unplugged."""
        if not self._plugged:
            raise Removed(kind="camera")
        self.asked_ns[purpose] = time.monotonic_ns()
        with self._lock:
            scene, faults = self._scenes[purpose], set(self._faults)
            at = self._random.integers(0, 64, 2)
            camera, size = self._used.get(purpose, (self.cameras[0].id, FRAME_PX))
        pixels = _through_the_lens(self._cropped(scene, purpose, faults), self.controls[camera], purpose)
        width, height = FRAME_PX
        noisy = pixels + self._noise[at[0] : at[0] + height, at[1] : at[1] + width]
        shown = np.clip(noisy, 0, 255).astype(np.uint8)
        if size != FRAME_PX:
            shown = np.asarray(Image.fromarray(shown).resize(size, Image.Resampling.BILINEAR), np.uint8)
        return Frame(shown.tobytes(), *size)

    def _cropped(self, scene: Pixels | None, purpose: str, faults: set[str]) -> NDArray[np.int16]:
        width, height = FRAME_PX
        if scene is None:
            pixels = np.full((height, width, 3), EMPTY_WALL, np.int16)
        else:
            sway = SWAY_PX if purpose == "portrait" else 0.0
            now = time.monotonic()
            left = (scene.shape[1] - width) // 2 + round(sway * math.sin(now * 0.9))
            top = (scene.shape[0] - height) // 2 + round(0.6 * sway * math.sin(now * 1.3 + 1))
            if "moved" in faults:
                left -= 30
            pixels = scene[top : top + height, left : left + width].astype(np.int16)
            if "moved" in faults:
                pixels = np.roll(pixels, 220, 1)
        return _spoiled(pixels, faults)


def _through_the_lens(pixels: NDArray[np.int16], camera: V4l2Model, purpose: str) -> NDArray[np.int16]:
    """What fixed focus and fixed exposure make of a scene; left to itself, a camera sees it as it is."""
    position, exposure = camera.position, camera.exposure_100us
    if exposure is not None:
        pixels = np.minimum(pixels.astype(np.int32) * exposure // USUAL_100US, 255).astype(np.int16)
    blur = 0 if position is None else abs(position - SHARP_AT[purpose]) // BLUR_STEP
    return _blurred(pixels, blur + 1) if blur else pixels


def _blurred(pixels: NDArray[np.int16], wider: int) -> NDArray[np.int16]:
    small = Image.fromarray(pixels.astype(np.uint8)).reduce(wider)
    return np.asarray(small.resize(FRAME_PX, Image.Resampling.BICUBIC), np.int16)


def _spoiled(pixels: NDArray[np.int16], faults: set[str]) -> NDArray[np.int16]:
    if "black" in faults:
        return np.zeros_like(pixels)
    if "patterned_wall" in faults:
        striped = np.abs(pixels - np.array(EMPTY_WALL, np.int16)).max(2) < WALL_LIKE
        striped &= (np.arange(pixels.shape[1]) % 40 < 4)[None, :]
        pixels = pixels // (1 + striped[..., None])
    if "dark" in faults:
        pixels = pixels * 3 // 10
    if "bright" in faults:
        pixels = np.minimum(pixels * 17 // 10, 255)
    if "blurred" in faults:
        pixels = _blurred(pixels, 12)
    return pixels
