"""Fingers: quality, extraction, comparison. One set of functions over every engine.

    template = extract(image, 500)
    decision = verify(template, earlier)    # match / review / no_match / not_comparable

Blocking: call from an instrument or analysis lane.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from devices.biometrics import finger
from devices.biometrics.errors import EngineMissing, NotComparable
from devices.biometrics.fingers.decision import Decision, Outcome, Score, Threshold, decide
from devices.biometrics.fingers.engine import (
    DEFAULT,
    INTERCHANGE,
    INTERCHANGE_VERSION,
    NETWORK,
    VENDOR,
    Engine,
)
from devices.biometrics.fingers.local import LocalEngine
from devices.biometrics.fingers.picture import Picture, as_image
from devices.biometrics.fingers.template import FingerTemplate, Flow, Minutia
from devices.biometrics.fingers.thresholds import threshold_of

__all__ = [
    "DEFAULT",
    "INTERCHANGE",
    "NETWORK",
    "VENDOR",
    "Decision",
    "Engine",
    "FingerTemplate",
    "Flow",
    "Minutia",
    "Outcome",
    "Score",
    "Threshold",
    "decide",
    "engine_for",
    "engine_named",
    "extract",
    "quality",
    "similarity",
    "verify",
]


def quality(image: Picture, dpi: int | None = None) -> int:
    """NFIQ 2, 0..100; 0 also for a picture without a print.

    Raises BadPicture, AnalysisFailed, EngineMissing.
    """
    return finger.quality(as_image(image, dpi))


def extract(
    image: Picture, dpi: int | None = None, *, position: int = 0, engine: Engine | None = None
) -> FingerTemplate:
    """The template of a print. engine: None for the default one.

    Raises BadPicture, NoPrint, AnalysisFailed, EngineMissing.
    """
    return (engine or engine_named(DEFAULT)).extract(as_image(image, dpi), position)


def similarity(a: FingerTemplate, b: FingerTemplate, *, engine: Engine | None = None) -> float:
    """How alike, on the scale of the engine both are of. Raises NotComparable, EngineMissing."""
    if not _comparable(a, b):
        raise NotComparable(engines=f"{a.engine} {a.version}, {b.engine} {b.version}")
    return (engine or engine_named(a.engine)).similarity(a, b)


def verify(
    probe: FingerTemplate,
    enrolled: FingerTemplate,
    *,
    engine: Engine | None = None,
    threshold: Threshold | None = None,
) -> Decision:
    """Are both of one finger? Never raises for templates that do not fit each other: not_comparable.

    engine, threshold: needed for the templates of a maker's engine; ours are found by name. Against a
    standard record (formats.fmr.templates_of) the minutiae alone count, with a threshold of their own.
    """
    if enrolled.engine == INTERCHANGE and probe.engine in (DEFAULT, NETWORK):
        probe = _as_record(probe)
    threshold = threshold or threshold_of(probe.engine, probe.version)
    if threshold is None or not _comparable(probe, enrolled):
        return Decision(Outcome.NOT_COMPARABLE, None, None, probe.engine, probe.version)
    value = similarity(probe, enrolled, engine=engine)
    return decide(Score(value, probe.engine, probe.version), threshold)


@cache
def engine_named(name: str) -> Engine:
    """An engine of ours. Raises EngineMissing for any other: a maker's engine is built where it is hosted."""
    if name not in (DEFAULT, NETWORK, INTERCHANGE):
        raise EngineMissing(engine=name)
    return LocalEngine(name)


def engine_for(enrolled: FingerTemplate) -> str:
    """With which engine a print is to be extracted to be held against this template; "" for any of ours."""
    return "" if enrolled.engine == INTERCHANGE else enrolled.engine


def _as_record(template: FingerTemplate) -> FingerTemplate:
    """What a standard record would hold of it."""
    return replace(template, engine=INTERCHANGE, version=INTERCHANGE_VERSION, flow=None, record=b"")


def _comparable(a: FingerTemplate, b: FingerTemplate) -> bool:
    return (a.engine, a.version) == (b.engine, b.version)
