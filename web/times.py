"""Dates, clocks, lengths and numbers as people of the station write them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from station.broadcast_day import local_date, zone_label

_JULIAN_DAY = 1_721_425
_PASARAN = ("Legi", "Pahing", "Pon", "Wage", "Kliwon")
_UNITS = ("B", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class Times:
    """Writes instants in the station's zone and one language."""

    zone: ZoneInfo
    locale: Locale

    @property
    def colon(self) -> str:
        """What stands between hours and minutes: 10.42 in Indonesian, 10:42 in English."""
        return "." if self.locale.language == "id" else ":"

    def clock(self, at: datetime) -> str:
        """10.42.17"""
        return f"{at.astimezone(self.zone):%H:%M:%S}".replace(":", self.colon)

    def short(self, at: datetime) -> str:
        """10.42"""
        return f"{at.astimezone(self.zone):%H:%M}".replace(":", self.colon)

    def day(self, at: datetime) -> str:
        """Sabtu, 21 November 2026"""
        return self._local(at, "EEEE, d MMMM y")

    def date(self, at: datetime) -> str:
        """21 Nov 2026"""
        return self._local(at, "d MMM y")

    def moment(self, at: datetime) -> str:
        """Sabtu, 21 November 2026 10.42 WIB"""
        return f"{self.day(at)} {self.short(at)} {zone_label(self.zone, at)}"

    def pasaran_day(self, at: datetime) -> str:
        """Sabtu Pahing 21 Nov: the Javanese market day beside the day of the week.

        Day of five = Julian day number modulo 5; 17 August 1945 was Jumat Legi.
        """
        market_day = _PASARAN[(local_date(at, self.zone).toordinal() + _JULIAN_DAY) % 5]
        return f"{self._local(at, 'EEEE')} {market_day} {self._local(at, 'd MMM')}"

    def length(self, span: timedelta | int) -> str:
        """03.58, or 1.02.03 from an hour on; takes a span or milliseconds."""
        if isinstance(span, timedelta):
            span = span // timedelta(milliseconds=1)
        minutes, seconds = divmod(max(0, span) // 1000, 60)
        hours, minutes = divmod(minutes, 60)
        parts = f"{minutes:02d}:{seconds:02d}"
        return (f"{hours}:{parts}" if hours else parts).replace(":", self.colon)

    def number(self, value: float) -> str:
        return format_decimal(value, locale=self.locale)

    def size(self, count: int) -> str:
        """22 MB, with decimal units."""
        value, unit = float(count), 0
        while value >= 1000 and unit < len(_UNITS) - 1:
            value, unit = value / 1000, unit + 1
        pattern = "0" if value >= 10 or unit == 0 else "0.0"
        return f"{format_decimal(value, format=pattern, locale=self.locale)} {_UNITS[unit]}"

    def zone_label(self, at: datetime) -> str:
        return zone_label(self.zone, at)

    def _local(self, at: datetime, pattern: str) -> str:
        return _written(local_date(at, self.zone), pattern, self.locale)


@lru_cache(maxsize=1024)
def _written(day: date, pattern: str, locale: Locale) -> str:
    """Write a day, once: a list has the same ones on every line."""
    return format_date(day, pattern, locale=locale)
