"""RFC 5545 recurrence rules of whole days, read strictly and expanded within bounds."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dateutil.rrule import rrule, rruleset, rrulestr

from scheduler.problem import Problem, ScheduleInvalid

MAX_LENGTH = 500
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_PARTS = {
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST",
    "BYDAY", "BYMONTHDAY", "BYMONTH", "BYYEARDAY", "BYWEEKNO", "BYSETPOS",
}  # fmt: skip
_OF_THE_HOUR = {"BYHOUR", "BYMINUTE", "BYSECOND"}
_SEARCHED = timedelta(days=366 * 5)
"""How far a rule is searched for its first occurrence."""


def check(rule: str, first_day: date) -> None:
    """Raise ScheduleInvalid for a rule that is not one start a day at most, or never starts."""
    parts = _parts(rule)
    if parts.get("FREQ") not in _FREQUENCIES or _OF_THE_HOUR & parts.keys():
        raise ScheduleInvalid(Problem.RULE_TOO_FREQUENT, "rule", rule)
    if not parts.keys() <= _PARTS:
        raise ScheduleInvalid(Problem.RULE_UNREADABLE, "rule", rule)
    if next(days(rule, first_day, first_day, first_day + _SEARCHED), None) is None:
        raise ScheduleInvalid(Problem.RULE_NEVER, "rule", rule)


def days(rule: str, first_day: date, begins: date, ends: date) -> Iterator[date]:
    """Yield the days of `rule` from `begins` on and before `ends`; no rule means one day only.

    Days are counted on the calendar alone, so no change of the clocks can shift or lose one.
    """
    if not rule:
        if begins <= first_day < ends:
            yield first_day
        return
    if begins >= ends:
        return
    last = _midnight(ends) - timedelta(microseconds=1)
    for at in _read(rule, first_day).xafter(_midnight(max(begins, first_day)), inc=True):
        if at > last:
            return
        yield at.date()


@lru_cache(maxsize=1024)
def _read(rule: str, first_day: date) -> rrule | rruleset:
    text = ";".join(
        f"UNTIL={value[:8]}" if name == "UNTIL" else f"{name}={value}"
        for name, value in _parts(rule).items()
    )
    try:
        return rrulestr(text, dtstart=_midnight(first_day), cache=True)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise ScheduleInvalid(Problem.RULE_UNREADABLE, "rule", rule) from error


def _parts(rule: str) -> dict[str, str]:
    text = rule.strip().upper().removeprefix("RRULE:").rstrip(";")
    pairs = [part.partition("=") for part in text.split(";")]
    if len(rule) > MAX_LENGTH or any(not name or not value for name, _, value in pairs):
        raise ScheduleInvalid(Problem.RULE_UNREADABLE, "rule", rule[:MAX_LENGTH])
    if len({name for name, _, _ in pairs}) != len(pairs):
        raise ScheduleInvalid(Problem.RULE_UNREADABLE, "rule", rule)
    return {name: value for name, _, value in pairs}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
