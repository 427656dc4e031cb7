"""What became of each service, what residents thought of it, and what they are told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _services()
    _messages()
    _ratings()
    op.create_table(
        "readers",
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("place", sa.String(80), nullable=False),
    )
    # What an older office decided before this step is told to nobody any more.
    newest = "SELECT 'events', CAST(MAX(seq) AS VARCHAR(80)) FROM events HAVING MAX(seq) > 0"
    op.execute(f"INSERT INTO readers {newest}")


def _services() -> None:
    op.create_table(
        "services",
        sa.Column("record", sa.String(26), sa.ForeignKey("records.id"), primary_key=True),
        sa.Column("van", sa.String(32), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("matter", sa.String(64), nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("planned", sa.Boolean, nullable=False),
        sa.Column("first", sa.Boolean, nullable=False),
        sa.Column("handling_s", sa.Integer, nullable=False),
        sa.Column("sent_s", sa.Integer, nullable=False),
        sa.Column("received_at", sa.String(24), nullable=False),
        sa.Column("decided_at", sa.String(24)),
        sa.Column("decision", sa.String(16)),
        sa.Column("decided_s", sa.Integer),
        sa.Column("made_at", sa.String(24)),
        sa.Column("made_s", sa.Integer),
    )
    op.create_index("services_by_day", "services", ["day", "van"])
    op.create_table(
        "return_reasons",
        sa.Column("record", sa.String(26), sa.ForeignKey("records.id"), primary_key=True),
        sa.Column("reason", sa.String(64), primary_key=True),
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.String(26), primary_key=True),
        sa.Column("cause", sa.String(80), nullable=False, unique=True),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("template", sa.String(32), nullable=False),
        sa.Column("about", sa.String(32), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("adapter", sa.String(32), nullable=False),
        sa.Column("reference", sa.String(80), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("due_at", sa.String(24)),
        sa.Column("trouble", sa.String(64), nullable=False),
        sa.Column("written_at", sa.String(24), nullable=False),
        sa.Column("changed_at", sa.String(24), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_index("messages_by_due", "messages", ["due_at"])
    op.create_index("messages_by_state", "messages", ["state", "written_at"])
    op.create_index("messages_by_about", "messages", ["about"])


def _ratings() -> None:
    op.create_table(
        "ratings",
        sa.Column("record", sa.String(26), sa.ForeignKey("records.id"), primary_key=True),
        sa.Column("van", sa.String(32), nullable=False),
        sa.Column("matter", sa.String(64), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.Column("rated_at", sa.String(24), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("due_on", sa.String(10), nullable=False),
        sa.Column("handler", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=False),
        sa.Column("changed_at", sa.String(24), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_index("ratings_by_state", "ratings", ["state", "due_on"])
    op.create_index("ratings_by_day", "ratings", ["day", "van"])
