"""Thumbs alone, as the first versions kept them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the table of feedback."""
    op.create_table(
        "feedback",
        sa.Column("answer", sa.String(100), primary_key=True),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(200)),
        sa.Column("comment", sa.String(2000)),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_feedback_at", "feedback", ["at"])
