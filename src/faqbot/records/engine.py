"""Opens a database by its address: with the pragmas that SQLite forgets on every connection, and time limits everywhere."""

from __future__ import annotations

import ssl
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from faqbot.errors import SettingsError

# WAL lets readers go on while a thumb is written; NORMAL is safe with WAL and ten times faster than FULL;
# secure_delete overwrites what is deleted, so that it is gone from the file too.
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "secure_delete=ON",
)
# Seconds that a dead PostgreSQL may take before we say so; without it a visitor would wait for minutes.
SECONDS = 5
# What a connection is asked with that only reads: SQLite then keeps nobody from writing.
READING = "faqbot_reading"
_POSTGRES = "postgresql+pg8000"


def open_engine(url: str) -> Engine:
    """An engine for `url` (SQLite or PostgreSQL); nothing is connected yet.

    Raises SettingsError for an address that cannot be read or whose driver is not installed.
    """
    try:
        address, options = _options(make_url(url))
        engine = create_engine(address, **options)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise SettingsError(
            f"FAQBOT_DATABASE_URL needs a driver that is not installed ({error}). For PostgreSQL: pip install 'faqbot[postgres]'."
        ) from None
    except (ArgumentError, ValueError):
        raise SettingsError(
            "FAQBOT_DATABASE_URL is not the address of a database. Write it like sqlite:////var/lib/faqbot/records.sqlite "
            "or postgresql://user@host/name."
        ) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _let_go)
    return engine


def _options(address: URL) -> tuple[URL, dict[str, Any]]:
    backend = address.get_backend_name()
    if backend == "postgresql" or address.drivername == "postgres":
        return _postgres(address)
    if backend != "sqlite":
        raise SettingsError(f"FAQBOT_DATABASE_URL names {backend!r}. Allowed: sqlite, postgresql.")
    # A database in memory lives as long as its one connection.
    if address.database in (None, "", ":memory:"):
        return address, {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    return address, {}


def _postgres(address: URL) -> tuple[URL, dict[str, Any]]:
    options: dict[str, Any] = {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 0, "pool_timeout": SECONDS}
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername=_POSTGRES)
    if address.drivername != _POSTGRES:
        return address, {**options, "connect_args": {"connect_timeout": SECONDS}}
    # pg8000's time limit holds for every answer of the server, so one that hangs is dead too.
    given: dict[str, Any] = {"timeout": SECONDS, "application_name": "faqbot"}
    # The way other drivers are told of TLS; hosted databases give out addresses that end so.
    mode = address.query.get("sslmode", "")
    if mode in ("require", "verify-ca", "verify-full"):
        given["ssl_context"] = _tls(verify=mode != "require")
    elif mode not in ("", "disable", "allow", "prefer"):
        raise SettingsError(f"FAQBOT_DATABASE_URL has sslmode={mode}. Allowed: disable, prefer, require, verify-full.")
    return address.difference_update_query(["sslmode"]), {**options, "connect_args": given}


def _tls(*, verify: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _let_go(context: ExceptionContext) -> None:
    # pg8000 raises Python's own errors where the network fails or time is up. The answer may still come: were the connection
    # used again, the next question would get it.
    if isinstance(context.original_exception, OSError):
        context.is_disconnect = True


def _set_pragmas(connection: Any, _: object) -> None:
    # The driver would begin transactions late, and none at all for CREATE TABLE: an upgrade could be left half done.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # Whoever is going to write says so first and waits for its turn; a reader that turns writer is refused instead.
    reading = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
