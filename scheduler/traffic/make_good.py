"""Making good: which plays were missed, and when each of them may air instead.

A play counts as missed only when the as-run has been collected past its time, so that one which
is merely known late never airs twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.traffic.campaign import AtTimes, Campaign
from scheduler.traffic.play import Play, hours_on, ordered_on, plays_on
from scheduler.traffic.play_key import PlayKey, parsed
from station.broadcast_day import days_between, instant_of, local_date

GRACE = timedelta(minutes=15)
"""How long after its time a play may still start before it counts as missed."""
AT_ONCE = timedelta(hours=1)
"""A play that was missed may air so soon after it, also behind the end of its hours."""
NEAR_ITS_TIME = timedelta(hours=4)
"""How long behind its time of the day a play of a fixed time is made good."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt at a play that is planned or was heard."""

    key: str
    """Key of the item; of an airing by an operator's hand any other."""
    begins: datetime
    """When it began, or was planned to, UTC."""
    ends: datetime
    """When it was over, or should be, UTC."""
    whole: bool | None = None
    """Whether all of it was heard; None: nothing was heard of it so far."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A play that is owed."""

    play: Play
    """As it was ordered."""
    attempt: int
    """How often it will have been made good with this one."""
    since: datetime
    """When it was missed, UTC."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A span in which a play may be made good."""

    opens: datetime
    """UTC."""
    closes: datetime
    """UTC."""
    day: date
    """Local day whose cap it counts for."""


def missed(
    campaign: Campaign,
    tries: Iterable[Tried],
    *,
    since: datetime,
    reached: datetime,
    zone: ZoneInfo,
) -> list[Missed]:
    """Return the plays since `since` that are owed, the oldest first.

    `reached`: up to when it is known what aired.
    """
    since = max(since, campaign.owed_from or since)
    known, extra = _sorted_out(tries, zone)
    found = []
    whole = Counter(_day(key) for key, ones in known.items() if any(one.whole for one in ones))
    for day in days_between(since - _DAY, reached, zone):
        if whole[day] >= ordered_on(campaign, day):
            continue
        plays = [play for play in plays_on(campaign, day, zone) if play.target >= since]
        judged = [_judged(play, known.get(play.key, ()), reached) for play in plays]
        owed = [one for one in judged if one is not None]
        found += owed[: max(0, len(owed) - extra[day])]
    return sorted(found, key=lambda one: (one.since, one.play.key))


def chances(one: Missed, until: datetime, zone: ZoneInfo) -> Iterator[Chance]:
    """Yield the spans in which a missed play may air, up to an instant and the flight's end."""
    campaign = one.play.campaign
    first = local_date(one.since, zone)
    at_once = NEAR_ITS_TIME if isinstance(campaign.plays, AtTimes) else AT_ONCE
    soon = min(one.since + at_once, max(_flight_ends(campaign, zone), one.play.latest))
    if soon > one.since:
        yield Chance(one.since, soon, first)
    day = first - _DAY
    while day <= min(campaign.last_day, local_date(until, zone)):
        yield from _on(one, day, zone)
        day += _DAY


def last_chance(one: Missed, zone: ZoneInfo) -> datetime:
    """Return when it can be made good no more, UTC."""
    campaign = one.play.campaign
    last = campaign.last_day
    while last > campaign.first_day and not campaign.airs_on(last):
        last -= _DAY
    found = [chance.closes for day in (last - _DAY, last) for chance in _on(one, day, zone)]
    found += [chance.closes for chance in chances(one, one.since, zone)]
    return max(found, default=one.since)


def _on(one: Missed, day: date, zone: ZoneInfo) -> Iterator[Chance]:
    """Yield the chances of one day of the flight."""
    campaign = one.play.campaign
    if not campaign.airs_on(day):
        return
    spans = hours_on(campaign, day, zone)
    if isinstance(campaign.plays, AtTimes):
        wall = campaign.plays.times[one.play.number]
        at = instant_of(day, wall, zone)
        spans = [(at, min(at + NEAR_ITS_TIME, _flight_ends(campaign, zone)))]
    for opens, closes in spans:
        if closes > one.since:
            yield Chance(max(opens, one.since), closes, day)


def _flight_ends(campaign: Campaign, zone: ZoneInfo) -> datetime:
    return instant_of(campaign.last_day + _DAY, time.min, zone)


def _judged(play: Play, tries: Sequence[Tried], reached: datetime) -> Missed | None:
    """Return what is owed for a play; None: it aired, or may air still."""
    if any(_may_be(one, reached) for one in tries):
        return None
    if not tries:
        over = play.latest + GRACE <= reached
        return Missed(play, 1, play.latest) if over else None
    last = max(tries, key=lambda one: one.ends)
    return Missed(play, max(map(_attempt, tries)) + 1, last.ends)


def _may_be(one: Tried, reached: datetime) -> bool:
    if one.whole is None:
        return one.ends + GRACE > reached
    return one.whole


def _day(key: str) -> date | None:
    play = parsed(key)
    return None if play is None else play.day


def _attempt(one: Tried) -> int:
    play = parsed(one.key)
    return 0 if play is None else play.attempt


def _sorted_out(
    tries: Iterable[Tried], zone: ZoneInfo
) -> tuple[dict[str, list[Tried]], Counter[date]]:
    """Return the attempts by the play, and how many airings of other keys were whole a day.

    What was heard of an item counts, not that it was planned.
    """
    heard = defaultdict(list)
    extra: Counter[date] = Counter()
    for one in tries:
        heard[one.key].append(one)
    known: dict[str, list[Tried]] = defaultdict(list)
    for key, ones in heard.items():
        told = [one for one in ones if one.whole is not None] or ones
        play: PlayKey | None = parsed(key)
        if play is not None:
            known[play.root] += told
        else:
            extra.update(local_date(one.begins, zone) for one in told if one.whole)
    return known, extra
