"""The days on which the demo year is unlike itself: Ramadan, the election, the sales."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.calendar.hijri import RAMADAN, HijriCalendar, HijriMonth, known_months

ZONE = ZoneInfo("Asia/Jakarta")
MORNING = time(8)
DAY = timedelta(days=1)
_HIJRI_YEAR = 1448
"""Whose Ramadan falls into the demo year."""


@dataclass(frozen=True, slots=True)
class Span:
    """Local days, the last one included."""

    first: date
    last: date


YEAR = Span(date(2027, 1, 1), date(2027, 12, 31))
ELECTION_DAY = date(2027, 9, 22)
QUIET = Span(ELECTION_DAY - 3 * DAY, ELECTION_DAY - DAY)
"""Nothing favours a participant: three days before the vote."""
WINDOW = Span(QUIET.first - 14 * DAY, QUIET.first - DAY)
"""Participants advertise."""
ELECTION = Span(WINDOW.first - 7 * DAY, ELECTION_DAY)
SALES = (
    Span(date(2027, 2, 22), date(2027, 3, 7)),
    Span(date(2027, 12, 15), date(2027, 12, 24)),
)
"""More commercials are ordered than a day may have: before Idulfitri, and before New Year."""


def ramadan() -> Span:
    """Return the days of the fast as a station without a decree of its own counts them."""
    calendar = HijriCalendar(known_months())
    month = HijriMonth(_HIJRI_YEAR, RAMADAN)
    return Span(calendar.first_day(month), calendar.first_day(month.moved(1)) - DAY)
