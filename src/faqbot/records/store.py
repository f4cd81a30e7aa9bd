"""Keeps feedback in a relational database through SQLAlchemy. Every failure of the database is RecordsUnavailable."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine, Insert, delete, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from faqbot.errors import RecordsUnavailable, SettingsError, UsageError
from faqbot.records import schema
from faqbot.records.engine import open_engine
from faqbot.types import Feedback

MAX_ID = 100
MAX_REASON = 200
MAX_COMMENT = 2000

# "Insert, or replace the row of the same answer" is written differently in each dialect.
_INSERTS: dict[str, Callable[..., sqlite.Insert | postgresql.Insert]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def open_records(url: str) -> SqlRecords:
    """The records at `url`, an SQLAlchemy address.

    Raises SettingsError for an address that is wrong or a database of a later release. A database that does not
    answer raises nothing yet: answers go on without it, and each call says RecordsUnavailable until it is back.
    """
    records = SqlRecords(open_engine(url))
    with suppress(RecordsUnavailable):
        records.ping()
    return records


class SqlRecords:
    """Records on an SQLAlchemy engine; safe to share between threads."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime.datetime] | None = None) -> None:
        self._engine = engine
        self._clock = clock or (lambda: datetime.datetime.now(tz=datetime.UTC))
        self._prepared = False
        self._lock = threading.Lock()

    def feedback(self, feedback: Feedback) -> None:
        """Keep a thumb; the same answer again replaces it. Raises UsageError for an id or text that is too long."""
        row = {**_row(feedback), "at": self._clock().astimezone(datetime.UTC).replace(tzinfo=None)}
        with self._transaction() as connection:
            connection.execute(_upsert(self._engine.dialect.name, row))

    def all_feedback(self) -> list[Feedback]:
        """Everything kept, oldest first."""
        table = schema.feedback
        with self._transaction() as connection:
            rows = connection.execute(select(table).order_by(table.c.at, table.c.answer)).all()
        return [Feedback(row.answer, row.helpful, row.reason, row.comment) for row in rows]

    def purge(self, before: datetime.date) -> int:
        """Delete what was given before the start of that day (UTC); returns how many thumbs went."""
        start = datetime.datetime.combine(before, datetime.time())
        with self._transaction() as connection:
            return int(connection.execute(delete(schema.feedback).where(schema.feedback.c.at < start)).rowcount)

    def ping(self) -> None:
        """Return when the database answers, its tables in place."""
        with self._transaction() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Give the connections back; the next call opens new ones."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            self._prepare()
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            # The driver's own words may hold the address with its password: name the kind of failure only.
            raise RecordsUnavailable(
                f"The database of records does not answer ({type(error).__name__}). Nothing was kept. "
                "Check FAQBOT_DATABASE_URL and that the database runs."
            ) from error

    def _prepare(self) -> None:
        with self._lock:
            if self._prepared:
                return
            with self._engine.begin() as connection:
                schema.metadata.create_all(connection)
                versions = connection.execute(select(schema.schema_version.c.version)).scalars().all()
                if not versions:
                    _stamp(connection)
            if versions and max(versions) > schema.VERSION:
                raise SettingsError(
                    f"The database of records has version {max(versions)}, this faqbot knows {schema.VERSION}. "
                    "Use a newer faqbot, or another FAQBOT_DATABASE_URL."
                )
            self._prepared = True


def _stamp(connection: Connection) -> None:
    # Two processes may create the tables at once: the second one finds the row there, which is as good.
    with suppress(IntegrityError), connection.begin_nested():
        connection.execute(insert(schema.schema_version).values(version=schema.VERSION))


def _upsert(dialect: str, row: dict[str, object]) -> Insert:
    statement = _INSERTS[dialect](schema.feedback).values(row)
    return statement.on_conflict_do_update(index_elements=["answer"], set_={name: row[name] for name in row if name != "answer"})


def _row(feedback: Feedback) -> dict[str, object]:
    for name, value, limit in (
        ("answer", feedback.answer, MAX_ID),
        ("reason", feedback.reason, MAX_REASON),
        ("comment", feedback.comment, MAX_COMMENT),
    ):
        if value is not None and len(value) > limit:
            raise UsageError(f"The {name} of a feedback has {len(value):,} characters; at most {limit:,} are kept.")
    return {
        "answer": _storable(feedback.answer),
        "helpful": feedback.helpful,
        "reason": _storable(feedback.reason),
        "comment": _storable(feedback.comment),
    }


def _storable(value: str | None) -> str | None:
    # PostgreSQL refuses NUL inside a text, and no database takes half a surrogate pair.
    return None if value is None else value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
