"""Is this the same face? A live portrait against the card's photo or an earlier one. It says how sure, not
who.

No liveness is claimed: what a camera is shown, it compares (see challenge.py for what can be asked and
attested). Blocking, about 0.25 s: analysis lane. The work is done in the child process.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

from devices.biometrics.faces import engine
from devices.biometrics.faces.setup import Setup, setup_of
from devices.biometrics.fingers.decision import Decision, Outcome
from devices.child import Child
from devices.contract import Frame


@dataclass(frozen=True)
class FaceTemplate:
    """A face as numbers, for comparing now. It is not kept with a record: the photo is."""

    numbers: tuple[float, ...] = field(repr=False)
    engine: str
    version: str


def describe(
    picture: Frame | bytes, *, setup: Path | None = None, child: Child | None = None
) -> FaceTemplate:
    """The face in a frame, or in a photo as a file's bytes. setup: the bureau's embedder.toml, if there is
    one.

    Raises NoPerson, TwoPeople, BadPhoto, BadFaceSetup, FaceEngineMissing, FaceAnalysisFailed.
    """
    question = {"do": "describe", "setup": None if setup is None else str(setup)}
    if isinstance(picture, Frame):
        answer = engine.ask(question, (picture,), child=child)
    else:
        answer = engine.ask(question, encoded=picture, child=child)
    return FaceTemplate(tuple(answer["numbers"]), answer["engine"], answer["version"])


def compare(live: FaceTemplate, earlier: FaceTemplate, *, setup: Path | None = None) -> Decision:
    """Match, review (the officer decides) or no match; the score is a distance: lower is more alike.

    Templates of two engines, or of one that is not the setup's, are not comparable. Raises BadFaceSetup.
    """
    used = setup_of(setup)
    mine = used.engine, used.version
    if not mine == (live.engine, live.version) == (earlier.engine, earlier.version):
        return Decision(Outcome.NOT_COMPARABLE, None, None, live.engine, live.version)
    apart = distance(live.numbers, earlier.numbers, used)
    return Decision(outcome(apart, used), apart, used.match, *mine)


def verify(
    live: Frame | bytes, earlier: Frame | bytes, *, setup: Path | None = None, child: Child | None = None
) -> Decision:
    """Both pictures in one go. Raises what describe raises."""
    one, other = (describe(picture, setup=setup, child=child) for picture in (live, earlier))
    return compare(one, other, setup=setup)


def outcome(apart: float, setup: Setup) -> Outcome:
    if apart <= setup.match:
        return Outcome.MATCH
    return Outcome.REVIEW if apart <= setup.review else Outcome.NO_MATCH


def distance(one: tuple[float, ...], other: tuple[float, ...], setup: Setup) -> float:
    """Between two templates of one engine; infinite when they do not fit each other."""
    if len(one) != len(other):
        return math.inf
    if setup.distance == "euclidean":
        return math.dist(one, other)
    lengths = math.hypot(*one) * math.hypot(*other)
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return 1 - product / lengths if lengths else math.inf
