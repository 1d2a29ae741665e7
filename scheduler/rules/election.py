"""Equal treatment in an election: counters of a participant, the window, the quiet period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from scheduler.rules.fault import Fault
from scheduler.rules.line import AGENDA, ELECTION, Air, Airtime
from scheduler.rules.terms import ElectionSpots, ElectionWindow, LeaderAgenda, QuietPeriod
from station.broadcast_day import local_date

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Share:
    """What one participant had of the air."""

    participant: str
    """Candidate or party."""
    spots: int
    """How often."""
    time: timedelta
    """How long in all."""


def favours(line: Airtime) -> bool:
    """Whether a line is for a participant."""
    return line.purpose == ELECTION or bool(line.participant)


def counted(terms: ElectionSpots, medium: str) -> tuple[int, timedelta]:
    """Return how many spots a day, and how long each may be."""
    if medium == "tv":
        return terms.tv_spots, timedelta(seconds=terms.tv_seconds)
    return terms.radio_spots, timedelta(seconds=terms.radio_seconds)


def too_many(terms: ElectionSpots, air: Air, day: date) -> Iterator[Fault]:
    """Yield the spots of a day beyond the number that a participant has."""
    allowed, _ = counted(terms, air.medium)
    seen: dict[str, int] = {}
    for line in air.lines:
        if not favours(line) or local_date(line.begins, air.zone) != day:
            continue
        name = line.participant
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > allowed:
            about = {"participant": name, "number": str(seen[name]), "limit": str(allowed)}
            yield Fault(line.begins, line.length, line, about)


def too_long(terms: ElectionSpots, line: Airtime, medium: str) -> Fault | None:
    """Return by how much a spot is too long."""
    _, longest = counted(terms, medium)
    if not favours(line) or line.length <= longest:
        return None
    about = {"participant": line.participant, "limit": f"{longest.total_seconds():g}"}
    return Fault(line.begins + longest, line.length - longest, line, about)


def outside_window(terms: ElectionWindow, line: Airtime, zone: ZoneInfo) -> Fault | None:
    """Return a participant's spot before the campaign opens or after it has closed."""
    if terms.opens is None or terms.closes is None or not favours(line):
        return None
    if _touches(line, terms.opens, terms.closes, zone) == "inside":
        return None
    about = {"participant": line.participant, "window": f"{terms.opens} – {terms.closes}"}
    return Fault(line.begins, line.length, line, about)


def in_quiet_period(terms: QuietPeriod, line: Airtime, zone: ZoneInfo) -> Fault | None:
    """Return what favours a participant while nothing may."""
    if terms.first is None or terms.last is None or not favours(line):
        return None
    if _touches(line, terms.first, terms.last, zone) == "outside":
        return None
    about = {"participant": line.participant, "window": f"{terms.first} – {terms.last}"}
    return Fault(line.begins, line.length, line, about)


def of_the_leader(terms: LeaderAgenda, line: Airtime, zone: ZoneInfo) -> Fault | None:
    """Return what covers the agenda of a head of the region who is a candidate."""
    if line.purpose != AGENDA and line.tags.isdisjoint(terms.tags):
        return None
    first, last = terms.first or date.min, terms.last or date.max
    if _touches(line, first, last, zone) == "outside":
        return None
    return Fault(line.begins, line.length, line)


def equal_time(air: Air) -> list[Share]:
    """Return what each participant had of the air, most first."""
    found: dict[str, Share] = {}
    for line in air.lines:
        part = line.within(air.begins, air.ends)
        if part is not None and favours(line):
            had = found.get(line.participant, Share(line.participant, 0, timedelta(0)))
            found[line.participant] = Share(line.participant, had.spots + 1, had.time + part.length)
    return sorted(found.values(), key=lambda share: (-share.time, share.participant))


def _touches(line: Airtime, first: date, last: date, zone: ZoneInfo) -> str:
    begins = local_date(line.begins, zone)
    ends = local_date(line.ends - _MOMENT, zone)
    if begins > last or ends < first:
        return "outside"
    return "inside" if first <= begins and ends <= last else "partly"
