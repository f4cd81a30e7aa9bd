"""Conversations with their answers, and what was erased. The row that told the first version goes: Alembic keeps it now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of conversations, and let a thumb know its own."""
    op.execute("DROP TABLE IF EXISTS schema_version")
    op.add_column("feedback", sa.Column("conversation", sa.String(100)))
    op.create_index("ix_feedback_conversation", "feedback", ["conversation"])
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("started", sa.DateTime, nullable=False),
        sa.Column("last", sa.DateTime, nullable=False),
    )
    op.create_index("ix_conversation_last", "conversation", ["last"])
    op.create_table(
        "answer",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("conversation", sa.String(100), sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("role", sa.String(100)),
        sa.Column("lang", sa.String(10), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(30), nullable=False),
        sa.Column("reason", sa.String(60), nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("citations", sa.JSON, nullable=False),
        sa.Column("generation", sa.String(100), nullable=False),
        sa.Column("topic", sa.String(200)),
    )
    for column in ("conversation", "at", "topic"):
        op.create_index(f"ix_answer_{column}", "answer", [column])
    op.create_table(
        "erased",
        sa.Column("conversation", sa.String(100), primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_erased_at", "erased", ["at"])
