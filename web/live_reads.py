"""What presenters read live: which scripts are due on a channel, and which were ticked."""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from scheduler.problem import NotInSchedule
from scheduler.stores import CampaignStore, LiveReadingStore, OwedStore
from scheduler.traffic.campaign import Campaign
from scheduler.traffic.live_reading import LiveReading
from scheduler.traffic.make_good import Missed, chances
from scheduler.traffic.play import SOFT_LATENESS, plays_on
from scheduler.traffic.play_key import again, parsed
from station.broadcast_day import local_date
from station.kinds import Kind

EARLY = timedelta(minutes=10)
"""How long before its time a script may be read."""
AHEAD = timedelta(hours=3)
"""How far ahead scripts are shown."""
BACK = timedelta(hours=1)
"""How long what is done or missed stays on the page."""
_DAY = timedelta(days=1)
_KEPT = timedelta(days=3)


class ReadState(enum.StrEnum):
    """Where one reading stands."""

    COMING = "coming"
    DUE = "due"
    READ = "read"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class LiveRead:
    """One script at one time."""

    key: str
    """Key of the play."""
    campaign: Campaign
    at: datetime
    """When it should be read, UTC."""
    latest: datetime
    """Until when it counts, UTC."""
    state: ReadState
    reading: LiveReading | None
    """The tick."""
    made_good: bool
    """Whether it stands for one that was missed."""


def due(session: Session, channel: str, zone: ZoneInfo, now: datetime) -> list[LiveRead]:
    """Return what is to be read, was read or was missed around now, in order."""
    today = local_date(now, zone)
    orders = CampaignStore(session).airing_between(channel, today - _DAY, today + _DAY)
    orders = [one for one in orders if one.live_read]
    opened = OwedStore(session).opened(channel, orders)
    orders = [one for one in orders if opened.get(one.id, now) is not None]
    found = [*_ordered(orders, zone, now), *_owed(session, channel, orders, zone, now)]
    read = LiveReadingStore(session).between(channel, now - _KEPT, now + EARLY)
    readings = {reading.item_key: reading for reading in read}
    reads = [_judged(readings.get(one[0]), *one, now) for one in found]
    return sorted((one for one in reads if _is_shown(one, now)), key=lambda one: (one.at, one.key))


def tick(
    session: Session, channel: str, key: str, zone: ZoneInfo, *, now: datetime, by: str
) -> LiveReading:
    """Count a reading; raises NotInSchedule for one that is not due."""
    found = {one.key: one for one in due(session, channel, zone, now)}.get(key)
    play = parsed(key)
    if found is None or play is None or found.state not in (ReadState.DUE, ReadState.READ):
        raise NotInSchedule("live read", 0)
    campaign = found.campaign
    return LiveReadingStore(session).tick(
        LiveReading(
            channel=channel,
            campaign_id=campaign.id,
            item_key=key,
            day=play.day,
            title=campaign.title,
            kind=Kind.COMMERCIAL if campaign.paid else Kind.PSA,
            planned=found.at,
            read_at=now,
            seconds=campaign.declared_s,
            by=by,
        )
    )


_Wanted = tuple[str, Campaign, datetime, datetime]
"""Key, order, time and the last moment of one reading."""


def _ordered(orders: list[Campaign], zone: ZoneInfo, now: datetime) -> Iterator[_Wanted]:
    today = local_date(now, zone)
    for campaign in orders:
        for day in (today - _DAY, today, today + _DAY):
            for play in plays_on(campaign, day, zone):
                latest = max(play.latest, play.target + SOFT_LATENESS)
                yield play.key, campaign, play.target, latest


def _owed(
    session: Session, channel: str, orders: list[Campaign], zone: ZoneInfo, now: datetime
) -> Iterator[_Wanted]:
    """Yield what was not read in time and may be read now, or soon."""
    for one in OwedStore(session).missed(channel, orders, zone, now=now):
        span = _next_chance(one, zone, now)
        if span is not None:
            key = again(one.play.key, one.attempt)
            yield key, one.play.campaign, *span


def _next_chance(one: Missed, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime] | None:
    spans = [each for each in chances(one, now + AHEAD, zone) if each.closes >= now]
    first = min(spans, key=lambda each: each.opens, default=None)
    return None if first is None else (first.opens, first.closes)


def _judged(
    reading: LiveReading | None,
    key: str,
    campaign: Campaign,
    at: datetime,
    latest: datetime,
    now: datetime,
) -> LiveRead:
    state = ReadState.COMING if now < at - EARLY else ReadState.DUE
    if reading is not None:
        state = ReadState.READ
    elif now > latest:
        state = ReadState.MISSED
    play = parsed(key)
    made_good = play is not None and play.attempt > 0
    return LiveRead(key, campaign, at, latest, state, reading, made_good)


def _is_shown(one: LiveRead, now: datetime) -> bool:
    if one.reading is not None:
        return now - one.reading.read_at <= BACK
    return one.latest >= now - BACK and one.at <= now + AHEAD
