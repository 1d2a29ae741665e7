"""Reads and writes the grid: slots and the exceptions of single occurrences."""

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session

from scheduler.problem import NotInSchedule, Problem, ScheduleInvalid
from scheduler.tables.schedule import GridExceptionRow, GridSlotRow
from scheduler.week import recurrence
from scheduler.week.grid import GridException, GridSlot
from station.rundown import Prefer, Start

_MS = timedelta(milliseconds=1)
_COLUMNS = list(GridSlotRow.__table__.columns)
"""A grid of thousands of slots is read as tuples."""


class GridStore:
    """One session's view of the grid."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def slots(self, channel: str) -> list[GridSlot]:
        wanted = select(*_COLUMNS).where(GridSlotRow.channel == channel).order_by(GridSlotRow.id)
        return [_slot(row) for row in self._session.execute(wanted)]

    def is_empty(self, channel: str) -> bool:
        """Whether no slot was ever put on the grid, or all were taken away."""
        wanted = select(GridSlotRow.id).where(GridSlotRow.channel == channel).limit(1)
        return self._session.scalar(wanted) is None

    def get(self, slot_id: int) -> GridSlot:
        """Return a slot; raises NotInSchedule."""
        return _slot(self._row(slot_id))

    def save(self, slot: GridSlot) -> GridSlot:
        """Add a slot without a number, change one that has it; return it as stored.

        Exceptions of days that the changed rule no longer has are dropped.
        """
        row = self._row(slot.id) if slot.id else GridSlotRow(channel=slot.channel)
        row.programme_id = slot.programme_id
        row.first_day = slot.first_day
        row.wall = slot.wall
        row.duration_ms = slot.duration // _MS
        row.rule = slot.rule.strip()
        row.start = slot.start
        row.early_ms = slot.early // _MS
        row.late_ms = slot.late // _MS
        row.prefer = slot.prefer
        row.season_id = slot.season_id
        self._session.add(row)
        self._session.flush()
        for exception in self._exceptions_of(row.id):
            if not _falls_on(row, exception.day):
                self._session.delete(exception)
        self._session.flush()
        return _slot(row)

    def remove(self, slot_id: int) -> None:
        """Delete a slot with all its occurrences."""
        self._session.delete(self._row(slot_id))
        self._session.flush()

    def exceptions(self, channel: str) -> list[GridException]:
        rows = self._session.scalars(
            select(GridExceptionRow)
            .join(GridSlotRow, GridSlotRow.id == GridExceptionRow.slot_id)
            .where(GridSlotRow.channel == channel)
            .order_by(GridExceptionRow.slot_id, GridExceptionRow.day)
        )
        return [_exception(row) for row in rows]

    def move(
        self, slot_id: int, day: date, *, to_day: date, to_wall: time, duration: timedelta | None
    ) -> GridException:
        """Move the one occurrence that the rule puts on `day`; `duration` None: as the slot's."""
        return self._except(GridException(slot_id, day, to_day, to_wall, duration))

    def cancel(self, slot_id: int, day: date) -> GridException:
        """Cancel the one occurrence that the rule puts on `day`."""
        return self._except(GridException(slot_id, day))

    def restore(self, slot_id: int, day: date) -> None:
        """Put the occurrence back where the rule has it."""
        self._session.execute(
            delete(GridExceptionRow).where(
                GridExceptionRow.slot_id == slot_id, GridExceptionRow.day == day
            )
        )

    def _except(self, exception: GridException) -> GridException:
        if not _falls_on(self._row(exception.slot_id), exception.day):
            raise ScheduleInvalid(Problem.NO_OCCURRENCE, "day", exception.day)
        self.restore(exception.slot_id, exception.day)
        row = GridExceptionRow(
            slot_id=exception.slot_id,
            day=exception.day,
            to_day=exception.to_day,
            to_wall=exception.to_wall,
            duration_ms=None if exception.duration is None else exception.duration // _MS,
        )
        self._session.add(row)
        self._session.flush()
        return _exception(row)

    def _exceptions_of(self, slot_id: int) -> list[GridExceptionRow]:
        query = select(GridExceptionRow).where(GridExceptionRow.slot_id == slot_id)
        return list(self._session.scalars(query))

    def _row(self, slot_id: int) -> GridSlotRow:
        row = self._session.get(GridSlotRow, slot_id)
        if row is None:
            raise NotInSchedule("slot", slot_id)
        return row


def _falls_on(row: GridSlotRow, day: date) -> bool:
    return any(recurrence.days(row.rule, row.first_day, day, day + timedelta(days=1)))


def _slot(row: GridSlotRow | Row[Any]) -> GridSlot:
    return GridSlot(
        id=row.id,
        channel=row.channel,
        programme_id=row.programme_id,
        first_day=row.first_day,
        wall=row.wall,
        duration=row.duration_ms * _MS,
        rule=row.rule,
        start=Start(row.start),
        early=row.early_ms * _MS,
        late=row.late_ms * _MS,
        prefer=Prefer(row.prefer),
        season_id=row.season_id,
    )


def _exception(row: GridExceptionRow) -> GridException:
    return GridException(
        id=row.id,
        slot_id=row.slot_id,
        day=row.day,
        to_day=row.to_day,
        to_wall=row.to_wall,
        duration=None if row.duration_ms is None else row.duration_ms * _MS,
    )
