"""One picture for several applications of a visit: what was scanned once serves the family's next matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from forms.record import Capture
from vanapp.services import Services
from vanapp.store.errors import Unknown
from vanapp.usecases.draft import must_be_draft, new_id


def reusable(services: Services, application_id: str) -> Mapping[str, int]:
    """Lane: store. Material id -> pages that another application of the same visit has of it."""
    found: dict[str, int] = {}
    for other in services.store.together.others(application_id):
        counts: dict[str, int] = {}
        for capture in services.store.applications.get(other).captures:
            if (material := _material(capture)) and capture.training == services.training:
                counts[material] = counts.get(material, 0) + 1
        found = {**counts, **found}  # the newest application that has it
    return found


def reuse_material(services: Services, application_id: str, material_id: str) -> tuple[Capture, ...]:
    """Lane: store. The pages of the newest other application that has them, as one step of undo.

    Their bytes are kept once; each says as a fact where it was taken. Pages that are here already do not
    come twice. Raises store.unknown when the visit has none, usecases.not_a_draft.
    """
    store = services.store
    prefix = f"material.{material_id}."
    with store.transaction():
        must_be_draft(services, application_id)
        source, pages = _pages(services, application_id, material_id)
        here = store.captures.all_of(application_id, prefix)
        current = {c.sha256 for c in store.applications.get(application_id).captures}
        number = max((int(c.slot.removeprefix(prefix)) for c in here), default=0)
        step = store.answers.next_step(application_id)
        kept = []
        for page in pages:
            if page.sha256 in current:
                continue
            number += 1
            slot = f"{prefix}{number}"
            facts = {**page.facts, "taken_for": source, "taken_as": page.id}
            capture = replace(page, id=new_id(services), slot=slot, facts=facts)
            store.answers.remember(application_id, step, "slot", slot, None)
            store.captures.add(application_id, capture, store.captures.content(page.sha256))
            kept.append(capture)
        store.applications.touch(application_id, services.clock.now())
        store.audit.add(
            services.session.officer,
            "reuse_material",
            application_id,
            material=material_id,
            taken_for=source,
            pages=len(kept),
        )
    return tuple(kept)


def _pages(services: Services, application_id: str, material_id: str) -> tuple[str, list[Capture]]:
    for other in services.store.together.others(application_id):
        captures = services.store.applications.get(other).captures
        pages = [c for c in captures if _material(c) == material_id and c.training == services.training]
        if pages:
            return other, pages
    raise Unknown(what="material", id=material_id)


def _material(capture: Capture) -> str:
    return capture.slot.split(".")[1] if capture.slot.startswith("material.") else ""
