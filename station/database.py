"""Engine, sessions, the declarative base and the column types that every room's tables share."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import DateTime, Dialect, Engine, MetaData, TypeDecorator, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from station.database_file import DatabaseFile

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_Value = TypeVar("_Value")

_BATCH = 500

THREADS = 40
"""Routes that may hold a connection at once: the size of the web process's thread pool."""


class Base(DeclarativeBase):
    """The one declarative base; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """Stores UTC and gives aware datetimes back, on SQLite too; refuses naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def engine_for(url: str, *, create: bool = True) -> Engine:
    """Return an engine; SQLite gets WAL, foreign keys and a busy timeout on every connection.

    Without `create` a SQLite file that is away stays away: asking for it raises OperationalError.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=10, max_overflow=THREADS - 10, pool_pre_ping=True)
    engine = create_engine(url, pool_size=10, max_overflow=THREADS - 10)
    event.listen(engine, "connect", _tune_sqlite)
    if engine.url.database and engine.url.database != ":memory:":
        DatabaseFile(engine.url.database, create=create).watch(engine)
    return engine


def in_batches(values: Sequence[_Value]) -> Iterator[Sequence[_Value]]:
    """Yield values as many at a time as a statement takes."""
    for first in range(0, len(values), _BATCH):
        yield values[first : first + _BATCH]


def sessions_for(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False)


def _tune_sqlite(connection: Any, _record: Any) -> None:  # noqa: ANN401 (DB-API has no type)
    cursor = connection.cursor()
    try:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "busy_timeout=5000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
    except sqlite3.DatabaseError as error:
        # a file that is no database is, to whoever asks, a database that is away
        raise sqlite3.OperationalError(str(error)) from error
    finally:
        cursor.close()
