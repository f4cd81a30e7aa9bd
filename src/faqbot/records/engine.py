"""Opens a database by its address, with the pragmas that SQLite forgets on every new connection."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from faqbot.errors import SettingsError

# WAL lets readers go on while a thumb is written; NORMAL is safe with WAL and ten times faster than FULL;
# secure_delete overwrites what a purge removes, so that deleted feedback is gone from the file too.
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "secure_delete=ON",
)
# Seconds that a dead PostgreSQL may take before we say so; without it a visitor would wait for minutes.
_CONNECT_SECONDS = 5


def open_engine(url: str) -> Engine:
    """An engine for `url` (SQLite or PostgreSQL); nothing is connected yet.

    Raises SettingsError for an address that cannot be read or whose driver is not installed.
    """
    try:
        address = make_url(url)
        engine = create_engine(address, **_options(address))
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise SettingsError(
            f"FAQBOT_DATABASE_URL needs a driver that is not installed ({error}). For PostgreSQL: pip install 'faqbot[postgres]'."
        ) from None
    except (ArgumentError, ValueError):
        raise SettingsError(
            "FAQBOT_DATABASE_URL is not the address of a database. Write it like sqlite:////var/lib/faqbot/records.sqlite "
            "or postgresql+psycopg://user@host/name."
        ) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
    return engine


def _options(address: URL) -> dict[str, Any]:
    backend = address.get_backend_name()
    if backend == "postgresql":
        return {"pool_pre_ping": True, "connect_args": {"connect_timeout": _CONNECT_SECONDS}}
    if backend != "sqlite":
        raise SettingsError(f"FAQBOT_DATABASE_URL names {backend!r}. Allowed: sqlite, postgresql.")
    # A database in memory lives as long as its one connection.
    if address.database in (None, "", ":memory:"):
        return {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    return {}


def _set_pragmas(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
