"""Seal: close the application, queue its parcel and write it in the audit - in one transaction."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass

from forms import ratings
from forms.record import Application
from forms.status import Step
from forms.wire import dump
from sync.envelope import Slip, pack
from sync.parcel import Parcel
from vanapp.clock import today
from vanapp.services import Services
from vanapp.usecases.book_fee import book_fee
from vanapp.usecases.draft import all_answers, open_draft
from vanapp.usecases.errors import NotReady, SignatureStale, WrongMode
from vanapp.usecases.make_checklist import Checklist, checklist_of
from vanapp.usecases.visit_papers import Extra, slips_of

BY_RULE = "rule"  # source of an answer nobody gave: derived from others, or the form's default


@dataclass(frozen=True)
class Sealed:
    application: Application
    parcel_id: str
    size: int  # bytes of the parcel
    slips: tuple[Extra, ...] = ()  # to be printed beside form and receipt


def seal(services: Services, application_id: str) -> Sealed:
    """Lane: store.

    Raises usecases.not_ready (values: first, count, gaps, fields), usecases.signature_stale,
    usecases.wrong_mode, usecases.not_a_draft, enrol.no_certificate, store.disk_full.
    """
    store = services.store
    with store.transaction():
        draft = open_draft(services, application_id)
        _same_mode(services, draft)
        checklist = checklist_of(services, draft)
        _complete(checklist)
        _settle_promises(services, draft, checklist)
        sealed = _close(services, draft)
        if checklist.fee is not None:
            book_fee(services, sealed, checklist.fee, dict(sealed.answers))
        parcel = _parcel(services, sealed)
        store.trips.done(application_id)
        if sealed.corrects:
            store.applications.move(sealed.corrects, Step.CORRECT, services.clock.now())
        store.audit.add(
            services.session.officer,
            "seal",
            application_id,
            number=sealed.number,
            acceptance_number=sealed.acceptance_number,
            version=sealed.version,
            sha256=parcel.sha256,
            size=len(parcel.body),
        )
    return Sealed(sealed, parcel.id, len(parcel.body), slips_of(services, sealed))


def _same_mode(services: Services, draft: Application) -> None:
    """Nothing captured in training is ever real, and nothing real is ever practised on."""
    modes = {draft.training, *(capture.training for capture in draft.captures)}
    if modes != {services.training}:
        raise WrongMode(training=services.training)


def _complete(checklist: Checklist) -> None:
    if checklist.ready:
        return
    stops = checklist.stops
    if checklist.eligible and not stops and checklist.stale_signature:
        raise SignatureStale
    first = [r.code for r in checklist.reasons] + [m.code for m in stops] + list(checklist.gaps)
    raise NotReady(
        first=first[0] if first else "usecases.unknown_matter",
        count=len(first),
        gaps=list(checklist.gaps),
        fields=[m.field for m in stops],
    )


def _settle_promises(services: Services, draft: Application, checklist: Checklist) -> None:
    """Only what is still to come travels; what came now is kept where it was promised."""
    promises = services.store.promises
    to_come = {item.material.id for item in checklist.items if item.promised}
    for promise in draft.promises:
        if promise.material not in to_come:
            promises.drop(draft.id, promise.material)
            if draft.corrects:
                now = services.clock.now()
                promises.keep(draft.corrects, promise.material, services.session.officer, "scan", now)


def _close(services: Services, draft: Application) -> Application:
    store, now = services.store, services.clock.now()
    answers = all_answers(services, draft)
    missing = {key: text for key, text in answers.items() if not draft.answers.get(key)}
    store.answers.put(draft.id, missing, BY_RULE, now, None)
    store.answers.forget_edits(draft.id)
    complaint = answers.get(ratings.ANSWER) in ratings.bad()
    store.applications.set_urgent(draft.id, answers.get("express") == "yes" or complaint)
    store.applications.close(draft.id, now)
    store.numbers.next(draft.number, draft.id, today(services.clock), now)
    return store.applications.get(draft.id)


def _parcel(services: Services, sealed: Application) -> Parcel:
    """Signed, encrypted to the bureau, the next in the van's chain, and in line for the office."""
    store, van, now = services.store, services.session.device_no, services.clock.now()
    sealer = services.papers.sealer()
    link = store.chain.next(van)
    slip = Slip(
        van=van,
        record=sealed.id,
        sealed_at=now,
        training=sealed.training,
        urgent=sealed.urgent,
        **asdict(link),
    )
    files = {c.sha256: store.captures.content(c.sha256) for c in sealed.captures}
    body = sealer.seal(pack(dump(sealed), files, slip), now)
    digest = hashlib.sha256(body).hexdigest()
    parcel = Parcel(sealed.id, digest, body, urgent=sealed.urgent, training=sealed.training)
    store.outbox.queue(parcel, now)
    store.chain.add(van, link, digest)
    return parcel
