"""A campaign: an agency's order for plays of its spots, or for reading its script."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import Field

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.traffic.purpose import DUE_WITHIN, DUTIES, MAX_PHASE, Priority, Purpose
from scheduler.week.grid import check_window
from scheduler.week.programme import Category
from station.rundown import Prefer, Start

MAX_PER_DAY = 288
MAX_PER_WEEK = 7 * MAX_PER_DAY
MAX_PORTIONS = 12
MAX_WEIGHT = 100
MAX_GAP_MIN = 24 * 60
MAX_READ_S = 30 * 60
TOPIC_GAP_MIN = 10
"""Default for minutes between two spots of one topic, so that they are never back to back."""
_DAY = timedelta(days=1)


class Per(enum.StrEnum):
    """What a count is counted in."""

    DAY = "day"
    WEEK = "week"


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
class Portion:
    """Some plays inside some local hours."""

    count: int
    """How often, a day or a week."""
    opens: time = time.min
    """Local time at which the hours open."""
    closes: time = time.min
    """Local time at which they close; at or before `opens` they close on the next day, so that
    22.00-02.00 is a night window and equal times are a whole day."""

    @property
    def length(self) -> timedelta:
        """Return how long the hours are on a day without a change of the clocks."""
        window = timedelta(hours=self.closes.hour - self.opens.hour)
        window += timedelta(minutes=self.closes.minute - self.opens.minute)
        return window if window > timedelta(0) else window + _DAY


@dataclass(frozen=True, slots=True)
class Spread:
    """n times a day, evenly inside a window, between items."""

    per_day: int
    """How often."""
    opens: time = time.min
    """Local time at which the window opens."""
    closes: time = time.min
    """Local time at which it closes, as that of a portion."""
    min_gap_min: int = 0
    """Minutes between the starts of two plays, at least."""
    form: Literal["spread"] = "spread"

    def __post_init__(self) -> None:
        _check_count(self.per_day, MAX_PER_DAY, "per_day")
        _check_gap(self.portions, Per.DAY, self.min_gap_min)

    @property
    def portions(self) -> tuple[Portion, ...]:
        return (Portion(self.per_day, self.opens, self.closes),)

    @property
    def per(self) -> Per:
        return Per.DAY


@dataclass(frozen=True, slots=True)
class Portions:
    """So many plays in each of several parts of the day, a day or a week, between items."""

    portions: tuple[Portion, ...]
    """At least one."""
    per: Per = Per.DAY
    """What their counts are counted in; those of a week are spread over its days."""
    min_gap_min: int = 0
    """Minutes between the starts of two plays, at least."""
    form: Literal["portions"] = "portions"

    def __post_init__(self) -> None:
        if not 1 <= len(self.portions) <= MAX_PORTIONS:
            raise ScheduleInvalid(Problem.PORTIONS_IMPOSSIBLE, "portions", len(self.portions))
        most = MAX_PER_DAY if self.per is Per.DAY else MAX_PER_WEEK
        for portion in self.portions:
            _check_count(portion.count, most, "portions")
        _check_gap(self.portions, self.per, self.min_gap_min)


Plays = Annotated[AtTimes | Spread | Portions, Field(discriminator="form")]


@dataclass(frozen=True, slots=True)
class Campaign:
    """An order for public announcements or adverts; its versions air in turn."""

    channel: str
    """Channel slug."""
    title: str
    """What it is about."""
    cart_ids: tuple[int, ...]
    """Its spots; several are versions that take turns. None where a presenter reads it."""
    first_day: date
    """First local day of the flight."""
    last_day: date
    """Last local day of the flight, included."""
    plays: AtTimes | Spread | Portions
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
    weights: tuple[int, ...] = ()
    """How often each version airs against the others; empty: all alike."""
    topic: str = ""
    """What it is about in one word, such as health."""
    topic_gap_min: int = TOPIC_GAP_MIN
    """Minutes to any other spot of the same topic, at least."""
    priority: Priority = Priority.NORMAL
    """Who is placed first where not all fit."""
    paid: bool = False
    """A commercial: labelled and counted as one, never news."""
    category: Category = Category.SUPPORT
    """Programme category it is counted in."""
    purpose: Purpose = Purpose.ANNOUNCEMENT
    """Why it exists."""
    reported_at: datetime | None = None
    """Of a correction or a clarification: when the mistake or the hoax was reported, UTC."""
    due_hours: int = field(default=DUE_WITHIN // timedelta(hours=1))
    """Hours from the report within which it must have aired once."""
    hoaxed_cart_id: int | None = None
    """The recording that a clarification or a correction withdraws: it does not air until that
    order is stopped."""
    sequence: str = ""
    """Name of the crisis sequence of which it is a phase."""
    phase: int = 0
    """Its place in the sequence, from 1; it airs once the phase before it has truly aired."""
    participant: str = ""
    """The participant of an election it speaks for."""
    live_read: bool = False
    """A presenter reads it; it is counted when he says so."""
    script: str = ""
    """What he reads."""
    declared_s: int = 0
    """Seconds that one reading counts for."""
    running_text: str = ""
    """Shown as running text on the days of its flight; empty: none."""
    agency_id: int | None = None
    """Set by the store: the agency of that name."""
    owed_from: datetime | None = None
    """Set by the store, UTC: plays missed since then are made good. When the order came in, was
    given other plays, or went on after a stop."""
    also_on: frozenset[date] = frozenset()
    """Set when planning: local days outside its flight to which the calendar brings it."""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ScheduleInvalid(Problem.NAME_EMPTY, "title")
        if self.last_day < self.first_day:
            raise ScheduleInvalid(Problem.DAYS_REVERSED, "last_day", self.last_day)
        if not set(self.weekdays) <= set(range(7)):
            raise ScheduleInvalid(Problem.WEEKDAY_UNKNOWN, "weekdays", self.weekdays)
        if not 0 <= self.topic_gap_min <= MAX_GAP_MIN:
            raise ScheduleInvalid(Problem.GAP_IMPOSSIBLE, "topic_gap_min", self.topic_gap_min)
        self._check_material()
        self._check_purpose()

    def _check_material(self) -> None:
        if not self.cart_ids and not self.live_read:
            raise ScheduleInvalid(Problem.CARTS_EMPTY, "cart_ids")
        if self.live_read and not self.script.strip():
            raise ScheduleInvalid(Problem.SCRIPT_EMPTY, "script")
        if self.live_read and not 1 <= self.declared_s <= MAX_READ_S:
            raise ScheduleInvalid(Problem.DURATION_IMPOSSIBLE, "declared_s", self.declared_s)
        fits = all(1 <= weight <= MAX_WEIGHT for weight in self.weights)
        if self.weights and not (fits and len(self.weights) == len(self.cart_ids)):
            raise ScheduleInvalid(Problem.WEIGHTS_IMPOSSIBLE, "weights", self.weights)

    def _check_purpose(self) -> None:
        if self.paid and (self.category is Category.NEWS or self.purpose in _NEVER_PAID):
            raise ScheduleInvalid(Problem.PAID_NEWS, "paid", self.purpose)
        if self.purpose in DUTIES and self.reported_at is None:
            raise ScheduleInvalid(Problem.REPORT_MISSING, "reported_at")
        if not 1 <= self.due_hours <= 24 * 30:
            raise ScheduleInvalid(Problem.COUNT_IMPOSSIBLE, "due_hours", self.due_hours)
        if self.hoaxed_cart_id in self.cart_ids:
            raise ScheduleInvalid(Problem.HOAX_IS_ANSWER, "hoaxed_cart_id", self.hoaxed_cart_id)
        phased = bool(self.sequence.strip()) and 1 <= self.phase <= MAX_PHASE
        if self.purpose is Purpose.CRISIS and not phased:
            raise ScheduleInvalid(Problem.PHASE_IMPOSSIBLE, "phase", self.phase)
        if self.purpose is Purpose.ELECTION and not self.participant.strip():
            raise ScheduleInvalid(Problem.PARTICIPANT_EMPTY, "participant")

    @property
    def due_at(self) -> datetime | None:
        """Return when it must have aired once, UTC; None: no such duty."""
        if self.purpose not in DUTIES or self.reported_at is None:
            return None
        return self.reported_at + timedelta(hours=self.due_hours)

    @property
    def rank(self) -> Priority:
        """Return its priority; a duty comes first whatever was chosen."""
        return Priority.URGENT if self.purpose in DUTIES else self.priority

    @property
    def must_air(self) -> bool:
        """Whether it outranks a live presenter."""
        return self.rank is Priority.URGENT

    @property
    def orderer(self) -> str:
        """Return who shares the air fairly with the others: the agency, or the order itself."""
        return f"campaign:{self.id}" if self.agency_id is None else f"agency:{self.agency_id}"

    def airs_on(self, day: date) -> bool:
        in_flight = self.first_day <= day <= self.last_day
        usual = in_flight and (not self.weekdays or day.weekday() in self.weekdays)
        return self.active and (usual or day in self.also_on)


_NEVER_PAID = (*DUTIES, Purpose.CRISIS)


def _check_count(count: int, most: int, name: str) -> None:
    if not 1 <= count <= most:
        raise ScheduleInvalid(Problem.COUNT_IMPOSSIBLE, name, count)


def _check_gap(portions: Sequence[Portion], per: Per, min_gap_min: int) -> None:
    """Raise ScheduleInvalid where the plays of one day cannot be so far apart."""
    gap = timedelta(minutes=min_gap_min)
    for portion in portions:
        a_day = portion.count if per is Per.DAY else -(-portion.count // 7)
        if min_gap_min < 0 or gap * (a_day - 1) > portion.length:
            raise ScheduleInvalid(Problem.GAP_IMPOSSIBLE, "min_gap_min", min_gap_min)
