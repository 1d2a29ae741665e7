"""The times of prayer as the pages and the API show them: with their source and their azan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from scheduler import days
from scheduler.calendar.hijri import HijriDate
from scheduler.observance.settings import Observances
from scheduler.planner.event import Event
from scheduler.prayer.computed import computed
from scheduler.prayer.table import OfficialDay
from scheduler.prayer.times import Source, Time
from scheduler.stores import CalendarStore, ScheduleSettingStore
from station.broadcast_day import day_bounds, instant_of
from station.config import Channel, Config

SUSPICIOUS = 5
"""Minutes between a table and the reckoning from which on another town is probable."""


def address(channel: Channel) -> str:
    """Return where a channel's times are shown."""
    return f"/schedule/prayer?channel={channel.slug}"


@dataclass(frozen=True, slots=True)
class PrayerView:
    """One local day."""

    day: date
    hijri: HijriDate | None
    at: Mapping[Time, datetime]
    """Empty: the station has no place yet."""
    source: Mapping[Time, Source]
    events: Sequence[Event]
    """What is observed on it, in order."""

    def event_of(self, name: Time) -> Event | None:
        """Return the azan of a prayer, where it is observed."""
        return next((event for event in self.events if event.name == f"azan-{name}"), None)


def views(
    session: Session, config: Config, channel: str, first_day: date, last_day: date
) -> list[PrayerView]:
    """Return some local days, in order."""
    observances = ScheduleSettingStore(session).observances(channel)
    almanac = days.almanac_of(session, config, observances, first_day, last_day)
    hijri = CalendarStore(session).sources(config).hijri
    begins, ends = day_bounds(first_day, config.zone)[0], day_bounds(last_day, config.zone)[1]
    events = days.events(session, config, channel, begins, ends)
    found = []
    for number in range((last_day - first_day).days + 1):
        day = first_day + timedelta(days=number)
        prayers = almanac.prayers(day)
        found.append(
            PrayerView(
                day,
                hijri.on(day),
                {} if prayers is None else prayers.at,
                {} if prayers is None else prayers.source,
                [event for event in events if event.day == day],
            )
        )
    return found


def apart(
    table: Sequence[OfficialDay], observances: Observances, config: Config
) -> dict[Time, int]:
    """Return by how many minutes a table is away from the reckoning at most, for each time."""
    place = observances.location.place
    found: dict[Time, int] = {}
    for line in table if place.name else ():
        reckoned = computed(line.day, place)
        for name, wall in line.times.items():
            if name in reckoned:
                span = instant_of(line.day, wall, config.zone) - reckoned[name]
                minutes = round(span / timedelta(minutes=1))
                found[name] = max(found.get(name, 0), minutes, key=abs)
    return found
