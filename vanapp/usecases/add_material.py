"""Add a page that lies under the document camera to its material."""

from __future__ import annotations

from devices.contract import Frame, Kind
from forms.record import Capture
from vanapp.services import Services
from vanapp.usecases.draft import must_be_draft
from vanapp.usecases.papers import keep_papers, paper_of


def add_material(
    services: Services, application_id: str, material_id: str, frame: Frame
) -> tuple[Capture, ...]:
    """Lane: analysis. The page is found, cut out and straightened; without one the picture stays as it is.

    Slot "material.<material id>.<n>", n counts from 1. Raises usecases.not_a_draft, devices.bad_reply.
    """
    must_be_draft(services, application_id)
    instrument = services.bench.state(Kind.CAMERA).instrument
    return keep_papers(services, application_id, material_id, [paper_of(services, frame, None)], instrument)
