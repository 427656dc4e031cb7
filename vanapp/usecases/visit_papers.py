"""The short papers of an application and its visit: which are due, and what stands on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from forms.days import CHINA, day_of
from forms.deadlines import due
from forms.fees import fee_for
from forms.matter import matter
from forms.packs.shelf import pack_named
from forms.record import Application
from forms.status import Status
from forms.words import Words
from vanapp.services import Services
from vanapp.store.custody import OLD_CARD, Held
from vanapp.usecases.draft import all_answers
from vanapp.usecases.errors import NotHeld, NothingDue, NothingPromised, NotPaid
from vanapp.usecases.unit_settings import unit_words

if TYPE_CHECKING:
    from vanapp.printing.notice_view import Head, NoticeView, Served

Extra = Literal["fee", "notice", "missing", "custody", "visit"]
EXTRAS: tuple[Extra, ...] = ("fee", "notice", "missing", "custody", "visit")
OLD_CARD_WORDS = Words("原居民身份证", "The old identity card")


@dataclass(frozen=True)
class Books:
    """slips: due beside form and receipt; matters: sealed at this visit; held: numbers of originals."""

    slips: tuple[Extra, ...]
    matters: int
    held: tuple[str, ...]


def books_of(services: Services, application_id: str) -> Books:
    """Lane: store."""
    application = services.store.applications.get(application_id)
    held = services.store.custody.of(application.number)
    return Books(
        slips_of(services, application),
        len(visit_of(services, application)),
        tuple(one.number for one in held if one.state == "held"),
    )


def slips_of(services: Services, application: Application) -> tuple[Extra, ...]:
    """Lane: store. What fee, promised papers and originals call for beside form and receipt."""
    store, slips = services.store, list[Extra]()
    if store.ledger.payment(application.number) is not None:
        slips.append("fee")
    if store.ledger.account(application.number).owed > 0:
        slips.append("notice")
    if store.promises.of(application.id):
        slips.append("missing")
    if any(one.state == "held" for one in store.custody.of(application.number)):
        slips.append("custody")
    return tuple(slips)


def visit_of(services: Services, application: Application) -> list[Application]:
    """The sealed applications of one visit, in the order they were taken; newest version each."""
    store = services.store
    others = [store.applications.get(other) for other in store.together.others(application.id)]
    whole = [*reversed(others), application]
    return sorted((one for one in whole if one.status is not Status.DRAFT), key=lambda one: one.begun_at)


def slip_view(services: Services, application: Application, what: Extra, again: int = 0) -> NoticeView:
    """Raises usecases.not_paid, usecases.nothing_due, usecases.nothing_promised, usecases.not_held."""
    from vanapp.printing import notice_view

    store, head = services.store, head_of(services)
    served = served_of(services, application)
    match what:
        case "fee":
            paid = store.ledger.payment(application.number)
            if paid is None:
                raise NotPaid(receipt=application.number)
            return notice_view.fee_slip(
                head, served, number=paid.number, cents=paid.cents, way=paid.way, again=again
            )
        case "notice":
            owed = store.ledger.account(application.number).owed
            if owed <= 0:
                raise NothingDue(receipt=application.number)
            return notice_view.payment_notice(head, served, owed, _charged_for(services, application))
        case "missing":
            promises = store.promises.of(application.id)
            if not promises:
                raise NothingPromised(status=application.status.value)
            materials = pack_named(application.pack).materials
            return notice_view.missing(head, served, [(materials[p.material].words, p.due) for p in promises])
        case "custody":
            held = [one for one in store.custody.of(application.number) if one.state == "held"]
            if not held:
                raise NotHeld(number=application.number)
            rows = [(one.number, held_words(one, application.pack)) for one in held]
            return notice_view.custody(head, served, rows)
        case "visit":
            family = [served_of(services, one) for one in visit_of(services, application)]
            return notice_view.visit(head, family, "")


def label_view(services: Services, held: Held) -> NoticeView:
    """What is put on an original's envelope."""
    from vanapp.printing import notice_view

    application = services.store.applications.get(held.application)
    what = held_words(held, application.pack)
    return notice_view.label(head_of(services), served_of(services, application), held.number, what)


def held_words(held: Held, pack: str) -> Words:
    """What an original is called: the pack's words of a material, with the officer's own after them."""
    material = pack_named(pack).materials.get(held.item)
    words = material.words if material else OLD_CARD_WORDS if held.item == OLD_CARD else Words("", "")
    return Words(" ".join(filter(None, (words.zh, held.note))), " ".join(filter(None, (words.en, held.note))))


def _charged_for(services: Services, application: Application) -> Words:
    answers, day = all_answers(services, application), _day(application)
    fee = fee_for(application.matter, answers, day, pack_named(application.pack))
    return fee.words if fee else matter(application.matter).words


def _day(application: Application) -> date:
    return day_of(application.sealed_at or application.begun_at)


def head_of(services: Services) -> Head:
    from vanapp.printing import notice_view

    session = services.session
    at = services.clock.now().astimezone(CHINA)
    officer = f"{session.name} {session.officer}"
    return notice_view.Head(unit_words(services).name, officer, f"{at:%Y-%m-%d %H:%M}", services.training)


def served_of(services: Services, application: Application) -> Served:
    from vanapp.printing import notice_view

    answers = all_answers(services, application)
    chosen, pack = matter(application.matter), pack_named(application.pack)
    day, household = _day(application), answers.get("household", "")
    until = None if chosen.books else due(household, day, chosen.category, pack, answers)
    return notice_view.Served(
        number=application.number,
        acceptance_number=application.acceptance_number,
        name=answers.get("name", ""),
        matter=chosen.words,
        fee_cents=services.store.ledger.account(application.number).charged,
        due=until.date if until else None,
    )
