"""Hijri dates: reckoned by Umm al-Qura, corrected by what the government declared.

The government sees the moon, so no reckoning is sure: a month whose first day was declared begins
there, whatever was computed, and the others follow the station's offset.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from hijridate import Gregorian, Hijri

RAMADAN = 9
MAX_OFFSET = 2
_FIRST, _LAST = date(1930, 1, 1), date(2076, 1, 1)
"""What Umm al-Qura is tabulated for, with room at both ends."""

MONTHS_ID = (
    "Muharam",
    "Safar",
    "Rabiulawal",
    "Rabiulakhir",
    "Jumadilawal",
    "Jumadilakhir",
    "Rajab",
    "Syakban",
    "Ramadan",
    "Syawal",
    "Zulkaidah",
    "Zulhijah",
)
MONTHS_EN = (
    "Muharram",
    "Safar",
    "Rabi al-Awwal",
    "Rabi al-Thani",
    "Jumada al-Ula",
    "Jumada al-Akhira",
    "Rajab",
    "Shaban",
    "Ramadan",
    "Shawwal",
    "Dhu al-Qadah",
    "Dhu al-Hijjah",
)


@dataclass(frozen=True, slots=True, order=True)
class HijriMonth:
    """A month of a year."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"no Hijri month {self.month}")

    def moved(self, months: int) -> "HijriMonth":
        count = self.year * 12 + self.month - 1 + months
        return HijriMonth(count // 12, count % 12 + 1)


@dataclass(frozen=True, slots=True, order=True)
class HijriDate:
    """A day, named for its daylight: it began at the sunset before."""

    year: int
    month: int
    day: int

    def in_words(self, language: str) -> str:
        months = MONTHS_ID if language == "id" else MONTHS_EN
        return f"{self.day} {months[self.month - 1]} {self.year}"


@dataclass(frozen=True, slots=True)
class HijriCalendar:
    """Dates as a station counts them."""

    declared: Mapping[HijriMonth, date]
    """First days that the government declared."""
    offset: int = 0
    """Days by which all other months begin later than Umm al-Qura says."""

    def first_day(self, month: HijriMonth) -> date:
        """Return the local day on which a month begins."""
        known = self.declared.get(month)
        if known is not None:
            return known
        return Hijri(month.year, month.month, 1).to_gregorian() + timedelta(days=self.offset)

    def on(self, day: date) -> HijriDate | None:
        """Return the date of a day; None far outside of what is tabulated."""
        if not _FIRST <= day <= _LAST:
            return None
        near = Gregorian.fromdate(day).to_hijri()
        month = HijriMonth(near.year, near.month).moved(1)
        while self.first_day(month) > day:
            month = month.moved(-1)
        return HijriDate(month.year, month.month, (day - self.first_day(month)).days + 1)

    def fasts(self, day: date) -> bool:
        """Whether a day is one of Ramadan."""
        found = self.on(day)
        return found is not None and found.month == RAMADAN


@cache
def known_months() -> Mapping[HijriMonth, date]:
    """Return the declared months that come with the software."""
    text = files("scheduler.calendar").joinpath("hijri_months.csv").read_text("utf-8")
    return {
        HijriMonth(int(row["year"]), int(row["month"])): date.fromisoformat(row["first_day"])
        for row in csv.DictReader(text.splitlines())
    }
