"""Takes down the grid of a channel as rows, and puts it back: what collected changes start from."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, delete, insert, select
from sqlalchemy.orm import Session

from station.database import Base

GRID = frozenset(
    {
        "programme", "season", "hour_template", "grid_slot", "grid_exception", "episode",
        "open_hour", "transition",
    }
)  # fmt: skip
"""What the week and the pages beside it edit; orders and wishes have ways back of their own."""
Rows = dict[str, Any]


def taken_down(session: Session, channel: str) -> Rows:
    """Return every row of a channel's grid, ready for JSON."""
    found: Rows = {}
    for table in _tables():
        rows = session.execute(select(table).where(_of_channel(table, channel))).mappings()
        found[table.name] = [{name: _plain(value) for name, value in row.items()} for row in rows]
    return found


def put_back(session: Session, channel: str, rows: Rows) -> None:
    """Make the grid what it was; numbers stay as they were."""
    tables = list(_tables())
    session.flush()
    for table in reversed(tables):
        session.execute(delete(table).where(_of_channel(table, channel)))
    for table in tables:
        held = [_typed(row, table) for row in rows.get(table.name, [])]
        if held:
            session.execute(insert(table), held)
    session.expire_all()


def _tables() -> Iterator[Table]:
    """Yield the tables of the grid, those that others refer to first."""
    yield from (table for table in Base.metadata.sorted_tables if table.name in GRID)


def _of_channel(table: Table, channel: str) -> ColumnElement[bool]:
    """Return what picks a channel's rows; those without a channel belong to their parent's."""
    if "channel" in table.columns:
        return table.columns["channel"] == channel
    [key] = table.foreign_keys
    parent = key.column.table
    mine = select(key.column).where(_of_channel(parent, channel))
    return key.parent.in_(mine)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | time) else value


def _typed(row: dict[str, Any], table: Table) -> dict[str, Any]:
    return {name: _value(value, table.columns[name]) for name, value in row.items()}


def _value(value: object, column: Column[Any]) -> object:
    kind = column.type.python_type
    if isinstance(value, str) and issubclass(kind, date | time):
        return kind.fromisoformat(value)
    return value
