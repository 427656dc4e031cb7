"""Take one finger: scan it, judge it, keep the best of its tries."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from devices.contract import Cancelled, FingerImage, FingerScanner, Kind, Progress
from forms.fingerprint import RULE, next_finger
from forms.record import Application, Capture, CaptureKind, Json
from vanapp.services import Services
from vanapp.usecases import fingers
from vanapp.usecases.capture import make_capture
from vanapp.usecases.draft import must_be_draft, open_draft
from vanapp.usecases.finger_templates import template_of, template_of_capture

if TYPE_CHECKING:
    from devices.biometrics.finger import FingerVerdict
    from devices.biometrics.fingers import FingerTemplate

SAME_FINGER = "finger.same"


@dataclass(frozen=True)
class FingerOutcome:
    capture: Capture  # the one now standing in the slot: the best so far (of this try: pressed twice)
    image: FingerImage  # of this try
    quality: int  # NFIQ 2 of this try, 0..100
    advice: str | None  # code of what would make it better; None = good
    tries: int  # of this finger so far
    enough: bool  # good, or tried often enough: go on
    next_position: int | None  # GA/T 1011 code to ask for next; None when the prints are settled


def take_finger(
    services: Services, application_id: str, position: int, cancelled: Cancelled, progress: Progress
) -> FingerOutcome:
    """Lane: finger. position: GA/T 1011 finger code (11 right thumb, 16 left thumb, ...).

    Slot "finger.1" or "finger.2". Raises DeviceError, biometrics.analysis_failed, usecases.not_a_draft.
    """
    from devices.biometrics import finger  # brings numpy, 0.2 s: not before the first window

    must_be_draft(services, application_id)
    if services.desk is not None:
        services.desk.next_finger(position)

    def job(scanner: FingerScanner) -> FingerImage:
        return scanner.capture(cancelled, progress)

    image = services.bench.use(Kind.FINGER, job, cancelled)
    verdict = finger.judge(image)
    mine, twice = _looked_at(services, application_id, position, image)
    if twice:
        verdict = finger.FingerVerdict(verdict.quality, SAME_FINGER)
    return _keep(services, application_id, _Press(position, image, verdict, mine))


@dataclass(frozen=True)
class _Press:
    """One try of one finger. template: None when the print gave none."""

    position: int
    image: FingerImage
    verdict: FingerVerdict
    template: FingerTemplate | None


def _keep(services: Services, application_id: str, press: _Press) -> FingerOutcome:
    store = services.store
    position, image, verdict = press.position, press.image, press.verdict
    instrument = services.bench.state(Kind.FINGER).instrument
    # A training instrument's pictures carry the mark already; a real one used for practice does not.
    png = as_png(image, services.training and not (instrument and instrument.training))
    with store.transaction():
        draft = open_draft(services, application_id)
        slot = fingers.slot_for(draft, position)
        earlier = fingers.tries_of(store.captures.all_of(application_id, "finger."), draft, position)
        capture = make_capture(
            services,
            CaptureKind.FINGER,
            slot,
            png,
            "image/png",
            instrument=instrument,
            size_px=(image.width_px, image.height_px),
            dpi=image.dpi,
            facts={
                "position": position,
                "quality": verdict.quality,
                "advice": verdict.advice,
                "try": len(earlier) + 1,
                **_template_facts(press),
            },
        )
        twice = verdict.advice == SAME_FINGER
        best = not twice and verdict.quality >= max(map(fingers.quality_of, earlier), default=0)
        store.captures.add(application_id, capture, png, current=best)
        store.audit.add(
            services.session.officer,
            "take_finger",
            application_id,
            position=position,
            quality=verdict.quality,
            advice=verdict.advice,
            kept=best,
        )
        now = store.applications.get(application_id)
    tries = len(earlier) + 1
    enough = verdict.advice is None or (tries >= RULE.tries and fingers.slot_for(now, position) in _held(now))
    return FingerOutcome(
        capture=(now.capture(slot) or capture) if not twice else capture,
        image=image,
        quality=verdict.quality,
        advice=verdict.advice,
        tries=tries,
        enough=enough,
        next_position=_next(now, position, enough),
    )


def _held(application: Application) -> frozenset[str]:
    return frozenset(c.slot for c in application.captures)


def _next(application: Application, position: int, enough: bool) -> int | None:
    if not enough:
        return position
    following = next_finger(fingers.taken(application), fingers.skipped(application))
    return following.code if following else None


def _template_facts(press: _Press) -> dict[str, Json]:
    """The template as the standard's record, for the office's matcher; sealed with the print it is of."""
    if press.template is None:
        return {}
    from devices.biometrics.formats import fmr

    made = replace(press.template, quality=press.verdict.quality)
    record = fmr.encode(fmr.of_templates([made]))
    engine = f"{made.engine} {made.version}"
    return {"template": base64.b64encode(record).decode("ascii"), "template_by": engine}


def _looked_at(
    services: Services, application_id: str, position: int, image: FingerImage
) -> tuple[FingerTemplate | None, bool]:
    """The template, and whether another finger's slot already holds a print of this very finger.

    An engine that fails costs a first print its template and no more; the next finger must be told from it.
    """
    from devices.biometrics.errors import BiometricsError

    application = services.store.applications.get(application_id)
    others = [
        c for c in application.captures if c.slot in fingers.SLOTS and fingers.position_of(c) != position
    ]
    try:
        mine = template_of(image, position)
    except BiometricsError:
        if others:
            raise
        return None, False
    return mine, mine is not None and any(_is_same(services, mine, other) for other in others)


def _is_same(services: Services, mine: FingerTemplate, other: Capture) -> bool:
    from devices.biometrics import fingers as engines

    theirs = template_of_capture(services, other, mine.engine)
    return theirs is not None and engines.verify(mine, theirs).outcome is engines.Outcome.MATCH


def as_png(image: FingerImage, training: bool) -> bytes:
    """Lossless, with its dpi; in training with the mark (drawn after the print was judged)."""
    from PIL import Image

    from vanapp.usecases.mark import draw_mark

    picture = Image.frombytes("L", (image.width_px, image.height_px), image.pixels)
    out = io.BytesIO()
    (draw_mark(picture) if training else picture).save(out, "PNG", dpi=(image.dpi, image.dpi))
    return out.getvalue()


def from_png(png: bytes, dpi: int) -> FingerImage:
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        grey = picture.convert("L")
        return FingerImage(grey.tobytes(), grey.width, grey.height, dpi)
