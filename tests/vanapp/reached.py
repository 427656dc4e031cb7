"""A van that reaches a real office: its own certificate, a real line, its feed pulled by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sync.client import Client
from tests.sync.offices import VAN, Running
from tests.vanapp.bed import Van, make_van
from vanapp.arrivals import Arrivals
from vanapp.local_office import Enrolment
from vanapp.papers import DevicePapers


@dataclass
class Reached:
    van: Van
    papers: DevicePapers
    client: Client
    arrivals: Arrivals

    def pull(self) -> None:
        for notice in self.client.changes(self.arrivals.cursor(), 0.0)[0]:
            self.arrivals.apply(notice)


@contextmanager
def van_of(folder: Path, office: Running) -> Iterator[Van]:
    """With the office's clock."""
    made = make_van(folder)
    made.clock.at = office.office.now()
    yield made
    made.store.close()


@contextmanager
def reached(van: Van, office: Running, folder: Path) -> Iterator[Reached]:
    """Enrolled now: whatever a certificate brings with it comes."""
    said = office.van()
    told = Enrolment(
        office.url,
        VAN,
        "o",
        said["key"],
        True,
        said["token"],
        said["enrol"],
        said["ca"],
        tuple(said["bureau"]),
    )
    papers = DevicePapers(van.store.device, told, van.clock, folder / "d")
    client = Client(papers.door())
    papers.look_after(client)
    yield Reached(van, papers, client, Arrivals(van.store, papers.open, van.clock))
    client.close()
