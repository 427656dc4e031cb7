"""Stations with their vans, and the acceptance numbers given to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "units",
        sa.Column("code", sa.String(16), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("changed_at", sa.String(24), nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
    )
    op.create_table(
        "unit_vans",
        sa.Column("van", sa.String(32), primary_key=True),
        sa.Column("unit", sa.String(16), sa.ForeignKey("units.code"), nullable=False),
    )
    op.create_index("unit_vans_by_unit", "unit_vans", ["unit"])
    _numbers()


def _numbers() -> None:
    op.create_table(
        "number_blocks",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("van", sa.String(32), nullable=False),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("head", sa.String(40), nullable=False),
        sa.Column("digits", sa.Integer, nullable=False),
        sa.Column("first", sa.BigInteger, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("used", sa.Integer, nullable=False),
        sa.Column("key_sha256", sa.String(64), nullable=False),
        sa.Column("epoch", sa.String(16), nullable=False),
        sa.Column("cursor", sa.BigInteger, nullable=False),
        sa.Column("given_at", sa.String(24), nullable=False),
        sa.Column("heard_at", sa.String(24)),
        sa.Column("ended_at", sa.String(24)),
        sa.Column("ended_why", sa.String(16)),
    )
    op.create_index("number_blocks_by_head", "number_blocks", ["head", "last"])
    op.create_index("number_blocks_by_van", "number_blocks", ["van", "day"])
    op.create_table(
        "acceptance_numbers",
        sa.Column("number", sa.String(40), primary_key=True),
        sa.Column("van", sa.String(32), nullable=False),
        sa.Column("receipt", sa.String(64), nullable=False),
        sa.Column("record", sa.String(26), nullable=False),
        sa.Column("by_office", sa.Boolean, nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
    )
    op.create_index("acceptance_numbers_by_record", "acceptance_numbers", ["record"])
    op.create_index("acceptance_numbers_by_receipt", "acceptance_numbers", ["van", "receipt"])
