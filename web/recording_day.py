"""What of a day was recorded, hour by hour. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from station.audio import from_utc_us
from station.recordings import HOUR, Copy, Part, covered

Span = tuple[datetime, datetime]
UNWRITTEN = timedelta(seconds=20)
"""What is on its way to the disk is no gap."""


@dataclass(frozen=True, slots=True)
class Held:
    """What one copy has of an hour."""

    length: timedelta
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class RecordedHour:
    begins: datetime
    ends: datetime
    held: Mapping[Copy, Held]
    """Only copies that have something of it."""


def recorded_hours(
    parts: Mapping[Copy, Sequence[Part]], begins: datetime, ends: datetime
) -> list[RecordedHour]:
    """Return the hours of a span of which there is something."""
    spans = {copy: covered([part.stretch for part in held]) for copy, held in parts.items()}
    found = []
    for begin in _hours(begins, ends):
        over = min(begin + HOUR, ends)
        held = {
            copy: Held(_overlap(spans[copy], begin, over), _size(parts[copy], begin, over))
            for copy in parts
        }
        some = {copy: each for copy, each in held.items() if each.length}
        if some:
            found.append(RecordedHour(begin, over, some))
    return found


def gaps(
    parts: Mapping[Copy, Sequence[Part]], begins: datetime, ends: datetime, now: datetime
) -> list[Span]:
    """Return what is in no copy, from the first that is on."""
    every = [part.stretch for held in parts.values() for part in held]
    spans = covered(every)
    if not spans:
        return []
    reached, found = max(spans[0][0], begins), []
    for begin, over in spans:
        if begin > reached:
            found.append((reached, begin))
        reached = max(reached, over)
    last = min(ends, now - UNWRITTEN)
    return [*found, (reached, last)] if last > reached else found


def _hours(begins: datetime, ends: datetime) -> Iterator[datetime]:
    while begins < ends:
        yield begins
        begins += HOUR


def _overlap(spans: Sequence[Span], begins: datetime, ends: datetime) -> timedelta:
    lengths = (min(over, ends) - max(begin, begins) for begin, over in spans)
    return sum((each for each in lengths if each > timedelta()), timedelta())


def _size(parts: Sequence[Part], begins: datetime, ends: datetime) -> int:
    return sum(part.stretch.size for part in parts if begins <= from_utc_us(part.stretch.at) < ends)
