"""Lays a ready week over broadcast hours: programmes, and slots that cover every day exactly."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby, pairwise

from scheduler.observance.settings import BroadcastDay
from scheduler.start.ready_week import WEEKDAYS, DayPlan, ReadyProgramme, ReadyWeek
from scheduler.week.grid import GridSlot
from scheduler.week.hour_template import HourTemplate
from scheduler.week.programme import Live, Programme, Templated

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Stretch:
    """A programme on some weekdays, at the same hours on each."""

    programme: str
    """Its key."""
    begins_s: int
    """Seconds behind local midnight."""
    ends_s: int
    """Not later than the next midnight."""
    weekdays: tuple[int, ...]
    """0 Monday to 6 Sunday, in order."""

    @property
    def rule(self) -> str:
        """Return its recurrence."""
        if len(self.weekdays) == len(WEEKDAYS):
            return "FREQ=DAILY"
        return "FREQ=WEEKLY;BYDAY=" + ",".join(WEEKDAYS[day] for day in self.weekdays)


def stretches(week: ReadyWeek, hours: BroadcastDay) -> list[Stretch]:
    """Return who has the air when; every second of every weekday once."""
    days: dict[tuple[str, int, int], list[int]] = {}
    for plan in week.days:
        for piece in _day(week, plan, hours):
            days.setdefault(piece, []).extend(WEEKDAYS.index(day) for day in plan.on)
    found = [Stretch(*piece, tuple(sorted(weekdays))) for piece, weekdays in days.items()]
    return sorted(found, key=lambda each: (each.begins_s, each.weekdays))


def slots(
    week: ReadyWeek,
    hours: BroadcastDay,
    numbers: Mapping[str, int],
    *,
    channel: str,
    first_day: date,
    season_id: int | None = None,
) -> list[GridSlot]:
    """Return the slots of a week; `numbers`: of the stored programmes, by their keys."""
    return [
        GridSlot(
            channel=channel,
            programme_id=numbers[each.programme],
            first_day=first_day,
            wall=_wall(each.begins_s),
            duration=timedelta(seconds=each.ends_s - each.begins_s),
            rule=each.rule,
            start=week.programme(each.programme).start,
            season_id=season_id,
        )
        for each in stretches(week, hours)
    ]


def used(week: ReadyWeek, hours: BroadcastDay) -> list[ReadyProgramme]:
    """Return the programmes that have any air in these hours, in the order of the file."""
    keys = {each.programme for each in stretches(week, hours)}
    return [each for each in week.programmes if each.key in keys]


def hour_templates(week: ReadyWeek, keys: Iterable[str], channel: str) -> dict[str, HourTemplate]:
    """Return the templates of these keys, not stored yet."""
    wanted = set(keys)
    return {
        each.key: HourTemplate(channel, each.name, each.elements)
        for each in week.templates
        if each.key in wanted
    }


def programme(ready: ReadyProgramme, channel: str, templates: Mapping[str, int]) -> Programme:
    """Return a programme, not stored yet; `templates`: numbers of the stored ones, by key."""
    content = ready.rotation
    return Programme(
        channel=channel,
        name=ready.name,
        content=Templated(tuple(templates[key] for key in ready.templates))
        if content is None
        else content,
        category=ready.category,
        rating=ready.rating,
        source=ready.source,
        live=Live() if ready.live else None,
    )


def _day(week: ReadyWeek, plan: DayPlan, hours: BroadcastDay) -> Iterator[tuple[str, int, int]]:
    """Yield the pieces of a day; what is outside of the hours has one programme."""
    starts = [(_seconds(start), key) for start, key in plan.blocks]
    edges = sorted({0, DAY_S, *(at for at, _ in starts), *_edges(hours)})
    pieces = [
        (_key_at(starts, at) if _on_air(hours, at) else week.outside, at, until)
        for at, until in pairwise(edges)
    ]
    for key, together in groupby(pieces, key=lambda piece: piece[0]):
        joined = list(together)
        yield key, joined[0][1], joined[-1][2]


def _key_at(starts: Iterable[tuple[int, str]], at: int) -> str:
    return [key for start, key in starts if start <= at][-1]


def _edges(hours: BroadcastDay) -> tuple[int, ...]:
    return () if hours.whole else (_seconds(hours.begins), _seconds(hours.ends))


def _on_air(hours: BroadcastDay, at: int) -> bool:
    begins, ends = _seconds(hours.begins), _seconds(hours.ends)
    if begins == ends:
        return True
    return begins <= at < ends if begins < ends else at >= begins or at < ends


def _seconds(wall: time) -> int:
    return (wall.hour * 60 + wall.minute) * 60 + wall.second


def _wall(seconds: int) -> time:
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
