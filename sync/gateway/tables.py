"""The gateway's tables as its statements see them; how they came to be stands in `migrations/`."""

from __future__ import annotations

from sqlalchemy import (
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
    true,
)

metadata = MetaData()

GROWING = BigInteger().with_variant(Integer, "sqlite")

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
    Column("arrival", GROWING, nullable=False, unique=True),  # order of arrival, 1 …
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("van", String(32), nullable=False),
    Column("number", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("corrects", String(26)),
    Column("matter", String(64), nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("training", Boolean, nullable=False),
    Column("state", String(16), nullable=False),  # desk/states.py
    Column("received_at", String(24), nullable=False),
    Column("changed_at", String(24), nullable=False),
    Column("receipt", LargeBinary, nullable=False),  # the signed bytes, as they went out the first time
    Column(
        "opened", Boolean, nullable=False, server_default=true()
    ),  # False: kept sealed, its insides unknown
    Column("chain", String(22)),  # with which of a van's chains it came, as which number, after which parcel
    Column("sequence", BigInteger),
    Column("previous", String(64)),
    # Where it belongs and until when (desk/dispatch.py). person: keyed hash of the identity number.
    Column("queue", String(16), nullable=False, server_default=""),  # category of its matter; "unopened"
    Column("jurisdiction", String(6), nullable=False, server_default=""),
    Column("officer", String(32), nullable=False, server_default=""),  # who took it in
    Column("acceptance_number", String(40), nullable=False, server_default=""),
    Column("due", String(10), nullable=False, server_default="9999-12-31"),
    Column("person", String(64), nullable=False, server_default=""),
    Column("claimed_by", String(64), nullable=False, server_default=""),  # who looks at it, until when
    Column("claimed_until", String(24), nullable=False, server_default=""),
    Column("rank", Integer, nullable=False, server_default="1"),  # 0 urgent, 1 not
    Column("revision", Integer, nullable=False, server_default="1"),  # grows with each change of its state
)
Index("records_by_rank", records.c.state, records.c.rank, records.c.due, records.c.arrival)
for _name, _column in (("queue", "queue"), ("matter", "matter"), ("place", "jurisdiction")):
    _by = (records.c[_column], records.c.rank, records.c.due, records.c.arrival)
    Index(f"records_by_{_name}", records.c.state, *_by)
Index("records_by_number", records.c.number)
Index("records_by_acceptance", records.c.acceptance_number)
Index("records_by_person", records.c.person, records.c.matter)
Index("records_by_state", records.c.state, records.c.changed_at)
Index("records_by_chain", records.c.van, records.c.chain, records.c.sequence)
Index("records_by_van", records.c.van, records.c.arrival)

# What each van is told. The cursor grows over all vans; a van sees its own.
notices = Table(
    "notices",
    metadata,
    Column("cursor", GROWING, primary_key=True, autoincrement=False),
    Column("van", String(32), nullable=False),
    Column("record", String(26), ForeignKey("records.id")),  # None: work for the van, about no record
    Column("kind", String(16), nullable=False),
    Column("at", String(24), nullable=False),
    Column("said", Text, nullable=False),  # JSON: reasons, fields, values, data
    Column("sealed", LargeBinary),  # what names a person, to the van's device; None: nothing, or let go
)
Index("notices_by_van", notices.c.van, notices.c.cursor)

# Same id with other content, and the like: rows a person must look at.
alarms = Table(
    "alarms",
    metadata,
    Column("seq", GROWING, primary_key=True),
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
    Column("seq", GROWING, primary_key=True, autoincrement=False),
    Column("at", String(24), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("who", String(64), nullable=False),
    Column("record", String(26), nullable=False),
    Column("facts", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("sha256", String(64), nullable=False),
)

Index("events_by_record", events.c.record, events.c.seq)

# A parcel on its way in. generation: grows with each writer; only the newest may add or finish.
uploads = Table(
    "uploads",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("van", String(32), nullable=False),  # "" for bytes that are no record's (training)
    Column("record", String(26), unique=True),
    Column("sha256", String(64)),
    Column("urgent", Boolean, nullable=False),
    Column("length", BigInteger),  # None: not told yet
    Column("said", Text, nullable=False),  # Upload-Metadata as it came, told again to who asks
    Column("generation", Integer, nullable=False),
    Column("finished", Boolean, nullable=False),
    Column("made_at", String(24), nullable=False),
    Column("touched_at", String(24), nullable=False),
)
Index("uploads_by_age", uploads.c.touched_at)

# Their bytes, where several gateways take turns (PostgreSQL only, UNLOGGED: see the migration).
chunks = Table(
    "chunks",
    metadata,
    Column("upload", String(32), primary_key=True),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("bytes", LargeBinary, nullable=False),
    info={"only": "postgresql"},
)

# The certificates this office gave its vans; what is not here was not given.
certificates = Table(
    "certificates",
    metadata,
    Column("serial", String(40), primary_key=True),  # lower-case hex
    Column("van", String(32), nullable=False),
    Column("suite", String(8), nullable=False, server_default="cms"),  # "gm": over an SM2 key, never for TLS
    Column("key_sha256", String(64), nullable=False),
    Column("pem", Text, nullable=False),
    Column("made_at", String(24), nullable=False),
    Column("expires_at", String(24), nullable=False),
    Column("ended_at", String(24)),
    Column("ended_why", String(16)),  # "revoked", "replaced"
)
Index("certificates_by_van", certificates.c.van, certificates.c.made_at)

# One-time tokens for a first certificate; like all tokens, only their hash. serial: what it was used for.
enrolments = Table(
    "enrolments",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("van", String(32), nullable=False),
    Column("made_at", String(24), nullable=False),
    Column("expires_at", String(24), nullable=False),
    Column("ended_at", String(24)),
    Column("serial", String(40)),
)
Index("enrolments_by_van", enrolments.c.van)

# What a van is asked to do. content: the sheet as it stands, sealed to the bureau, whose key alone reads it.
# told_key: SHA-256 of the device key it was sealed to ("": the van has no certificate yet).
work = Table(
    "work",
    metadata,
    Column("van", String(32), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("id", String(130), primary_key=True),
    Column("revision", Integer, nullable=False),  # grows with each change
    Column("day", String(10), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),  # of the sheet's bytes: the same put in twice is once
    Column("content", LargeBinary, nullable=False),  # empty: withdrawn, or let go after the day
    Column("withdrawn", Boolean, nullable=False),
    Column("told_key", String(64), nullable=False),
    Column("cursor", BigInteger, nullable=False),  # of the notice that told it; 0 = none
    Column("changed_at", String(24), nullable=False),
)
Index("work_by_day", work.c.day)
