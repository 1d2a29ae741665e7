"""Hours within which something may air; they may cross midnight."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from scheduler.rules.fault import Fault
from scheduler.rules.line import Airtime
from scheduler.rules.terms import Hours, minutes_of
from station.broadcast_day import instant_of, local_date

_DAY = timedelta(days=1)


def concerns(terms: Hours, line: Airtime) -> bool:
    return line.rating in terms.ratings or not line.tags.isdisjoint(terms.tags)


def open_until(windows: Sequence[str], at: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when the hours around an instant end, None where it is outside them."""
    until = None
    for opens, closes in _spans(windows, at, zone):
        if opens <= (at if until is None else until) < closes:
            until = closes
    return until


def opens_next(windows: Sequence[str], at: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant at or behind `at` that is inside the hours."""
    if open_until(windows, at, zone) is not None:
        return at
    return min(opens for opens, _ in _spans(windows, at, zone) if opens > at)


def outside(terms: Hours, line: Airtime, zone: ZoneInfo) -> Fault | None:
    """Return what of a line is outside its hours."""
    if not concerns(terms, line):
        return None
    until = open_until(terms.windows, line.begins, zone)
    if until is not None and line.ends <= until:
        return None
    begins = line.begins if until is None else until
    about = {"rating": line.rating, "windows": ", ".join(terms.windows)}
    return Fault(begins, line.ends - begins, line, about)


def joined(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield one fault for all the items of one programme that follow each other."""
    found = list(faults)
    run: list[Fault] = []
    for before, fault in pairwise([None, *found]):
        if fault is None:
            continue
        if before is not None and not _follows(before, fault):
            yield _as_one(run)
            run = []
        run.append(fault)
    if run:
        yield _as_one(run)


def _follows(before: Fault, fault: Fault) -> bool:
    first, second = before.line, fault.line
    if first is None or second is None or not first.programme:
        return False
    near = second.begins - first.ends < timedelta(minutes=10)
    return near and first.programme == second.programme


def _as_one(run: Sequence[Fault]) -> Fault:
    first = run[0]
    over = sum((fault.over for fault in run), timedelta(0))
    return Fault(first.at, over, first.line, first.about)


def _spans(windows: Sequence[str], at: datetime, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Return the windows of the days around an instant, in order."""
    today = local_date(at, zone)
    spans = []
    for window in windows:
        opens, closes = minutes_of(window)
        for day in (today - _DAY, today, today + _DAY, today + 2 * _DAY):
            spans.append((_instant(day, opens, zone), _instant(day, closes, zone)))
    return sorted(spans)


def _instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    days, minute = divmod(minute, 24 * 60)
    return instant_of(day + days * _DAY, time(minute // 60, minute % 60), zone)
