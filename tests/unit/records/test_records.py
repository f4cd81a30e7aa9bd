"""Feedback is kept once an answer, survives a restart, goes when it is told to, and a dead database says so."""

from __future__ import annotations

import datetime
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faqbot.errors import RecordsUnavailable, SettingsError, UsageError
from faqbot.records import SqlRecords, open_records
from faqbot.records.engine import open_engine
from faqbot.types import Feedback

DAY = datetime.date(2026, 6, 9)


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


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'records.sqlite'}"


@pytest.fixture
def records(url: str, clock: Clock) -> Iterator[SqlRecords]:
    opened = SqlRecords(open_engine(url), clock=clock)
    yield opened
    opened.close()


def test_keeps_what_was_given(records: SqlRecords) -> None:
    given_ = Feedback("a1", False, "incomplete", "Which allowance?")
    records.feedback(given_)
    assert records.all_feedback() == [given_]


def test_the_last_thumb_for_an_answer_counts(records: SqlRecords) -> None:
    records.feedback(Feedback("a1", True))
    records.feedback(Feedback("a1", True))
    records.feedback(Feedback("a1", False, "outdated"))
    assert records.all_feedback() == [Feedback("a1", False, "outdated")]


def test_lists_oldest_first(records: SqlRecords, clock: Clock) -> None:
    records.feedback(Feedback("z", True))
    clock.move(minutes=1)
    records.feedback(Feedback("a", True))
    assert [each.answer for each in records.all_feedback()] == ["z", "a"]


def test_a_purge_takes_what_is_older_than_the_day_and_nothing_else(records: SqlRecords, clock: Clock) -> None:
    clock.move(hours=-13)  # 23:00 of the eve
    records.feedback(Feedback("eve", True))
    clock.move(hours=1)  # midnight
    records.feedback(Feedback("day", True))
    assert records.purge(DAY) == 1
    assert [each.answer for each in records.all_feedback()] == ["day"]


def test_survives_a_restart(url: str) -> None:
    first = open_records(url)
    first.feedback(Feedback("a1", True))
    first.close()
    second = open_records(url)
    assert second.all_feedback() == [Feedback("a1", True)]
    second.close()


def test_every_connection_has_the_pragmas(records: SqlRecords) -> None:
    records.close()  # whatever was opened so far is gone: the next connection is a new one
    with records._engine.connect() as connection:
        read = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert read == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "secure_delete": 1}


def test_has_a_version_row_for_migrations(records: SqlRecords, tmp_path: Path) -> None:
    records.ping()
    with sqlite3.connect(tmp_path / "records.sqlite") as connection:
        assert connection.execute("SELECT version FROM schema_version").fetchall() == [(1,)]
    connection.close()


def test_refuses_a_database_of_a_later_release(records: SqlRecords, url: str, tmp_path: Path) -> None:
    records.ping()
    with sqlite3.connect(tmp_path / "records.sqlite") as connection:
        connection.execute("UPDATE schema_version SET version = 99")
    connection.close()
    with pytest.raises(SettingsError, match="version 99"):
        open_records(url)


def test_a_dead_database_is_said_and_forgotten_when_it_is_back(tmp_path: Path) -> None:
    folder = tmp_path / "later"
    records = open_records(f"sqlite:///{folder / 'records.sqlite'}")  # opening must not stop the server
    with pytest.raises(RecordsUnavailable, match="Nothing was kept"):
        records.feedback(Feedback("a1", True))
    folder.mkdir()
    records.feedback(Feedback("a1", True))
    assert len(records.all_feedback()) == 1
    records.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [("nonsense", "not the address"), ("mysql://host/x", "Allowed: sqlite, postgresql"), ("sqlite+nodriver:///x", "driver")],
)
def test_a_wrong_address_is_a_sentence(url: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        open_records(url)


def test_an_error_never_holds_the_password() -> None:
    with pytest.raises(SettingsError) as caught:
        open_records("mysql://me:secret@host/x")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("field", ["answer", "reason", "comment"])
def test_long_text_is_refused(records: SqlRecords, field: str) -> None:
    values = {"answer": "a1", "reason": None, "comment": None} | {field: "x" * 2001}
    with pytest.raises(UsageError, match=field):
        records.feedback(Feedback(values["answer"] or "", True, values["reason"], values["comment"]))
    assert records.all_feedback() == []


def test_threads_write_at_once_and_nothing_is_lost(records: SqlRecords) -> None:
    def write(k: int) -> None:
        for i in range(20):
            records.feedback(Feedback(f"{k}-{i}", True))

    threads = [threading.Thread(target=write, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(records.all_feedback()) == 80


@given(st.lists(st.tuples(st.text(min_size=1, max_size=100), st.booleans(), st.text(max_size=50)), max_size=8))
def test_agrees_with_a_dictionary(thumbs: list[tuple[str, bool, str]]) -> None:
    records = open_records("sqlite://")
    kept: dict[str, tuple[bool, str]] = {}
    for answer, helpful, comment in thumbs:
        records.feedback(Feedback(answer, helpful, None, comment))
        kept[answer.replace("\x00", "")] = (helpful, comment.replace("\x00", ""))
    assert {each.answer: (each.helpful, each.comment) for each in records.all_feedback()} == kept
    records.close()
