"""Is it the person? Portrait and prints against what is there from before; what was compared stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from forms.record import Application, Verdict
from vanapp.services import Services
from vanapp.usecases import fingers, verify_face, verify_finger
from vanapp.usecases.ask_to_move import seen_to_move
from vanapp.usecases.earlier_photo import DECODED, EarlierPhoto, earlier_photo
from vanapp.usecases.earlier_prints import SLOT, earlier_prints, has_earlier_prints
from vanapp.usecases.note_verdict import note_verdict

FACE_PICTURES = ("portrait", "chip", *DECODED)
"""A face verdict stands as long as none of these is newer."""


@dataclass(frozen=True)
class PersonOutcome:
    """earlier: the photo to show beside the portrait, None: there is none. verdicts: the engines' own."""

    earlier: EarlierPhoto | None
    verdicts: tuple[Verdict, ...]


def verify_person(services: Services, application_id: str) -> PersonOutcome:
    """Lane: analysis. A second or two, at once when the verdicts stand. Each is noted in the record.

    No verdict of a kind: nothing to compare with. Raises usecases.not_a_draft, store errors.
    """
    application = services.store.applications.get(application_id)
    if application.capture("portrait") is None or stands(application, verify_face.KIND, FACE_PICTURES):
        earlier = earlier_photo(services, application)
    else:
        earlier = verify_face.verify_face(services, application_id, seen_to_move(application)).against
    if _prints_wait(services, application):
        _verify_prints(services, application)
    now = services.store.applications.get(application_id)
    return PersonOutcome(earlier, tuple(v for v in now.verdicts if v.kind != "officer"))


def _prints_wait(services: Services, application: Application) -> bool:
    """Whether there are prints of today and of before that nobody has held against each other."""
    slots = [c.slot for c in application.captures if c.slot in fingers.SLOTS or c.slot.startswith(SLOT)]
    if not fingers.taken(application) or stands(application, verify_finger.KIND, slots):
        return False
    return has_earlier_prints(services, application)


def _verify_prints(services: Services, application: Application) -> None:
    """Trouble with the engine is a finding too: a person at the office looks."""
    from devices.biometrics.errors import BiometricsError

    try:
        verify_finger.verify_finger(services, application.id, earlier_prints(services, application))
    except BiometricsError as error:
        now = services.clock.now()
        verdict = Verdict(verify_finger.KIND, "not_comparable", "none", "", now, note=error.code)
        note_verdict(services, application.id, verdict)


def stands(application: Application, kind: str, slots: Iterable[str]) -> bool:
    """Whether a verdict of this kind is newer than every one of these pictures."""
    found = next((verdict for verdict in application.verdicts if verdict.kind == kind), None)
    captures = (application.capture(slot) for slot in slots)
    return found is not None and all(c is None or c.taken_at < found.at for c in captures)
