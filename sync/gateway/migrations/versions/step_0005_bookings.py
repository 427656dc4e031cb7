"""Days a van is out, halls beside them, and who booked when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "van_days",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("van", sa.String(32), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("area", sa.String(6), nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("opens", sa.String(5), nullable=False),
        sa.Column("closes", sa.String(5), nullable=False),
        sa.Column("slot_minutes", sa.Integer, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("longitude", sa.Float),
        sa.Column("latitude", sa.Float),
        sa.Column("off", sa.Boolean, nullable=False),
        *_changes(),
    )
    op.create_index("van_days_by_day", "van_days", ["day", "van"])
    op.create_table(
        "halls",
        sa.Column("id", sa.String(16), primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "address", "hours", "phone")),
        sa.Column("area", sa.String(6), nullable=False),
        *_changes(),
    )
    _bookings()


def _bookings() -> None:
    op.create_table(
        "bookings",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("van_day", sa.String(16), sa.ForeignKey("van_days.id"), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("matter", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("phone", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("record", sa.String(26), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.String(24), nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        *_changes(),
    )
    op.create_index("bookings_by_slot", "bookings", ["van_day", "at"])
    op.create_index("bookings_by_person", "bookings", ["person", "matter"])
    op.create_index("bookings_by_phone", "bookings", ["phone"])
    is_open = sa.text("state = 'booked'")
    names = ["person", "matter"]
    op.create_index(
        "bookings_open", "bookings", names, unique=True, sqlite_where=is_open, postgresql_where=is_open
    )


def _changes() -> tuple[sa.Column[int], sa.Column[str], sa.Column[str]]:
    return (
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.String(24), nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
    )
