"""Clear spans: where given kinds may not air, as advertising may not in and around an azan."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from scheduler.planner.demand import Demand
from station.audio import frames_in
from station.kinds import Kind
from station.rundown import Why

BEHIND = frames_in(timedelta(minutes=30))
"""How long behind a clear span what it put off may still begin."""


@dataclass(frozen=True, slots=True)
class Clear:
    """A span that stays free of some kinds."""

    begins: int
    """First frame since 1970."""
    ends: int
    """The frame after the last."""
    kinds: frozenset[Kind]
    """What may not be heard in it."""
    title: str
    """What it is kept free for."""


class Clears:
    """The clear spans of a plan, in order of their begins."""

    def __init__(self, spans: Iterable[Clear] = ()) -> None:
        self._spans = sorted(spans, key=lambda span: (span.begins, span.ends, span.title))
        self._begins = [span.begins for span in self._spans]
        self.kinds = frozenset(kind for span in self._spans for kind in span.kinds)
        """What any of them keeps out."""
        self._longest = max((span.ends - span.begins for span in self._spans), default=0)

    def bars(self, kind: Kind, begins: int, ends: int) -> Clear | None:
        """Return the first span that a sound of a kind would be heard in; None: it may air."""
        if kind not in self.kinds:
            return None
        index = bisect_right(self._begins, begins - self._longest - 1)
        while index < len(self._spans) and self._spans[index].begins < ends:
            span = self._spans[index]
            if kind in span.kinds and span.ends > begins:
                return span
            index += 1
        return None

    def free_from(self, kind: Kind, begins: int, frames: int) -> int:
        """Return the first frame from `begins` on where a sound of this length may begin."""
        while (span := self.bars(kind, begins, begins + frames)) is not None:
            begins = span.ends
        return begins


def put_off(demand: Demand, free: int) -> Demand:
    """Return a demand that waits, at a join, until `free`: its own time is not its any more."""
    return replace(
        demand,
        target=free,
        earliest=free,
        latest=max(demand.latest, free + BEHIND),
        hard=False,
        closes=None,
    )


def cleared(demand: Demand, kind: Kind, frames: int, clears: Clears) -> Demand:
    """Return a demand with its time put off where its own lies in a clear span.

    What is spread over a window keeps the window, for it finds another join in it.
    """
    free = clears.free_from(kind, demand.target, frames)
    waits = not demand.hard and free <= demand.latest
    if free == demand.target or demand.after_key or waits:
        return demand
    return demand if demand.reason.code is Why.SPOT_SPREAD else put_off(demand, free)
