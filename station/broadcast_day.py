"""Local days and hours of any zone, DST included. The only place where local time is cut."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_ABBREVIATIONS = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def zone_label(zone: ZoneInfo, at: datetime) -> str:
    """Return WIB, WITA or WIT, or the zone's own abbreviation at that instant."""
    return _ABBREVIATIONS.get(zone.key) or at.astimezone(zone).strftime("%Z")


def local_date(at: datetime, zone: ZoneInfo) -> date:
    """Return the local calendar day to which an instant belongs."""
    return at.astimezone(zone).date()


def instant_of(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """Return the UTC instant of a local wall time.

    In a spring gap the time that does not exist is read with the offset before the gap, so
    02:30 airs one hour later on the wall; in an autumn fold the first of the two is meant.
    """
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the UTC instants at which the local day begins and ends (23, 24 or 25 h apart)."""
    return instant_of(day, time.min, zone), instant_of(day + timedelta(days=1), time.min, zone)


def days_between(begins: datetime, ends: datetime, zone: ZoneInfo) -> Iterator[date]:
    """Yield every local day that the half-open span touches."""
    day = local_date(begins, zone)
    while day_bounds(day, zone)[0] < ends:
        yield day
        day += timedelta(days=1)


def hour_floor(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the UTC instant of the last full local hour at or before `at`."""
    local = at.astimezone(zone)
    into = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return (at - into).astimezone(UTC)
