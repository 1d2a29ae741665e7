"""Lines of air for the tests of the rules, written with local clocks."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.rules.check import breaches
from scheduler.rules.line import Air, Airtime, Due
from scheduler.rules.pack import built_in
from scheduler.rules.rule import Breach, Rule
from station.broadcast_day import day_bounds, instant_of
from station.kinds import Kind

WIB = ZoneInfo("Asia/Jakarta")
WITA = ZoneInfo("Asia/Makassar")
WIT = ZoneInfo("Asia/Jayapura")
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def at(clock: str, day: date = MONDAY, zone: ZoneInfo = WIB) -> datetime:
    return instant_of(day, time.fromisoformat(clock), zone)


def line(
    clock: str,
    seconds: float,
    kind: Kind = Kind.MUSIC,
    *,
    day: date = MONDAY,
    zone: ZoneInfo = WIB,
    **more: object,
) -> Airtime:
    begins = at(clock, day, zone)
    key = f"{day}T{clock}"
    return Airtime(key, begins, begins + timedelta(seconds=seconds), kind, **more)


def rule(name: str) -> Rule:
    """Return a rule of the built-in packs."""
    return next(rule for pack in built_in() for rule in pack.rules if rule.name == name)


def a_day(
    *lines: Airtime,
    day: date = MONDAY,
    zone: ZoneInfo = WIB,
    medium: str = "radio",
    bed: bool = True,
    dues: Sequence[Due] = (),
) -> Air:
    """Return a whole local day with these lines; `bed`: music is on the air all the time."""
    begins, ends = day_bounds(day, zone)
    under = [Airtime("bed", begins - DAY, ends + DAY, Kind.MUSIC)] if bed else []
    ordered = sorted([*under, *lines], key=lambda each: each.begins)
    return Air(ordered, begins - DAY, ends + DAY, zone, medium, dues)


def broken(name: str, *lines: Airtime, day: date = MONDAY, **more: object) -> list[Breach]:
    """Return what a built-in rule does not allow on a day."""
    return breaches([rule(name)], a_day(*lines, day=day, **more), [day])
