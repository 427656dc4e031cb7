"""What the spine made without counting steps: office, tokens, records, notices, alarms, events.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_GROWING = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "office",
        sa.Column("fact", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "tokens",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("made_at", sa.String(24), nullable=False),
        sa.Column("revoked_at", sa.String(24)),
        sa.Column("seen_at", sa.String(24)),
    )
    op.create_index("tokens_by_name", "tokens", ["role", "name"])
    op.create_table(
        "records",
        sa.Column("id", sa.String(26), primary_key=True),
        sa.Column("arrival", _GROWING, nullable=False, unique=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("van", sa.String(32), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("corrects", sa.String(26)),
        sa.Column("matter", sa.String(64), nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("training", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("received_at", sa.String(24), nullable=False),
        sa.Column("changed_at", sa.String(24), nullable=False),
        sa.Column("receipt", sa.LargeBinary, nullable=False),
    )
    op.create_index("records_by_state", "records", ["state", "changed_at"])
    op.create_table(
        "notices",
        sa.Column("cursor", _GROWING, primary_key=True, autoincrement=False),
        sa.Column("van", sa.String(32), nullable=False),
        sa.Column("record", sa.String(26), sa.ForeignKey("records.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("said", sa.Text, nullable=False),
    )
    op.create_index("notices_by_van", "notices", ["van", "cursor"])
    op.create_table(
        "alarms",
        sa.Column("seq", _GROWING, primary_key=True),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("van", sa.String(32), nullable=False),
        sa.Column("record", sa.String(26), nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
    )
    op.create_table(
        "events",
        sa.Column("seq", _GROWING, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("record", sa.String(26), nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
    )
    _only_grows()


def _only_grows() -> None:
    words = "the event log only grows"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION events_only_grow() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{words}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER events_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON events "
            "FOR EACH STATEMENT EXECUTE FUNCTION events_only_grow()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER events_no_{verb.lower()} BEFORE {verb} ON events "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
