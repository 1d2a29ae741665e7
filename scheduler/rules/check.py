"""Asks every rule about the air, in one pass."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from scheduler.rules import advertising, corrections, election, hours, signs
from scheduler.rules.fault import Fault
from scheduler.rules.line import Air, Airtime
from scheduler.rules.rule import Breach, Rule
from scheduler.rules.terms import (
    CommercialShare,
    CorrectedWithin,
    ElectionSpots,
    ElectionWindow,
    Hourly,
    Hours,
    LeaderAgenda,
    Never,
    PrayerGap,
    PsaShare,
    QuietPeriod,
    SongAt,
)
from station.broadcast_day import local_date

OF_LINES = (Hours, Never, ElectionSpots, ElectionWindow, QuietPeriod, LeaderAgenda)
"""What is asked of one line at a time."""


def breaches(rules: Iterable[Rule], air: Air, days: Collection[date] | None = None) -> list[Breach]:
    """Return everything that the rules do not allow, in order of time; of these local days."""
    wanted = sorted(set(air.days()) if days is None else days)
    found = [breach for rule in rules for breach in _of_rule(rule, air, wanted)]
    return sorted(found, key=lambda breach: (breach.at, breach.rule.name, breach.key))


def of_line(rules: Iterable[Rule], line: Airtime, zone: ZoneInfo, medium: str) -> list[Breach]:
    """Return what the rules do not allow of one thing on the air, whatever is around it."""
    found = []
    day = local_date(line.begins, zone)
    for rule in rules:
        fault = _fault_of(rule, line, zone, medium, day)
        if fault is not None:
            found.append(_breach(rule, fault))
    return found


def _of_rule(rule: Rule, air: Air, days: Sequence[date]) -> Iterator[Breach]:
    held = [day for day in days if rule.holds_on(day)]
    if not held:
        return
    for fault in _of_span(rule, air):
        if local_date(fault.at, air.zone) in held:
            yield _breach(rule, fault)
    for day in held:
        for fault in _of_day(rule, air, day):
            yield _breach(rule, fault)


def _of_span(rule: Rule, air: Air) -> Iterator[Fault]:
    if isinstance(rule.terms, CorrectedWithin):
        return corrections.overdue(rule.terms, air)
    return _of_lines(rule, air)


def _of_lines(rule: Rule, air: Air) -> Iterator[Fault]:
    if not isinstance(rule.terms, OF_LINES):
        return iter(())
    faults = (
        _fault_of(rule, line, air.zone, air.medium, local_date(line.begins, air.zone))
        for line in air.lines
    )
    found = (fault for fault in faults if fault is not None)
    return hours.joined(found) if isinstance(rule.terms, Hours) else found


def _fault_of(rule: Rule, line: Airtime, zone: ZoneInfo, medium: str, day: date) -> Fault | None:
    """Return what a rule has against a line that begins on a local day."""
    if not rule.holds_on(day):
        return None
    match rule.terms:
        case Hours():
            return hours.outside(rule.terms, line, zone)
        case Never():
            return _forbidden(rule.terms, line)
        case ElectionSpots():
            return election.too_long(rule.terms, line, medium)
        case ElectionWindow():
            return election.outside_window(rule.terms, line, zone)
        case QuietPeriod():
            return election.in_quiet_period(rule.terms, line, zone)
        case LeaderAgenda():
            return election.of_the_leader(rule.terms, line, zone)
    return None


def _of_day(rule: Rule, air: Air, day: date) -> Iterator[Fault]:
    match rule.terms:
        case CommercialShare():
            yield from _one(advertising.too_commercial(rule.terms, air, day))
        case PsaShare():
            yield from _one(advertising.too_few_psa(rule.terms, air, day))
        case SongAt():
            yield from _one(signs.song_missing(rule.terms, air, day))
        case Hourly():
            yield from signs.hours_without(rule.terms, air, day)
        case PrayerGap():
            yield from signs.ads_in_prayer(rule.terms, air, day)
        case ElectionSpots():
            yield from election.too_many(rule.terms, air, day)


def _forbidden(terms: Never, line: Airtime) -> Fault | None:
    if terms.only_ads and not (line.commercial or line.psa):
        return None
    if line.purpose in terms.purposes or not line.tags.isdisjoint(terms.tags):
        return Fault(line.begins, line.length, line)
    return None


def _one(fault: Fault | None) -> Iterator[Fault]:
    if fault is not None:
        yield fault


def _breach(rule: Rule, fault: Fault) -> Breach:
    line = fault.line
    return Breach(
        rule,
        fault.at,
        round(fault.over.total_seconds(), 3),
        "" if line is None else line.key,
        "" if line is None else line.title,
        dict(fault.about),
    )
