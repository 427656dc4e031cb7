"""Read the person's card; its fields become answers in one commit."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from devices.contract import Cancelled, CardRead, CardReader, Kind, Progress
from devices.drivers.sdt_blocks import PHOTO_HEIGHT_PX, PHOTO_WIDTH_PX
from devices.errors import DeviceError
from forms.record import Application, CaptureKind
from forms.spec import field_of
from vanapp.clock import today
from vanapp.services import Services
from vanapp.usecases.capture import make_capture
from vanapp.usecases.draft import form_of, must_be_draft, open_draft, put_answers
from vanapp.usecases.prefilled import CARRIED

FIELDS = {"nation": "ethnic"}  # where the card and the form name one thing differently
log = logging.getLogger(__name__)

PHOTO_SLOT = "chip.photo"
OLD_CARD = "OLDID"  # the material a readable card ticks by itself


@dataclass(frozen=True)
class CardOutcome:
    """conflicts: field id -> (what stood there, what the chip says); the chip stands, undo brings back.

    What was only carried over from the household is no conflict.
    """

    application: Application
    kind: str  # CardRead.kind
    filled: Mapping[str, str] = field(repr=False)  # field id -> text the chip gave
    warnings: tuple[str, ...]  # "card.expired", "card.no_fingerprints", "card.not_citizen"
    conflicts: Mapping[str, tuple[str, str]] = field(repr=False)


def read_card(
    services: Services, application_id: str, cancelled: Cancelled, progress: Progress
) -> CardOutcome:
    """Lane: card. Blocks until a card was read. Raises DeviceError, usecases.not_a_draft, store errors."""
    must_be_draft(services, application_id)

    def job(reader: CardReader) -> CardRead:
        return reader.read(cancelled, progress)

    card = services.bench.use(Kind.CARD, job, cancelled)
    photo = _photo(services, card)
    store = services.store
    with store.transaction():
        draft = open_draft(services, application_id)
        filled = _answers(draft, card)
        conflicts = {
            key: (draft.answers[key], text)
            for key, text in filled.items()
            if draft.answers.get(key) and draft.answers[key] != text and draft.sources.get(key) != CARRIED
        }
        step = store.answers.next_step(application_id)
        put_answers(services, application_id, filled, "chip", step)
        _keep_chip(services, draft, card, step)
        _keep_photo(services, draft, photo, step)
        store.answers.tick(application_id, OLD_CARD, "card", services.clock.now(), step)
        store.audit.add(
            services.session.officer,
            "read_card",
            application_id,
            kind=card.kind,
            fields=len(filled),
            conflicts=len(conflicts),
        )
        application = store.applications.get(application_id)
    return CardOutcome(application, card.kind, filled, _warnings(services, card), conflicts)


def _answers(draft: Application, card: CardRead) -> dict[str, str]:
    """The card's fields that the form asks for. An address written later onto the chip is the newer one."""
    spec = form_of(draft)
    said = {FIELDS.get(key, key): text for key, text in card.fields.items() if text}
    if card.extra_address:
        said["address"] = card.extra_address
    return {key: text for key, text in said.items() if field_of(spec, key) is not None}


def _keep_chip(services: Services, draft: Application, card: CardRead, step: int) -> None:
    """The chip's own bytes, as evidence: text, photo and print blocks one after the other."""
    store = services.store
    content = card.text + card.photo_wlt + card.fingerprints
    capture = make_capture(
        services,
        CaptureKind.CHIP,
        "chip",
        content,
        "application/octet-stream",
        instrument=services.bench.state(Kind.CARD).instrument,
        facts={
            "kind": card.kind,
            "sam_id": card.sam_id,
            "text_bytes": len(card.text),
            "photo_bytes": len(card.photo_wlt),
            "fingerprint_bytes": len(card.fingerprints),
        },
    )
    before = draft.capture("chip")
    store.answers.remember(draft.id, step, "slot", "chip", before.id if before else None)
    store.captures.add(draft.id, capture, content)


def _photo(services: Services, card: CardRead) -> bytes | None:
    """The chip's photo as PNG. No decoder, or one that fails or crashes: no picture, nothing else is lost."""
    if services.photo_decoder is None or not card.photo_wlt:
        return None
    from devices.vendor import wlt

    try:
        picture = wlt.png(services.photo_decoder.decode(card.photo_wlt))
    except DeviceError as error:
        log.info("chip photo: %s", error.code)
        return None
    if not services.training:
        return picture
    from vanapp.usecases.mark import mark_png

    return mark_png(picture)


def _keep_photo(services: Services, draft: Application, photo: bytes | None, step: int) -> None:
    """Beside the new portrait for the officer's eye. A card without one leaves none of the card before."""
    store, before = services.store, draft.capture(PHOTO_SLOT)
    if photo is None and before is None:
        return
    store.answers.remember(draft.id, step, "slot", PHOTO_SLOT, before.id if before else None)
    if photo is None:
        store.captures.stand(draft.id, PHOTO_SLOT, None)
        return
    capture = make_capture(
        services,
        CaptureKind.CHIP,
        PHOTO_SLOT,
        photo,
        "image/png",
        instrument=services.bench.state(Kind.CARD).instrument,
        size_px=(PHOTO_WIDTH_PX, PHOTO_HEIGHT_PX),
    )
    store.captures.add(draft.id, capture, photo)


def _warnings(services: Services, card: CardRead) -> tuple[str, ...]:
    ends = card.fields.get("valid_to", "")
    said = {
        "card.expired": ends.isdigit() and ends < f"{today(services.clock):%Y%m%d}",
        "card.no_fingerprints": not card.fingerprints,
        "card.not_citizen": card.kind != "citizen",
    }
    return tuple(code for code, holds in said.items() if holds)
