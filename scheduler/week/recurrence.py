"""RFC 5545 recurrence rules of whole days, read strictly and expanded within bounds.

`dateutil` looks for 30 February until the year 9999, whatever UNTIL says. The calendar repeats
itself every 400 years, weekdays and all, so rules are expanded in the last such years it knows:
the vainest search is then over in a moment.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import lru_cache
from itertools import islice, takewhile

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
"""How late a rule may occur first: a leap day is never further away."""
_ROOM_YEARS = 60
"""How long a series may run."""


@lru_cache(maxsize=4096)
def check(rule: str, first_day: date) -> None:
    """Raise ScheduleInvalid for a rule that is not one start a day at most, or never starts."""
    parts = _parts(rule)
    if parts.get("FREQ") in _TOO_FREQUENT or _OF_THE_HOUR & parts.keys():
        raise ScheduleInvalid(Problem.RULE_TOO_FREQUENT, "rule", rule)
    if parts.get("FREQ") not in _FREQUENCIES or not parts.keys() <= _PARTS:
        raise ScheduleInvalid(Problem.RULE_UNREADABLE, "rule", rule)
    read, last_day, _ = _read(rule, first_day)
    first = next(iter(read), None)
    shift = _shift(first_day)
    latest = min(last_day.year, first_day.year + _SEARCHED_YEARS)
    if first is None or first.year - shift > latest or _back(first, shift) > last_day:
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
    shift = _shift(first_day)
    near = takewhile(lambda at: at.year - shift <= year, islice(read, count))
    found = (_back(at, shift) for at in near)
    return tuple(day for day in found if day.year == year and day <= last_day)


def _shift(first_day: date) -> int:
    """Return by how many years a rule is moved: whole cycles, with room for what follows."""
    return (date.max.year - _ROOM_YEARS - first_day.year) // 400 * 400


def _back(at: datetime, shift: int) -> date:
    return at.date().replace(year=at.year - shift)


@lru_cache(maxsize=1024)
def _read(rule: str, first_day: date) -> tuple[rrule, date, int | None]:
    """Return the rule without its end, its last day, and its count where it has one."""
    parts = _parts(rule)
    until, count = parts.pop("UNTIL", None), parts.pop("COUNT", None)
    try:
        text = ";".join(f"{name}={value}" for name, value in parts.items())
        moved = first_day.replace(year=first_day.year + _shift(first_day))
        read = rrulestr(text, dtstart=datetime.combine(moved, time.min))
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
