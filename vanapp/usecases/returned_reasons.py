"""Why the office returned an application, and which fields or captures to look at."""

from __future__ import annotations

from dataclasses import dataclass, field

from forms.reasons import told
from vanapp.services import Services


@dataclass(frozen=True)
class Reasons:
    sentences: tuple[str, ...] = field(
        default=(), repr=False
    )  # the office's words, in the officer's language
    fields: tuple[str, ...] = ()  # field ids and slots


def returned_reasons(services: Services, application_id: str) -> Reasons:
    """Lane: store. Asked of a correction, it answers for the version it corrects. Empty: not returned."""
    store = services.store
    application = store.applications.get(application_id)
    said = store.inbox.returned(application.corrects or application_id)
    if application.corrects and (own := store.inbox.returned(application_id)) and own.reasons:
        said = own
    language = services.settings.language
    return Reasons(told(said.reasons, said.codes, said.own, language), said.fields)
