"""RFC 5545 recurrence rules of whole days, read strictly and expanded within bounds.

A rule is expanded one calendar year at a time and never searched beyond it: `dateutil` left
alone would look for 30 February until the year 9999.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache
from itertools import islice

from dateutil.rrule import rrule, rrulestr

from scheduler.problem import Problem, ScheduleInvalid

MAX_LENGTH = 500
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_TOO_FREQUENT = {"HOURLY", "MINUTELY", "SECONDLY"}
_PARTS = {
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST",
    "BYDAY", "BYMONTHDAY", "BYMONTH", "BYYEARDAY", "BYWEEKNO", "BYSETPOS",
}  # fmt: skip
_OF_THE_HOUR = {"BYHOUR", "BYMINUTE", "BYSECOND"}
_VALUE = re.compile(r"[A-Z0-9,+-]+")
_SEARCHED_YEARS = 8
"""How far a rule is searched for its first occurrence: over any leap day."""


def check(rule: str, first_day: date) -> None:
    """Raise ScheduleInvalid for a rule that is not one start a day at most, or never starts."""
    parts = _parts(rule)
    if parts.get("FREQ") in _TOO_FREQUENT or _OF_THE_HOUR & parts.keys():
        raise ScheduleInvalid(Problem.RULE_TOO_FREQUENT, "rule", rule)
    if parts.get("FREQ") not in _FREQUENCIES or not parts.keys() <= _PARTS:
        raise ScheduleInvalid(Problem.RULE_UNREADABLE, "rule", rule)
    last_year = min(first_day.year + _SEARCHED_YEARS, date.max.year)
    if not any(_year(rule, first_day, year) for year in range(first_day.year, last_year + 1)):
        raise ScheduleInvalid(Problem.RULE_NEVER, "rule", rule)


def days(rule: str, first_day: date, begins: date, ends: date) -> Iterator[date]:
    """Yield the days of `rule` from `begins` on and before `ends`; no rule means one day only.

    Days are counted on the calendar alone, so no change of the clocks can shift or lose one.
    """
    if not rule:
        if begins <= first_day < ends:
            yield first_day
        return
    for year in range(max(begins, first_day).year, ends.year + 1):
        for day in _year(rule, first_day, year):
            if begins <= day < ends:
                yield day


@lru_cache(maxsize=4096)
def _year(rule: str, first_day: date, year: int) -> tuple[date, ...]:
    """Return the days of one calendar year."""
    read, last_day, count = _read(rule, first_day)
    last = min(date(year, 12, 31), last_day)
    if last < first_day:
        return ()
    found = (at.date() for at in islice(read.replace(until=_midnight(last)), count))
    return tuple(day for day in found if day.year == year)


@lru_cache(maxsize=1024)
def _read(rule: str, first_day: date) -> tuple[rrule, date, int | None]:
    """Return the rule without its end, its last day, and its count where it has one."""
    parts = _parts(rule)
    until, count = parts.pop("UNTIL", None), parts.pop("COUNT", None)
    try:
        text = ";".join(f"{name}={value}" for name, value in parts.items())
        read = rrulestr(text, dtstart=_midnight(first_day))
        last = date.max if until is None else date.fromisoformat(until[:8])
        times = None if count is None else int(count)
        if not isinstance(read, rrule) or (times is not None and times < 1):
            raise ValueError(rule)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError) as error:
        raise ScheduleInvalid(Problem.RULE_UNREADABLE, "rule", rule) from error
    return read, last, times


def _parts(rule: str) -> dict[str, str]:
    text = rule.strip().upper().removeprefix("RRULE:").removesuffix(";")
    pairs = [part.partition("=") for part in text.split(";")]
    readable = all(name and _VALUE.fullmatch(value) for name, _, value in pairs)
    if len(rule) > MAX_LENGTH or not readable or len({pair[0] for pair in pairs}) != len(pairs):
        raise ScheduleInvalid(Problem.RULE_UNREADABLE, "rule", rule[:MAX_LENGTH])
    return {name: value for name, _, value in pairs}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
