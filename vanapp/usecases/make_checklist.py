"""Make the checklist: materials, fee, deadline and mistakes of an application as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from forms.deadlines import Deadline, due
from forms.fees import Fee, fee_for
from forms.matter import matter
from forms.packs.model import Material, Pack
from forms.packs.shelf import pack_named
from forms.record import Application
from forms.scenarios import Reason, decide
from forms.spec import Mistake, blocking, signers
from vanapp.clock import today
from vanapp.services import Services
from vanapp.usecases.answer import standing_mistakes
from vanapp.usecases.draft import all_answers, form_of
from vanapp.usecases.fingers import fingers_settled, no_print_taken
from vanapp.usecases.sign import signed_digest


@dataclass(frozen=True)
class Item:
    """One line of the list. by: "", "scan", "capture", "sign", "officer", "licence", "card", "promise".

    needed_now False: the office looks it up, or it is handed in at collection.
    """

    material: Material
    done: bool
    by: str = ""
    needed_now: bool = True
    promised: date | None = None  # it is to be brought until this day

    @property
    def may_wait(self) -> bool:
        """The pack lets it be brought later."""
        return self.material.later is not None


@dataclass(frozen=True)
class Checklist:
    items: tuple[Item, ...]
    fee: Fee | None
    deadline: Deadline | None
    mistakes: tuple[Mistake, ...]  # confirmed ones left out
    eligible: bool = True
    reasons: tuple[Reason, ...] = ()  # why it cannot be taken here
    stale_signature: bool = False  # signed, but an answer changed since
    unsigned: tuple[str, ...] = ()  # who is to sign still, or anew, in order (forms.spec.signers)

    @property
    def gaps(self) -> tuple[str, ...]:
        """Material ids that keep it from being sealed."""
        return tuple(i.material.id for i in self.items if i.needed_now and not i.done)

    @property
    def stops(self) -> tuple[Mistake, ...]:
        """Mistakes that keep it from being sealed."""
        return blocking(self.mistakes, {})

    @property
    def ready(self) -> bool:
        return self.eligible and not self.gaps and not self.stops


def make_checklist(services: Services, application_id: str) -> Checklist:
    """Lane: store. Before a matter is chosen the list is empty and not ready."""
    application = services.store.applications.get(application_id)
    return checklist_of(services, application)


def checklist_of(services: Services, application: Application) -> Checklist:
    """The checklist of an application already loaded."""
    mistakes = standing_mistakes(services, application, application.answers)
    if not application.matter:
        return Checklist((), None, None, mistakes, eligible=False)
    chosen = matter(application.matter)
    answers = {**all_answers(services, application), **chosen.scenario}
    if no_print_taken(application):
        answers["prints"] = "none"
    pack = pack_named(application.pack)
    decision = decide(chosen.category_of(answers), answers, pack)
    materials = (*decision.materials, *_asked(services, application, decision.materials, pack))
    ticks = services.store.answers.ticks(application.id)
    unsigned, stale = _signatures(services, application, answers)
    day = today(services.clock)
    return Checklist(
        items=tuple(
            Item(material, False, needed_now=False)
            if chosen.books  # to be brought to the hall
            else _item(application, material, ticks, not unsigned)
            for material in materials
        ),
        fee=fee_for(chosen.id, answers, day, pack),
        deadline=None
        if chosen.books
        else due(answers.get("household", ""), day, chosen.category, pack, answers),
        mistakes=mistakes,
        eligible=decision.eligible or chosen.books,
        reasons=() if chosen.books else decision.reasons,
        stale_signature=stale,
        unsigned=unsigned,
    )


def _asked(
    services: Services, application: Application, known: Sequence[Material], pack: Pack
) -> list[Material]:
    """What the office asked for of the version before, beside what the pack wants by itself."""
    before = services.store.listing.one(application.corrects) if application.corrects else None
    wanted = [name for name, _ in before.heard.asked] if before is not None else []
    return [
        replace(pack.materials[name], mode="V")
        for name in wanted
        if name in pack.materials and name not in {material.id for material in known}
    ]


def _signatures(
    services: Services, application: Application, answers: dict[str, str]
) -> tuple[tuple[str, ...], bool]:
    """(who must sign still or anew, is one of them stale)."""
    digest, unsigned, stale = signed_digest(services, application), [], False
    for signer in signers(form_of(application), answers, today(services.clock)):
        capture = application.capture(f"signature.{signer.id}")
        fresh = capture is not None and capture.facts.get("answers_sha256") == digest
        stale = stale or (capture is not None and not fresh)
        if not fresh:
            unsigned.append(signer.id)
    return tuple(unsigned), stale


def _item(application: Application, material: Material, ticks: dict[str, str], signed: bool) -> Item:
    by = ticks.get(material.id, "")
    if any(c.slot.startswith(f"material.{material.id}.") for c in application.captures):
        by = "scan"
    match material.mode:
        case "P":
            done = fingers_settled(application) if material.id == "FP" else _has_portrait(application)
            return Item(material, done, "capture" if done else "")
        case "F":
            return Item(material, signed, "sign" if signed else "")
        case "V":
            due = next((p.due for p in application.promises if p.material == material.id), None)
            if due is not None and not by:
                return Item(material, False, "promise", needed_now=False, promised=due)
            return Item(material, bool(by), by)
        case _:  # O is handed in at collection, N is looked up by the office
            return Item(material, bool(by), by, needed_now=False)


def _has_portrait(application: Application) -> bool:
    return application.capture("portrait") is not None
