"""Days of a theme that come back each year: national, international, of some cities."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from scheduler.calendar.occasion import Occasion, OccasionKind

_EVERYWHERE = ("national", "international")
_OFFICES = ("kota ", "kabupaten ", "kab. ", "kab ", "provinsi ")


@dataclass(frozen=True, slots=True)
class ThematicDay:
    """A line of the list."""

    month: int
    day: int
    name_id: str
    name_en: str
    scope: str
    """`national`, `international`, `city:…`, `regency:…` or `station:…`."""

    def concerns(self, places: tuple[str, ...]) -> bool:
        """Whether a station in one of these places, or of this name, keeps it."""
        if self.scope in _EVERYWHERE:
            return True
        return _plain(self.scope.partition(":")[2]) in {_plain(place) for place in places if place}


def thematic(first_day: date, last_day: date, places: tuple[str, ...]) -> Iterator[Occasion]:
    """Yield the days of a theme within some days, in order."""
    for year in range(first_day.year, last_day.year + 1):
        for entry in known():
            day = date(year, entry.month, entry.day)
            if first_day <= day <= last_day and entry.concerns(places):
                yield Occasion(OccasionKind.THEMATIC, day, day, entry.name_id, entry.name_en)


@cache
def known() -> tuple[ThematicDay, ...]:
    text = files("scheduler.calendar").joinpath("thematic_days.csv").read_text("utf-8")
    return tuple(
        ThematicDay(
            int(row["month_day"][:2]),
            int(row["month_day"][3:]),
            row["name_id"],
            row["name_en"],
            row["scope"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def _plain(place: str) -> str:
    """Return a place without the word for what it is, so that `Kota Kudus` is `kudus`."""
    word = place.strip().lower()
    for office in _OFFICES:
        word = word.removeprefix(office)
    return word
