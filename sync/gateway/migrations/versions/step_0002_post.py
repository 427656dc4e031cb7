"""Resumable, sealed parcels: uploads and their bytes, a van's chain, certificates and their tokens.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # A parcel the office has no key for is kept unopened: then nothing is known but what the way may see.
    op.add_column("records", sa.Column("opened", sa.Boolean, nullable=False, server_default=sa.true()))
    op.add_column("records", sa.Column("chain", sa.String(22)))
    op.add_column("records", sa.Column("sequence", sa.BigInteger))
    op.add_column("records", sa.Column("previous", sa.String(64)))
    op.create_index("records_by_chain", "records", ["van", "chain", "sequence"])
    op.create_index("records_by_van", "records", ["van", "arrival"])
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("van", sa.String(32), nullable=False),
        sa.Column("record", sa.String(26), unique=True),
        sa.Column("sha256", sa.String(64)),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("length", sa.BigInteger),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("finished", sa.Boolean, nullable=False),
        sa.Column("made_at", sa.String(24), nullable=False),
        sa.Column("touched_at", sa.String(24), nullable=False),
    )
    op.create_index("uploads_by_age", "uploads", ["touched_at"])
    if op.get_bind().dialect.name == "postgresql":
        _bytes_on_their_way()
    op.create_table(
        "certificates",
        sa.Column("serial", sa.String(40), primary_key=True),
        sa.Column("van", sa.String(32), nullable=False),
        sa.Column("key_sha256", sa.String(64), nullable=False),
        sa.Column("pem", sa.Text, nullable=False),
        sa.Column("made_at", sa.String(24), nullable=False),
        sa.Column("expires_at", sa.String(24), nullable=False),
        sa.Column("ended_at", sa.String(24)),
        sa.Column("ended_why", sa.String(16)),
    )
    op.create_index("certificates_by_van", "certificates", ["van", "made_at"])
    op.create_table(
        "enrolments",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("van", sa.String(32), nullable=False),
        sa.Column("made_at", sa.String(24), nullable=False),
        sa.Column("expires_at", sa.String(24), nullable=False),
        sa.Column("ended_at", sa.String(24)),
        sa.Column("serial", sa.String(40)),
    )
    op.create_index("enrolments_by_van", "enrolments", ["van"])


def _bytes_on_their_way() -> None:
    """UNLOGGED: after a crash of the database the van sends them again; that costs seconds, not a record."""
    op.execute(
        "CREATE UNLOGGED TABLE chunks ("
        "upload VARCHAR(32) NOT NULL, at BIGINT NOT NULL, bytes BYTEA NOT NULL, PRIMARY KEY (upload, at))"
    )
    # Sealed bytes do not get smaller; trying would cost more than the disk.
    op.execute("ALTER TABLE chunks ALTER COLUMN bytes SET STORAGE EXTERNAL")
