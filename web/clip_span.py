"""Which stretch of a recording is fetched: as the address and the form have it."""

import math
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from station.broadcast_day import instant_of, local_date
from station.recordings import Copy
from web.slot_form import read_day

LONGEST = timedelta(hours=1)
_PART = LONGEST - timedelta(seconds=2)
"""An address is rounded outwards to whole seconds."""
PAGE = "/reports/recordings"
PATH = f"{PAGE}/clip"


@dataclass(frozen=True, slots=True)
class ClipSpan:
    begins: datetime
    ends: datetime

    @property
    def too_long(self) -> bool:
        return self.ends - self.begins > LONGEST


def read_span(day: str, begins: str, ends: str, zone: ZoneInfo) -> ClipSpan | None:
    """Return the span from one local time to the next other one; None for what is none."""
    on, first, last = read_day(day), _time(begins), _time(ends)
    if on is None or first is None or last is None or first == last:
        return None
    over = on if last > first else on + timedelta(days=1)
    return ClipSpan(instant_of(on, first, zone), instant_of(over, last, zone))


def clip_address(
    channel: str,
    begins: datetime,
    ends: datetime,
    zone: ZoneInfo,
    copy: Copy = Copy.PROXY,
    path: str = PATH,
) -> str:
    """Return where a stretch can be fetched, rounded to whole seconds outwards.

    `path`: PAGE for where it is told what aired in it.
    """
    over = datetime.fromtimestamp(math.ceil(ends.timestamp()), zone)
    query = {
        "channel": channel,
        "day": f"{local_date(begins, zone)}",
        "begins": f"{begins.astimezone(zone):%H:%M:%S}",
        "ends": f"{over:%H:%M:%S}",
        "copy": str(copy),
    }
    return f"{path}?{urlencode(query)}"


def clip_addresses(
    channel: str, begins: datetime, ends: datetime, zone: ZoneInfo, copy: Copy = Copy.PROXY
) -> list[str]:
    """Return where a stretch of any length can be fetched: more than one where it is too long."""
    found = []
    while begins < ends:
        over = min(begins + _PART, ends)
        found.append(clip_address(channel, begins, over, zone, copy))
        begins = over
    return found


def _time(text: str) -> time | None:
    try:
        found = time.fromisoformat(text)
    except ValueError:
        return None
    return None if found.tzinfo else found
