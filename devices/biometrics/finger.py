"""What a fingerprint is worth, what to tell the person, and whether the same finger was pressed twice.

The quality is NFIQ 2 (0..100), worked out in a child process. Blocking: call from an instrument or
analysis lane.
"""

from __future__ import annotations

from dataclasses import dataclass

from devices.biometrics import worker as engine
from devices.biometrics.limits import FingerLimits, finger_limits
from devices.biometrics.ridges import Glance, glance
from devices.biometrics.worker import Worker
from devices.contract import FingerImage

ADVICE = (
    "finger.empty",
    "finger.partial",
    "finger.off_centre",
    "finger.smeared",
    "finger.too_light",
    "finger.too_dark",
    "finger.low_quality",
)
"""Every advice there is; each has words."""


@dataclass(frozen=True)
class FingerVerdict:
    """quality: NFIQ 2, 0 when there is no print to judge. advice: None = good, else one of ADVICE."""

    quality: int
    advice: str | None = None


def quality(image: FingerImage, *, worker: Worker | None = None) -> int:
    """NFIQ 2, 0..100; 0 also for a picture without a print. Raises AnalysisFailed, EngineMissing."""
    if not _sound(image, finger_limits()):
        return 0
    answer = (worker or engine.shared()).ask({"do": "quality", "images": [_size(image)]}, image.pixels)
    return int(answer.get("quality", 0))


def judge(
    image: FingerImage, limits: FingerLimits | None = None, *, worker: Worker | None = None
) -> FingerVerdict:
    """Quality and the one thing to do better, if any. Raises AnalysisFailed, EngineMissing."""
    limits = limits or finger_limits()
    if not _sound(image, limits):
        return FingerVerdict(0, "finger.empty")
    seen = glance(image)
    if seen.area_mm2 < limits.least_mm2:
        return FingerVerdict(0, "finger.empty")
    score = quality(image, worker=worker)
    return FingerVerdict(score, _advice(seen, score, limits))


def same_finger(a: FingerImage, b: FingerImage, *, worker: Worker | None = None) -> bool:
    """Whether both are prints of one finger, to warn of a finger pressed twice. Not an identity check.

    Threshold: bozorth3 60 (limits.toml). Raises AnalysisFailed, EngineMissing.
    """
    return likeness(a, b, worker=worker) >= finger_limits().same_finger_score


def likeness(a: FingerImage, b: FingerImage, *, worker: Worker | None = None) -> int:
    """The bozorth3 score of two prints; 0 when one of them is none."""
    limits = finger_limits()
    if not (_sound(a, limits) and _sound(b, limits)):
        return 0
    question = {"do": "compare", "images": [_size(a), _size(b)]}
    return int((worker or engine.shared()).ask(question, a.pixels + b.pixels).get("score", 0))


def warm() -> None:
    """Start the child process now, so that the first finger does not wait for it. Does not block."""
    engine.shared().warm()


def close() -> None:
    """End the child process; the next question starts it again."""
    engine.shared().close()


def _advice(seen: Glance, score: int, limits: FingerLimits) -> str | None:
    if seen.area_mm2 < limits.whole_mm2:
        off = max(abs(seen.off_x_mm), abs(seen.off_y_mm))
        return "finger.off_centre" if off > limits.off_centre_mm else "finger.partial"
    if seen.one_way > limits.smeared and seen.score < limits.smeared_score:
        return "finger.smeared"
    if score >= limits.good_nfiq2:
        return None
    if seen.grey > limits.light_grey:
        return "finger.too_light"
    if seen.grey < limits.dark_grey:
        return "finger.too_dark"
    return "finger.low_quality"


def _sound(image: FingerImage, limits: FingerLimits) -> bool:
    """A picture the engine may see: the right number of pixels and neither tiny nor huge."""
    sides = (image.width_px, image.height_px)
    fits = all(limits.smallest_px <= side <= limits.largest_px for side in sides)
    return fits and len(image.pixels) == image.width_px * image.height_px


def _size(image: FingerImage) -> dict[str, int]:
    return {"width": image.width_px, "height": image.height_px, "dpi": image.dpi}
