"""The tables. `VERSION` stands in a row of the database, so that a later release knows what it has before it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, Integer, MetaData, String, Table

VERSION = 1

metadata = MetaData()

schema_version = Table(
    "schema_version",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
)

# One row an answer: the last thumb counts. No address, no question, no name is kept. `at` is naive UTC, because
# SQLite has no time zones.
feedback = Table(
    "feedback",
    metadata,
    Column("answer", String(100), primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("reason", String(200)),
    Column("comment", String(2000)),
    Column("at", DateTime, nullable=False, index=True),
)
