"""Sign: the person's hand under exactly these answers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from devices.contract import Kind
from forms import ratings
from forms.record import Application, Capture, CaptureKind, Json
from vanapp.services import Services
from vanapp.usecases.capture import make_capture
from vanapp.usecases.draft import all_answers, open_draft

Stroke = Sequence[Sequence[float]]
"""Points of one stroke: (x, y, milliseconds since the first point[, pressure 0..1])."""

AFTER_SIGNING = frozenset({"pay_way", "fee_waiver", "remark", ratings.ANSWER})
"""Answers that come after the signature or are the officer's own."""


@dataclass(frozen=True)
class Surface:
    """What was written on: its size in the unit of the strokes; tablet: not the screen, whatever is plugged.

    lost: samples of the pen that never arrived.
    """

    width: float
    height: float
    tablet: bool = False
    lost: int = 0


def sign(
    services: Services,
    application_id: str,
    who: str,
    strokes: Sequence[Stroke],
    png: bytes,
    surface: Surface | None = None,
) -> Capture:
    """Lane: store. who: id of one of forms.spec.signers ("applicant", "guardian"); slot "signature.<who>".

    The capture carries a digest of the answers read out to the person; a later change of an answer
    makes the signature stale (fee answers do not count: they come after it). Device and serial are the
    tablet's only when it was written there; what is drawn on the screen is the officer's laptop's.
    """
    store = services.store
    on_tablet = surface is not None and surface.tablet
    with store.transaction():
        draft = open_draft(services, application_id)
        capture = make_capture(
            services,
            CaptureKind.SIGNATURE,
            f"signature.{who}",
            png,
            "image/png",
            instrument=services.bench.state(Kind.SIGNATURE).instrument if on_tablet else None,
            facts={
                "answers_sha256": signed_digest(services, draft),
                "strokes": [[[round(float(n), 3) for n in point] for point in stroke] for stroke in strokes],
                **_told(surface),
            },
        )
        store.captures.add(application_id, capture, png)
        store.audit.add(
            services.session.officer, "sign", application_id, slot=capture.slot, strokes=len(strokes)
        )
    return capture


def _told(surface: Surface | None) -> dict[str, Json]:
    if surface is None:
        return {}
    size: list[Json] = [round(surface.width, 1), round(surface.height, 1)]
    return {"surface": size, **({"lost": surface.lost} if surface.tablet else {})}


def signed_digest(services: Services, application: Application) -> str:
    """The digest of what a signature stands under: the matter and every answer read out."""
    return _digest(application.matter, all_answers(services, application))


def _digest(matter: str, answers: Mapping[str, str]) -> str:
    read_out = {
        key: text
        for key, text in answers.items()
        if text and key not in AFTER_SIGNING and not key.startswith("confirmed.")
    }
    text = json.dumps([matter, read_out], ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
