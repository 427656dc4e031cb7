"""An office restored from yesterday's backup: what it forgot is sent again, once, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sync.errors import Unreachable
from sync.parcel import Held, Notice, NoticeKind
from tests.vanapp.bed import START, Van, make_van, ready
from tests.vanapp.test_enrol import TOLD
from vanapp.local_office import Enrolment
from vanapp.papers import DevicePapers
from vanapp.reconcile import reconcile
from vanapp.usecases.seal import seal
from vanapp.usecases.send import send


@dataclass
class RestoredOffice:
    """It holds these records; asked counts how often it was asked."""

    epoch: str
    holds: dict[str, str] = field(default_factory=dict)
    asked: int = 0
    gone: bool = False

    def held(self, records: Mapping[str, str]) -> Held:
        self.asked += 1
        if self.gone:
            raise Unreachable
        missing = frozenset(records.keys() - self.holds.keys())
        known = records.keys() & self.holds.keys()
        return Held(missing, frozenset(id for id in known if records[id] != self.holds[id]))


@pytest.fixture
def van(tmp_path: Path) -> Iterator[Van]:
    made = make_van(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def papers(van: Van, tmp_path: Path) -> DevicePapers:
    told = Enrolment("u", "D027", "o", str(TOLD["key"]), True, "t", "e", str(TOLD["ca"]))
    return DevicePapers(van.store.device, told, van.clock, tmp_path / "device")


def delivered(van: Van, count: int) -> list[str]:
    ids = [seal(van.services, ready(van).id).parcel_id for _ in range(count)]
    assert send(van.services).delivered == count
    return ids


def test_an_office_seen_for_the_first_time_is_asked_nothing(van: Van, papers: DevicePapers) -> None:
    delivered(van, 1)
    office = RestoredOffice("e1")
    assert reconcile(van.store, papers, office) == 0
    assert (office.asked, papers.epoch) == (0, "e1")


def test_what_it_forgot_is_sent_again_the_same_bytes(van: Van, papers: DevicePapers) -> None:
    papers.note_epoch("e1")
    old, new = delivered(van, 2)
    van.store.inbox.apply(Notice(7, NoticeKind.RECEIVED, new, START))
    office = RestoredOffice("e2", {old: van.store.outbox.parcel(old).sha256})
    assert reconcile(van.store, papers, office) == 1
    assert van.store.inbox.cursor() == 0
    van.gateway.got.clear()
    assert send(van.services).delivered == 1
    assert [(p.id, p.sha256) for p in van.gateway.got] == [(new, van.store.outbox.parcel(new).sha256)]
    assert reconcile(van.store, papers, office) == 0
    assert office.asked == 1


def test_cut_in_the_middle_it_asks_again_from_the_start(van: Van, papers: DevicePapers) -> None:
    papers.note_epoch("e1")
    (only,) = delivered(van, 1)
    office = RestoredOffice("e2", gone=True)
    with pytest.raises(Unreachable):
        reconcile(van.store, papers, office)
    assert papers.epoch == "e1"
    office.gone = False
    assert reconcile(van.store, papers, office) == 1
    assert van.store.outbox.waiting() == 1
    assert [due.id for due in van.store.outbox.due(van.clock.now())] == [only]


def test_other_content_there_is_an_alarm(van: Van, papers: DevicePapers) -> None:
    papers.note_epoch("e1")
    (only,) = delivered(van, 1)
    assert reconcile(van.store, papers, RestoredOffice("e2", {only: "ab" * 32})) == 0
    assert [entry.what for entry in van.store.audit.about(only)][-1] == "alarm"
