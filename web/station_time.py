"""Reads a clock time of the station as the next instant at which its clock shows it."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from station.broadcast_day import instant_of, local_date

CLOCK = r"^([01]?[0-9]|2[0-3])[.:]([0-5][0-9])(?:[.:]([0-5][0-9]))?$"


def next_instant(face: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Return when `face`, such as 10.58.20 or 10:58, comes next; raises ValueError."""
    found = re.match(CLOCK, face)
    if not found:
        raise ValueError(face)
    hour, minute, second = (int(part or 0) for part in found.groups())
    today = local_date(now, zone)
    days = (today + timedelta(days=ahead) for ahead in range(2))
    return next(
        at for day in days if (at := instant_of(day, time(hour, minute, second), zone)) > now
    )
