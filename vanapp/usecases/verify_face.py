"""Compare the portrait with the card's photo or an earlier one. A finding; it never blocks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forms.record import Verdict
from vanapp.services import Services
from vanapp.usecases.draft import must_be_draft
from vanapp.usecases.earlier_photo import EarlierPhoto, earlier_photo
from vanapp.usecases.note_verdict import note_verdict

if TYPE_CHECKING:
    from devices.biometrics.fingers.decision import Decision

KIND = "face"
DRAWN = "drawn_faces"
"""Note of a verdict of training mode: drawn people look alike to the network, so the officer decides."""
SETUP = Path("faces") / "embedder.toml"
"""Of the bureau's own model, in the configuration folder."""


@dataclass(frozen=True)
class FaceOutcome:
    """verdict: as noted in the record, None when there is nothing to compare. against: what it was compared
    with, for showing both pictures. reason: code of why there is no score; "" when there is one.
    """

    verdict: Verdict | None
    against: EarlierPhoto | None = None
    reason: str = ""


def verify_face(services: Services, application_id: str, seen: str = "") -> FaceOutcome:
    """Lane: analysis. About 0.3 s. The verdict replaces an earlier one of its kind.

    seen: "blink" or "turn" when the officer asked for it and attests it; it stands in the verdict's note, as
    do what was compared with ("chip", "earlier") and a reason without a score. In training the outcome
    is always "review". Raises usecases.not_a_draft, store errors.
    """
    must_be_draft(services, application_id)
    application = services.store.applications.get(application_id)
    portrait = application.capture("portrait")
    against = earlier_photo(services, application) if portrait is not None else None
    if portrait is None or against is None:
        return FaceOutcome(None)
    from devices.biometrics.errors import BiometricsError

    live = services.store.captures.content(portrait.sha256)
    notes = [against.source, *filter(None, (seen,))]
    try:
        decision = _compared(live, against.picture, setup_path(services))
    except BiometricsError as error:
        verdict = _without_score(services, error.code, notes)
        note_verdict(services, application_id, verdict)
        return FaceOutcome(verdict, against, error.code)
    outcome = str(decision.outcome)
    if services.training:
        outcome, notes = "review", [*notes, DRAWN]
    verdict = Verdict(
        kind=KIND,
        outcome=outcome,
        engine=decision.engine,
        version=decision.version,
        at=services.clock.now(),
        score=None if decision.score is None else round(decision.score, 4),
        threshold=decision.threshold,
        note=" ".join(notes),
    )
    note_verdict(services, application_id, verdict)
    return FaceOutcome(verdict, against)


def setup_path(services: Services) -> Path | None:
    """The bureau's embedder.toml; None: the default embedder."""
    path = services.paths.config / SETUP
    return path if path.exists() else None


def _compared(live: bytes, earlier: bytes, setup: Path | None) -> Decision:
    from devices.biometrics import face

    return face.verify(live, earlier, setup=setup)


def _without_score(services: Services, code: str, notes: list[str]) -> Verdict:
    """Not comparable: no face, two faces, a damaged photo, no engine. A person at the office looks at it."""
    return Verdict(
        kind=KIND,
        outcome="not_comparable",
        engine="none",
        version="",
        at=services.clock.now(),
        note=" ".join([*notes, code]),
    )
