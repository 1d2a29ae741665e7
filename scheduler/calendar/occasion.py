"""Occasions: what makes a day of the calendar more than its date."""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.problem import Problem, ScheduleInvalid

LONGEST_DAYS = 92


class OccasionKind(enum.StrEnum):
    """What a day is known for."""

    HOLIDAY = "holiday"
    """A national holiday."""
    CUTI_BERSAMA = "cuti_bersama"
    """Collective leave beside a holiday."""
    THEMATIC = "thematic"
    """A national, international or local day of a theme."""
    HIJRI = "hijri"
    """A day of the Islamic year that is no holiday."""
    LOCAL = "local"
    """A day of the station's own."""


OWN_KINDS = tuple(kind for kind in OccasionKind if kind is not OccasionKind.HIJRI)
"""What a station can enter by itself."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occasion of a year."""

    kind: OccasionKind
    """What it is."""
    first_day: date
    """Local day."""
    last_day: date
    """Local day, included."""
    name_id: str
    """In Indonesian."""
    name_en: str
    """In English."""
    decree: str = ""
    """Number of the decree that sets it."""
    estimated: bool = False
    """Whether it hangs on the moon and is not decreed yet."""
    entry_id: int = 0
    """The station's own entry it comes from; 0: it came with the software."""

    def named(self, language: str) -> str:
        return self.name_id if language == "id" else self.name_en or self.name_id


@dataclass(frozen=True, slots=True)
class OwnDay:
    """An entry of the station's own; it corrects what came with the software."""

    first_day: date
    """Local day."""
    last_day: date
    """Local day, included."""
    kind: OccasionKind
    """What it is."""
    name_id: str
    """In Indonesian."""
    name_en: str = ""
    """In English; empty: as in Indonesian."""
    yearly: bool = False
    """Whether it comes back each year."""
    removes: bool = False
    """Whether it takes the occasions of its kind away from these days instead."""
    decree: str = ""
    """Number of the decree."""
    notes: str = ""
    """For people."""
    id: int = 0
    """0 until it is stored."""

    def __post_init__(self) -> None:
        if not self.name_id.strip():
            raise ScheduleInvalid(Problem.NAME_EMPTY, "name_id")
        if self.last_day < self.first_day:
            raise ScheduleInvalid(Problem.DAYS_REVERSED, "last_day", self.last_day)
        if (self.last_day - self.first_day).days >= LONGEST_DAYS:
            raise ScheduleInvalid(Problem.DURATION_IMPOSSIBLE, "last_day", self.last_day)

    def occasions(self, first_day: date, last_day: date) -> Iterator[Occasion]:
        """Yield its turns that touch some days."""
        for begins in self._begins(first_day, last_day):
            ends = begins + (self.last_day - self.first_day)
            if begins <= last_day and ends >= first_day:
                yield Occasion(
                    self.kind,
                    begins,
                    ends,
                    self.name_id,
                    self.name_en or self.name_id,
                    decree=self.decree,
                    entry_id=self.id,
                )

    def _begins(self, first_day: date, last_day: date) -> Iterator[date]:
        if not self.yearly:
            yield self.first_day
            return
        for year in range(first_day.year - 1, last_day.year + 1):
            if year >= self.first_day.year and _exists(self.first_day, year):
                yield self.first_day.replace(year=year)


def _exists(day: date, year: int) -> bool:
    """Whether a day of the year has its date in another year: 29 February need not."""
    try:
        day.replace(year=year)
    except ValueError:
        return False
    return True


def corrected(found: Iterable[Occasion], own: Iterable[OwnDay]) -> Iterator[Occasion]:
    """Yield what is left of the occasions that came along after the station's entries."""
    own = [entry for entry in own if entry.removes]
    for occasion in found:
        if not any(_removed(occasion, entry) for entry in own):
            yield occasion


def _removed(occasion: Occasion, entry: OwnDay) -> bool:
    day = occasion.first_day
    spans = entry.occasions(day - timedelta(days=LONGEST_DAYS), day)
    return occasion.kind is entry.kind and any(
        span.first_day <= day <= span.last_day for span in spans
    )
