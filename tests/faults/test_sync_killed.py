"""kill -9 of the gateway and of the van at every step of a delivery: 0 lost, 0 duplicate, counted."""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sync.gateway import events
from sync.gateway.office import open_office
from tests.faults.doomed_gateway import STEPS
from tests.faults.sync_van import FileOutbox, send
from tests.sync.letters import parcel
from tests.sync.offices import ROOT, program, started
from tests.sync.strangers import relay

PARCELS = 6


def fill(outbox: FileOutbox, size: int = 40_000) -> dict[str, str]:
    """id -> sha256 of what is to arrive."""
    made = [parcel(picture=os.urandom(size)) for _ in range(PARCELS)]
    for one in made:
        outbox.add(one)
    return {one.id: one.sha256 for one in made}


def count(folder: Path, outbox: FileOutbox, sealed: dict[str, str]) -> dict[str, Any]:
    """What both sides hold in the end."""
    office = open_office(folder)
    try:
        rows = office.ledger.listed(limit=1000)
        with office.database.read() as connection:
            told = connection.exec_driver_sql("SELECT record FROM notices WHERE kind = 'received'").all()
            alarms = connection.exec_driver_sql("SELECT count(*) FROM alarms").scalar_one()
            chain = events.first_break(connection)
        kept = set(office.objects.digests())
        whole = {
            row["id"]: row["sha256"] for row in rows if len(office.objects.read(row["sha256"])) == row["size"]
        }
    finally:
        office.close()
    return {
        "lost": len(set(sealed.items()) - set(whole.items())),
        "duplicate": len(rows) - len({row["id"] for row in rows}) + len(told) - len(set(told)),
        "unreceipted": len(set(sealed) - set(outbox.receipts())),
        "strays": len(kept - set(sealed.values())),
        "half": len(list((folder / "incoming").iterdir())),
        "alarms": alarms,
        "chain": chain,
    }


NOTHING_WRONG = {
    "lost": 0,
    "duplicate": 0,
    "unreceipted": 0,
    "strays": 0,
    "half": 0,
    "alarms": 0,
    "chain": None,
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("number", [1, 4])
def test_gateway_killed(tmp_path: Path, step: str, number: int) -> None:
    folder, outbox = tmp_path / "office", FileOutbox(tmp_path / "outbox")
    sealed = fill(outbox)
    with program(folder, step, str(number), module="tests.faults.doomed_gateway") as doomed:
        assert not send(outbox, doomed.url, doomed.van())
        assert doomed.process.wait(10) == -9
    assert len(outbox.receipts()) == number - 1
    with program(folder) as gateway:
        assert send(outbox, gateway.url, gateway.van())
        gateway.end()
    assert count(folder, outbox, sealed) == NOTHING_WRONG


def test_gateway_killed_again_and_again(tmp_path: Path) -> None:
    """Every parcel meets a kill at some step before it gets through."""
    folder, outbox = tmp_path / "office", FileOutbox(tmp_path / "outbox")
    sealed = fill(outbox)
    kills = 0
    for step in (*STEPS, *reversed(STEPS)):
        with program(folder, step, "1", module="tests.faults.doomed_gateway") as doomed:
            if not send(outbox, doomed.url, doomed.van()):
                assert doomed.process.wait(10) == -9
                kills += 1
    with program(folder) as gateway:
        assert send(outbox, gateway.url, gateway.van())
        gateway.end()
    assert kills == 2 * len(STEPS)
    assert count(folder, outbox, sealed) == NOTHING_WRONG


def test_van_killed_mid_send(tmp_path: Path) -> None:
    """Ten kills at odd moments of a slow upload; then it is let finish."""
    chance = random.Random(1)
    folder, outbox = tmp_path / "office", FileOutbox(tmp_path / "outbox")
    sealed = fill(outbox, size=150_000)
    kills = 0
    with program(folder) as gateway, relay(gateway.url, pause_s=0.004) as line:
        for _ in range(10):
            with started(_van(outbox_folder=tmp_path / "outbox", url=line, gateway=gateway), cwd=ROOT) as van:
                assert van.stdout is not None
                if van.stdout.readline().startswith("sending"):
                    time.sleep(chance.uniform(0.0, 0.4))
                if van.poll() is None:
                    van.kill()
                    kills += 1
        with started(_van(outbox_folder=tmp_path / "outbox", url=line, gateway=gateway), cwd=ROOT) as van:
            assert van.stdout is not None
            said = van.stdout.read()
            assert van.wait(60) == 0, said
        gateway.end()
    assert kills >= 5
    assert count(folder, outbox, sealed) == NOTHING_WRONG


def test_van_killed_with_the_receipt_in_its_hand(tmp_path: Path) -> None:
    """The office has it, the van does not know yet: it sends again and gets the same receipt."""
    folder, outbox = tmp_path / "office", FileOutbox(tmp_path / "outbox")
    sealed = fill(outbox)
    with program(folder) as gateway:
        for number in (1, 2, 3):
            command = _van(outbox_folder=tmp_path / "outbox", url=gateway.url, gateway=gateway, doom=number)
            with started(command, cwd=ROOT) as van:
                assert van.wait(30) == -9
        assert send(outbox, gateway.url, gateway.van())
        gateway.end()
    assert count(folder, outbox, sealed) == NOTHING_WRONG


def _van(*, outbox_folder: Path, url: str, gateway: Any, doom: int = 0) -> tuple[str, ...]:
    van_file = gateway.ready["van_file"]
    return (sys.executable, "-m", "tests.faults.sync_van", str(outbox_folder), url, van_file, str(doom))
