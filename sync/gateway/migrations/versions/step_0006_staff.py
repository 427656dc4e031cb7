"""People who sign in at the console."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "staff",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("display", sa.String(50), nullable=False),
        sa.Column("roles", sa.String(64), nullable=False),
        sa.Column("officer", sa.String(16), nullable=False),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("made_at", sa.String(24), nullable=False),
        sa.Column("changed_at", sa.String(24), nullable=False),
        sa.Column("locked_at", sa.String(24)),
    )
    op.create_table(
        "sessions",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(32), sa.ForeignKey("staff.name"), nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("csrf", sa.String(43), nullable=False),
        sa.Column("made_at", sa.String(24), nullable=False),
        sa.Column("seen_at", sa.String(24), nullable=False),
    )
    op.create_index("sessions_by_name", "sessions", ["name"])
    op.create_table(
        "failures",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("last_at", sa.String(24), nullable=False),
    )
