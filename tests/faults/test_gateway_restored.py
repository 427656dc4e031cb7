"""A backup comes back beneath gateways that run: they notice, the vans send again, nothing is twice."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from requests import Response
from sqlalchemy import Connection, select

from sync import protocol
from sync.gateway import epoch, events, mail
from sync.gateway.errors import Problem
from sync.gateway.office import Office, Storage, open_office
from sync.gateway.tables import events as events_table
from tests.faults.gateways import NOTHING_WRONG, PATIENCE_S, Van, Yard
from tests.sync.sealed import Sealed
from tests.sync.servers import S3, Postgres
from tests.sync.test_gateway_program import say
from tests.sync.wire import Speaker, told


def until(claim: Callable[[], bool]) -> None:
    """Looks again and again: what is waited for happens in other programs."""
    for _ in range(int(PATIENCE_S / 0.05)):
        if claim():
            return
        threading.Event().wait(0.05)
    pytest.fail("it did not happen")


def noted(folder: Path) -> int:
    """How long the event log was when that gateway last noted it."""
    path = folder / epoch.FILE
    return int(json.loads(path.read_text())["events"]) if path.exists() else 0


def epoch_told(to: Speaker) -> str:
    return str(to.ask("GET", protocol.HELLO).headers[protocol.EPOCH])


def held(to: Speaker, parcels: list[Sealed]) -> dict[str, list[str]]:
    asked = {"records": [{"id": one.id, "sha256": one.label.sha256} for one in parcels]}
    said: dict[str, list[str]] = to.ask("POST", protocol.HELD, body=json.dumps(asked)).json()
    return said


def test_two_gateways_run_while_their_database_is_restored(
    tmp_path: Path, postgres_server: Postgres, s3_server: S3
) -> None:
    """Both tell one new epoch, a held question ends at once, what was forgotten is sent again: counted."""
    database = postgres_server.database()
    yard, van = Yard(tmp_path / "yard", Storage(database, s3_server.bucket())), Van()
    parcels = van.parcels(yard, 5)
    with yard.instance("one") as one, yard.instance("two") as two:
        van.send([one, two], parcels[:2])
        yesterday = postgres_server.backup(database)
        van.send([one, two], parcels[2:4])
        with yard.open() as office:
            length = office.era.look()
        until(lambda: all(noted(yard.folder / name) >= length for name in ("one", "two")))
        before, answers = epoch_told(one), list[Response]()
        ask = f"{protocol.CHANGES}?cursor=4&wait={protocol.MAX_WAIT_S}"
        waiting = threading.Thread(target=lambda: answers.append(two.ask("GET", ask)))
        waiting.start()
        postgres_server.restore(database, yesterday)
        until(lambda: epoch_told(one) != before)
        until(lambda: epoch_told(two) == epoch_told(one))
        waiting.join()
        # Let go at once; what it hears first depends on which connection is found dead.
        assert told(answers[0]) in ((410, "cursor-ahead"), (503, "busy"))
        assert told(two.ask("GET", ask)) == (410, "cursor-ahead")
        assert held(two, parcels[:4]) == {"missing": [p.id for p in parcels[2:4]], "conflicts": []}
        for forgotten in parcels[2:4]:
            del van.got[forgotten.id]
        van.send([two, one], parcels)
        now = epoch_told(one)
    with yard.instance("one") as again:
        assert epoch_told(again) == now
    assert yard.count(parcels, van.got) == NOTHING_WRONG


def kinds(connection: Connection) -> list[str]:
    return list(connection.execute(select(events_table.c.kind).order_by(events_table.c.seq)).scalars())


def test_nothing_is_written_on_what_was_forgotten(tmp_path: Path, postgres_server: Postgres) -> None:
    """Between two looks of the housekeeping: the new epoch is in the log before the first new thing."""
    database = postgres_server.database()
    office = open_office(tmp_path, training=True, storage=Storage(database))
    yesterday = postgres_server.backup(database)
    happen(office, "today")
    office.era.note()
    before = office.epoch
    postgres_server.restore(database, yesterday)
    happened = False
    while not happened:  # connections that died are found out one by one
        happened = happen(office, "after")
    with office.database.read() as connection:
        assert kinds(connection)[-2:] == ["restored", "after"]
    assert office.epoch != before
    office.close()


def happen(office: Office, kind: str) -> bool:
    try:
        with office.database.write() as connection:
            events.append(connection, at=datetime.now(UTC), kind=kind, who="test")
    except Problem:
        return False
    return True


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path / "office", training=True)


def copied(office: Office) -> Path:
    """A backup of its database as it is now."""
    path = office.folder.parent / "yesterday.db"
    path.unlink(missing_ok=True)
    _copy(office.folder / "gateway.db", path)
    return path


def put_back(office: Office, backup: Path) -> None:
    """While it is open: SQLite's own way."""
    _copy(backup, office.folder / "gateway.db")


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def test_a_log_that_has_grown_past_the_note_again_is_another_one(office: Office) -> None:
    happen(office, "a")
    yesterday = copied(office)
    happen(office, "b")
    office.era.note()
    before = office.epoch
    put_back(office, yesterday)
    for kind in ("c", "d", "e"):
        happen(office, kind)
    office.era.look()
    assert office.epoch != before
    now = office.epoch
    office.era.look()
    assert office.epoch == now
    office.close()
    assert say("check", "--data", str(office.folder))[1][0]["chain_breaks_at"] is None


def test_a_backup_of_an_epoch_that_has_ended_gets_a_new_one(office: Office) -> None:
    """Restored twice, then from before the first: a van that knows that old epoch must compare, too."""
    first, yesterday = office.epoch, copied(office)
    epoch.draw(office.database, office.now())
    office.era.note()
    second = office.epoch
    assert second != first
    office.close()
    again = open_office(office.folder)  # what ended is in the note, too
    put_back(again, yesterday)
    again.era.look()
    assert again.epoch not in (first, second)
    again.close()


def test_who_waits_for_news_is_woken_by_a_restore(office: Office) -> None:
    """A cursor that is beyond all there is: everybody asks anew, and is told so."""
    assert mail.news(office.database, None) == (set(), 0)
    assert mail.news(office.database, 0) == (set(), 0)
    assert mail.news(office.database, 7) == (None, 0)
    office.close()


def test_a_log_that_only_grows_keeps_its_epoch(office: Office) -> None:
    before = office.epoch
    for _ in range(3):
        happen(office, "a")
        office.era.note()
    office.close()
    again = open_office(office.folder)
    assert again.epoch == before
    again.close()


def test_a_running_gateway_hears_that_it_was_restored(tmp_path: Path) -> None:
    """By command, for whoever put back the folder and all."""
    yard = Yard(tmp_path / "yard")
    with yard.instance() as to:
        code, [said], _ = say("restored", "--data", str(yard.keys))
        assert code == 0
        until(lambda: epoch_told(to) == said["epoch"])
