"""A stretch of air as the rules see it, whether planned, aired or only wished for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from station.broadcast_day import day_bounds, days_between
from station.kinds import Kind

ELECTION = "election"
"""Purpose of what a participant of an election has ordered, or what is for one."""
BLOCKED_AIRTIME = "blocking_time"
"""Purpose of a whole stretch of air that was sold."""
PRAYER = "prayer"
"""Purpose of a call to prayer, or of another devotion that advertising keeps away from."""
AGENDA = "agenda"
"""Purpose of what covers the agenda of the head of the region."""


@dataclass(frozen=True, slots=True)
class Airtime:
    """One thing on the air, from its first to its last moment."""

    key: str
    """Names it in the plan, in the as-run, or in the form."""
    begins: datetime
    """UTC."""
    ends: datetime
    """UTC."""
    kind: Kind
    """What it is for."""
    title: str = ""
    """As shown to people."""
    programme: str = ""
    """Name of the programme it belongs to."""
    rating: str = "SU"
    """Programme classification."""
    paid: bool = False
    """Whether somebody pays for it, whatever its kind."""
    purpose: str = ""
    """What it was ordered for: `election`, `prayer`, `correction` … empty: nothing special."""
    participant: str = ""
    """Candidate or party that it favours."""
    tags: frozenset[str] = frozenset()
    """Of its recording, lower case."""
    campaign_id: int | None = None
    """The order it counts for."""

    @property
    def length(self) -> timedelta:
        return self.ends - self.begins

    @property
    def commercial(self) -> bool:
        """Whether it counts as advertising for money."""
        return self.paid or self.kind is Kind.COMMERCIAL

    @property
    def psa(self) -> bool:
        """Whether it counts as a public service announcement: a paid one does not."""
        return self.kind is Kind.PSA and not self.paid

    def within(self, begins: datetime, ends: datetime) -> "Airtime | None":
        """Return the part of it inside a span, None where there is none."""
        first, last = max(self.begins, begins), min(self.ends, ends)
        return replace(self, begins=first, ends=last) if first < last else None


@dataclass(frozen=True, slots=True)
class Due:
    """A correction or clarification that must air in time."""

    title: str
    """What it is about."""
    reported_at: datetime
    """When the mistake or the hoax was reported, UTC."""
    campaign_id: int
    """The order it airs by."""


@dataclass(frozen=True, slots=True)
class Air:
    """All that airs in a span, with nothing left out: what is not in it was not on the air."""

    lines: Sequence[Airtime]
    """In order of their beginnings."""
    begins: datetime
    """UTC."""
    ends: datetime
    """UTC; behind it nothing is known."""
    zone: ZoneInfo
    """Where the station is."""
    medium: str = "radio"
    """`radio` or `tv`."""
    dues: Sequence[Due] = ()
    """What is to be corrected."""

    def days(self) -> Iterator[date]:
        """Yield every local day that the span touches."""
        return days_between(self.begins, self.ends, self.zone)

    def whole(self, day: date) -> bool:
        """Whether all of a local day is known."""
        begins, ends = day_bounds(day, self.zone)
        return self.begins <= begins and ends <= self.ends

    def knows(self, begins: datetime, ends: datetime) -> bool:
        return self.begins <= begins and ends <= self.ends

    def of_day(self, day: date) -> list[Airtime]:
        """Return what airs on a local day, cut where the day begins and ends."""
        begins, ends = day_bounds(day, self.zone)
        parts = (line.within(begins, ends) for line in self.lines)
        return [part for part in parts if part is not None]

    def unknown(self, day: date) -> timedelta:
        """Return how much of a local day is not known, or not yet."""
        begins, ends = day_bounds(day, self.zone)
        known = min(ends, self.ends) - max(begins, self.begins)
        return (ends - begins) - max(known, timedelta(0))


def covered(lines: Iterable[Airtime]) -> timedelta:
    """Return how long anything was on the air; what overlaps counts once."""
    total, reached = timedelta(0), None
    for line in sorted(lines, key=lambda line: line.begins):
        begins = line.begins if reached is None else max(line.begins, reached)
        total += max(line.ends - begins, timedelta(0))
        reached = line.ends if reached is None else max(line.ends, reached)
    return total
