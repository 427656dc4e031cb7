"""Add a picture of a document to its material."""

from __future__ import annotations

from devices.contract import Kind
from forms.record import Capture, CaptureKind
from vanapp.services import Services
from vanapp.usecases.capture import make_capture
from vanapp.usecases.draft import must_be_draft


def add_material(
    services: Services, application_id: str, material_id: str, image: bytes, media_type: str
) -> Capture:
    """Lane: store. Slot "material.<material id>.<n>", n counts from 1. Raises usecases.not_a_draft."""
    store = services.store
    if services.training:
        from vanapp.usecases.mark import mark_document  # brings Pillow: not before the first window

        image, media_type = mark_document(image)
    prefix = f"material.{material_id}."
    with store.transaction():
        must_be_draft(services, application_id)
        taken = [int(c.slot.removeprefix(prefix)) for c in store.captures.all_of(application_id, prefix)]
        capture = make_capture(
            services,
            CaptureKind.DOCUMENT,
            f"{prefix}{max(taken, default=0) + 1}",
            image,
            media_type,
            instrument=services.bench.state(Kind.CAMERA).instrument,
            facts={"material": material_id},
        )
        step = store.answers.next_step(application_id)
        store.answers.remember(application_id, step, "slot", capture.slot, None)
        store.captures.add(application_id, capture, image)
        store.audit.add(
            services.session.officer, "add_material", application_id, slot=capture.slot, size=capture.size
        )
    return capture
