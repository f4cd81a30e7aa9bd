"""The tables as they are now. `migrations/` holds the way to them, and a test holds both together.

No name, no address and nobody's IP stands in any of them. Times are naive UTC, because SQLite has no time zones.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, DateTime, Float, ForeignKey, MetaData, String, Table, Text

# The newest file of `migrations/`: where a database stands that is up to date.
HEAD = "0002"
# A table of ours alone: another program in the same database may use Alembic's own name.
VERSION_TABLE = "faqbot_version"

metadata = MetaData()

conversation = Table(
    "conversation",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("started", DateTime, nullable=False),
    Column("last", DateTime, nullable=False, index=True),
)

# `asked` is the question as it was understood, a follow-up made whole. `topic` is what its gap is grouped by, and stands
# only where the documents did not answer. `said` are the quotes, one a line.
answer = Table(
    "answer",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("conversation", String(100), ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", DateTime, nullable=False, index=True),
    Column("role", String(100)),
    Column("lang", String(10), nullable=False),
    Column("question", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("outcome", String(30), nullable=False),
    Column("reason", String(60), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("mode", String(20), nullable=False),
    Column("said", Text, nullable=False),
    Column("citations", JSON, nullable=False),
    Column("generation", String(100), nullable=False),
    Column("topic", String(200), index=True),
)

# One row an answer: the last thumb counts. The answer itself may not be kept (yet): thumbs are written at once, answers soon.
feedback = Table(
    "feedback",
    metadata,
    Column("answer", String(100), primary_key=True),
    Column("conversation", String(100), index=True),
    Column("helpful", Boolean, nullable=False),
    Column("reason", String(200)),
    Column("comment", String(2000)),
    Column("at", DateTime, nullable=False, index=True),
)

# Conversations that their visitor deleted: what another process still had to write of them must not come back.
erased = Table(
    "erased",
    metadata,
    Column("conversation", String(100), primary_key=True),
    Column("at", DateTime, nullable=False, index=True),
)
