"""Pages of documents on their way into the store: found on their bed, cut out, marked, kept with the whole.

The whole picture of a page that was cut stays beside it (replaced, never sent): the officer may want it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from devices.contract import Frame, Instrument
from forms.record import Capture, CaptureKind, Json
from vanapp.services import Services
from vanapp.usecases.capture import make_capture
from vanapp.usecases.draft import must_be_draft

if TYPE_CHECKING:
    from devices.scan.page import Page

MARKED_QUALITY = 88


@dataclass(frozen=True)
class Paper:
    """One page ready to be kept. whole: as the instrument gave it; None when nothing was cut off."""

    page: Page
    whole: Page | None = field(default=None)


def paper_of(services: Services, frame: Frame, dpi: int | None) -> Paper:
    from devices.scan.page import as_it_is, flatten  # brings numpy and OpenCV: not before the first window

    page = flatten(frame, dpi)
    whole = as_it_is(frame, dpi) if page.corners else None
    if not services.training:
        return Paper(page, whole)
    return Paper(_marked(page), _marked(whole) if whole is not None else None)


def _marked(page: Page) -> Page:
    from vanapp.usecases.mark import mark_jpeg

    return replace(page, jpeg=mark_jpeg(page.jpeg, MARKED_QUALITY))


def keep_papers(
    services: Services,
    application_id: str,
    material_id: str,
    papers: Sequence[Paper],
    instrument: Instrument | None,
) -> tuple[Capture, ...]:
    """All pages in one transaction and one step of undo."""
    store = services.store
    prefix = f"material.{material_id}."
    kept = []
    with store.transaction():
        must_be_draft(services, application_id)
        taken = [int(c.slot.removeprefix(prefix)) for c in store.captures.all_of(application_id, prefix)]
        step = store.answers.next_step(application_id)
        for number, paper in enumerate(papers, max(taken, default=0) + 1):
            slot = f"{prefix}{number}"
            capture = _capture(services, material_id, slot, paper.page, instrument)
            store.answers.remember(application_id, step, "slot", slot, None)
            store.captures.add(application_id, capture, paper.page.jpeg)
            if paper.whole is not None:
                whole = _capture(services, material_id, slot, paper.whole, instrument)
                store.captures.add(application_id, whole, paper.whole.jpeg, current=False)
            kept.append(capture)
        store.audit.add(
            services.session.officer,
            "add_material",
            application_id,
            slot=kept[0].slot,
            pages=len(kept),
            size=sum(capture.size for capture in kept),
        )
    return tuple(kept)


def _capture(
    services: Services, material_id: str, slot: str, page: Page, instrument: Instrument | None
) -> Capture:
    edits: list[Json] = [[edit.name, edit.value] for edit in page.edits]
    corners: list[Json] = [[x, y] for x, y in page.corners]
    return make_capture(
        services,
        CaptureKind.DOCUMENT,
        slot,
        page.jpeg,
        "image/jpeg",
        instrument=instrument,
        size_px=(page.width_px, page.height_px),
        dpi=page.dpi or 0,
        facts={"material": material_id, "edits": edits, **({"corners": corners} if corners else {})},
    )
