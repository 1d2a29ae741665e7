"""How long other stations were relayed: seconds of each local day by source. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.airing import Airing
from station.audio import span_of
from station.broadcast_day import day_bounds
from station.kinds import Kind

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RelayedDay:
    """One source on one local day."""

    day: date
    """Local day."""
    source: str
    """Whose broadcast it was."""
    times: int
    """How often the relay took the air; one that goes on over midnight counts on both days."""
    heard: timedelta
    """For how long it was heard."""


@dataclass(frozen=True, slots=True)
class RelayAccount:
    """The relays of some days."""

    days: tuple[RelayedDay, ...]
    """By day, then by source."""

    @property
    def sources(self) -> tuple[tuple[str, timedelta], ...]:
        """Return how long each source was heard, the longest first."""
        heard: dict[str, timedelta] = {}
        for each in self.days:
            heard[each.source] = heard.get(each.source, timedelta(0)) + each.heard
        return tuple(sorted(heard.items(), key=lambda one: (-one[1], one[0])))

    @property
    def heard(self) -> timedelta:
        return sum((each.heard for each in self.days), timedelta(0))


def account(
    airings: Iterable[Airing], first: date, last: date, zone: ZoneInfo, now: datetime
) -> RelayAccount:
    """Add up the relays of the local days, `last` included; what is on the air counts up to now.

    What airs in the place of a relay that is not heard is no relay.
    """
    relays = [each for each in airings if each.kind is Kind.RELAY and not each.over]
    days = [first + number * _DAY for number in range((last - first).days + 1)]
    return RelayAccount(tuple(line for day in days for line in _lines(relays, day, zone, now)))


def _lines(relays: list[Airing], day: date, zone: ZoneInfo, now: datetime) -> list[RelayedDay]:
    begins, ends = day_bounds(day, zone)
    parts: dict[str, list[timedelta]] = {}
    for each in relays:
        heard = min(_over(each, now), ends) - max(each.started_at, begins)
        if heard > timedelta(0):
            parts.setdefault(each.artist or each.title, []).append(heard)
    return [
        RelayedDay(day, source, len(found), sum(found, timedelta(0)))
        for source, found in sorted(parts.items())
    ]


def _over(airing: Airing, now: datetime) -> datetime:
    """Return when the last of it was heard."""
    return now if airing.ended_at is None else airing.started_at + span_of(airing.frames)
