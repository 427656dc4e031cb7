"""Skip a finger that cannot be taken, with its reason and a picture that shows why."""

from __future__ import annotations

from forms.fingerprint import ORDER, skip_reasons
from forms.record import Capture, CaptureKind
from vanapp.services import Services
from vanapp.usecases import fingers
from vanapp.usecases.capture import make_capture
from vanapp.usecases.draft import open_draft

REASONS = tuple(reason.code for reason in skip_reasons())


def skip_finger(
    services: Services,
    application_id: str,
    position: int,
    reason: str,
    photo: bytes,
    *,
    whole_hand: bool = False,
    note: str = "",
) -> tuple[Capture, ...]:
    """Lane: store. reason: one of REASONS; photo: a picture, or b"" when there is no camera.

    Slot "exception.<position>"; whole_hand: the same reason and picture for every finger of that hand that
    was neither taken nor skipped. Returns the captures made, the asked finger's first.
    Raises usecases.not_a_draft; ValueError for a reason the table does not have.
    """
    if reason not in REASONS:
        raise ValueError(reason)
    content, media_type = (photo, "image/jpeg") if photo else (reason.encode(), "text/plain")
    if photo and services.training:
        from vanapp.usecases.mark import mark_document

        content, media_type = mark_document(photo)
    store = services.store
    made = []
    with store.transaction():
        draft = open_draft(services, application_id)
        done = fingers.taken(draft) | fingers.skipped(draft)
        hand = next((finger.hand for finger in ORDER if finger.code == position), "")
        others = [f.code for f in ORDER if whole_hand and f.hand == hand and f.code not in done | {position}]
        for code in (position, *others):
            capture = make_capture(
                services,
                CaptureKind.EXCEPTION,
                f"exception.{code}",
                content,
                media_type,
                facts={"position": code, "reason": reason, "note": note},
            )
            store.captures.add(application_id, capture, content)
            made.append(capture)
        store.audit.add(
            services.session.officer,
            "skip_finger",
            application_id,
            position=position,
            reason=reason,
            fingers=len(made),
        )
    return tuple(made)
