"""Choose the matter and the situation; the form and the checklist follow from them."""

from __future__ import annotations

from collections.abc import Mapping

from forms.errors import BadDefinition
from forms.matter import Matter, matter
from forms.packs.shelf import current, pack_named
from forms.record import Application
from forms.scenarios import decide
from forms.spec import load
from vanapp.services import Services
from vanapp.usecases.draft import open_draft, put_answers
from vanapp.usecases.errors import NotTakenHere, UnknownMatter


def choose_matter(
    services: Services, application_id: str, matter_id: str, scenario: Mapping[str, str] | None = None
) -> Application:
    """Lane: store. scenario: question of the pack -> answer ("household": "local"); kept as answers.

    Raises usecases.unknown_matter, usecases.not_taken_here, usecases.not_a_draft.
    """
    chosen = _known(matter_id)
    if chosen.channel == "advice" and not chosen.books:
        raise NotTakenHere(matter=matter_id)
    store = services.store
    with store.transaction():
        draft = open_draft(services, application_id)
        form = load(chosen.definition).name
        said = {**chosen.scenario, **(scenario or {})}
        begun_with = pack_named(draft.pack) if draft.pack else current()
        pack = decide(chosen.category_of({**draft.answers, **said}), said, begun_with).pack
        if (draft.matter, draft.form, draft.pack) != (chosen.id, form, pack):
            store.applications.set_matter(application_id, chosen.id, form, pack)
            store.audit.add(services.session.officer, "choose_matter", application_id, matter=chosen.id)
        texts = {key: text for key, text in said.items() if key != "matter"}
        fresh = {key: text for key, text in texts.items() if draft.answers.get(key, "") != text}
        if fresh:
            put_answers(services, application_id, fresh, "officer", store.answers.next_step(application_id))
        return store.applications.get(application_id)


def _known(matter_id: str) -> Matter:
    try:
        return matter(matter_id)
    except BadDefinition as error:
        raise UnknownMatter(matter=matter_id) from error
