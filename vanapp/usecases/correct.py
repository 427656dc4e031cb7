"""Correct a returned application: its next version, with everything carried over."""

from __future__ import annotations

from forms.record import Application
from vanapp.services import Services


def correct(services: Services, application_id: str) -> Application:
    """Lane: store. A draft with version + 1 and the same number; asked twice, the same draft comes back.

    Answers, captures, ticks and verdicts come along; a signature holds as long as the answers under it
    do not change. The returned version becomes CORRECTED when the new one is sealed.
    Raises usecases.not_returned.
    """
    raise NotImplementedError
