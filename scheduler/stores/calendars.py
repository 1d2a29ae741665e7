"""Reads and writes the station's days, and the Hijri months that the government declared."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.calendar.day import CalendarSources
from scheduler.calendar.hijri import HijriCalendar, HijriMonth, known_months
from scheduler.calendar.occasion import OccasionKind, OwnDay
from scheduler.problem import NotInSchedule
from scheduler.stores.schedule_settings import ScheduleSettingStore
from scheduler.tables.calendar import CalendarDayRow, HijriMonthRow
from station.config import Config


class CalendarStore:
    """One session's view of the calendar."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def sources(self, config: Config) -> CalendarSources:
        """Return everything that days are read from."""
        settings = ScheduleSettingStore(self._session).calendar()
        declared = {**known_months(), **self.months()}
        return CalendarSources(
            HijriCalendar(declared, settings.hijri_offset),
            self.days(),
            (config.city, config.name, *settings.places),
        )

    def days(self) -> list[OwnDay]:
        rows = self._session.scalars(
            select(CalendarDayRow).order_by(CalendarDayRow.first_day, CalendarDayRow.id)
        )
        return [_own(row) for row in rows]

    def get(self, entry_id: int) -> OwnDay:
        """Return an entry; raises NotInSchedule."""
        return _own(self._row(entry_id))

    def save(self, entry: OwnDay) -> OwnDay:
        """Add an entry without a number, change one that has it; return it as stored."""
        row = self._row(entry.id) if entry.id else CalendarDayRow()
        row.first_day, row.last_day = entry.first_day, entry.last_day
        row.kind = entry.kind
        row.name_id, row.name_en = entry.name_id.strip(), entry.name_en.strip()
        row.yearly, row.removes = entry.yearly, entry.removes
        row.decree, row.notes = entry.decree.strip(), entry.notes
        self._session.add(row)
        self._session.flush()
        return _own(row)

    def remove(self, entry_id: int) -> None:
        self._session.delete(self._row(entry_id))
        self._session.flush()

    def months(self) -> Mapping[HijriMonth, date]:
        """Return the months that were entered here."""
        rows = self._session.scalars(select(HijriMonthRow))
        return {HijriMonth(row.year, row.month): row.first_day for row in rows}

    def decrees(self) -> Mapping[HijriMonth, str]:
        rows = self._session.scalars(select(HijriMonthRow))
        return {HijriMonth(row.year, row.month): row.decree for row in rows}

    def declare(self, month: HijriMonth, first_day: date | None, decree: str = "") -> None:
        """Let a month begin on a day; None: as reckoned again."""
        row = self._session.get(HijriMonthRow, (month.year, month.month))
        if first_day is None:
            if row is not None:
                self._session.delete(row)
        else:
            row = row or HijriMonthRow(year=month.year, month=month.month)
            row.first_day, row.decree = first_day, decree.strip()
            self._session.add(row)
        self._session.flush()

    def _row(self, entry_id: int) -> CalendarDayRow:
        row = self._session.get(CalendarDayRow, entry_id)
        if row is None:
            raise NotInSchedule("calendar day", entry_id)
        return row


def _own(row: CalendarDayRow) -> OwnDay:
    return OwnDay(
        row.first_day,
        row.last_day,
        OccasionKind(row.kind),
        row.name_id,
        row.name_en,
        yearly=row.yearly,
        removes=row.removes,
        decree=row.decree,
        notes=row.notes,
        id=row.id,
    )
