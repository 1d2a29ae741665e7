"""Seasons: grids of their own for a range of days, each with one switch."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from scheduler.problem import Problem, ScheduleInvalid


class Cover(enum.StrEnum):
    """What a season does to the standing grid on its days."""

    REPLACE = "replace"
    """Its slots alone air."""
    OVER = "over"
    """Its slots air over those of the standing grid, which fill the rest of the day."""


@dataclass(frozen=True, slots=True)
class Season:
    """A grid for Ramadan, an election, a festival."""

    channel: str
    """Channel slug."""
    name: str
    """As people call it."""
    first_day: date
    """First local day on which its occurrences begin."""
    last_day: date
    """Last local day, included."""
    active: bool = False
    """Whether it is switched on."""
    cover: Cover = Cover.REPLACE
    """What becomes of the standing grid."""
    id: int = 0
    """0 until it is stored."""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ScheduleInvalid(Problem.NAME_EMPTY, "name")
        if self.last_day < self.first_day:
            raise ScheduleInvalid(Problem.DAYS_REVERSED, "last_day", self.last_day)

    def holds(self, day: date) -> bool:
        """Whether a local day is one of its days, switched on or not."""
        return self.first_day <= day <= self.last_day

    def meets(self, other: "Season") -> bool:
        """Whether both have a day in common."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day


class _InSeason(Protocol):
    @property
    def season_id(self) -> int | None: ...


class Seasons:
    """Says which slots may begin on a local day."""

    def __init__(self, seasons: Iterable[Season]) -> None:
        self._active = [season for season in seasons if season.active]

    def on(self, day: date) -> Season | None:
        """Return the season that is on; of several that are, the one that began last."""
        if not self._active:
            return None
        found = [season for season in self._active if season.holds(day)]
        return max(found, key=lambda season: (season.first_day, season.id), default=None)

    def airs(self, slot: _InSeason, day: date) -> bool:
        """Whether an occurrence of a slot may begin on a local day."""
        season = self.on(day)
        if season is None:
            return slot.season_id is None
        if slot.season_id is None:
            return season.cover is Cover.OVER
        return slot.season_id == season.id


def check_switch(season: Season, others: Iterable[Season]) -> None:
    """Raise ScheduleInvalid when an active season meets another active one."""
    met = [other for other in others if other.id != season.id and other.active]
    if season.active and any(season.meets(other) for other in met):
        raise ScheduleInvalid(Problem.SEASONS_OVERLAP, "active", season.name)


def week_of(seasons: Seasons, monday: date) -> list[Season | None]:
    """Return, for the seven days from a Monday, the season that is on."""
    return [seasons.on(monday + timedelta(days=number)) for number in range(7)]
