"""One week of the grid in station time, as the pages and the API show it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from scheduler.calendar.brought import Brought, brought
from scheduler.stores import (
    AttachmentStore,
    CalendarStore,
    GridStore,
    ProgrammeStore,
    SeasonStore,
)
from scheduler.week.grid import Conflict, GridException, Occurrence, conflicts, occurrences
from scheduler.week.programme import Category, Programme
from station.broadcast_day import day_bounds, local_date
from station.config import Config

COLOURS = {
    Category.NEWS: "#b3406f",
    Category.EDUCATION: "#8a6400",
    Category.CULTURE: "#2f7d3b",
    Category.ENTERTAINMENT: "#2b62b8",
    Category.SUPPORT: "#7a41b0",
}
"""After the RRI week pattern: pink, yellow, green, blue, purple; dark enough for white text."""
_REACH = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class Airtime:
    """An occurrence with its programme."""

    occurrence: Occurrence
    programme: Programme
    loses_to: str
    """Name of the programme that takes its air where they overlap; empty: none."""

    @property
    def rule_id(self) -> int | None:
        """Return the rule of the calendar that brings it; None: it stands on the grid."""
        number = self.occurrence.slot.id
        return -number if number < 0 else None

    @property
    def recurring(self) -> bool:
        return bool(self.occurrence.slot.rule)

    @property
    def colour(self) -> str:
        return self.programme.colour or COLOURS[self.programme.category]


@dataclass(frozen=True, slots=True)
class Cancelled:
    """An occurrence that was taken out."""

    exception: GridException
    programme: Programme


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def span_of_days(first: date, days: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the UTC instants at which the first day begins and the last ends."""
    return day_bounds(first, zone)[0], day_bounds(first + timedelta(days=days - 1), zone)[1]


def airtimes(
    session: Session, config: Config, channel: str, begins: datetime, ends: datetime
) -> list[Airtime]:
    """Return what touches the span, in order of start: of the grid and of the calendar."""
    grid = GridStore(session)
    days = _days(session, config, channel, begins, ends)
    known = [*ProgrammeStore(session).all(channel), *days.programmes]
    programmes = {programme.id: programme for programme in known}
    found = occurrences(
        [
            *grid.slots(channel),
            *(slot for slot in days.slots if slot.programme_id in programmes),
        ],
        grid.exceptions(channel),
        begins,
        ends,
        zone=config.zone,
        seasons=SeasonStore(session).all(channel),
    )
    losers = _losers(conflicts(found), programmes)
    return [
        Airtime(
            each, programmes[each.slot.programme_id], losers.get(each.key, "") if losers else ""
        )
        for each in found
    ]


def _days(
    session: Session, config: Config, channel: str, begins: datetime, ends: datetime
) -> Brought:
    """Return what the days of a span bring, as a plan of them would have it."""
    rules = AttachmentStore(session).all(channel)
    first = local_date(begins, config.zone) - timedelta(days=1)
    last = local_date(ends, config.zone)
    return brought(rules, first, last, CalendarStore(session).sources(config))


def cancelled(session: Session, channel: str, first: date, days: int) -> list[Cancelled]:
    """Return what was taken out of these days."""
    grid = GridStore(session)
    taken_out = [
        exception
        for exception in grid.exceptions(channel)
        if exception.cancelled and first <= exception.day < first + timedelta(days=days)
    ]
    if not taken_out:
        return []
    slots = {slot.id: slot for slot in grid.slots(channel)}
    programmes = {programme.id: programme for programme in ProgrammeStore(session).all(channel)}
    return [
        Cancelled(exception, programmes[slots[exception.slot_id].programme_id])
        for exception in taken_out
    ]


def by_day(
    found: Iterable[Airtime], first: date, days: int, zone: ZoneInfo
) -> list[tuple[date, list[Airtime]]]:
    """Return each day with what begins on it; what began before stands on the first."""
    all_days: dict[date, list[Airtime]] = {first + timedelta(days=n): [] for n in range(days)}
    for each in found:
        day = max(first, local_date(each.occurrence.begins, zone))
        if day in all_days:
            all_days[day].append(each)
    return list(all_days.items())


def _losers(pairs: Iterable[Conflict], programmes: dict[int, Programme]) -> dict[str, str]:
    return {pair.loser.key: programmes[pair.winner.slot.programme_id].name for pair in pairs}


def heard(found: Iterable[Airtime]) -> list[Airtime]:
    """Return what listeners may expect: what loses its air is cut or left out."""
    everything = list(found)
    cuts = conflicts(each.occurrence for each in everything)
    shown = []
    for each in everything:
        begins, ends = each.occurrence.begins, each.occurrence.ends
        for cut in (pair for pair in cuts if pair.loser.key == each.occurrence.key):
            if cut.winner.begins <= begins:
                begins = max(begins, cut.ends)
            else:
                ends = min(ends, cut.begins)
        if begins < ends:
            shown.append(
                replace(each, occurrence=replace(each.occurrence, begins=begins, ends=ends))
            )
    return shown


def sensible_day(day: date | None, today: date) -> date:
    """Return the day asked for unless it lies ten years away, where calendars end."""
    return day if day is not None and abs(day - today) < _REACH else today
