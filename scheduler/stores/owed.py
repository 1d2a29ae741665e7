"""Reads what the planner must know beyond the orders: what is owed, held back, withdrawn."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.airing import AiringStatus
from scheduler.stores.campaigns import CampaignStore
from scheduler.tables.campaigns import LiveReadingRow
from scheduler.tables.schedule import AiringRow, AsRunFactRow, CampaignRow, PlannedItemRow
from scheduler.traffic.campaign import Campaign
from scheduler.traffic.make_good import GRACE, Missed, Tried, missed
from scheduler.traffic.purpose import DUTIES, Purpose
from station.audio import span_of

LOOK_BACK = timedelta(days=31)
"""How far back plays are owed: they are made good as soon as there is room, so that is long."""


class OwedStore:
    """One session's view of what was promised and not kept."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def missed(
        self, channel: str, campaigns: Sequence[Campaign], zone: ZoneInfo, *, now: datetime
    ) -> list[Missed]:
        """Return the plays that are owed, the oldest first.

        Of what the air plays nothing is owed that may yet turn up in a journal that is behind.
        """
        since = now - LOOK_BACK
        known = self._reached(channel)
        tries = self._tries(channel, [one.id for one in campaigns], since, known, now)
        opened = self.opened(channel, campaigns)
        found: list[Missed] = []
        for campaign in campaigns:
            until = now if campaign.live_read else known
            order = _owed_since(campaign, opened.get(campaign.id))
            if until is None or (campaign.id in opened and opened[campaign.id] is None):
                continue
            reached = min(until, now)
            found += missed(order, tries[campaign.id], since=since, reached=reached, zone=zone)
        return sorted(found, key=lambda one: (one.since, one.play.key))

    def opened(self, channel: str, campaigns: Sequence[Campaign]) -> dict[int, datetime | None]:
        """Return since when each phase of a crisis sequence may air, by the number of its order.

        None: the phase before it has not truly aired, or does not exist.
        """
        names = {one.sequence for one in campaigns if one.purpose is Purpose.CRISIS}
        phases = CampaignStore(self._session).of_sequences(channel, names)
        aired = self.first_aired([one.id for one in phases])
        found: dict[int, datetime | None] = {}
        for campaign in campaigns:
            if campaign.purpose is Purpose.CRISIS and campaign.phase > 1:
                before = [one for one in phases if _is_before(one, campaign)]
                times = [aired[one.id] for one in before if one.id in aired]
                found[campaign.id] = max(times) if before and len(times) == len(before) else None
        return found

    def first_aired(self, campaign_ids: Collection[int]) -> dict[int, datetime]:
        """Return when each order was first heard whole, or read; orders never heard are absent."""
        rows = self._session.execute(
            select(AiringRow.campaign_id, func.min(AiringRow.ended_at))
            .where(
                AiringRow.campaign_id.in_(campaign_ids),
                AiringRow.status == AiringStatus.OK,
                AiringRow.over.is_(False),
                AiringRow.ended_at.is_not(None),
            )
            .group_by(AiringRow.campaign_id)
        )
        found = {number: at for number, at in rows if number is not None and at is not None}
        read = self._session.execute(
            select(LiveReadingRow.campaign_id, func.min(LiveReadingRow.read_at))
            .where(LiveReadingRow.campaign_id.in_(campaign_ids))
            .group_by(LiveReadingRow.campaign_id)
        )
        for number, at in read:
            found[number] = min(at, found.get(number, at))
        return found

    def withdrawn(self, channel: str) -> dict[int, str]:
        """Return the recordings that a clarification or a correction has withdrawn, each with the
        title of that order: until the order is stopped."""
        rows = self._session.execute(
            select(CampaignRow.hoaxed_cart_id, CampaignRow.title)
            .where(
                CampaignRow.channel == channel,
                CampaignRow.active,
                CampaignRow.purpose.in_(DUTIES),
                CampaignRow.hoaxed_cart_id.is_not(None),
            )
            .order_by(CampaignRow.id)
        )
        return {number: title for number, title in rows if number is not None}

    def _reached(self, channel: str) -> datetime | None:
        """Return up to when it is known what aired: facts are collected in their order."""
        return self._session.scalar(
            select(func.max(AsRunFactRow.at)).where(AsRunFactRow.channel == channel)
        )

    def _tries(
        self,
        channel: str,
        ids: Sequence[int],
        since: datetime,
        known: datetime | None,
        now: datetime,
    ) -> dict[int, list[Tried]]:
        """Return what was planned up to now, heard or read of each order."""
        found: dict[int, list[Tried]] = defaultdict(list)
        for number, one in (
            *self._planned(channel, ids, since, now),
            *self._heard(ids, since, known or now),
            *self._read(ids, since),
        ):
            found[number].append(one)
        return found

    def _planned(
        self, channel: str, ids: Sequence[int], since: datetime, now: datetime
    ) -> Iterator[tuple[int, Tried]]:
        rows = self._session.execute(
            select(
                PlannedItemRow.campaign_id,
                PlannedItemRow.item_key,
                PlannedItemRow.begins,
                PlannedItemRow.frames,
            ).where(
                PlannedItemRow.channel == channel,
                PlannedItemRow.campaign_id.in_(ids),
                PlannedItemRow.begins >= since,
                PlannedItemRow.begins <= now,
            )
        )
        for number, key, begins, frames in rows:
            yield number or 0, Tried(key, begins, begins + span_of(frames))

    def _heard(
        self, ids: Sequence[int], since: datetime, known: datetime
    ) -> Iterator[tuple[int, Tried]]:
        rows = self._session.execute(
            select(
                AiringRow.campaign_id,
                AiringRow.item_key,
                AiringRow.airing,
                AiringRow.started_at,
                AiringRow.ended_at,
                AiringRow.planned_frames,
                AiringRow.status,
            ).where(
                AiringRow.campaign_id.in_(ids),
                AiringRow.started_at >= since,
                AiringRow.over.is_(False),
            )
        )
        for number, key, airing, begins, ended, frames, status in rows:
            ends = ended or begins + span_of(frames)
            still_on = status == AiringStatus.ON_AIR and ends + GRACE > known
            whole = still_on or status == AiringStatus.OK
            yield number or 0, Tried(key or airing, begins, ends, whole)

    def _read(self, ids: Sequence[int], since: datetime) -> Iterator[tuple[int, Tried]]:
        rows = self._session.execute(
            select(
                LiveReadingRow.campaign_id, LiveReadingRow.item_key, LiveReadingRow.read_at
            ).where(LiveReadingRow.campaign_id.in_(ids), LiveReadingRow.planned >= since)
        )
        for number, key, at in rows:
            yield number, Tried(key, at, at, whole=True)


def _is_before(one: Campaign, campaign: Campaign) -> bool:
    return one.sequence == campaign.sequence and one.phase == campaign.phase - 1


def _owed_since(campaign: Campaign, opened: datetime | None) -> Campaign:
    """Return an order that owes nothing from before its phase was opened."""
    times = [at for at in (campaign.owed_from, opened) if at is not None]
    return replace(campaign, owed_from=max(times, default=None))
