"""What befalls a laptop while it delivers: 0 lost, 0 duplicate, 0 corrupt, counted on both sides."""

from __future__ import annotations

import hashlib
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from sync import protocol
from sync.client import Client
from sync.errors import ServerTrouble, Unreachable, WrongNetwork
from sync.folder import FolderOutbox
from sync.gateway.objects import FileObjects
from sync.gateway.records import Held
from sync.gateway.stick import bring
from sync.parcel import Parcel, Receipt
from tests.faults.gateways import PATIENCE_S
from tests.faults.laptops import SETTLED, Laptop
from tests.faults.test_store_disk import flip, leave_room_for
from tests.sync.offices import Running, running
from tests.sync.sealed import Press
from tests.sync.strangers import bytes_, relay, stranger
from tests.sync.wire import van as by_wire
from vanapp.store.errors import Damaged, DiskFull
from vanapp.store.parcel_files import SUFFIX


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Running]:
    with running(tmp_path / "office") as one:
        yield one


@pytest.fixture
def laptop(office: Running, tmp_path: Path) -> Iterator[Laptop]:
    one = Laptop(tmp_path / "laptop", office.office)
    yield one
    one.stop()


# The clock


@dataclass
class Jumping:
    """A clock somebody plays with: every look at it is a year before or after the last."""

    real: datetime
    days: Iterator[int]

    def now(self) -> datetime:
        return self.real + timedelta(days=next(self.days))

    def monotonic_ns(self) -> int:
        return 1


def test_a_clock_that_jumps_in_mid_delivery_loses_nothing(office: Running, laptop: Laptop) -> None:
    """The line dies besides, again and again; the times in the records stay what they were."""
    laptop.seals(2, size=20_000)
    sealed_at = [laptop.van.store.applications.get(id).sealed_at for id in laptop.sealed]
    clock = Jumping(laptop.van.clock.at, cycle((0, -365, 365, 0, 365, -365)))
    with relay(office.url, up=50_000) as line:
        end = time.monotonic() + PATIENCE_S
        while laptop.van.store.outbox.waiting() and time.monotonic() < end:
            laptop.send(line, clock)
    assert laptop.count() == SETTLED
    assert [laptop.van.store.applications.get(id).sealed_at for id in laptop.sealed] == sealed_at


def test_a_clock_put_back_while_a_parcel_is_put_off_holds_it_no_longer_than_a_minute(
    office: Running, laptop: Laptop, tmp_path: Path
) -> None:
    laptop.seals(1)
    full = replace(office.office, objects=FileObjects(tmp_path, free_bytes=lambda: 0))
    with running(tmp_path, office=full) as ill:
        sent = laptop.send(ill.url)
        assert (sent.put_off, sent.delivered) == (1, 0)
    assert laptop.send(office.url).tried == 0  # it was asked to wait
    laptop.van.clock.pass_s(-365 * 86400)
    assert laptop.send(office.url).delivered == 1
    assert laptop.count() == SETTLED


# Receipts that are not for us


class Confused:
    """A ledger that gives everyone the receipt of another van's record: this office's, and genuine."""

    def __init__(self, ledger: Any, other: bytes) -> None:
        self._ledger, self._other = ledger, other

    def take(self, *arguments: Any, **named: Any) -> Held:
        return replace(self._ledger.take(*arguments, **named), receipt=self._other)

    def held(self, *arguments: Any, **named: Any) -> Held | None:
        held = self._ledger.held(*arguments, **named)
        return held and replace(held, receipt=self._other)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)


def test_a_receipt_played_back_from_another_vans_delivery_settles_nothing(
    office: Running, laptop: Laptop
) -> None:
    """By a line that recorded it, and by the office itself: the parcel waits, then arrives once."""
    laptop.seals(1)
    other = by_wire(office, "D031").send(Press(office.office, "D031").parcel())
    head = [f"{name}: {value}" for name, value in other.headers.items()]
    recorded = "\r\n".join(["HTTP/1.1 201 Created", *head, "", ""]).encode() + other.content
    with stranger(bytes_(recorded)) as line:
        assert isinstance(laptop.send(line).stopped, Unreachable | WrongNetwork)
    ledger: Any = Confused(office.office.ledger, protocol.unb64url(other.headers[protocol.RECEIPT]))
    with running(laptop.folder, office=replace(office.office, ledger=ledger)) as ill:
        sent = laptop.send(ill.url)
        assert (sent.delivered, sent.put_off) == (0, 1)
    assert laptop.count() == {**SETTLED, "waiting": 1, "without a receipt": 1}
    laptop.van.clock.pass_s(120)
    assert laptop.send(office.url).delivered == 1
    assert laptop.count() == SETTLED


# Disks


def filling(laptop: Laptop) -> type[Client]:
    """A client whose laptop has not one free byte when a receipt comes."""

    class Filling(Client):
        def deliver(self, parcel: Parcel) -> Receipt:
            receipt = super().deliver(parcel)
            leave_room_for(laptop.van, 0)
            with suppress(DiskFull):
                while True:
                    laptop.van.store.audit.add("test", "filled", "")
            return receipt

    return Filling


def test_full_disks_on_both_sides_lose_nothing(office: Running, laptop: Laptop) -> None:
    """First the office's; then the laptop's, while receipts come in: those are given again."""
    laptop.seals(4, size=500)
    full = replace(office.office, objects=FileObjects(office.office.folder, free_bytes=lambda: 0))
    with running(laptop.folder, office=full) as ill:
        sent = laptop.send(ill.url)
        assert (sent.delivered, sent.put_off) == (0, 3)  # then it is left alone
        assert isinstance(sent.stopped, ServerTrouble)
    laptop.van.clock.pass_s(120)
    with pytest.raises(DiskFull):
        laptop.send(office.url, kind=filling(laptop))
    assert len(office.records()) > 4 - laptop.van.store.outbox.waiting()  # there, and not known here
    laptop.stop()
    laptop.start()
    laptop.van.clock.pass_s(240)
    laptop.send(office.url)
    assert laptop.count() == SETTLED


# Bits that flip on the laptop's disk


def sent_and_unsent(office: Running, laptop: Laptop) -> None:
    laptop.seals(1)
    laptop.send(office.url)
    laptop.seals(2)


def by_stick(office: Running, laptop: Laptop) -> dict[str, int]:
    """What lies in the laptop's folder is brought to the office. -> lost, duplicate, corrupt there."""
    brought = [one.state for one in bring(office.office, laptop.folder) if one.file.endswith(SUFFIX)]
    rows = {row["id"]: row["sha256"] for row in office.records()}
    return {
        "lost": len(laptop.sealed.items() - rows.items()),
        "duplicate": len(office.records()) - len(rows),
        "corrupt": brought.count("refused"),
    }


def test_a_flipped_bit_in_page_1_costs_no_record(office: Running, laptop: Laptop) -> None:
    """The database is told to be damaged; the sealed files beside it need no database to reach the office."""
    sent_and_unsent(office, laptop)
    laptop.stop()
    path = laptop.van.services.paths.database
    flip(path, 1000)
    with pytest.raises(Damaged):
        laptop.start()
    assert by_stick(office, laptop) == {"lost": 0, "duplicate": 0, "corrupt": 0}
    assert office.alarms() == []
    flip(path, 1000)
    laptop.start()  # mended, it hears that all is there
    laptop.send(office.url)
    assert laptop.count() == SETTLED


def test_flipped_bits_in_the_write_ahead_log_cost_no_record(office: Running, laptop: Laptop) -> None:
    """A power cut, then a bad sector: what follows in the log is gone; the laptop is some steps behind."""
    sent_and_unsent(office, laptop)
    data = laptop.van.services.paths.database.parent
    length = (data / "van.db-wal").stat().st_size
    behind, chance = 0, random.Random(5)
    for number in range(6):
        folder = laptop.folder.parent / f"flipped {number}"
        shutil.copytree(laptop.folder, folder)
        flip(folder / "data" / "van.db-wal", chance.randrange(length))
        one = replace_folder(laptop, folder)
        try:
            one.start()
        except Damaged:
            behind += 1
            assert files_in(folder) == laptop.sealed
            continue
        swept = one.van.store.outbox.sweep(one.van.clock.now())
        behind += bool(swept.set_aside or swept.adopted)
        assert not swept.missing
        one.send(office.url)
        one.stop()
        assert files_in(folder) == laptop.sealed  # also what is set aside
    assert behind  # some of the flips hit what counts
    assert by_stick(office, laptop) == {"lost": 0, "duplicate": 0, "corrupt": 0}
    assert office.alarms() == []


def files_in(folder: Path) -> dict[str, str]:
    """Whole sealed files, as they lie there: record -> digest."""
    return {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob(f"*{SUFFIX}")}


def replace_folder(laptop: Laptop, folder: Path) -> Laptop:
    """The same laptop, with what lies in this folder on its disk."""
    other = copy(laptop)
    other.folder = folder
    return other


def test_files_that_are_sent_by_hand_wait_no_longer_than_a_minute_either(tmp_path: Path) -> None:
    path = tmp_path / "01JD8ZK3V5M8Q2R7T9W4X6Y1AB.cms"
    path.write_bytes(b"sealed")
    outbox, now = FolderOutbox([path], training=True), datetime(2026, 11, 28, tzinfo=UTC)
    outbox.put_off(path.stem, now + timedelta(seconds=30), "sync.busy")
    assert outbox.due(now) == []
    assert [due.id for due in outbox.due(now + timedelta(seconds=31))] == [path.stem]
    assert [due.id for due in outbox.due(now - timedelta(days=365))] == [path.stem]  # the clock was put back
