"""How a slot repeats: choices on a form, the rule of RFC 5545 they mean, and a sentence."""

import enum
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from babel.dates import format_date, get_day_names

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.week.grid import GridSlot
from station.errors import StationError
from web.i18n import Language

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAYS = (0, 1, 2, 3, 4)
_EVERY_DAY = tuple(range(7))


class Pattern(enum.StrEnum):
    """What the form offers."""

    ONCE = "once"
    DAILY = "daily"
    WEEKDAYS = "weekdays"
    """Monday to Friday."""
    DAYS = "days"
    """Chosen days of the week."""
    OTHER = "other"
    """A rule that the form has no choices for; it is kept as it is."""


class SeriesCannotMove(StationError):
    """The days of this rule cannot be shifted."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"cannot shift {rule}")


@dataclass(frozen=True, slots=True)
class Repetition:
    """A rule as the form shows it."""

    pattern: Pattern = Pattern.ONCE
    weekdays: tuple[int, ...] = ()
    """0 Monday to 6 Sunday, with DAYS and WEEKDAYS."""
    until: date | None = None
    """Last local day, included."""
    rule: str = ""
    """With OTHER: the rule itself."""

    def to_rule(self, first_day: date) -> str:
        """Return the rule; raises ScheduleInvalid when it says nothing."""
        if self.pattern is Pattern.ONCE:
            return ""
        if self.pattern is Pattern.OTHER:
            return self.rule
        if self.until is not None and self.until < first_day:
            raise ScheduleInvalid(Problem.DAYS_REVERSED, "until", self.until)
        until = f";UNTIL={self.until:%Y%m%d}" if self.until else ""
        if self.pattern is Pattern.DAILY:
            return f"FREQ=DAILY{until}"
        days = _WEEKDAYS if self.pattern is Pattern.WEEKDAYS else self.weekdays
        return f"FREQ=WEEKLY;BYDAY={','.join(_CODES[day] for day in sorted(set(days)))}{until}"


def read(rule: str, first_day: date) -> Repetition:
    """Return the choices that a rule means."""
    if not rule:
        return Repetition()
    parts = _parts(rule)
    until = _until(parts.get("UNTIL", ""))
    known = parts.keys() <= {"FREQ", "BYDAY", "UNTIL", "WKST"}
    if known and parts["FREQ"] == "DAILY" and "BYDAY" not in parts:
        return Repetition(Pattern.DAILY, _EVERY_DAY, until)
    days = _weekdays(parts.get("BYDAY", _CODES[first_day.weekday()]))
    if not known or parts["FREQ"] != "WEEKLY" or not days:
        return Repetition(Pattern.OTHER, (), until, rule)
    if days == _EVERY_DAY:
        return Repetition(Pattern.DAILY, days, until)
    return Repetition(Pattern.WEEKDAYS if days == _WEEKDAYS else Pattern.DAYS, days, until)


def sentence(slot: GridSlot, language: Language) -> str:
    """Return how a slot repeats, in words."""
    return _sentence(slot.rule, slot.first_day, language)


@lru_cache(maxsize=4096)
def _sentence(rule: str, first_day: date, language: Language) -> str:
    repetition = read(rule, first_day)
    text = _pattern(repetition, first_day, language)
    if repetition.until is None:
        return text
    until = _day(repetition.until, language)
    return language.gettext("%(what)s, until %(day)s", what=text, day=until)


def weekday_names(language: Language, width: str = "wide") -> dict[int, str]:
    """Return the names of the days, 0 Monday."""
    names = get_day_names(width, "stand-alone", language.locale)  # type: ignore[arg-type]
    return {day: names[day] for day in range(7)}


def shifted(slot: GridSlot, day: date, to: datetime, duration: timedelta) -> GridSlot:
    """Return the whole series moved as its occurrence of `day` was moved to the local time `to`.

    Raises SeriesCannotMove where the days of the rule cannot be shifted alike.
    """
    days = to.date() - day
    wall = time(to.hour, to.minute, to.second)
    if not slot.rule:
        return replace(slot, first_day=to.date(), wall=wall, duration=duration)
    if not days or read(slot.rule, slot.first_day).pattern is Pattern.DAILY:
        return replace(slot, wall=wall, duration=duration)
    rule = _shift(slot.rule, days)
    return replace(slot, first_day=slot.first_day + days, wall=wall, duration=duration, rule=rule)


def _shift(rule: str, by: timedelta) -> str:
    parts = _parts(rule)
    if parts["FREQ"] != "WEEKLY" or not parts.keys() <= {
        "FREQ", "BYDAY", "UNTIL", "WKST", "INTERVAL", "COUNT",
    }:  # fmt: skip
        raise SeriesCannotMove(rule)
    if "BYDAY" in parts:
        days = sorted((day + by.days) % 7 for day in _weekdays(parts["BYDAY"]))
        parts["BYDAY"] = ",".join(_CODES[day] for day in days)
    until = _until(parts.get("UNTIL", ""))
    if until is not None:
        parts["UNTIL"] = f"{until + by:%Y%m%d}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _pattern(repetition: Repetition, first_day: date, language: Language) -> str:
    match repetition.pattern:
        case Pattern.ONCE:
            day = _day(first_day, language)
            return language.gettext("Once, on %(day)s", day=day)
        case Pattern.DAILY:
            return language.gettext("Every day")
        case Pattern.WEEKDAYS:
            return language.gettext("Monday to Friday")
        case Pattern.DAYS:
            names = weekday_names(language)
            days = ", ".join(names[day] for day in repetition.weekdays)
            return language.gettext("Every %(days)s", days=days)
        case Pattern.OTHER:
            return language.gettext("By the rule %(rule)s", rule=repetition.rule)


def _day(day: date, language: Language) -> str:
    return format_date(day, "d MMM y", locale=language.locale)


def _parts(rule: str) -> dict[str, str]:
    text = rule.strip().upper().removeprefix("RRULE:").rstrip(";")
    return {name: value for name, _, value in (part.partition("=") for part in text.split(";"))}


def _weekdays(text: str) -> tuple[int, ...]:
    """Return the days, empty when one of them carries a number such as 1MO."""
    codes = text.split(",")
    if not set(codes) <= set(_CODES):
        return ()
    return tuple(sorted({_CODES.index(code) for code in codes}))


def _until(text: str) -> date | None:
    return date.fromisoformat(text[:8]) if text else None
