"""Records as cases: where each belongs, until when, who took it; comparisons of two, materials asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

NO_DAY = "9999-12-31"
GROWING = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    for column in _columns():
        op.add_column("records", column)
    for name, first in (
        ("rank", "state"),
        ("queue", "queue"),
        ("matter", "matter"),
        ("place", "jurisdiction"),
    ):
        columns = ["state", "rank", "due", "arrival"]
        op.create_index(
            f"records_by_{name}", "records", columns if first == "state" else ["state", first, *columns[1:]]
        )
    op.create_index("records_by_number", "records", ["number"])
    op.create_index("records_by_acceptance", "records", ["acceptance_number"])
    op.create_index("records_by_person", "records", ["person", "matter"])
    op.create_index("events_by_record", "events", ["record", "seq"])
    op.execute("UPDATE records SET rank = 0 WHERE urgent")
    op.execute("UPDATE records SET queue = 'unopened' WHERE NOT opened")
    mine = "n.van = records.van AND n.receipt = records.number"
    number = f"SELECT min(n.number) FROM acceptance_numbers n WHERE {mine}"
    op.execute(f"UPDATE records SET acceptance_number = coalesce(({number}), '') WHERE number <> ''")
    _comparisons()
    _asked()


def _columns() -> list[sa.Column[object]]:
    def text(name: str, length: int, default: str = "") -> sa.Column[object]:
        return sa.Column(name, sa.String(length), nullable=False, server_default=default)

    return [
        text("queue", 16),
        text("jurisdiction", 6),
        text("officer", 32),
        text("acceptance_number", 40),
        text("due", 10, NO_DAY),
        text("person", 64),
        text("claimed_by", 64),
        text("claimed_until", 24),
        sa.Column("rank", sa.Integer, nullable=False, server_default="1"),
        sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
    ]


def _comparisons() -> None:
    op.create_table(
        "comparisons",
        sa.Column("id", GROWING, primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("record", sa.String(26), sa.ForeignKey("records.id"), nullable=False),
        sa.Column("other", sa.String(26), sa.ForeignKey("records.id"), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("made_at", sa.String(24), nullable=False),
        sa.Column("closed_at", sa.String(24)),
        sa.Column("closed_by", sa.String(64)),
    )
    op.create_index("comparisons_once", "comparisons", ["record", "other", "kind"], unique=True)
    op.create_index("comparisons_by_other", "comparisons", ["other"])
    op.create_index("comparisons_by_outcome", "comparisons", ["outcome", "id"])


def _asked() -> None:
    op.create_table(
        "asked_materials",
        sa.Column("id", GROWING, primary_key=True),
        sa.Column("record", sa.String(26), sa.ForeignKey("records.id"), nullable=False),
        sa.Column("material", sa.String(32), nullable=False),
        sa.Column("until", sa.String(10), nullable=False),
        sa.Column("asked_at", sa.String(24), nullable=False),
        sa.Column("asked_by", sa.String(64), nullable=False),
        sa.Column("settled", sa.String(16), nullable=False),
        sa.Column("settled_at", sa.String(24)),
        sa.Column("settled_by", sa.String(64)),
    )
    op.create_index("asked_materials_by_record", "asked_materials", ["record"])
