"""Reads what aired, and sets it against what was planned."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from scheduler.airing import AirEvent, Airing, AiringStatus, Comparison, Outcome, PlannedItem
from scheduler.stores.published import PublishedStore
from scheduler.tables.schedule import AiringRow, AsRunFactRow
from station.journal import Act, EndedBy, StartedBy
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Start

GRACE = timedelta(minutes=15)
"""How long after its time a planned item may still start before it counts as missed."""
_SLIP = timedelta(hours=2)
"""How far from its planned start an item is looked for in the as-run."""

_OUTCOMES = {
    AiringStatus.ON_AIR: Outcome.ON_AIR,
    AiringStatus.OK: Outcome.AIRED,
    AiringStatus.CUT: Outcome.CUT,
    AiringStatus.FAILED: Outcome.FAILED,
}


class AiringStore:
    """One session's view of the as-run."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def between(
        self, channel: str, begins: datetime, ends: datetime, *, kinds: Sequence[Kind] = ()
    ) -> list[Airing]:
        """Return the time line of the half-open span, in order; `kinds` empty: all."""
        query = select(AiringRow).where(
            AiringRow.channel == channel,
            AiringRow.over.is_(False),
            AiringRow.started_at >= begins,
            AiringRow.started_at < ends,
        )
        if kinds:
            query = query.where(AiringRow.kind.in_([str(kind) for kind in kinds]))
        return self._read(query.order_by(AiringRow.started_at, AiringRow.id))

    def over(self, channel: str, begins: datetime, ends: datetime) -> list[Airing]:
        """Return what sounded over the time line in the half-open span, in order."""
        query = select(AiringRow).where(
            AiringRow.channel == channel,
            AiringRow.over.is_(True),
            AiringRow.started_at >= begins,
            AiringRow.started_at < ends,
        )
        return self._read(query.order_by(AiringRow.started_at, AiringRow.id))

    def events(
        self,
        channel: str,
        begins: datetime,
        ends: datetime,
        acts: Sequence[Act] = (Act.ALARM, Act.CLOCK, Act.TEXT),
    ) -> list[AirEvent]:
        """Return what happened besides the airings in the half-open span, in order."""
        rows = self._session.scalars(
            select(AsRunFactRow)
            .where(
                AsRunFactRow.channel == channel,
                AsRunFactRow.at >= begins,
                AsRunFactRow.at < ends,
                AsRunFactRow.act.in_([str(act) for act in acts]),
            )
            .order_by(AsRunFactRow.at, AsRunFactRow.id)
        )
        return [
            AirEvent(row.at, Act(row.act), row.title, row.detail, row.by, row.why) for row in rows
        ]

    def newest(self, channel: str, limit: int = 50) -> list[Airing]:
        """Return the last airings of the time line, the newest first."""
        query = select(AiringRow).where(AiringRow.channel == channel, AiringRow.over.is_(False))
        return self._read(query.order_by(AiringRow.started_at.desc()).limit(limit))

    def of_campaign(self, campaign_id: int) -> list[Airing]:
        query = select(AiringRow).where(
            AiringRow.campaign_id == campaign_id, AiringRow.over.is_(False)
        )
        return self._read(query.order_by(AiringRow.started_at))

    def of_cart(self, cart_id: int, limit: int = 20) -> list[Airing]:
        """Return the last airings of a recording on any channel, the newest first."""
        query = select(AiringRow).where(AiringRow.cart_id == cart_id)
        return self._read(query.order_by(AiringRow.started_at.desc()).limit(limit))

    def last_aired(self, channel: str, since: datetime) -> dict[int, datetime]:
        """Return when each recording last began outside the plan, by an operator or as filler."""
        rows = self._session.execute(
            select(AiringRow.cart_id, func.max(AiringRow.started_at))
            .where(
                AiringRow.channel == channel,
                AiringRow.started_at >= since,
                AiringRow.rung != int(Rung.SCHEDULE),
                AiringRow.cart_id.is_not(None),
            )
            .group_by(AiringRow.cart_id)
        )
        return {cart_id: at for cart_id, at in rows if cart_id is not None}

    def compared(
        self, channel: str, begins: datetime, ends: datetime, *, now: datetime
    ) -> list[Comparison]:
        """Return scheduled against actual for the half-open span, in order of time."""
        planned = PublishedStore(self._session).between(channel, begins, ends)
        around = self.between(channel, begins - _SLIP, ends + _SLIP)
        return compare(planned, around, begins, ends, now=now)

    def _read(self, query: Select[AiringRow]) -> list[Airing]:
        return [airing_of(row) for row in self._session.scalars(query)]


def compare(
    planned: Sequence[PlannedItem],
    airings: Iterable[Airing],
    begins: datetime,
    ends: datetime,
    *,
    now: datetime,
) -> list[Comparison]:
    """Pair each planned item with its airings; what aired without a plan stands alone."""
    by_key: dict[str, list[Airing]] = {}
    for airing in airings:
        by_key.setdefault(airing.item_key, []).append(airing)
    lines = []
    for item in planned:
        heard = by_key.pop(item.item_key, [])
        if not heard:
            outcome = Outcome.PLANNED if item.begins + GRACE > now else Outcome.MISSED
            lines.append(Comparison(outcome, item, None))
        lines += [Comparison(_outcome(airing), item, airing) for airing in heard]
    alone = [airing for left in by_key.values() for airing in left]
    lines += [
        Comparison(Outcome.UNPLANNED, None, airing)
        for airing in alone
        if begins <= airing.started_at < ends and not _planned_elsewhere(airing, begins, ends)
    ]
    return sorted(lines, key=lambda line: line.at)


def _outcome(airing: Airing) -> Outcome:
    left_out = airing.ended_by is EndedBy.DROPPED
    return Outcome.MISSED if left_out else _OUTCOMES[airing.status]


def _planned_elsewhere(airing: Airing, begins: datetime, ends: datetime) -> bool:
    """Whether it belongs to an item of another page of the report, having slipped into this one."""
    return airing.planned is not None and not begins <= airing.planned < ends


def airing_of(row: AiringRow) -> Airing:
    return Airing(
        id=row.id,
        channel=row.channel,
        airing=row.airing,
        item_key=row.item_key,
        cart_id=row.cart_id,
        kind=None if row.kind is None else Kind(row.kind),
        title=row.title,
        artist=row.artist,
        programme=row.programme,
        campaign_id=row.campaign_id,
        rung=Rung(row.rung),
        start=None if row.start is None else Start(row.start),
        planned=row.planned,
        planned_frames=row.planned_frames,
        started_at=row.started_at,
        ended_at=row.ended_at,
        frames=row.frames,
        started_by=None if row.started_by is None else StartedBy(row.started_by),
        ended_by=None if row.ended_by is None else EndedBy(row.ended_by),
        status=AiringStatus(row.status),
        interruptions=row.interruptions,
        rundown_version=row.rundown_version,
        by=row.by,
        over=row.over,
    )
