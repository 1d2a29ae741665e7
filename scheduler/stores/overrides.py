"""Reads and writes operators' overrides."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler.override import Override, Wish
from scheduler.problem import NotInSchedule, Problem, ScheduleInvalid
from scheduler.tables.schedule import OverrideRow
from station.rundown import Item, Start

OUTLIVES = timedelta(hours=6)
"""How long behind its own time an override is still applied: the rundown may run late."""
REMEMBERED = timedelta(hours=1)
"""How long the planner is told of an undone override, so that what it took away comes back."""


class OverrideStore:
    """One session's view of the overrides."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def insert_at(
        self,
        channel: str,
        cart_id: int,
        at: datetime,
        *,
        by: str,
        now: datetime,
        start: Start = Start.SOFT,
    ) -> Override:
        """Air a recording at an instant: HARD on its second, SOFT at the nearest end of an item."""
        wish = Override(channel, Wish.INSERT, at, cart_id, start=start, by=by)
        return self._add(wish, now, latest=at)

    def insert_after(
        self, channel: str, cart_id: int, after: Item, *, by: str, now: datetime
    ) -> Override:
        """Air a recording directly behind an item of the rundown."""
        wish = Override(channel, Wish.INSERT, after.ends, cart_id, after_key=after.key, by=by)
        return self._add(wish, now, latest=after.ends)

    def move_to(
        self,
        channel: str,
        item: Item,
        at: datetime,
        *,
        by: str,
        now: datetime,
        start: Start = Start.SOFT,
    ) -> Override:
        """Air an item of the rundown at another instant."""
        wish = Override(channel, Wish.MOVE, at, item.cart_id, item.key, start=start, by=by)
        return self._add(wish, now, latest=max(at, item.begins))

    def move_after(
        self, channel: str, item: Item, after: Item, *, by: str, now: datetime
    ) -> Override:
        """Air an item of the rundown directly behind another."""
        wish = Override(
            channel, Wish.MOVE, after.ends, item.cart_id, item.key, after_key=after.key, by=by
        )
        return self._add(wish, now, latest=max(after.ends, item.begins))

    def remove(self, channel: str, item: Item, *, by: str, now: datetime) -> Override:
        """Take an item out of the rundown."""
        return self._add(_without(channel, Wish.REMOVE, item, by), now, latest=item.begins)

    def skip(self, channel: str, item: Item, *, by: str, now: datetime) -> Override:
        """Leave a coming item out this time."""
        return self._add(_without(channel, Wish.SKIP, item, by), now, latest=item.begins)

    def undo(self, override_id: int, *, by: str, now: datetime) -> Override:
        """Take an override back; raises ScheduleInvalid when it was already."""
        row = self._session.get(OverrideRow, override_id)
        if row is None:
            raise NotInSchedule("override", override_id)
        if row.undone_at is not None:
            raise ScheduleInvalid(Problem.ALREADY_UNDONE, "override", override_id)
        row.undone_at, row.undone_by = now, by
        self._session.flush()
        return _override(row)

    def get(self, override_id: int) -> Override:
        """Return an override; raises NotInSchedule."""
        row = self._session.get(OverrideRow, override_id)
        if row is None:
            raise NotInSchedule("override", override_id)
        return _override(row)

    def for_planning(self, channel: str, now: datetime) -> list[Override]:
        """Return what the planner must know of, in order of making; some may just be undone."""
        rows = self._session.scalars(
            select(OverrideRow)
            .where(
                OverrideRow.channel == channel,
                OverrideRow.expires_at > now,
                or_(OverrideRow.undone_at.is_(None), OverrideRow.undone_at > now - REMEMBERED),
            )
            .order_by(OverrideRow.id)
        )
        return [_override(row) for row in rows]

    def newest(self, channel: str, limit: int = 50) -> list[Override]:
        """Return the last overrides made, undone and expired ones too, the newest first."""
        rows = self._session.scalars(
            select(OverrideRow)
            .where(OverrideRow.channel == channel)
            .order_by(OverrideRow.id.desc())
            .limit(limit)
        )
        return [_override(row) for row in rows]

    def _add(self, wish: Override, now: datetime, *, latest: datetime) -> Override:
        if latest + OUTLIVES <= now:
            raise ScheduleInvalid(Problem.ALREADY_PAST, "at", latest.isoformat())
        stored = replace(wish, made_at=now, expires_at=max(latest, now) + OUTLIVES)
        row = OverrideRow(
            channel=stored.channel,
            wish=stored.wish,
            at=stored.at,
            cart_id=stored.cart_id,
            item_key=stored.item_key,
            after_key=stored.after_key,
            start=stored.start,
            by=stored.by,
            made_at=stored.made_at,
            expires_at=stored.expires_at,
        )
        self._session.add(row)
        self._session.flush()
        return replace(stored, id=row.id)


def _without(channel: str, wish: Wish, item: Item, by: str) -> Override:
    return Override(channel, wish, item.begins, item.cart_id, item.key, by=by)


def _override(row: OverrideRow) -> Override:
    return Override(
        id=row.id,
        channel=row.channel,
        wish=Wish(row.wish),
        at=row.at,
        cart_id=row.cart_id,
        item_key=row.item_key,
        after_key=row.after_key,
        start=Start(row.start),
        by=row.by,
        made_at=row.made_at,
        expires_at=row.expires_at,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )
