"""What every capture carries: digest, device, serial, both clocks, and whether it was training."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from devices.contract import Instrument
from forms.record import Capture, CaptureKind, Json
from vanapp.services import Services
from vanapp.usecases.draft import new_id

OFFICER = "officer"  # the device of what a person entered by hand


def make_capture(
    services: Services,
    kind: CaptureKind,
    slot: str,
    content: bytes,
    media_type: str,
    *,
    instrument: Instrument | None = None,
    size_px: tuple[int, int] = (0, 0),
    dpi: int = 0,
    facts: Mapping[str, Json] | None = None,
) -> Capture:
    """A capture of this moment that describes `content`. It is training when anything about it is."""
    return Capture(
        id=new_id(services),
        kind=kind,
        slot=slot,
        media_type=media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        device=instrument.driver if instrument else OFFICER,
        serial=instrument.serial if instrument else "",
        taken_at=services.clock.now(),
        monotonic_ns=services.clock.monotonic_ns(),
        width_px=size_px[0],
        height_px=size_px[1],
        dpi=dpi,
        training=services.training or bool(instrument and instrument.training),
        facts=dict(facts or {}),
    )
