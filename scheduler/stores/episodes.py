"""Reads and writes episodes, and counts how often each was heard."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.airing import AiringStatus
from scheduler.problem import NotInSchedule
from scheduler.tables.schedule import AiringRow, EpisodeRow, ProgrammeRow
from scheduler.week.episode import Aired, Episode

_NOT_HEARD = (AiringStatus.FAILED, AiringStatus.CUT)


class EpisodeStore:
    """One session's view of the episodes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_channel(self, channel: str) -> list[Episode]:
        """Return every episode of a channel's programmes, in their order."""
        rows = self._session.scalars(
            select(EpisodeRow)
            .join(ProgrammeRow, ProgrammeRow.id == EpisodeRow.programme_id)
            .where(ProgrammeRow.channel == channel)
            .order_by(EpisodeRow.programme_id, EpisodeRow.number, EpisodeRow.id)
        )
        return [_episode(row) for row in rows]

    def of_programme(self, programme_id: int) -> list[Episode]:
        rows = self._session.scalars(
            select(EpisodeRow)
            .where(EpisodeRow.programme_id == programme_id)
            .order_by(EpisodeRow.number, EpisodeRow.id)
        )
        return [_episode(row) for row in rows]

    def get(self, episode_id: int) -> Episode:
        """Return an episode; raises NotInSchedule."""
        return _episode(self._row(episode_id))

    def save(self, episode: Episode) -> Episode:
        """Add an episode without a number, change one that has it; return it as stored."""
        row = self._row(episode.id) if episode.id else EpisodeRow()
        row.programme_id = episode.programme_id
        row.number = episode.number
        row.title = episode.title.strip()
        row.cart_id = episode.cart_id
        row.first_air = episode.first_air
        row.repeats = episode.repeats
        row.notes = episode.notes
        self._session.add(row)
        self._session.flush()
        return _episode(row)

    def remove(self, episode_id: int) -> None:
        self._session.delete(self._row(episode_id))
        self._session.flush()

    def aired(self, channel: str, before: datetime) -> dict[int, Aired]:
        """Return how often each episode's recording was heard as planned, not cut short."""
        carts = (
            select(EpisodeRow.cart_id)
            .join(ProgrammeRow, ProgrammeRow.id == EpisodeRow.programme_id)
            .where(ProgrammeRow.channel == channel, EpisodeRow.cart_id.is_not(None))
        )
        heard = func.count(func.distinct(AiringRow.item_key))
        rows = self._session.execute(
            select(AiringRow.cart_id, heard, func.max(AiringRow.started_at))
            .where(
                AiringRow.cart_id.in_(carts),
                AiringRow.channel == channel,
                AiringRow.started_at < before,
                AiringRow.item_key.startswith("slot:"),
                AiringRow.status.not_in(_NOT_HEARD),
            )
            .group_by(AiringRow.cart_id)
        )
        return {cart_id: Aired(times, last) for cart_id, times, last in rows if cart_id}

    def _row(self, episode_id: int) -> EpisodeRow:
        row = self._session.get(EpisodeRow, episode_id)
        if row is None:
            raise NotInSchedule("episode", episode_id)
        return row


def _episode(row: EpisodeRow) -> Episode:
    return Episode(
        id=row.id,
        programme_id=row.programme_id,
        number=row.number,
        title=row.title,
        cart_id=row.cart_id,
        first_air=row.first_air,
        repeats=row.repeats,
        notes=row.notes,
    )
