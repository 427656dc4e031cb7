"""What laptops say of themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "van_reports",
        sa.Column("van", sa.String(32), primary_key=True),
        sa.Column("program", sa.String(40), nullable=False),
        sa.Column("pack", sa.String(40), nullable=False),
        sa.Column("waiting", sa.Integer),
        sa.Column("at", sa.String(24), nullable=False),
    )
