"""Store and use cases against the real office over HTTP: line lost, sent, returned, corrected, accepted."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from forms.record import CaptureKind
from forms.status import Status
from sync.client import Client
from sync.engine import Engine
from tests.conftest import ROOT
from tests.vanapp.bed import Van, make_van, put_capture, ready
from vanapp.clock import SystemClock
from vanapp.local_office import LocalOffice
from vanapp.papers import DevicePapers
from vanapp.usecases.correct import correct
from vanapp.usecases.receive import receive
from vanapp.usecases.returned_reasons import returned_reasons
from vanapp.usecases.seal import seal
from vanapp.usecases.send import send


@pytest.fixture
def office(tmp_path: Path) -> Iterator[LocalOffice]:
    local = LocalOffice(tmp_path / "office", None)
    local.start()
    local.enrolment()
    yield local
    local.stop()


def connected(tmp_path: Path, office: LocalOffice) -> tuple[Van, Client]:
    van, clock = make_van(tmp_path / "van"), SystemClock()
    papers = DevicePapers(van.store.device, office.enrolment(), clock, tmp_path / "van" / "device")
    client = Client(papers.door(), patience_s=0.1)
    papers.look_after(client)
    engine = Engine(van.store.outbox, van.store.inbox, client, clock)
    services = replace(van.services, papers=papers, engine=engine, gateway=client, clock=clock)
    return replace(van, services=services), client


def decide(office: LocalOffice, *arguments: str) -> None:
    command = [sys.executable, "-m", "sync.gateway", "decide", "--data", str(office.data), *arguments]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


@pytest.mark.slow
def test_an_application_goes_to_the_office_and_back(tmp_path: Path, office: LocalOffice) -> None:
    van, gateway = connected(tmp_path, office)
    services = van.services
    first = seal(services, ready(van, size=50_000).id)
    office.stop()
    assert send(services).code == "sync.unreachable"
    office.start()
    office.enrolment()
    assert send(services).delivered == 1
    assert van.store.applications.status(first.parcel_id) is Status.RECEIVED
    decide(office, first.parcel_id, "return", "--reason", "相片右肩过曝，请重拍", "--field", "portrait")
    assert receive(services).applied >= 1
    assert returned_reasons(services, first.parcel_id).fields == ("portrait",)
    again = correct(services, first.parcel_id)
    put_capture(van, again.id, CaptureKind.PORTRAIT, "portrait", b"better")
    seal(services, again.id)
    assert send(services).delivered == 1
    decide(office, again.id, "accept")
    receive(services)
    assert van.store.applications.status(again.id) is Status.ACCEPTED
    assert van.store.applications.status(first.parcel_id) is Status.CORRECTED
    assert van.store.audit.verify() > 0
    gateway.close()
    van.store.close()
