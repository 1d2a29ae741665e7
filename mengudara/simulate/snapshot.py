"""Copies what planning needs from the station's database into one of its own; reads, never writes.

One transaction: what is edited meanwhile is either wholly in it or not at all.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, Select, Table, or_, select, update

from scheduler import stores
from scheduler.gathering import MEMORY
from scheduler.tables.schedule import CampaignRow
from station.database import Base

ROOMS = frozenset({"media_library", stores.__name__.partition(".")[0]})
NOT_NEEDED = frozenset({"cart_peaks", "quarantine", "ingest_job", "as_run_fact", "journal_cursor"})
"""Waveforms, arrivals, and the journal: a rehearsal keeps its own."""
RECENT = {"planned_item": "begins", "airing": "started_at"}
"""Tables of which the last weeks are enough, by their column of time."""
MARGIN = timedelta(days=1)
BATCH = 2_000


def copy(source: Engine, target: Engine, channel: str, now: datetime) -> None:
    """Make the tables in `target`, an empty database, and fill them as planning at `now` needs."""
    tables = list(_tables())
    Base.metadata.create_all(target, tables=tables)
    with _reading(source) as reader, target.begin() as writer:
        for table in tables:
            if table.name not in NOT_NEEDED:
                _copy(reader, writer, table, _rows(table, channel, now))
        _forget_debts(writer, now)


def _forget_debts(writer: Connection, begins: datetime) -> None:
    """Let nothing be owed from before: what will have aired by then is not known."""
    owed_from = CampaignRow.owed_from
    old = or_(owed_from.is_(None), owed_from < begins)
    writer.execute(update(CampaignRow).where(old).values(owed_from=begins))


def _tables() -> Iterator[Table]:
    """Yield the tables of planning and of the library, in the order of their references."""
    ours = {
        mapper.local_table
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.partition(".")[0] in ROOMS
    }
    yield from (table for table in Base.metadata.sorted_tables if table in ours)


def _reading(source: Engine) -> Connection:
    """Return a connection that sees one state of the database throughout."""
    if source.dialect.name == "sqlite":
        return source.connect()
    return source.connect().execution_options(isolation_level="REPEATABLE READ")


def _rows(table: Table, channel: str, now: datetime) -> Select[tuple[object, ...]]:
    query: Select[tuple[object, ...]] = select(table)
    if "channel" in table.columns:
        query = query.where(table.columns["channel"] == channel)
    if table.name in RECENT:
        query = query.where(table.columns[RECENT[table.name]] >= now - MEMORY - MARGIN)
    return query


def _copy(
    reader: Connection, writer: Connection, table: Table, rows: Select[tuple[object, ...]]
) -> None:
    for some in reader.execute(rows).mappings().partitions(BATCH):
        writer.execute(table.insert(), [dict(row) for row in some])
