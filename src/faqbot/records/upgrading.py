"""Brings a database of any earlier release to the tables of this one, in one transaction; a later one is refused."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from faqbot.errors import SettingsError
from faqbot.records import schema

# The number is ours and means nothing; whoever holds it is the one that upgrades.
_POSTGRES_LOCK = 7_316_901_244
# The table in which the first releases wrote a version of their own, always 1: the tables of revision 0001.
_FIRST = ("schema_version", 1, "0001")


def upgrade(connection: Connection) -> None:
    """Make or upgrade the tables; `connection` is in a transaction that may write. Does nothing when they are up to date.

    Raises SettingsError for a database of a later release.
    """
    if connection.dialect.name == "postgresql":
        # Two servers may start at once; SQLite has let only one of them begin to write.
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})
    standing = _revision(connection)
    if standing != schema.HEAD:
        _run(connection, standing)


def _revision(connection: Connection) -> str | None:
    """Where the database stands; None when it has no table of ours."""
    tables = inspect(connection).get_table_names()
    if schema.VERSION_TABLE in tables:
        return connection.execute(text(f"SELECT version_num FROM {schema.VERSION_TABLE}")).scalar()  # noqa: S608 - a constant
    first, number, revision = _FIRST
    if first not in tables:
        return None
    found = connection.execute(text(f"SELECT max(version) FROM {first}")).scalar()  # noqa: S608 - a constant
    if found not in (None, number):
        raise _later(str(found))
    return revision


def _run(connection: Connection, standing: str | None) -> None:
    # Alembic takes a fifth of a second to import, and is needed once a release.
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    here = Path(__file__).parent
    script = ScriptDirectory(here, version_locations=[here / "migrations"])
    known = [step.revision for step in script.walk_revisions()]
    if standing is not None and standing not in known:
        raise _later(standing)
    steps = EnvironmentContext(Config(), script, fn=lambda at, _: script._upgrade_revs(schema.HEAD, at))
    with steps:
        steps.configure(connection=connection, version_table=schema.VERSION_TABLE, target_metadata=schema.metadata)
        if standing == _FIRST[2]:
            # The tables are those of the first release, which Alembic has not been told of.
            steps.get_context().stamp(script, standing)
        steps.run_migrations()


def _later(found: str) -> SettingsError:
    return SettingsError(
        f"The database of records is of a later faqbot: it stands at version {found}, this one knows up to {schema.HEAD}. "
        "Install that release again (pip install --upgrade faqbot), or name another FAQBOT_DATABASE_URL."
    )
