"""The gateway's tables, in SQLAlchemy Core so that a city can put them on PostgreSQL (issue 5)."""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    event,
)

metadata = MetaData()

_GROWING = BigInteger().with_variant(Integer, "sqlite")

# Facts about this office that never change: training, epoch, name.
office = Table(
    "office",
    metadata,
    Column("fact", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

# Who may speak. Only the SHA-256 of a token is kept; it has 256 random bits, so no slow hash is needed.
tokens = Table(
    "tokens",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("role", String(10), nullable=False),  # "van" or "office"
    Column("name", String(32), nullable=False),  # the van's number, or who at the office
    Column("made_at", String(24), nullable=False),
    Column("revoked_at", String(24)),
    Column("seen_at", String(24)),
)
Index("tokens_by_name", tokens.c.role, tokens.c.name)

# One row per parcel: written after its file, in the transaction that also writes its notice and its event.
records = Table(
    "records",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("arrival", _GROWING, nullable=False, unique=True),  # order of arrival, 1 …
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("van", String(32), nullable=False),
    Column("number", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("corrects", String(26)),
    Column("matter", String(64), nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("training", Boolean, nullable=False),
    Column("state", String(16), nullable=False),  # received accepted returned corrected made
    Column("received_at", String(24), nullable=False),
    Column("changed_at", String(24), nullable=False),
    Column("receipt", LargeBinary, nullable=False),  # the signed bytes, as they went out the first time
)
Index("records_by_state", records.c.state, records.c.changed_at)

# What each van is told. The cursor grows over all vans; a van sees its own.
notices = Table(
    "notices",
    metadata,
    Column("cursor", _GROWING, primary_key=True),
    Column("van", String(32), nullable=False),
    Column("record", String(26), ForeignKey("records.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", String(24), nullable=False),
    Column("said", Text, nullable=False),  # JSON: reasons, fields, values
)
Index("notices_by_van", notices.c.van, notices.c.cursor)

# Same id with other content, and the like: rows a person must look at.
alarms = Table(
    "alarms",
    metadata,
    Column("seq", _GROWING, primary_key=True),
    Column("at", String(24), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("van", String(32), nullable=False),
    Column("record", String(26), nullable=False),
    Column("facts", Text, nullable=False),
)

# What happened, for ever: each row carries the hash of the one before.
events = Table(
    "events",
    metadata,
    Column("seq", _GROWING, primary_key=True),
    Column("at", String(24), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("who", String(64), nullable=False),
    Column("record", String(26), nullable=False),
    Column("facts", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
)

for _verb in ("UPDATE", "DELETE"):
    event.listen(
        events,
        "after_create",
        DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy 2.1 left it unannotated
            f"CREATE TRIGGER events_no_{_verb.lower()} BEFORE {_verb} ON events "
            "BEGIN SELECT RAISE(ABORT, 'the event log only grows'); END"
        ).execute_if(dialect="sqlite"),
    )
