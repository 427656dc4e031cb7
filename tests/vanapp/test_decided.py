"""From a reviewer to the officer and back: asked, returned with reasons, corrected, accepted, delivered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from forms.days import day_of
from forms.status import Status
from sync.engine import Engine
from sync.gateway.desk import cases, dossier, queues
from sync.gateway.desk.cases import Shown
from sync.gateway.desk.queues import Wanted
from tests.sync.gateway.desk.case_office import CHEN, ZHOU
from tests.sync.offices import Running
from tests.vanapp.bed import Van, ready
from tests.vanapp.reached import reached, van_of
from vanapp.usecases.answer import answer
from vanapp.usecases.correct import correct
from vanapp.usecases.receive import receive
from vanapp.usecases.returned_reasons import returned_reasons
from vanapp.usecases.seal import seal
from vanapp.usecases.send import send
from vanapp.usecases.sign import sign


@pytest.fixture
def van(tmp_path: Path, office: Running) -> Iterator[Van]:
    """With the real post: its own certificate, the real engine, a real line."""
    with van_of(tmp_path, office) as made, reached(made, office, tmp_path) as laptop:
        engine = Engine(made.store.outbox, laptop.arrivals, laptop.client, made.clock)
        made.services = replace(made.services, papers=laptop.papers, gateway=laptop.client, engine=engine)
        yield made


def shown(office: Running, id: str) -> Shown:
    return Shown(id, dossier.row_of(office.office, id)["revision"])


def sent(van: Van, application: str) -> str:
    record = seal(van.services, application).parcel_id
    assert send(van.services).delivered == 1
    return record


def test_a_record_comes_back_with_reasons_and_again_corrected(van: Van, office: Running) -> None:
    desk = office.office
    first = sent(van, ready(van).id)
    [line] = queues.page(desk, Wanted()).rows
    assert (line["id"], line["officer"], line["queue"]) == (first, van.services.session.officer, "C19a")
    until = day_of(desk.now()) + timedelta(days=5)
    cases.ask(desk, shown(office, first), CHEN, "HKB", until)
    receive(van.services)
    [asked] = van.store.listing.page(("office",))
    assert asked.heard.asked == (("HKB", until.isoformat()),)
    cases.send_back(desk, shown(office, first), CHEN, ["address_differs"], "以户口簿为准")
    receive(van.services)
    why = returned_reasons(van.services, first)
    assert why.sentences == ("住址与户口登记不一致，请核对", "以户口簿为准")
    assert why.fields == ("address",)

    draft = correct(van.services, first)
    answer(van.services, draft.id, "address", "广东省广州市越秀区中山五路2号")
    sign(van.services, draft.id, "applicant", [[(0, 0, 0), (5, 5, 16)]], b"signature")
    second = sent(van, draft.id)
    found = dossier.read(desk, second)
    assert [(one["id"], one["state"]) for one in found.versions] == [
        (first, "corrected"),
        (second, "received"),
    ]
    assert found.opened is not None
    assert found.earlier is not None
    changed = dossier.differences(found.earlier.application, found.opened.application)
    assert "address" in [one.name for one in changed]

    cases.accept(desk, shown(office, second), CHEN)
    cases.made(desk, shown(office, second), ZHOU)
    cases.hand_over(desk, shown(office, second), ZHOU, "van")
    receive(van.services)
    assert van.store.applications.status(first) is Status.CORRECTED
    assert van.store.applications.status(second) is Status.MADE
    cases.deliver(desk, shown(office, second), ZHOU, "applicant")
    receive(van.services)
    assert van.store.applications.status(second) is Status.HANDED_OVER
