"""What a stretch of the as-run adds up to: time per kind, and spans in which no item was heard."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.airing import Airing, Comparison, Outcome, PlannedItem
from station.audio import span_of
from station.kinds import Kind

GAP = timedelta(seconds=2)
"""Shorter pauses between two items are joins, not holes."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which lines are shown; empty: all."""

    kind: str = ""
    outcome: str = ""
    programme: str = ""
    campaign_id: int | None = None

    def keeps(self, line: Comparison) -> bool:
        source = source_of(line)
        return (
            (not self.kind or source.kind == self.kind)
            and (not self.outcome or line.outcome == self.outcome)
            and (not self.programme or source.programme == self.programme)
            and (self.campaign_id is None or source.campaign_id == self.campaign_id)
        )


@dataclass(frozen=True, slots=True)
class KindTotal:
    """How long one kind was heard."""

    kind: Kind | None
    """None: what carries no kind."""
    heard: timedelta
    share: float
    """Of all that was heard, 0 to 1."""
    plays: int


@dataclass(frozen=True, slots=True)
class Hole:
    """A span in which no item was heard: slate or silence."""

    begins: datetime
    ends: datetime

    @property
    def length(self) -> timedelta:
        return self.ends - self.begins


@dataclass(frozen=True, slots=True)
class Totals:
    """A stretch summed up."""

    heard: timedelta
    kinds: tuple[KindTotal, ...]
    holes: tuple[Hole, ...]
    outcomes: dict[str, int]
    worst_error_ms: int | None
    """The largest distance of a start from its plan, either way."""


def totals(
    airings: Sequence[Airing],
    lines: Sequence[Comparison],
    begins: datetime,
    ends: datetime,
    now: datetime,
) -> Totals:
    """Sum up the half-open span as far as it has passed."""
    ends = min(ends, now)
    per_kind: dict[Kind | None, list[timedelta]] = {}
    for airing in airings:
        length = _heard(airing, begins, ends)
        if length > timedelta(0):
            per_kind.setdefault(airing.kind, []).append(length)
    heard = sum((length for lengths in per_kind.values() for length in lengths), timedelta())
    kinds = [
        KindTotal(kind, sum(lengths, timedelta()), sum(lengths, timedelta()) / heard, len(lengths))
        for kind, lengths in per_kind.items()
    ]
    errors = [abs(line.error_ms) for line in lines if line.error_ms is not None]
    return Totals(
        heard,
        tuple(sorted(kinds, key=lambda total: total.heard, reverse=True)),
        tuple(holes(airings, begins, ends)),
        {outcome: sum(line.outcome == outcome for line in lines) for outcome in Outcome},
        max(errors, default=None),
    )


def holes(airings: Iterable[Airing], begins: datetime, ends: datetime) -> Iterable[Hole]:
    """Yield the spans without an item; before the first airing ever nothing is missed."""
    reached: datetime | None = None
    for airing in sorted(airings, key=lambda airing: airing.started_at):
        if reached is not None and airing.started_at - reached > GAP and reached < ends:
            hole = Hole(max(reached, begins), min(airing.started_at, ends))
            if hole.length > GAP:
                yield hole
        over = _over(airing, ends)
        reached = over if reached is None else max(reached, over)
    if reached is not None and ends - reached > GAP:
        yield Hole(max(reached, begins), ends)


def _over(airing: Airing, ends: datetime) -> datetime:
    """Return when its sound ended; while it is on the air, the end of the span."""
    return ends if airing.ended_at is None else airing.ended_at


def _heard(airing: Airing, begins: datetime, ends: datetime) -> timedelta:
    """Return how much of an airing falls into the span."""
    over = _over(airing, ends)
    if airing.ended_at is not None:
        over = min(over, airing.started_at + span_of(airing.frames))
    return min(over, ends) - max(airing.started_at, begins)


def source_of(line: Comparison) -> Airing | PlannedItem:
    """Return what names the line: the airing, else what was planned."""
    source = line.airing or line.planned
    assert source is not None
    return source
