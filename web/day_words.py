"""Calendar days, without an hour, as people write them."""

from dataclasses import dataclass
from datetime import date, timedelta

from babel.core import Locale
from babel.dates import format_date, get_day_names

_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class DayWords:
    """Writes days in one language."""

    locale: Locale

    def short(self, day: date) -> str:
        """21 Nov 2026"""
        return format_date(day, "d MMM y", self.locale)

    def brief(self, day: date) -> str:
        """Sab 21 Nov"""
        return format_date(day, "EEE d MMM", self.locale)

    def full(self, day: date) -> str:
        """Sabtu, 21 November 2026"""
        return format_date(day, "EEEE, d MMMM y", self.locale)

    def month(self, day: date) -> str:
        """November 2026"""
        return format_date(day, "LLLL y", self.locale)

    def span(self, first: date, last: date) -> str:
        """21–27 Nov 2026, with only as much of the first day as differs from the last."""
        if first == last:
            return self.short(last)
        same_month = (first.year, first.month) == (last.year, last.month)
        pattern = "d" if same_month else "d MMM" if first.year == last.year else "d MMM y"
        return f"{format_date(first, pattern, self.locale)}–{self.short(last)}"

    def weekdays(self) -> list[tuple[int, str, str]]:
        """Return number, short and full name of each weekday, Monday first."""
        full = get_day_names("wide", "stand-alone", self.locale)
        return [
            (number, format_date(_MONDAY + timedelta(number), "EEE", self.locale), full[number])
            for number in range(7)
        ]
