"""Reads and writes what presenters say they have read."""

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from scheduler.airing import Airing, AiringStatus
from scheduler.tables.campaigns import LiveReadingRow
from scheduler.traffic.live_reading import LiveReading
from station.audio import RATE
from station.kinds import Kind
from station.ladder import Rung


class LiveReadingStore:
    """One session's view of the readings."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def between(self, channel: str, begins: datetime, ends: datetime) -> list[LiveReading]:
        """Return what was ticked in the half-open span, in order."""
        return self._read(
            select(LiveReadingRow).where(
                LiveReadingRow.channel == channel,
                LiveReadingRow.read_at >= begins,
                LiveReadingRow.read_at < ends,
            )
        )

    def of_campaign(self, campaign_id: int) -> list[LiveReading]:
        return self._read(select(LiveReadingRow).where(LiveReadingRow.campaign_id == campaign_id))

    def get(self, channel: str, item_key: str) -> LiveReading | None:
        row = self._row(channel, item_key)
        return None if row is None else _reading(row)

    def tick(self, reading: LiveReading) -> LiveReading:
        """Note a reading; the same play is noted once, as it was first."""
        row = self._row(reading.channel, reading.item_key)
        if row is None:
            row = LiveReadingRow(
                channel=reading.channel,
                campaign_id=reading.campaign_id,
                item_key=reading.item_key,
                day=reading.day,
                title=reading.title,
                kind=reading.kind,
                planned=reading.planned,
                read_at=reading.read_at,
                seconds=reading.seconds,
                by=reading.by,
            )
            self._session.add(row)
            self._session.flush()
        return _reading(row)

    def untick(self, channel: str, item_key: str) -> None:
        """Take a reading back that was ticked by mistake."""
        row = self._row(channel, item_key)
        if row is not None:
            self._session.delete(row)
            self._session.flush()

    def _row(self, channel: str, item_key: str) -> LiveReadingRow | None:
        return self._session.scalars(
            select(LiveReadingRow).where(
                LiveReadingRow.channel == channel, LiveReadingRow.item_key == item_key
            )
        ).one_or_none()

    def _read(self, query: Select[LiveReadingRow]) -> list[LiveReading]:
        rows = self._session.scalars(query.order_by(LiveReadingRow.read_at, LiveReadingRow.id))
        return [_reading(row) for row in rows]


def as_airing(reading: LiveReading) -> Airing:
    """Return a reading as an airing: it counts by its declared seconds, up to its tick."""
    length = timedelta(seconds=reading.seconds)
    return Airing(
        channel=reading.channel,
        airing=f"live_read:{reading.id}",
        item_key=reading.item_key,
        cart_id=None,
        kind=reading.kind,
        title=reading.title,
        artist="",
        programme="",
        campaign_id=reading.campaign_id,
        rung=Rung.LIVE,
        start=None,
        planned=reading.planned,
        planned_frames=reading.seconds * RATE,
        started_at=reading.read_at - length,
        ended_at=reading.read_at,
        frames=reading.seconds * RATE,
        started_by=None,
        ended_by=None,
        status=AiringStatus.OK,
        interruptions=0,
        rundown_version=0,
        by=reading.by,
        over=True,
    )


def _reading(row: LiveReadingRow) -> LiveReading:
    return LiveReading(
        channel=row.channel,
        campaign_id=row.campaign_id,
        item_key=row.item_key,
        day=row.day,
        title=row.title,
        kind=Kind(row.kind),
        planned=row.planned,
        read_at=row.read_at,
        seconds=row.seconds,
        by=row.by,
        id=row.id,
    )
