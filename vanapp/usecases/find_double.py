"""Is this finger already in the session under another name? For a campus day; a warning, never a refusal."""

from __future__ import annotations

from dataclasses import dataclass

from forms.record import Application
from vanapp.services import Services
from vanapp.usecases import fingers
from vanapp.usecases.finger_templates import template_of_capture


@dataclass(frozen=True)
class Double:
    """application: whose print looks like this one; number: its receipt number, to look it up."""

    position: int
    application: str
    number: str


def find_double(services: Services, application_id: str) -> tuple[Double, ...]:
    """Lane: analysis; up to a second a print. Looks for the prints of this application among all others taken
    since the program was opened, and remembers them. Ask when its fingers are settled.

    What is found goes into the audit. Raises biometrics.analysis_failed, biometrics.engine_missing.
    """
    if services.prints is None:
        return ()
    application = services.store.applications.get(application_id)
    doubles = []
    for capture in application.captures:
        if capture.slot not in fingers.SLOTS:
            continue
        template = template_of_capture(services, capture)
        if template is None:
            continue
        position = fingers.position_of(capture)
        suspects = [
            services.store.applications.get(id) for id in services.prints.look(application_id, template)
        ]
        services.prints.remember(application_id, position, template)
        other = next((found for found in suspects if not _is_same_person(found, application)), None)
        if other is not None:
            doubles.append(Double(position, other.id, other.number))
    if doubles:
        with services.store.transaction():
            for double in doubles:
                services.store.audit.add(
                    services.session.officer,
                    "find_double",
                    application_id,
                    position=double.position,
                    other=double.application,
                )
    return tuple(doubles)


def _is_same_person(one: Application, other: Application) -> bool:
    """Another version, or another matter, of somebody who may well give the same finger twice."""
    number = one.answers.get("id_number", "")
    return one.number == other.number or (bool(number) and number == other.answers.get("id_number"))
