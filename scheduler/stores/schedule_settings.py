"""Reads and writes settings of the schedule that are kept as one document each."""

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.calendar.settings import CalendarSettings
from scheduler.observance.settings import Observances
from scheduler.start.progress import Progress
from scheduler.tables.calendar import ScheduleSettingRow

_CALENDAR = "calendar"


class ScheduleSettingStore:
    """One session's view of them; what was never set has its defaults."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def calendar(self) -> CalendarSettings:
        row = self._session.get(ScheduleSettingRow, _CALENDAR)
        return CalendarSettings() if row is None else CalendarSettings(**row.settings)

    def save_calendar(self, settings: CalendarSettings, now: datetime) -> None:
        self._save(_CALENDAR, settings, now)

    def observances(self, channel: str) -> Observances:
        row = self._session.get(ScheduleSettingRow, _events(channel))
        return Observances() if row is None else Observances(**row.settings)

    def save_observances(self, channel: str, settings: Observances, now: datetime) -> None:
        self._save(_events(channel), settings, now)

    def progress(self, channel: str) -> Progress:
        """Return how far the first steps of a channel are."""
        row = self._session.get(ScheduleSettingRow, _start(channel))
        return Progress() if row is None else Progress(**row.settings)

    def save_progress(self, channel: str, progress: Progress, now: datetime) -> None:
        self._save(_start(channel), progress, now)

    def _save(
        self, name: str, settings: CalendarSettings | Observances | Progress, now: datetime
    ) -> None:
        row = self._session.get(ScheduleSettingRow, name)
        if row is None:
            row = ScheduleSettingRow(name=name)
            self._session.add(row)
        row.settings = settings.model_dump(mode="json")
        row.changed_at = now
        self._session.flush()


def _events(channel: str) -> str:
    return f"events:{channel}"


def _start(channel: str) -> str:
    return f"start:{channel}"
