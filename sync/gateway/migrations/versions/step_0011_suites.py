"""Certificates of the national algorithms beside the others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("certificates", sa.Column("suite", sa.String(8), nullable=False, server_default="cms"))
