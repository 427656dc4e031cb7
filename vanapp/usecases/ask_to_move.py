"""Ask the person before the camera to blink or to turn the head: what was seen stands in the record.

No liveness is claimed by it: the officer watches and attests. Not seen goes to a person at the office.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.record import Application, Verdict
from vanapp.services import Services
from vanapp.usecases.note_verdict import note_verdict

if TYPE_CHECKING:
    from devices.biometrics.challenge import Challenge

KIND = "presence"
ENGINE, VERSION = "challenge", "1"


def ask_to_move(asked: str) -> Challenge:
    """Any thread; costs nothing. asked: "blink" or "turn". Give it every live judgement."""
    from devices.biometrics.challenge import Asked, Challenge

    return Challenge(Asked(asked))


def note_moved(services: Services, application_id: str, asked: str, *, seen: bool) -> None:
    """Lane: store. The newest answer counts. Raises usecases.not_a_draft."""
    outcome = "match" if seen else "review"
    verdict = Verdict(KIND, outcome, ENGINE, VERSION, services.clock.now(), note=asked)
    note_verdict(services, application_id, verdict)


def seen_to_move(application: Application) -> str:
    """ "blink" or "turn" when that was asked and seen, else ""."""
    found = next((verdict for verdict in application.verdicts if verdict.kind == KIND), None)
    return found.note if found is not None and found.outcome == "match" else ""
