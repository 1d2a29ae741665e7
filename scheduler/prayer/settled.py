"""The prayer times that count: the imported table first, what is computed where it is silent."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.prayer.computed import computed
from scheduler.prayer.criteria import criteria_on
from scheduler.prayer.table import OfficialDay
from scheduler.prayer.times import PRAYERS, Place, PrayerDay, Source, Time
from station.broadcast_day import instant_of

MAX_ADJUST = 30
"""Minutes by which a time may be corrected by hand."""


def settled(
    day: date,
    place: Place,
    zone: ZoneInfo,
    official: OfficialDay | None = None,
    adjust: Mapping[Time, int] | None = None,
) -> PrayerDay:
    """Return the times of a local day. No prayer is earlier than the table, nor magrib at all."""
    found = computed(day, place)
    safety = criteria_on(day).safety
    at: dict[Time, datetime] = {}
    source: dict[Time, Source] = {}
    for time in Time:
        wall = None if official is None else official.times.get(time)
        if wall is not None:
            at[time], source[time] = instant_of(day, wall, zone), Source.TABLE
        elif time in found:
            at[time] = found[time] + timedelta(minutes=safety.get(time, 0))
            source[time] = Source.COMPUTED
    for time, minutes in (adjust or {}).items():
        if time in at:
            at[time] += timedelta(minutes=_allowed(minutes, time, source[time]))
    return PrayerDay(day, at, source)


def _allowed(minutes: int, time: Time, source: Source) -> int:
    """Return by how much a time may be moved: magrib, and what a table says, is never earlier."""
    if time is Time.IMSAK and source is Source.TABLE:
        return min(0, minutes)
    earlier = time not in PRAYERS or (source is Source.COMPUTED and time is not Time.MAGRIB)
    return minutes if earlier else max(0, minutes)
