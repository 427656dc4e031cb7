"""Take the portrait: judge the frame, cut it to the standard, keep it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from devices.contract import Frame, Kind
from forms.record import Capture, CaptureKind
from vanapp.services import Services
from vanapp.usecases.capture import make_capture
from vanapp.usecases.draft import must_be_draft

if TYPE_CHECKING:
    from devices.biometrics.photo import Finding, Portrait

SLOT = "portrait"


@dataclass(frozen=True)
class PhotoOutcome:
    capture: Capture | None  # None: not kept, a finding says fail and no override_reason was given
    findings: tuple[Finding, ...]


def take_photo(
    services: Services,
    application_id: str,
    frame: Frame,
    override_reason: str | None = None,
    taken_with: Kind = Kind.CAMERA,
) -> PhotoOutcome:
    """Lane: analysis. Slot "portrait"; an earlier one stays as replaced, undo brings it back.

    taken_with: Kind.CAMERA, or Kind.STILL for a picture of `shoot_still`.
    override_reason: the officer keeps it in spite of a failed finding, and why; where no face can be found,
    the guide frame is cut as it is. Raises biometrics.bad_photo, biometrics.face_failed,
    usecases.not_a_draft.
    """
    from devices.biometrics import photo
    from vanapp.usecases.mark import mark_jpeg

    must_be_draft(services, application_id)
    findings = photo.judge(frame)
    if override_reason is None and any(f.level == "fail" for f in findings):
        return PhotoOutcome(None, findings)
    portrait = _portrait(frame, findings, whiten=services.settings.whiten_photo)
    jpeg = mark_jpeg(portrait.jpeg, portrait.quality) if services.training else portrait.jpeg
    store = services.store
    with store.transaction():
        must_be_draft(services, application_id)
        before = store.captures.current(application_id, SLOT)
        capture = make_capture(
            services,
            CaptureKind.PORTRAIT,
            SLOT,
            jpeg,
            "image/jpeg",
            instrument=services.bench.state(taken_with).instrument,
            size_px=(portrait.width_px, portrait.height_px),
            dpi=portrait.dpi,
            facts={
                "findings": {f.code: round(float(f.value), 3) for f in findings},
                "not_good": [f.code for f in findings if f.level != "ok"],
                "override": override_reason,
                "edits": list(portrait.edits),
                "measures": dict(portrait.measures),
                "misses": list(portrait.misses),
                "jpeg_quality": portrait.quality,
            },
        )
        step = store.answers.next_step(application_id)
        store.answers.remember(application_id, step, "slot", SLOT, before.id if before else None)
        store.captures.add(application_id, capture, jpeg)
        store.audit.add(
            services.session.officer, "take_photo", application_id, override=override_reason is not None
        )
    return PhotoOutcome(capture, findings)


def _portrait(frame: Frame, findings: tuple[Finding, ...], *, whiten: bool) -> Portrait:
    """The cut portrait; only an officer's reason leads here with a picture in which no face was found."""
    from devices.biometrics import photo
    from devices.biometrics.errors import FaceAnalysisFailed, FaceEngineMissing, NoPerson

    try:
        return photo.portrait(frame, findings, whiten=whiten)
    except (NoPerson, FaceAnalysisFailed, FaceEngineMissing):
        return photo.portrait(frame, findings, by_guide=True)
