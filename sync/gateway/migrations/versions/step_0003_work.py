"""What a van is asked to do: trips, bookings, lists of people, drafts, earlier photos and prints.

A notice need not be about a record any more; what names a person lies in it sealed to the van's device.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "work",
        sa.Column("van", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("id", sa.String(130), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.Column("told_key", sa.String(64), nullable=False),
        sa.Column("cursor", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.String(24), nullable=False),
    )
    op.create_index("work_by_day", "work", ["day"])
    _notices_about_no_record()


def _notices_about_no_record() -> None:
    """Made anew and filled: SQLite cannot drop a column's NOT NULL."""
    op.drop_index("notices_by_van", "notices")
    op.rename_table("notices", "notices_before")
    op.create_table(
        "notices",
        sa.Column("cursor", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=False),
        sa.Column("van", sa.String(32), nullable=False),
        sa.Column("record", sa.String(26), sa.ForeignKey("records.id")),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.PrimaryKeyConstraint("cursor", name="notices_key"),
    )
    names = '"cursor", van, record, kind, "at", said'
    op.execute(f"INSERT INTO notices ({names}) SELECT {names} FROM notices_before")
    op.drop_table("notices_before")
    op.create_index("notices_by_van", "notices", ["van", "cursor"])
