"""What the first steps show: where one is, and what a ready week would look like."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from scheduler.observance.settings import BroadcastDay
from scheduler.start import laid_out
from scheduler.start.laid_out import Stretch
from scheduler.start.progress import Progress, Step
from scheduler.start.ready_week import ReadyProgramme, ReadyWeek
from scheduler.week.grid import occurrences
from web.week import Airtime, heard, monday_of, span_of_days
from web.week_pattern import DAYS, Pattern, pattern


@dataclass(frozen=True, slots=True)
class Line:
    """A programme on one day of the preview."""

    begins: str
    """Clock time, `05.00`."""
    ends: str
    programme: ReadyProgramme


@dataclass(frozen=True, slots=True)
class DayPreview:
    """Weekdays that are alike."""

    weekdays: tuple[int, ...]
    """0 Monday to 6 Sunday."""
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class WeekPreview:
    """A ready week before it is written."""

    week: ReadyWeek
    days: tuple[DayPreview, ...]
    shares: Pattern
    """With minutes and percent of the categories."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the list above every page."""

    step: Step
    number: int
    done: bool
    current: bool


def steps(progress: Progress, current: Step | None) -> list[StepView]:
    return [
        StepView(step, number, step in progress.done, step is current)
        for number, step in enumerate(Step, 1)
    ]


def preview(week: ReadyWeek, hours: BroadcastDay, today: date, zone: ZoneInfo) -> WeekPreview:
    """Return a ready week laid over broadcast hours, with minutes for each category."""
    found = laid_out.stretches(week, hours)
    return WeekPreview(week, tuple(_days(week, found)), _shares(week, hours, today, zone))


def _days(week: ReadyWeek, found: Sequence[Stretch]) -> list[DayPreview]:
    alike: dict[tuple[Stretch, ...], list[int]] = {}
    for weekday in range(DAYS):
        own = tuple(replace(each, weekdays=()) for each in found if weekday in each.weekdays)
        alike.setdefault(own, []).append(weekday)
    return [
        DayPreview(tuple(weekdays), tuple(_line(week, each) for each in day))
        for day, weekdays in alike.items()
    ]


def _line(week: ReadyWeek, stretch: Stretch) -> Line:
    programme = week.programme(stretch.programme)
    return Line(clock(stretch.begins_s), clock(stretch.ends_s), programme)


def clock(seconds: int) -> str:
    """Return 05.00; the end of the day is 24.00."""
    return f"{seconds // 3600:02d}.{seconds // 60 % 60:02d}"


def _shares(week: ReadyWeek, hours: BroadcastDay, today: date, zone: ZoneInfo) -> Pattern:
    monday = monday_of(today)
    numbers = {each.key: number for number, each in enumerate(week.programmes, 1)}
    templates = {each.key: 1 for each in week.templates}
    programmes = {
        numbers[each.key]: replace(laid_out.programme(each, "", templates), id=numbers[each.key])
        for each in week.programmes
    }
    slots = laid_out.slots(week, hours, numbers, channel="", first_day=monday - timedelta(days=1))
    slots = [replace(slot, id=number) for number, slot in enumerate(slots, 1)]
    begins, ends = span_of_days(monday, DAYS, zone)
    airtimes = [
        Airtime(each, programmes[each.slot.programme_id], "")
        for each in occurrences(slots, [], begins, ends, zone=zone)
    ]
    return pattern(heard(airtimes), monday, zone)
