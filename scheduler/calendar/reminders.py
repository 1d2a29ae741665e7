"""What the desk is reminded of: days that come, and whether anything is prepared for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.calendar.attachment import Attachment
from scheduler.calendar.day import CalendarSources, about, occasions_between
from scheduler.calendar.occasion import Occasion, OccasionKind

LEAD_DAYS = 14
_QUIET = (OccasionKind.CUTI_BERSAMA,)
"""Nothing is prepared for these; the holiday beside them is what is told."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One occasion that comes."""

    occasion: Occasion
    """What comes; its first day may lie behind today when it lasts."""
    days_left: int
    """0: it is today."""
    prepared: tuple[str, ...]
    """Names of the attachments that bring something to it."""


def reminders(
    today: date,
    sources: CalendarSources,
    attachments: Sequence[Attachment] = (),
    lead_days: int = LEAD_DAYS,
) -> list[Reminder]:
    """Return what comes within the lead time, the next first."""
    last = today + timedelta(days=lead_days)
    found = {
        (occasion.first_day, occasion.name_id): occasion
        for occasion in occasions_between(today, last, sources)
        if occasion.kind not in _QUIET
    }
    return [
        Reminder(
            occasion,
            max(0, (occasion.first_day - today).days),
            _prepared(occasion, sources, attachments),
        )
        for _, occasion in sorted(found.items())
    ]


def _prepared(
    occasion: Occasion, sources: CalendarSources, attachments: Sequence[Attachment]
) -> tuple[str, ...]:
    day = about(occasion.first_day, sources)
    return tuple(one.name for one in attachments if one.active and one.when.falls_on(day))
