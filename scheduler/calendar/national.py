"""National holidays and cuti bersama, as the yearly joint decree sets them."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import holidays
from holidays.constants import GOVERNMENT, PUBLIC

from scheduler.calendar.occasion import Occasion, OccasionKind

_KINDS = {PUBLIC: OccasionKind.HOLIDAY, GOVERNMENT: OccasionKind.CUTI_BERSAMA}
_GUESSED = {"id": " (perkiraan)", "en": " (estimated)"}
_FIRST_YEAR, _LAST_YEAR = 1946, 2100


def national(first_day: date, last_day: date) -> Iterator[Occasion]:
    """Yield what the package of holidays knows of these days, in order."""
    for year in range(first_day.year, last_day.year + 1):
        for occasion in _of_year(year):
            if first_day <= occasion.first_day <= last_day:
                yield occasion


@lru_cache(maxsize=8)
def _of_year(year: int) -> tuple[Occasion, ...]:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return ()
    found: list[Occasion] = []
    for category, kind in _KINDS.items():
        ours, theirs = (
            holidays.country_holidays("ID", years=year, categories=category, language=language)
            for language in ("id", "en_US")
        )
        for day in ours:
            names = zip(ours.get_list(day), theirs.get_list(day), strict=False)
            found += [_occasion(day, kind, *pair) for pair in names]
    return tuple(sorted(found, key=lambda one: (one.first_day, one.kind, one.name_id)))


def _occasion(day: date, kind: OccasionKind, name_id: str, name_en: str) -> Occasion:
    estimated = name_id.endswith(_GUESSED["id"])
    return Occasion(
        kind,
        day,
        day,
        name_id.removesuffix(_GUESSED["id"]),
        name_en.removesuffix(_GUESSED["en"]),
        estimated=estimated,
    )
