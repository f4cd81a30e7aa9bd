"""Keeps conversations and feedback in a relational database. Every failure of the database is RecordsUnavailable."""

from __future__ import annotations

import datetime
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, delete, exists, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from faqbot.errors import RecordsUnavailable, SettingsError
from faqbot.records import rows, schema
from faqbot.records.engine import READING, open_engine
from faqbot.records.upgrading import upgrade
from faqbot.types import Answer, Feedback

# "Insert, unless it is there" is written differently in each dialect.
_INSERTS: dict[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
# A failure that took longer than the first is a server that hangs; nobody waits for it again before the second is over.
_SLOW, _PAUSE = 1.0, 2.0
# As many names as a statement of any database takes.
_AT_ONCE = 500
# Rows that are deleted in one transaction.
_AT_ONCE = 2000

_log = logging.getLogger(__name__)


def open_records(url: str) -> SqlRecords:
    """The records at `url`, an SQLAlchemy address; tables of an earlier release are upgraded.

    Raises SettingsError for an address that is wrong or a database of a later release. A database that does not
    answer raises nothing yet: answers go on without it, and each call says RecordsUnavailable until it is back.
    """
    records = SqlRecords(open_engine(url))
    try:
        records.ping()
    except RecordsUnavailable as error:
        _log.error("%s", error)
    except SettingsError:
        records.close()
        raise
    return records


class SqlRecords:
    """Records on an SQLAlchemy engine; safe to share between threads."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime.datetime] | None = None, most: int = _AT_ONCE) -> None:
        self._engine = engine
        self._most = most
        self._clock = clock or (lambda: datetime.datetime.now(tz=datetime.UTC))
        self._prepared = False
        self._lock = threading.Lock()
        self._down_until = 0.0

    def answers(self, answers: Sequence[Answer]) -> None:
        """Keep answers with their questions, personal data masked. One that is kept already stays as it is."""
        made = [rows.of_answer(answer) for answer in answers]
        now = self._now()
        with self.writing() as connection:
            self._share(connection)
            gone = set(
                connection.execute(
                    select(schema.erased.c.conversation).where(
                        schema.erased.c.conversation.in_({row["conversation"] for row in made})
                    )
                ).scalars()
            )
            made = [{**row, "at": now} for row in made if row["conversation"] not in gone]
            if not made:
                return
            conversations = [
                {"id": one, "started": now, "last": now} for one in dict.fromkeys(row["conversation"] for row in made)
            ]
            begun = self._insert(schema.conversation)
            connection.execute(
                begun.on_conflict_do_update(index_elements=["id"], set_={"last": begun.excluded.last}), conversations
            )
            connection.execute(self._insert(schema.answer).on_conflict_do_nothing(index_elements=["id"]), made)

    def feedback(self, feedback: Feedback) -> None:
        """Keep a thumb; the same answer again replaces it. Raises UsageError for an id or text that is too long."""
        row = {**rows.of_feedback(feedback), "at": self._now()}
        statement = self._insert(schema.feedback).values(row)
        replaced = {name: value for name, value in row.items() if name != "answer"}
        with self.writing() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["answer"], set_=replaced))

    def all_feedback(self) -> list[Feedback]:
        """Every thumb that is kept, oldest first."""
        table = schema.feedback
        with self.reading() as connection:
            found = connection.execute(select(table).order_by(table.c.at, table.c.answer)).all()
        return [Feedback(row.answer, row.helpful, row.reason, row.comment, row.conversation) for row in found]

    def erase(self, conversation: str) -> int:
        """Delete a conversation, its answers and its thumbs; returns how many rows went. None of it can come back."""
        now = self._now()
        with self.writing() as connection:
            mark = self._insert(schema.erased).values(conversation=conversation, at=now)
            connection.execute(mark.on_conflict_do_update(index_elements=["conversation"], set_={"at": now}))
            gone = _delete(connection, [conversation])
        self._scrub()
        return gone

    def erase_all(self) -> int:
        """Delete everything; returns how many rows went."""
        gone = sum(self._delete_all(table) for table in reversed(schema.metadata.sorted_tables))
        self._scrub()
        return gone

    def purge(self, before: datetime.datetime) -> int:
        """Delete what is older than `before`, which knows its zone; returns how many answers and thumbs went."""
        start = before.astimezone(datetime.UTC).replace(tzinfo=None)
        answer, conversation = schema.answer, schema.conversation
        gone = sum(self._delete_all(table, table.c.at < start) for table in (schema.feedback, answer))
        empty = ~exists().where(answer.c.conversation == conversation.c.id)
        self._delete_all(conversation, conversation.c.last < start, empty)
        self._delete_all(schema.erased, schema.erased.c.at < start)
        if gone:
            self._scrub()
        return gone

    def unquote(self, texts: Mapping[str, str]) -> int:
        """Delete the words of answers that quote what no document says any more; returns of how many.

        `texts` holds the documents' texts by source. Question, outcome and thumb stay.
        """
        table = schema.answer
        with self.writing() as connection:
            kept = connection.execute(select(table.c.id, table.c.said, table.c.citations).where(table.c.said != "")).all()
            gone = [row.id for row in kept if not all(_stands(one, row.said, texts) for one in row.citations)]
            for begin in range(0, len(gone), _AT_ONCE):
                some = table.c.id.in_(gone[begin : begin + _AT_ONCE])
                connection.execute(update(table).where(some).values(said="", citations=[]))
        if gone:
            self._scrub()
        return len(gone)

    def _delete_all(self, table: Table, *where: ColumnElement[bool]) -> int:
        """Delete rows a few thousand at a time: no transaction keeps others waiting, or takes longer than a server may."""
        (key,) = table.primary_key.columns
        gone = 0
        while True:
            with self.writing() as connection:
                part = connection.execute(delete(table).where(key.in_(select(key).where(*where).limit(self._most)))).rowcount
            gone += part
            if part < self._most:
                return gone

    def ping(self) -> None:
        """Return when the database answers, its tables in place."""
        with self.reading() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Give the connections back; the next call opens new ones."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept as a whole or not at all. Raises RecordsUnavailable."""
        with self._transaction(self._engine) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, and keeps nobody from writing. Raises RecordsUnavailable."""
        with self._transaction(self._engine.execution_options(**{READING: True})) as connection:
            yield connection

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        try:
            self._prepare()
            with self._patient(), engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            # The driver's own words may hold the address with its password: name the kind of failure only.
            raise _unavailable(type(error).__name__) from error

    def _prepare(self) -> None:
        with self._lock:
            if self._prepared:
                return
            with self._patient():
                if self._engine.dialect.name == "sqlite" and self._engine.url.database not in (None, "", ":memory:"):
                    # Only the one who runs the server may read what candidates ask.
                    Path(str(self._engine.url.database)).touch(mode=0o600, exist_ok=True)
                with self._engine.begin() as connection:
                    upgrade(connection)
            self._prepared = True

    @contextmanager
    def _patient(self) -> Iterator[None]:
        """Wait for a database that hangs once, and spare the others: for a moment they are told at once."""
        started = time.monotonic()
        if started < self._down_until:
            raise _unavailable("it did not answer a moment ago")
        try:
            yield
        except (SQLAlchemyError, OSError):
            if time.monotonic() - started > _SLOW:
                self._down_until = time.monotonic() + _PAUSE
            raise

    def _share(self, connection: Connection) -> None:
        # An erasure that is not committed yet would not be seen, and what it erases would come back: one waits for the other.
        if self._engine.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE erased IN SHARE MODE"))

    def _scrub(self) -> None:
        """Take what was deleted out of SQLite's log too; it stands there until a checkpoint."""
        if self._engine.dialect.name == "sqlite":
            raw = self._engine.raw_connection()
            try:
                cursor = raw.cursor()
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.close()
            finally:
                raw.close()

    def _insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        return _INSERTS[self._engine.dialect.name](table)

    def _now(self) -> datetime.datetime:
        return self._clock().astimezone(datetime.UTC).replace(tzinfo=None)


def _delete(connection: Connection, conversations: Sequence[str]) -> int:
    answer, thumb = schema.answer, schema.feedback
    answers = select(answer.c.id).where(answer.c.conversation.in_(conversations))
    thumbs = delete(thumb).where(or_(thumb.c.conversation.in_(conversations), thumb.c.answer.in_(answers)))
    statements: list[Any] = [
        thumbs,
        delete(answer).where(answer.c.conversation.in_(conversations)),
        delete(schema.conversation).where(schema.conversation.c.id.in_(conversations)),
    ]
    return sum(int(connection.execute(statement).rowcount) for statement in statements)


def _stands(citation: Mapping[str, Any], said: str, texts: Mapping[str, str]) -> bool:
    quote = texts.get(str(citation["source"]), "")[citation["start"] : citation["end"]]
    return bool(quote) and quote in said


def _unavailable(kind: str) -> RecordsUnavailable:
    return RecordsUnavailable(
        f"The database of records does not answer ({kind}). Nothing was kept. Check FAQBOT_DATABASE_URL and that the database runs."
    )
