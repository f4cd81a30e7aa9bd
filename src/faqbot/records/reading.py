"""What is read out of the records: everything, for whoever may ask for it; and the gaps, for whoever writes the documents."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, distinct, func, or_, select

from faqbot.records import schema
from faqbot.records.store import SqlRecords

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that the documents do not answer: its latest wording, how often and by how many it was asked, and when last."""

    question: str
    role: str | None
    lang: str
    asked: int
    conversations: int
    last: datetime.date


def export(records: SqlRecords, *, conversation: str | None = None, containing: str | None = None) -> Iterator[dict[str, Any]]:
    """Every answer and then every thumb that is kept, oldest first, as dictionaries that JSON can hold.

    `conversation` or `containing` (letters of any case in what a visitor wrote) picks some of them.
    """
    for table, kind, key in ((schema.answer, "answer", "id"), (schema.feedback, "feedback", "answer")):
        for row in _rows(records, table, key, _picked(table, conversation, containing)):
            row.pop("topic", None)
            yield {"kind": kind, **row, "at": f"{row['at'].isoformat(timespec='seconds')}Z"}


def conversations_with(records: SqlRecords, text: str) -> list[str]:
    """The conversations in which a visitor wrote `text`, in letters of any case."""
    found: set[str] = set()
    with records.reading() as connection:
        for table in (schema.answer, schema.feedback):
            condition = _picked(table, None, text)
            found |= {one for one in connection.execute(select(table.c.conversation).where(*condition)).scalars() if one}
    return sorted(found)


def gaps(records: SqlRecords, *, role: str | None = None, limit: int = 50) -> list[Gap]:
    """The questions that the documents did not answer, grouped, those first that the most conversations had."""
    table = schema.answer
    people = func.count(distinct(table.c.conversation))
    grouped = (
        select(
            table.c.topic, table.c.role, table.c.lang, func.count().label("asked"), people.label("people"), func.max(table.c.at)
        )
        .where(table.c.topic.is_not(None), *([table.c.role == role] if role else []))
        .group_by(table.c.topic, table.c.role, table.c.lang)
        .order_by(people.desc(), func.count().desc(), table.c.topic)
        .limit(limit)
    )
    with records.reading() as connection:
        return [
            Gap(_latest(connection, topic, of, lang), of, lang, asked, conversations, last.date())
            for topic, of, lang, asked, conversations, last in connection.execute(grouped).all()
        ]


def _latest(connection: Connection, topic: str, role: str | None, lang: str) -> str:
    table = schema.answer
    same = and_(table.c.topic == topic, table.c.lang == lang, table.c.role == role if role else table.c.role.is_(None))
    return str(
        connection.execute(select(table.c.asked).where(same).order_by(table.c.at.desc(), table.c.id).limit(1)).scalar_one()
    )


def _rows(records: SqlRecords, table: Table, key: str, where: Sequence[ColumnElement[bool]]) -> Iterator[dict[str, Any]]:
    """The rows by time, page by page: an export of years neither fills the memory nor holds a transaction."""
    after: tuple[Any, str] | None = None
    while True:
        page: Select[Any] = select(table).where(*where).order_by(table.c.at, table.c[key]).limit(_PAGE)
        if after is not None:
            page = page.where(or_(table.c.at > after[0], and_(table.c.at == after[0], table.c[key] > after[1])))
        with records.reading() as connection:
            rows = [dict(row) for row in connection.execute(page).mappings()]
        yield from rows
        if len(rows) < _PAGE:
            return
        after = (rows[-1]["at"], rows[-1][key])


def _picked(table: Table, conversation: str | None, containing: str | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if conversation is not None:
        conditions.append(table.c.conversation == conversation)
    if containing is not None:
        written = ("question", "asked") if table is schema.answer else ("reason", "comment")
        conditions.append(or_(*(table.c[column].icontains(containing, autoescape=True) for column in written)))
    return conditions
