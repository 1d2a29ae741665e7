"""Reads and writes official tables of prayer times."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from scheduler.prayer.table import OfficialDay
from scheduler.prayer.times import Time
from scheduler.tables.calendar import PrayerDayRow


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which days a table covers."""

    first_day: date
    last_day: date
    days: int
    """How many of them; less than the span when some are missing."""


class PrayerTableStore:
    """One session's view of the tables; a day has one line, the one that came last."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def between(self, first_day: date, last_day: date) -> dict[date, OfficialDay]:
        rows = self._session.scalars(
            select(PrayerDayRow).where(PrayerDayRow.day.between(first_day, last_day))
        )
        return {row.day: _official(row) for row in rows}

    def load(self, days: Iterable[OfficialDay]) -> None:
        """Let these lines stand for their days; other days keep theirs."""
        for day in days:
            row = self._session.get(PrayerDayRow, day.day) or PrayerDayRow(day=day.day)
            row.times = {str(name): f"{wall:%H:%M}" for name, wall in day.times.items()}
            row.place, row.source = day.place, day.source
            self._session.add(row)
        self._session.flush()

    def drop(self, days: Iterable[date]) -> None:
        """Forget the lines of some days."""
        for day in days:
            row = self._session.get(PrayerDayRow, day)
            if row is not None:
                self._session.delete(row)
        self._session.flush()

    def clear(self) -> None:
        self._session.execute(delete(PrayerDayRow))
        self._session.flush()

    def coverage(self) -> Coverage | None:
        first, last, days = self._session.execute(
            select(func.min(PrayerDayRow.day), func.max(PrayerDayRow.day), func.count())
        ).one()
        return None if first is None else Coverage(first, last, days)


def _official(row: PrayerDayRow) -> OfficialDay:
    times = {name: time.fromisoformat(row.times[name]) for name in Time if name in row.times}
    return OfficialDay(row.day, times, row.place, row.source)
