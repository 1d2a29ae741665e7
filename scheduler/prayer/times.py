"""The times of a day that prayers are tied to, and where they are valid."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


class Time(enum.StrEnum):
    """A time of the day, by its Indonesian name; in their order."""

    IMSAK = "imsak"
    SUBUH = "subuh"
    TERBIT = "terbit"
    """Sunrise."""
    DUHA = "duha"
    ZUHUR = "zuhur"
    ASAR = "asar"
    MAGRIB = "magrib"
    ISYA = "isya"


PRAYERS = (Time.SUBUH, Time.ZUHUR, Time.ASAR, Time.MAGRIB, Time.ISYA)
"""The five that an azan calls to."""


class Source(enum.StrEnum):
    """Where a time comes from."""

    TABLE = "table"
    """The imported table of the competent body."""
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Place:
    """Where times are valid: 25 to 30 km around."""

    name: str
    """As people call it."""
    latitude: float
    """Degrees, south negative."""
    longitude: float
    """Degrees, east positive."""
    altitude_m: float = 0.0
    """Above the sea."""


@dataclass(frozen=True, slots=True)
class PrayerDay:
    """The times of one local day."""

    day: date
    """Local day."""
    at: Mapping[Time, datetime]
    """UTC, whole minutes; one that does not exist on that day is absent."""
    source: Mapping[Time, Source]
    """Where each comes from."""
