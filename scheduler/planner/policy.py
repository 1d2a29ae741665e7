"""What an item is told for the air: its window, its overrun, its relay, whether it may go."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from scheduler.planner.airtime import frame_at
from scheduler.planner.demand import Demand
from scheduler.planner.stretches import Stretch
from scheduler.week.programme import Programme
from station.audio import RATE
from station.kinds import SPOTS, Kind
from station.rundown import Item, Overrun, Prefer, Start, Why

_NEVER_CUT = {*SPOTS, Kind.STATION_ID, Kind.ANTHEM}
"""What no overrun rule touches, and no delay leaves out."""
_SPARE_KINDS = {Kind.JINGLE, Kind.BUMPER}
_SPARE_REASONS = {Why.FILL, Why.NO_PROGRAMME}


def windowed(item: Item, stretch: Stretch) -> Item:
    """Return the first item of an occurrence with the window of its slot, counted from its begin.

    The edges of the window stay where they are in time, wherever the plan expects the item.
    """
    if item.start not in (Start.WAIT, Start.WINDOW):
        return item
    return between(
        item, stretch.begins - stretch.early, stretch.begins + stretch.late, stretch.prefer
    )


def demanded(item: Item, demand: Demand) -> Item:
    """Return a spot with the window of its order."""
    if item.start is not Start.WINDOW or demand.closes is None:
        return item
    return between(item, demand.earliest, demand.closes, demand.prefer)


def with_policy(item: Item, programme: Programme | None) -> Item:
    """Return an item with what its programme wants of the air."""
    overrun = Overrun.SHIFT if programme is None else programme.overrun
    return replace(
        item,
        overrun=Overrun.SHIFT if item.kind in _NEVER_CUT else overrun,
        droppable=_droppable(item, overrun),
        **({} if programme is None or not programme.relay else _relayed(programme)),
    )


def _relayed(programme: Programme) -> dict[str, Any]:
    """Return what the air is told of a relay; one without a name bears that of its address."""
    return {
        "relay": programme.relay,
        "relay_over": programme.relay_over_min * 60 * RATE,
        "relay_source": programme.relay_source or urlsplit(programme.relay).hostname or "",
    }


def between(item: Item, opens: int, closes: int, prefer: Prefer) -> Item:
    """Return an item with a window between two frames, whatever the plan expects."""
    begins = frame_at(item.begins)
    early = max(0, begins - opens) if item.start is Start.WINDOW else 0
    return replace(item, early=early, late=max(0, closes - begins), prefer=prefer)


def _droppable(item: Item, overrun: Overrun) -> bool:
    if item.reason.code is Why.FIXED or item.kind in _NEVER_CUT:
        return False
    spare = item.kind in _SPARE_KINDS or item.reason.code in _SPARE_REASONS
    return spare or (overrun is Overrun.DROP and item.kind is Kind.MUSIC)
