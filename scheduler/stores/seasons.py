"""Reads and writes seasons; a season takes the slots of its grid along."""

from dataclasses import replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from scheduler.problem import NotInSchedule
from scheduler.stores.grid import GridStore
from scheduler.tables.schedule import GridSlotRow, SeasonRow
from scheduler.week.season import Cover, Season, check_switch


class SeasonStore:
    """One session's view of the seasons."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self, channel: str) -> list[Season]:
        rows = self._session.scalars(
            select(SeasonRow)
            .where(SeasonRow.channel == channel)
            .order_by(SeasonRow.first_day, SeasonRow.id)
        )
        return [_season(row) for row in rows]

    def get(self, season_id: int) -> Season:
        """Return a season; raises NotInSchedule."""
        return _season(self._row(season_id))

    def save(self, season: Season) -> Season:
        """Add a season without a number, change one that has it; return it as stored.

        Raises ScheduleInvalid when it would be on for a day on which another one is.
        """
        check_switch(season, self.all(season.channel))
        row = self._row(season.id) if season.id else SeasonRow(channel=season.channel)
        row.name = season.name.strip()
        row.first_day = season.first_day
        row.last_day = season.last_day
        row.active = season.active
        row.cover = season.cover
        self._session.add(row)
        self._session.flush()
        return _season(row)

    def switch(self, season_id: int, *, active: bool) -> Season:
        """Switch a season on or off."""
        return self.save(replace(self.get(season_id), active=active))

    def copy_standing(self, season_id: int) -> int:
        """Give a season the recurring slots of the standing grid; return how many."""
        season = self.get(season_id)
        grid = GridStore(self._session)
        copied = 0
        for slot in grid.slots(season.channel):
            if slot.season_id is None and slot.rule:
                grid.save(replace(slot, id=0, season_id=season_id))
                copied += 1
        return copied

    def remove(self, season_id: int) -> None:
        """Delete a season with the slots of its grid."""
        self._session.execute(delete(GridSlotRow).where(GridSlotRow.season_id == season_id))
        self._session.delete(self._row(season_id))
        self._session.flush()

    def _row(self, season_id: int) -> SeasonRow:
        row = self._session.get(SeasonRow, season_id)
        if row is None:
            raise NotInSchedule("season", season_id)
        return row


def _season(row: SeasonRow) -> Season:
    return Season(
        id=row.id,
        channel=row.channel,
        name=row.name,
        first_day=row.first_day,
        last_day=row.last_day,
        active=row.active,
        cover=Cover(row.cover),
    )
