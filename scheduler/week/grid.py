"""The weekly grid: slots of programmes, their single exceptions, and when each occurrence airs.

A slot keeps its wall time: where the clocks change, its instants shift and its start on the wall
does not. It lasts its duration in real time, so a night slot is not shortened by a change.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.week import recurrence
from scheduler.week.season import Season, Seasons
from station.broadcast_day import instant_of, local_date
from station.rundown import Prefer, Start

MAX_DURATION = timedelta(days=7)
MAX_WINDOW = timedelta(hours=1)
_DAY = timedelta(days=1)
_NONE: Mapping[date, "GridException"] = MappingProxyType({})


def check_window(start: Start, early: timedelta, late: timedelta) -> None:
    """Raise ScheduleInvalid for a window that is none."""
    width = late if start is Start.WAIT else early + late
    wanted = start in (Start.WAIT, Start.WINDOW)
    if min(early, late) < timedelta(0) or max(early, late) > MAX_WINDOW or (wanted and not width):
        raise ScheduleInvalid(Problem.WINDOW_IMPOSSIBLE, "late", width)


@dataclass(frozen=True, slots=True)
class GridSlot:
    """A programme's place on the grid, once or again and again."""

    channel: str
    """Channel slug."""
    programme_id: int
    """What airs."""
    first_day: date
    """Local day of the first occurrence; DTSTART of the rule."""
    wall: time
    """Local time at which every occurrence starts."""
    duration: timedelta
    """How long it lasts."""
    rule: str = ""
    """RFC 5545 RRULE of whole days, empty for a one-off."""
    start: Start = Start.HARD
    """How its first item begins."""
    id: int = 0
    """0 until it is stored."""
    early: timedelta = timedelta(0)
    """WINDOW: how long before its time it may begin."""
    late: timedelta = timedelta(0)
    """WAIT and WINDOW: how long behind its time it may begin; then it cuts."""
    prefer: Prefer = Prefer.CLOSEST
    """WINDOW: which join it takes."""
    season_id: int | None = None
    """The season whose grid it belongs to; None: the standing grid."""

    def __post_init__(self) -> None:
        check_window(self.start, self.early, self.late)
        if not timedelta(seconds=1) <= self.duration <= MAX_DURATION:
            raise ScheduleInvalid(Problem.DURATION_IMPOSSIBLE, "duration", self.duration)
        if self.rule:
            recurrence.check(self.rule, self.first_day)


@dataclass(frozen=True, slots=True)
class GridException:
    """One occurrence of a slot that is cancelled, or moved."""

    slot_id: int
    """The slot."""
    day: date
    """Local day on which the rule puts the occurrence."""
    to_day: date | None = None
    """Where it went; None: it is cancelled."""
    to_wall: time | None = None
    """Local time at which the moved occurrence starts."""
    duration: timedelta | None = None
    """Its new length; None: as the slot's."""
    id: int = 0
    """0 until it is stored."""

    def __post_init__(self) -> None:
        if (self.to_day is None) != (self.to_wall is None):
            raise ScheduleInvalid(Problem.NO_OCCURRENCE, "to_day", self.day)
        if self.duration is not None and not timedelta(0) < self.duration <= MAX_DURATION:
            raise ScheduleInvalid(Problem.DURATION_IMPOSSIBLE, "duration", self.duration)

    @property
    def cancelled(self) -> bool:
        return self.to_day is None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One airing of a slot, in UTC."""

    slot: GridSlot
    """The slot it comes from."""
    day: date
    """Local day on which the rule puts it; with the slot's number it names the occurrence."""
    begins: datetime
    """UTC."""
    ends: datetime
    """UTC."""
    moved: bool = False
    """Whether an exception put it here."""

    @property
    def key(self) -> str:
        """Name the occurrence for ever, wherever it is moved."""
        return f"slot:{self.slot.id}:{self.day:%Y%m%d}"

    @property
    def cuts(self) -> datetime | None:
        """Return when it cuts what is on the air at last; None: it never does."""
        if self.slot.start is Start.HARD:
            return self.begins
        windowed = self.slot.start in (Start.WAIT, Start.WINDOW)
        return self.begins + self.slot.late if windowed else None

    @property
    def rank(self) -> tuple[bool, bool, datetime, int]:
        """Who wins where two overlap: single over recurring, a season over the standing grid, and
        then the later start."""
        single = self.moved or not self.slot.rule
        return (single, self.slot.season_id is not None, self.begins, self.slot.id)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two occurrences that want the same air."""

    winner: Occurrence
    """It airs."""
    loser: Occurrence
    """It waits, is cut, or does not air at all."""
    begins: datetime
    """UTC."""
    ends: datetime
    """UTC."""

    @property
    def is_meant(self) -> bool:
        """Whether a season lies over the standing grid here."""
        return self.winner.slot.season_id is not None and self.loser.slot.season_id is None


def occurrences(
    slots: Iterable[GridSlot],
    exceptions: Iterable[GridException],
    begins: datetime,
    ends: datetime,
    *,
    zone: ZoneInfo,
    seasons: Iterable[Season] | None = None,
) -> list[Occurrence]:
    """Return every occurrence that touches the half-open span, in order of start.

    A slot of the standing grid that airs once belongs to its day, whichever grid is on. Without
    `seasons` every slot is looked at as if its own grid were on.
    """
    known = None if seasons is None else Seasons(seasons)
    changed = _by_slot(exceptions)
    found = [
        occurrence
        for slot in slots
        for of_slot in (changed.get(slot.id, _NONE),)
        for day in _days_to_look_at(slot, of_slot, begins, ends, zone)
        if known is None or _is_single(slot) or known.airs(slot, day)
        if (occurrence := _occurrence(slot, day, of_slot.get(day), zone)) is not None
        and occurrence.begins < ends
        and occurrence.ends > begins
    ]
    return sorted(found, key=lambda found: (found.begins, found.slot.id, found.day))


def conflicts(found: Iterable[Occurrence]) -> list[Conflict]:
    """Return every pair that overlaps, with the one that wins."""
    ordered = sorted(found, key=lambda occurrence: occurrence.begins)
    pairs = []
    for place, first in enumerate(ordered, 1):
        for second in _until(first.ends, ordered, place):
            loser, winner = sorted((first, second), key=lambda occurrence: occurrence.rank)
            pairs.append(Conflict(winner, loser, second.begins, min(first.ends, second.ends)))
    return pairs


def _until(ends: datetime, ordered: Sequence[Occurrence], place: int) -> Iterator[Occurrence]:
    """Yield those from a place on that begin before an instant."""
    while place < len(ordered) and ordered[place].begins < ends:
        yield ordered[place]
        place += 1


def _by_slot(exceptions: Iterable[GridException]) -> dict[int, dict[date, GridException]]:
    """Return, for each slot that has any, the exceptions of its days."""
    found: dict[int, dict[date, GridException]] = {}
    for exception in exceptions:
        found.setdefault(exception.slot_id, {})[exception.day] = exception
    return found


def _days_to_look_at(
    slot: GridSlot,
    changed: Mapping[date, GridException],
    begins: datetime,
    ends: datetime,
    zone: ZoneInfo,
) -> Iterator[date]:
    """Yield the days of the rule near the span, and those whose occurrence was moved into it."""
    first = local_date(begins - slot.duration, zone) - _DAY
    last = local_date(ends, zone) + _DAY
    near = set(recurrence.days(slot.rule, slot.first_day, first, last))
    near |= {day for day in changed if _falls_on(slot, day)}
    yield from sorted(near)


def _is_single(slot: GridSlot) -> bool:
    return not slot.rule and slot.season_id is None


def _falls_on(slot: GridSlot, day: date) -> bool:
    return any(recurrence.days(slot.rule, slot.first_day, day, day + _DAY))


def _occurrence(
    slot: GridSlot, day: date, exception: GridException | None, zone: ZoneInfo
) -> Occurrence | None:
    if exception is None:
        begins = instant_of(day, slot.wall, zone)
        return Occurrence(slot, day, begins, begins + slot.duration)
    if exception.to_day is None or exception.to_wall is None:
        return None
    begins = instant_of(exception.to_day, exception.to_wall, zone)
    return Occurrence(slot, day, begins, begins + (exception.duration or slot.duration), moved=True)
