"""Which hours of a recording are given up. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from station.config import Recording
from station.recordings import HOUR, Copy


@dataclass(frozen=True, slots=True)
class Kept:
    """The file of one hour."""

    path: Path
    copy: Copy
    begins: datetime
    size: int


def too_old(kept: Sequence[Kept], settings: Recording, now: datetime) -> Iterator[Kept]:
    """Yield what has been kept for as many days as it is to be."""
    days = {Copy.PROGRAMME: settings.programme_days, Copy.PROXY: settings.proxy_days}
    for each in kept:
        if each.begins + HOUR + timedelta(days=days[each.copy]) <= now:
            yield each


def for_room(
    kept: Sequence[Kept], settings: Recording, now: datetime, needed: int
) -> Iterator[Kept]:
    """Yield the oldest hours of the large copy until so many bytes are free.

    An hour that is kept in no other form stays, and so does the one that is being recorded.
    """
    safe = _hours_of_proxies(kept) if settings.proxy_days else ()
    for each in sorted(kept, key=lambda one: one.begins):
        spare = each.copy is Copy.PROGRAMME and each.begins in safe and each.begins + HOUR <= now
        if needed > 0 and spare:
            needed -= each.size
            yield each


def _hours_of_proxies(kept: Sequence[Kept]) -> Collection[datetime]:
    return {each.begins for each in kept if each.copy is Copy.PROXY and each.size}
