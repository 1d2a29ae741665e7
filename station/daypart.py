"""A daypart: local hours, on some weekdays or on all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Daypart:
    """Half-open local hours; over midnight they belong to the weekday on which they open."""

    opens: time
    """First local time inside."""
    closes: time
    """First local time outside; equal to `opens`: the whole day, at or before it: next day."""
    weekdays: tuple[int, ...] = ()
    """0 Monday to 6 Sunday; empty: every day."""

    def __post_init__(self) -> None:
        if not set(self.weekdays) <= set(range(_WEEK)):
            raise ValueError(f"no such weekday: {self.weekdays}")
        object.__setattr__(self, "weekdays", tuple(sorted(set(self.weekdays))))

    def covers(self, local: datetime) -> bool:
        """Whether a local date and time is inside."""
        wall = local.time().replace(tzinfo=None)
        if self.opens < self.closes:
            return self.opens <= wall < self.closes and self._opens_on(local.weekday())
        if wall >= self.opens:
            return self._opens_on(local.weekday())
        return wall < self.closes and self._opens_on((local.weekday() - 1) % _WEEK)

    def _opens_on(self, weekday: int) -> bool:
        return not self.weekdays or weekday in self.weekdays


def within(dayparts: Iterable[Daypart], local: datetime) -> bool:
    """Whether a local date and time is inside one of the dayparts; none at all: always."""
    parts = tuple(dayparts)
    return not parts or any(part.covers(local) for part in parts)
