"""Tables of the people who work at the office; how they came to be stands in `sync/gateway/migrations/`."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from sync.gateway.tables import metadata

# Who may sign in at the console. roles: words with a comma between. officer: the person's number as a police
# officer, "" for others: nobody decides about what they took in themselves. generation: grows with everything
# that ends all sessions (password, roles, lock).
staff = Table(
    "staff",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("display", String(50), nullable=False),
    Column("roles", String(64), nullable=False),
    Column("officer", String(16), nullable=False),
    Column("unit", String(16), nullable=False),  # "" = all
    Column("password", Text, nullable=False),  # Argon2id, as PHC string with its parameters
    Column("generation", Integer, nullable=False),
    Column("made_at", String(24), nullable=False),
    Column("changed_at", String(24), nullable=False),
    Column("locked_at", String(24)),
)

# Who is signed in. Of the cookie only the SHA-256 is kept.
sessions = Table(
    "sessions",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("name", String(32), ForeignKey("staff.name"), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("csrf", String(43), nullable=False),
    Column("made_at", String(24), nullable=False),
    Column("seen_at", String(24), nullable=False),
)
Index("sessions_by_name", sessions.c.name)

# Sign-ins that failed, by account and by address, as SHA-256: people type passwords as names.
failures = Table(
    "failures",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", String(24), nullable=False),
)

# What each laptop says of itself when it asks whether the office is there.
van_reports = Table(
    "van_reports",
    metadata,
    Column("van", String(32), primary_key=True),
    Column("program", String(40), nullable=False),
    Column("pack", String(40), nullable=False),
    Column("waiting", Integer),  # parcels on the laptop
    Column("at", String(24), nullable=False),
)
