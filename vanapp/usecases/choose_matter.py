"""Choose the matter and the situation; the form and the checklist follow from them."""

from __future__ import annotations

from collections.abc import Mapping

from forms.record import Application
from vanapp.services import Services


def choose_matter(
    services: Services, application_id: str, matter: str, scenario: Mapping[str, str] | None = None
) -> Application:
    """Lane: store. scenario: question -> answer of the scenario pack; kept as answers "scenario.<question>".

    Raises usecases.unknown_matter, usecases.not_taken_here, usecases.not_a_draft.
    """
    raise NotImplementedError
