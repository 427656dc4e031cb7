"""Originals in the van's hands: taken with a numbered label, given back or sent on, each time confirmed."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from vanapp.services import Services
from vanapp.store.custody import Held
from vanapp.usecases.book_fee import next_number
from vanapp.usecases.errors import NotHeld

BLOCK = "K"
Confirmed = Literal["signature", "officer"]
End = Literal["returned", "sent_on"]


def hold_original(
    services: Services, application_id: str, item: str, note: str = "", confirmed: Confirmed = "officer"
) -> Held:
    """Lane: store. item: a material's id, "old_card", "other"; note: what it is, in the officer's words.

    The same item of one application is held once: asked again, what is held comes back. Raises store.unknown.
    """
    store, session = services.store, services.session
    with store.transaction():
        application = store.applications.get(application_id)
        for one in store.custody.of(application.number):
            if one.item == item and one.note == note.strip() and one.state == "held":
                return one
        held = Held(
            number=next_number(services, BLOCK),
            application=application.id,
            receipt=application.number,
            item=item,
            note=note.strip(),
            taken_at=services.clock.now(),
            taken_by=session.officer,
            confirmed=confirmed,
        )
        store.custody.take(held)
        store.audit.add(
            session.officer, "hold", application.id, number=held.number, item=item, confirmed=confirmed
        )
        return store.custody.get(held.number)


def end_custody(
    services: Services, number: str, end: End, to: str = "", confirmed: Confirmed = "officer"
) -> Held:
    """Lane: store. to: who took it (a name), or where it was sent.

    Raises store.unknown, usecases.not_held.
    """
    store, session = services.store, services.session
    with store.transaction():
        held = store.custody.get(number)
        if held.state != "held":
            raise NotHeld(number=number)
        ended = replace(
            held,
            state=end,
            ended_at=services.clock.now(),
            ended_by=session.officer,
            ended_to=to.strip(),
            ended_how=confirmed,
        )
        store.custody.end(ended)
        store.audit.add(session.officer, end, held.application, number=number, confirmed=confirmed)
    return ended
