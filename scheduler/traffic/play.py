"""The plays that a campaign asks for on each day: how many, when, and which version."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from scheduler.traffic.campaign import AtTimes, Campaign, Per, Portion, Portions, Spread
from scheduler.traffic.purpose import DUTIES
from station.broadcast_day import instant_of, local_date
from station.rundown import Start

SOFT_LATENESS = timedelta(minutes=15)
"""How long after its time a soft play may still start."""
LEAST_APART = timedelta(minutes=10)
"""Two plays of a campaign that run late are so far apart, where no gap was ordered."""
_DAY = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Play:
    """One play that a campaign asks for."""

    campaign: Campaign
    """Who asks."""
    day: date
    """Local day it counts for: of a night window, the day on which it opens."""
    number: int
    """0 for the first of the day."""
    cart_id: int
    """The version whose turn it is; 0 where a presenter reads."""
    target: datetime
    """When it should start, UTC."""
    earliest: datetime
    """Not before, UTC."""
    latest: datetime
    """Not after, UTC."""
    start: Start
    """On its second, or at the nearest end of an item."""
    gap: timedelta
    """Time between the starts of two plays of the campaign that keeps them even."""
    closes: datetime | None = None
    """When its window closes, UTC: what is on the air is cut there."""
    least_gap: timedelta = timedelta(0)
    """What is left of `gap` when it runs late."""

    @property
    def key(self) -> str:
        return f"campaign:{self.campaign.id}:{self.day:%Y%m%d}:{self.number}"


def plays_on(campaign: Campaign, day: date, zone: ZoneInfo) -> Iterator[Play]:
    """Yield what the campaign asks for on one local day, in order."""
    if not campaign.airs_on(day):
        return
    if isinstance(campaign.plays, AtTimes):
        yield from _at_times(campaign, campaign.plays, day, zone)
    else:
        yield from _spread(campaign, campaign.plays, day, zone)


def ordered_on(campaign: Campaign, day: date) -> int:
    """Return how many plays are ordered for a local day."""
    if not campaign.airs_on(day):
        return 0
    plays = campaign.plays
    if isinstance(plays, AtTimes):
        return len(plays.times)
    return sum(_count(campaign, plays, place, day) for place in range(len(plays.portions)))


def hours_on(campaign: Campaign, day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Return the spans of a local day in which a spread campaign may air, UTC."""
    if isinstance(campaign.plays, AtTimes):
        return []
    return [_span(portion, day, zone) for portion in campaign.plays.portions]


def _at_times(campaign: Campaign, plays: AtTimes, day: date, zone: ZoneInfo) -> Iterator[Play]:
    lateness = timedelta(0) if plays.start is Start.HARD else SOFT_LATENESS
    window = plays.start is Start.WINDOW
    before = _ordered_before(campaign, day)
    for number, wall in enumerate(plays.times):
        at = instant_of(day, wall, zone)
        yield Play(
            campaign,
            day,
            number,
            _version(campaign, before + number),
            target=at,
            earliest=at - plays.early if window else at,
            latest=at + plays.late + lateness if window else at + lateness,
            start=plays.start,
            gap=timedelta(0),
            closes=at + plays.late if window else None,
        )


def _spread(
    campaign: Campaign, plays: Spread | Portions, day: date, zone: ZoneInfo
) -> Iterator[Play]:
    number, turn = 0, _ordered_before(campaign, day)
    for place, portion in enumerate(plays.portions):
        count = _count(campaign, plays, place, day)
        opens, closes = _span(portion, day, zone)
        if campaign.effective_at is not None and opens < campaign.effective_at < closes:
            opens = campaign.effective_at
        step = (closes - opens) / max(1, count)
        gap = max(timedelta(minutes=plays.min_gap_min), step / 2)
        least = max(timedelta(minutes=plays.min_gap_min), min(gap, LEAST_APART))
        for index in range(count):
            target = _whole_second(opens + step * index + step / 2)
            play = Play(
                campaign,
                day,
                number + index,
                _version(campaign, turn + index),
                target=target,
                earliest=opens,
                latest=closes,
                start=Start.SOFT,
                gap=gap,
                least_gap=least,
            )
            yield _at_once(play, zone) if number + index == 0 else play
        number, turn = number + portion.count, turn + count


def _at_once(play: Play, zone: ZoneInfo) -> Play:
    """Return the first play of a duty as soon as it was ordered, whatever its hours."""
    campaign = play.campaign
    since = campaign.effective_at
    if campaign.purpose not in DUTIES or since is None:
        return play
    if play.day != max(campaign.first_day, local_date(since, zone)):
        return play
    if play.day != local_date(since, zone):
        since = play.earliest
    return Play(
        campaign,
        play.day,
        play.number,
        play.cart_id,
        target=since,
        earliest=since,
        latest=max(play.latest, since + _DAY),
        start=Start.SOFT,
        gap=timedelta(0),
    )


def _count(campaign: Campaign, plays: Spread | Portions, place: int, day: date) -> int:
    """Return how many plays of one portion fall on a day of the flight."""
    count = plays.portions[place].count
    if plays.per is Per.DAY:
        return count
    index, week, phase = _airing_days(campaign, day), *_week(campaign, plays, place)
    return (count * (index + 1) + phase) // week - (count * index + phase) // week


def _ordered_before(campaign: Campaign, day: date) -> int:
    """Return how many plays the flight asks for before a day: versions go on in turn."""
    index, plays = _airing_days(campaign, day), campaign.plays
    if isinstance(plays, AtTimes):
        return index * len(plays.times)
    if plays.per is Per.DAY:
        return index * sum(portion.count for portion in plays.portions)
    total = 0
    for place, portion in enumerate(plays.portions):
        week, phase = _week(campaign, plays, place)
        total += (portion.count * index + phase) // week
    return total


def _week(campaign: Campaign, plays: Spread | Portions, place: int) -> tuple[int, int]:
    """Return how many airing days share a week's count, and how far a portion is shifted.

    A flight of less than a week has the whole count; the portions do not crowd on one day.
    """
    days = len(set(campaign.weekdays)) or _WEEK
    days = max(1, min(days, _airing_days(campaign, campaign.last_day + _DAY)))
    return days, place * days // len(plays.portions)


def _airing_days(campaign: Campaign, day: date) -> int:
    """Return how many days of the flight lie before a day and are days it airs on."""
    length = max(0, (min(day, campaign.last_day + _DAY) - campaign.first_day).days)
    if not campaign.weekdays:
        return length
    weeks, rest = divmod(length, _WEEK)
    first = campaign.first_day.weekday()
    extra = sum((first + number) % _WEEK in campaign.weekdays for number in range(rest))
    return weeks * len(set(campaign.weekdays)) + extra


def _span(portion: Portion, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    closing = day + _DAY if portion.closes <= portion.opens else day
    return instant_of(day, portion.opens, zone), instant_of(closing, portion.closes, zone)


def _version(campaign: Campaign, turn: int) -> int:
    if not campaign.cart_ids:
        return 0
    if not campaign.weights:
        return campaign.cart_ids[turn % len(campaign.cart_ids)]
    turns = _turns(campaign.weights)
    return campaign.cart_ids[turns[turn % len(turns)]]


@cache
def _turns(weights: tuple[int, ...]) -> tuple[int, ...]:
    """Return the order of one round in which each version has its weight, as even as can be."""
    total, owed, order = sum(weights), [0] * len(weights), []
    for _ in range(total):
        owed = [sum(pair) for pair in zip(owed, weights, strict=True)]
        chosen = max(range(len(weights)), key=lambda place: (owed[place], -place))
        owed[chosen] -= total
        order.append(chosen)
    return tuple(order)


def _whole_second(at: datetime) -> datetime:
    return at.replace(microsecond=0)
