"""One contract, four storages: {files, S3} x {SQLite, PostgreSQL}: the same whatever they are."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from sync.gateway import alarms, events, migrate
from sync.gateway.database import Database
from sync.gateway.decisions import Decision, decide
from sync.gateway.errors import CannotStart, Problem
from sync.gateway.letters import Letter
from sync.gateway.mail import since
from sync.gateway.office import Office, Storage, open_office
from sync.gateway.partials import Evicted
from sync.gateway.records import Arrival
from sync.gateway.tables import metadata
from sync.gateway.uploads import finish
from sync.uploads import Label
from tests.sync.letters import new_id

AT = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)
VAN = "D027"
# What the spine's `create_all` made of the table, and one row of it.
SPINE_TABLES = ("office", "tokens", "alarms", "events")  # as they still are
SPINE_RECORDS = """CREATE TABLE records (
    id VARCHAR(26) PRIMARY KEY, arrival INTEGER NOT NULL UNIQUE, sha256 VARCHAR(64) NOT NULL,
    size BIGINT NOT NULL, van VARCHAR(32) NOT NULL, number VARCHAR(64) NOT NULL, version INTEGER NOT NULL,
    corrects VARCHAR(26), matter VARCHAR(64) NOT NULL, urgent BOOLEAN NOT NULL, training BOOLEAN NOT NULL,
    state VARCHAR(16) NOT NULL, received_at VARCHAR(24) NOT NULL, changed_at VARCHAR(24) NOT NULL,
    receipt BLOB NOT NULL)"""
SPINE_ROW = """INSERT INTO records VALUES ('01KAHJ0Q9RTS8ZB3N4V5W6X7Y8', 1, 'ab', 1, 'D027', 'n', 1, NULL,
    'm', 0, 1, 'received', 't', 't', x'00')"""
SPINE_NOTICES = """CREATE TABLE notices (
    cursor INTEGER PRIMARY KEY, van VARCHAR(32) NOT NULL, record VARCHAR(26) NOT NULL REFERENCES records (id),
    kind VARCHAR(16) NOT NULL, at VARCHAR(24) NOT NULL, said TEXT NOT NULL)"""
SPINE_NOTICE = """INSERT INTO notices VALUES (7, 'D027', '01KAHJ0Q9RTS8ZB3N4V5W6X7Y8', 'received',
    '2026-11-21T03:50:40.123Z', '{"fields":[],"reasons":[],"values":{}}')"""
KINDS = [f"{objects}-{database}" for objects in ("files", "s3") for database in ("sqlite", "postgresql")]


@pytest.fixture(params=KINDS)
def storage(request: pytest.FixtureRequest) -> Storage:
    objects, database = request.param.split("-")
    return Storage(
        request.getfixturevalue("postgres_server").database() if database == "postgresql" else None,
        request.getfixturevalue("s3_server").bucket() if objects == "s3" else None,
    )


@pytest.fixture
def office(tmp_path: Path, storage: Storage) -> Iterator[Office]:
    one = open_office(tmp_path / "office", training=True, storage=storage)
    yield one
    one.close()


def letter(id: str) -> Letter:
    return Letter(id, "D027-20261128-0001", 1, None, "renewal_expiry", urgent=False, training=True)


def taken(office: Office, body: bytes = b"sealed") -> str:
    id, sha256 = new_id(), hashlib.sha256(body).hexdigest()
    office.objects.put(sha256, body)
    assert office.ledger.take(letter(id), Arrival(VAN, sha256, len(body)), AT).fresh
    return id


def test_a_body_is_kept_under_its_digest_and_twice_is_once(office: Office) -> None:
    body = os.urandom(200_000)
    sha256 = hashlib.sha256(body).hexdigest()
    with pytest.raises(KeyError):
        office.objects.read(sha256)
    for _ in range(2):
        office.objects.put(sha256, body)
    office.objects.put(hashlib.sha256(b"").hexdigest(), b"")
    assert office.objects.read(sha256) == body
    assert sorted(office.objects.digests()) == sorted([sha256, hashlib.sha256(b"").hexdigest()])


def test_everything_is_there_after_a_restart(tmp_path: Path, storage: Storage) -> None:
    first = open_office(tmp_path / "office", training=True, name="Office", storage=storage)
    id = taken(first)
    lease = first.uploads.begin(VAN, Label(new_id(), "ab" * 32, True), 10, "said", AT)
    first.uploads.partials.append(lease.upload.id, lease.generation, 0, b"12345")
    first.close()
    again = open_office(tmp_path / "office", storage=storage)
    assert (again.name, again.epoch, again.training) == ("Office", first.epoch, True)
    [row] = again.ledger.listed()
    assert (row["id"], again.objects.read(row["sha256"])) == (id, b"sealed")
    resumed = again.uploads.take_over(again.uploads.find(lease.upload.id, AT), AT)
    assert resumed.offset == 5
    assert again.uploads.partials.read(lease.upload.id) == b"12345"
    again.close()


def test_the_schema_is_what_the_statements_say(office: Office) -> None:
    with office.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differs = compare_metadata(context, metadata)
    missing = [change[1].info.get("only") for change in differs if change[0] == "add_table"]
    assert len(missing) == len(differs)
    assert missing == ([] if office.database.shared else ["postgresql"])


def test_the_event_log_only_grows(office: Office) -> None:
    taken(office)
    for words in ("UPDATE events SET kind = 'x'", "DELETE FROM events"):
        with pytest.raises(DBAPIError, match="only grows"), office.database.write() as connection:
            connection.exec_driver_sql(words)
    with office.database.read() as connection:
        assert events.first_break(connection) is None


def test_ten_at_once_are_numbered_without_a_gap_and_chained(office: Office) -> None:
    """Arrivals, cursors and events number themselves by what was there before: nobody may slip in between."""
    failed: list[BaseException] = []

    def take() -> None:
        try:
            for _ in range(3):
                taken(office)
        except BaseException as error:
            failed.append(error)
            raise

    callers = [threading.Thread(target=take) for _ in range(10)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert failed == []
    assert [row["arrival"] for row in office.ledger.listed(limit=100)] == list(range(1, 31))
    told, last = since(office.database, VAN, 0)
    assert ([notice.cursor for notice in told], last) == (list(range(1, 31)), 30)
    with office.database.read() as connection:
        assert events.first_break(connection) is None


def test_a_decision_is_taken_once_and_told(office: Office) -> None:
    id = taken(office)
    assert decide(office.database, Decision(id, "accept"), "clerk", AT).fresh
    assert not decide(office.database, Decision(id, "accept"), "clerk", AT).fresh
    with pytest.raises(Problem) as caught:
        decide(office.database, Decision(id, "return", ("why",)), "clerk", AT)
    assert caught.value.values == {"state": "accepted"}
    told, _ = since(office.database, VAN, 0)
    assert [notice.kind.value for notice in told] == ["received", "accepted"]


def test_an_error_amid_a_transaction_leaves_nothing(office: Office) -> None:
    def fail() -> None:
        with office.database.write() as connection:
            alarms.ring(connection, at=AT, kind="k", van=VAN, record="r")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert alarms.listed(office.database) == []


def test_a_second_writer_evicts_the_first(office: Office) -> None:
    """Also the stale one that wakes long after: it can neither add nor finish."""
    uploads, partials = office.uploads, office.uploads.partials
    first = uploads.begin(VAN, Label(new_id(), "ab" * 32, True), 6, "", AT)
    partials.append(first.upload.id, first.generation, 0, b"abc")
    second = uploads.take_over(first.upload, AT)
    assert second.offset == 3
    with pytest.raises(Evicted):
        partials.append(first.upload.id, first.generation, 3, b"XXX")
    partials.append(second.upload.id, second.generation, 3, b"def")
    with office.database.write() as connection:
        assert finish(connection, [first]) == []
        assert finish(connection, [first, second]) == [second]
        assert finish(connection, [second]) == []
    assert partials.read(first.upload.id) == b"abcdef"


def test_a_record_has_one_upload(office: Office) -> None:
    label = Label(new_id(), "ab" * 32, True)
    first = office.uploads.begin(VAN, label, 6, "", AT)
    assert office.uploads.begin(VAN, label, 6, "", AT).upload.id == first.upload.id
    other = Label(label.record, "cd" * 32, True)
    for van, said, kind in ((VAN, other, "digest-conflict"), ("D031", label, "id-taken")):
        with pytest.raises(Problem) as caught:
            office.uploads.begin(van, said, 6, "", AT)
        assert caught.value.kind == kind
    assert [alarm["kind"] for alarm in alarms.listed(office.database)] == ["digest-conflict", "id-taken"]


def test_what_waited_too_long_is_forgotten_and_begun_again(office: Office) -> None:
    label, later = Label(new_id(), "ab" * 32, True), AT + timedelta(days=8)
    first = office.uploads.begin(VAN, label, 6, "", AT)
    office.uploads.partials.append(first.upload.id, first.generation, 0, b"abc")
    fresh = office.uploads.begin(VAN, Label(new_id(), "cd" * 32, True), 6, "", later)
    with pytest.raises(Problem) as caught:
        office.uploads.find(first.upload.id, later)
    assert caught.value.kind == "gone"
    assert office.uploads.partials.read(first.upload.id) == b""
    again = office.uploads.begin(VAN, label, 6, "", later)
    assert (again.upload.id != first.upload.id, again.offset) == (True, 0)
    assert office.uploads.sweep(later) == 0
    assert office.uploads.sweep(later + timedelta(days=8)) == 2
    with pytest.raises(Problem):
        office.uploads.find(fresh.upload.id, later)


def test_a_database_belongs_to_one_key_and_one_kind(tmp_path: Path, storage: Storage) -> None:
    open_office(tmp_path / "office", training=True, storage=storage).close()
    if storage.database is not None:
        with pytest.raises(CannotStart) as caught:
            open_office(tmp_path / "other", training=True, storage=storage)
        assert caught.value.values == {"reason": "other-key"}
    with pytest.raises(CannotStart) as caught:
        open_office(tmp_path / "office", training=False, storage=storage)
    assert caught.value.values == {"reason": "training-folder"}


def test_two_gateways_share_what_they_have(tmp_path: Path, storage: Storage) -> None:
    if storage.database is None:
        pytest.skip("SQLite belongs to one gateway")
    one = open_office(tmp_path / "one", training=True, storage=storage)
    shared = Storage(storage.database, storage.objects, keys=tmp_path / "one")
    two = open_office(tmp_path / "two", training=True, storage=shared)
    assert (two.epoch, two.seal.public) == (one.epoch, one.seal.public)
    lease = one.uploads.begin(VAN, Label(new_id(), "ab" * 32, True), 6, "", AT)
    one.uploads.partials.append(lease.upload.id, lease.generation, 0, b"abc")
    other = two.uploads.take_over(two.uploads.find(lease.upload.id, AT), AT)
    assert other.offset == 3
    with pytest.raises(Evicted):
        one.uploads.partials.append(lease.upload.id, lease.generation, 3, b"def")
    id = taken(one)
    assert [row["id"] for row in two.ledger.listed()] == [id]
    one.close()
    two.close()


def test_a_folder_from_before_steps_were_counted_is_brought_up_to_date(tmp_path: Path) -> None:
    """What the spine left behind: its tables, no step number, a record and its event chain."""
    path = tmp_path / "gateway.db"
    Database(path).close()
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        later = [table.name for table in reversed(metadata.sorted_tables) if table.name not in SPINE_TABLES]
        for name in (*later, "alembic_version"):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
        for made in (SPINE_RECORDS, SPINE_ROW, SPINE_NOTICES, SPINE_NOTICE):
            connection.exec_driver_sql(made)
        connection.exec_driver_sql("CREATE INDEX notices_by_van ON notices (van, cursor)")
        connection.exec_driver_sql("DROP INDEX events_by_record")
        assert migrate._step(connection) == migrate.FIRST
    engine.dispose()
    database = Database(path)
    with database.read() as connection:
        assert migrate._step(connection) == migrate.NEWEST
        row = connection.exec_driver_sql("SELECT id, opened, chain FROM records").one()
    assert tuple(row) == ("01KAHJ0Q9RTS8ZB3N4V5W6X7Y8", 1, None)
    [notice], cursor = since(database, VAN, 0)
    assert (notice.cursor, notice.record, cursor) == (7, row[0], 7)
    database.close()


def test_a_database_that_is_not_there_is_said(tmp_path: Path) -> None:
    for url, reason in (
        ("postgresql://office@127.0.0.1:1/none", "no-database"),
        ("mysql://x", "unknown-database"),
    ):
        with pytest.raises(CannotStart) as caught:
            open_office(tmp_path, training=True, storage=Storage(url))
        assert caught.value.values == {"reason": reason}


def test_a_store_that_is_not_there_is_said(tmp_path: Path) -> None:
    for url, reason in (("s3+http://a:b@127.0.0.1:1/x", "no-objects"), ("http://x/y", "unknown-objects")):
        with pytest.raises(CannotStart) as caught:
            open_office(tmp_path, training=True, storage=Storage(None, url))
        assert caught.value.values == {"reason": reason}
