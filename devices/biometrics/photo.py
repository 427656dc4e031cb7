"""Is this picture good enough for the card, and if not: the one thing to do about it. And the way to the
portrait.

`judge` is quick enough for the live picture (README: measured). The work is done in a child process
(faces/child.py); nothing heavy is imported here. The numbers are GA 461's (limits.toml).
"""

from __future__ import annotations

import base64

from devices.biometrics.errors import FaceAnalysisFailed, FaceEngineMissing
from devices.biometrics.faces import engine
from devices.biometrics.finding import (
    GUIDE_HEIGHT,
    GUIDE_TOP,
    MEASURES,
    PROBLEMS,
    Finding,
    Mark,
    from_plain,
)
from devices.biometrics.portrait import Portrait
from devices.child import Child
from devices.contract import Frame

__all__ = [
    "GUIDE_HEIGHT",
    "GUIDE_TOP",
    "MEASURES",
    "PROBLEMS",
    "Finding",
    "Mark",
    "Portrait",
    "close",
    "judge",
    "portrait",
    "warm",
]


def judge(frame: Frame, *, child: Child | None = None) -> tuple[Finding, ...]:
    """All findings, the first thing to put right in front. Call from the analysis lane.

    With nobody in the picture, or a picture too dark to see, there is just that one finding; without an
    engine there is "photo.not_judged" alone: the officer may still take the picture, with a reason. Raises
    BadPhoto.
    """
    try:
        answer = engine.ask({"do": "judge"}, (frame,), child=child)
    except (FaceAnalysisFailed, FaceEngineMissing):
        return (Finding("photo.not_judged", "fail", 0.0, (1.0, 1.0)),)
    return tuple(from_plain(plain) for plain in answer["findings"])


def portrait(
    frame: Frame,
    findings: tuple[Finding, ...] = (),
    *,
    profile: str = "id_card",
    whiten: bool = True,
    by_guide: bool = False,
    child: Child | None = None,
) -> Portrait:
    """The portrait a profile asks for ("id_card", "exit_entry"). What was done to it stands in `edits`.

    `findings` are not needed for the cut; they are taken so that a caller cannot forget to judge first.
    by_guide: cut the guide frame as it is, whether or not there is a face.
    Raises NoPerson, BadPhoto, FaceAnalysisFailed, FaceEngineMissing.
    """
    question = {"do": "portrait", "profile": profile, "whiten": whiten, "by_guide": by_guide}
    plain = engine.ask(question, (frame,), child=child)["portrait"]
    for name in ("edits", "misses"):
        plain[name] = tuple(plain[name])
    return Portrait(**{**plain, "jpeg": base64.b64decode(plain["jpeg"])})


def warm() -> None:
    """Start the child process now, so that the first person does not wait for it. Does not block."""
    engine.shared().warm()


def close() -> None:
    """End the child process; the next question starts it again."""
    engine.shared().close()
