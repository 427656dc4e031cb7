"""Collect the fee: what the law asks, how it was paid, or why it was waived."""

from __future__ import annotations

from forms.fees import Fee, fee_for
from forms.packs.shelf import pack_named
from vanapp.clock import today
from vanapp.services import Services
from vanapp.usecases.draft import all_answers, open_draft, put_answers
from vanapp.usecases.errors import UnknownMatter


def collect_fee(services: Services, application_id: str, way: str, waiver: str = "") -> Fee | None:
    """Lane: store. way: a code of the field pay_way; waiver: of fee_waiver ("" = as answered before).

    None: no rule of a fee was found, and nothing is collected.

    Raises usecases.not_a_draft, usecases.unknown_matter while none is chosen.
    """
    store = services.store
    with store.transaction():
        draft = open_draft(services, application_id)
        if not draft.matter:
            raise UnknownMatter(matter="")
        texts = {"pay_way": way, **({"fee_waiver": waiver} if waiver else {})}
        fresh = {key: text for key, text in texts.items() if draft.answers.get(key, "") != text}
        if fresh:
            put_answers(services, application_id, fresh, "officer", store.answers.next_step(application_id))
        answers = {**all_answers(services, draft), **texts}
        fee = fee_for(draft.matter, answers, today(services.clock), pack_named(draft.pack))
        store.audit.add(
            services.session.officer,
            "collect_fee",
            application_id,
            cents=fee.cents if fee is not None else 0,
            rule=fee.rule if fee is not None else "",
            way=way,
        )
    return fee
