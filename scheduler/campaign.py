"""A campaign: an agency's order for spots, and the plays it asks for on each day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from scheduler.grid import check_window
from scheduler.problem import Problem, ScheduleInvalid
from station.broadcast_day import instant_of
from station.rundown import Prefer, Start

MAX_PER_DAY = 288
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AtTimes:
    """At these local times, every day of the flight."""

    times: tuple[time, ...]
    """In any order; kept sorted and each once."""
    start: Start = Start.HARD
    """On the second, after the item then on the air, or at a join inside a window."""
    form: Literal["at_times"] = "at_times"
    early_min: int = 0
    """WINDOW: minutes it may air before its time."""
    late_min: int = 0
    """WINDOW: minutes it may air behind its time; then it cuts."""
    prefer: Prefer = Prefer.CLOSEST
    """WINDOW: which join it takes."""

    def __post_init__(self) -> None:
        if not self.times:
            raise ScheduleInvalid(Problem.TIMES_EMPTY, "times")
        if self.start not in (Start.HARD, Start.SOFT, Start.WINDOW):
            raise ScheduleInvalid(Problem.START_IMPOSSIBLE, "start", self.start)
        check_window(self.start, self.early, self.late)
        object.__setattr__(self, "times", tuple(sorted(set(self.times))))

    @property
    def early(self) -> timedelta:
        return timedelta(minutes=self.early_min)

    @property
    def late(self) -> timedelta:
        return timedelta(minutes=self.late_min)


@dataclass(frozen=True, slots=True)
class Spread:
    """n times a day, evenly inside a window, between items."""

    per_day: int
    """How often."""
    opens: time = time.min
    """Local time at which the window opens."""
    closes: time = time.min
    """Local time at which it closes; at or before `opens` it closes on the next day, so that
    22.00-02.00 is a night window and equal times are a whole day."""
    min_gap_min: int = 0
    """Minutes between the starts of two plays, at least."""
    form: Literal["spread"] = "spread"

    def __post_init__(self) -> None:
        if not 1 <= self.per_day <= MAX_PER_DAY:
            raise ScheduleInvalid(Problem.COUNT_IMPOSSIBLE, "per_day", self.per_day)
        window = timedelta(hours=self.closes.hour - self.opens.hour)
        window += timedelta(minutes=self.closes.minute - self.opens.minute)
        if window <= timedelta(0):
            window += _DAY
        needed = timedelta(minutes=self.min_gap_min) * (self.per_day - 1)
        if self.min_gap_min < 0 or needed > window:
            raise ScheduleInvalid(Problem.GAP_IMPOSSIBLE, "min_gap_min", self.min_gap_min)


Plays = Annotated[AtTimes | Spread, Field(discriminator="form")]


@dataclass(frozen=True, slots=True)
class Campaign:
    """An order for public announcements; its versions air in turn."""

    channel: str
    """Channel slug."""
    title: str
    """What it is about."""
    cart_ids: tuple[int, ...]
    """Its spots; several are versions that take turns."""
    first_day: date
    """First local day of the flight."""
    last_day: date
    """Last local day of the flight, included."""
    plays: AtTimes | Spread
    """When, on each day."""
    agency: str = ""
    """Who ordered it."""
    letter_number: str = ""
    """Number of the request letter."""
    weekdays: tuple[int, ...] = ()
    """0 Monday to 6 Sunday; empty: every day."""
    active: bool = True
    """Whether it airs at all."""
    notes: str = ""
    """For the people at the desk."""
    effective_at: datetime | None = None
    """Set by the store when the plays are new or changed, UTC: on that day n plays are spread over
    what is left of the window."""
    id: int = 0
    """0 until it is stored."""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ScheduleInvalid(Problem.NAME_EMPTY, "title")
        if not self.cart_ids:
            raise ScheduleInvalid(Problem.CARTS_EMPTY, "cart_ids")
        if self.last_day < self.first_day:
            raise ScheduleInvalid(Problem.DAYS_REVERSED, "last_day", self.last_day)
        if not set(self.weekdays) <= set(range(7)):
            raise ScheduleInvalid(Problem.WEEKDAY_UNKNOWN, "weekdays", self.weekdays)

    def airs_on(self, day: date) -> bool:
        return (
            self.active
            and self.first_day <= day <= self.last_day
            and (not self.weekdays or day.weekday() in self.weekdays)
        )


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
    """The version whose turn it is."""
    target: datetime
    """When it should start, UTC."""
    earliest: datetime
    """Not before, UTC."""
    latest: datetime
    """Not after, UTC."""
    start: Start
    """On its second, or at the nearest end of an item."""
    gap: timedelta
    """Time between the starts of two plays of the campaign, at least."""
    closes: datetime | None = None
    """When its window closes, UTC: what is on the air is cut there."""

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
    return len(plays.times) if isinstance(plays, AtTimes) else plays.per_day


SOFT_LATENESS = timedelta(minutes=15)
"""How long after its time a soft play may still start."""


def _at_times(campaign: Campaign, plays: AtTimes, day: date, zone: ZoneInfo) -> Iterator[Play]:
    lateness = timedelta(0) if plays.start is Start.HARD else SOFT_LATENESS
    window = plays.start is Start.WINDOW
    for number, wall in enumerate(plays.times):
        at = instant_of(day, wall, zone)
        yield Play(
            campaign,
            day,
            number,
            _version(campaign, day, number),
            target=at,
            earliest=at - plays.early if window else at,
            latest=at + plays.late + lateness if window else at + lateness,
            start=plays.start,
            gap=timedelta(0),
            closes=at + plays.late if window else None,
        )


def _spread(campaign: Campaign, plays: Spread, day: date, zone: ZoneInfo) -> Iterator[Play]:
    opens = instant_of(day, plays.opens, zone)
    closes = instant_of(day + _DAY if plays.closes <= plays.opens else day, plays.closes, zone)
    if campaign.effective_at is not None and opens < campaign.effective_at < closes:
        opens = campaign.effective_at
    step = (closes - opens) / plays.per_day
    gap = max(timedelta(minutes=plays.min_gap_min), step / 2)
    for number in range(plays.per_day):
        target = _whole_second(opens + step * number + step / 2)
        cart_id = _version(campaign, day, number)
        yield Play(campaign, day, number, cart_id, target, opens, closes, Start.SOFT, gap)


def _version(campaign: Campaign, day: date, number: int) -> int:
    before = (day - campaign.first_day).days * ordered_on(campaign, day)
    return campaign.cart_ids[(before + number) % len(campaign.cart_ids)]


def _whole_second(at: datetime) -> datetime:
    return at.replace(microsecond=0)
