"""Tables of every earlier release become those of this one, with what stands in them; tables of a later one are refused."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

import faqbot.records
from faqbot.errors import RecordsUnavailable, SettingsError
from faqbot.records import open_records, schema
from faqbot.records.engine import open_engine
from faqbot.types import Feedback
from tests.unit.records.conftest import answer

# What the first release made, as SQLite and PostgreSQL both understand it.
FIRST_RELEASE = (
    "CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY)",
    "INSERT INTO schema_version VALUES (1)",
    "CREATE TABLE feedback (answer VARCHAR(100) NOT NULL PRIMARY KEY, helpful BOOLEAN NOT NULL, reason VARCHAR(200), "
    "comment VARCHAR(2000), at TIMESTAMP NOT NULL)",
    "CREATE INDEX ix_feedback_at ON feedback (at)",
    "INSERT INTO feedback VALUES ('old', true, NULL, 'Thanks', '2026-01-02 03:04:05')",
)


def run(url: str, *statements: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def version(url: str) -> list[str]:
    engine = open_engine(url)
    with engine.begin() as connection:
        found = connection.execute(text(f"SELECT version_num FROM {schema.VERSION_TABLE}")).scalars().all()
    engine.dispose()
    return list(found)


def test_the_newest_step_is_the_one_that_the_schema_names() -> None:
    here = Path(faqbot.records.__file__).parent
    assert ScriptDirectory(here, version_locations=[here / "migrations"]).get_current_head() == schema.HEAD


def test_the_steps_lead_to_the_tables_of_the_schema(url: str) -> None:
    open_records(url).close()
    engine = open_engine(url)
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": schema.VERSION_TABLE})
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()
    assert version(url) == [schema.HEAD]


def test_the_first_release_is_upgraded_with_what_it_kept(url: str) -> None:
    run(url, *FIRST_RELEASE)
    records = open_records(url)
    assert records.all_feedback() == [Feedback("old", True, None, "Thanks")]
    records.answers([answer("old")])
    assert records.erase("c1") == 3
    records.close()
    assert version(url) == [schema.HEAD]


def test_an_upgraded_database_is_left_alone(url: str) -> None:
    open_records(url).close()
    again = open_records(url)
    again.feedback(Feedback("a1", True))
    again.close()
    assert version(url) == [schema.HEAD]


def test_several_servers_may_start_at_once(url: str) -> None:
    run(url, *FIRST_RELEASE)
    opened = [open_engine(url) for _ in range(4)]
    records = [faqbot.records.SqlRecords(engine) for engine in opened]
    well: list[faqbot.records.SqlRecords] = []

    def ping(one: faqbot.records.SqlRecords) -> None:
        one.ping()
        well.append(one)

    threads = [threading.Thread(target=ping, args=(one,)) for one in records]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(well) == 4
    assert len(records[0].all_feedback()) == 1
    for one in records:
        one.close()


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE faqbot_version (version_num VARCHAR(32))", "INSERT INTO faqbot_version VALUES ('9999')"),
        ("CREATE TABLE schema_version (version INTEGER)", "INSERT INTO schema_version VALUES (99)"),
    ],
)
def test_a_later_release_is_refused_with_what_to_do(url: str, statements: tuple[str, ...]) -> None:
    run(url, *statements)
    with pytest.raises(SettingsError, match=r"later faqbot: .*99.*pip install --upgrade faqbot"):
        open_records(url)


def test_an_upgrade_that_fails_changes_nothing(url: str) -> None:
    # A table of somebody else's stands in the way of the second step.
    run(url, *FIRST_RELEASE, "CREATE TABLE conversation (somebody INTEGER)")
    records = open_records(url)
    with pytest.raises(RecordsUnavailable):
        records.ping()
    records.close()
    engine = create_engine(open_engine(url).url)
    assert set(inspect(engine).get_table_names()) == {"schema_version", "feedback", "conversation"}
    assert "conversation" not in {column["name"] for column in inspect(engine).get_columns("feedback")}
    engine.dispose()
