"""The same tests on both databases: each `url` is an empty SQLite file, and then an empty database of a real PostgreSQL."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from faqbot.records import SqlRecords
from faqbot.records.engine import open_engine
from faqbot.types import Answer


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2026, 6, 9, 12, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.now

    def move(self, **by: int) -> None:
        self.now += datetime.timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'records.sqlite'}"
    made: str = request.getfixturevalue("postgres").database()
    return made


@pytest.fixture
def records(url: str, clock: Clock) -> Iterator[SqlRecords]:
    opened = SqlRecords(open_engine(url), clock=clock)
    yield opened
    opened.close()


def answer(id: str = "a1", conversation: str = "c1", question: str = "Is there a pension?", **more: Any) -> Answer:  # noqa: A002
    given = {"outcome": "not_in_documents", "reason": "nothing", "lang": "en", "index": "g1", **more}
    return Answer(id=id, question=question, conversation=conversation, **given)
