"""Follows the air: when it runs early or late, the published items ahead are timed anew.

A skip, a hold or an inserted spot moves every soft item behind it up to the next hard start. The
plan takes the air's word for what is on and where, and goes on from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from scheduler.planner.airtime import frame_at, instant_at
from scheduler.planner.items import handed_over_at
from station.rundown import Item, Rundown, Start
from station.transition import Transition

TOLERATED = timedelta(seconds=2)
"""The air may be this far off before anything is timed anew."""
_GAP = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Heard:
    """What is on the air, and when it would have begun if it had never been interrupted."""

    item_key: str
    """The rundown item."""
    begins: datetime
    """UTC."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Published items as the air plays them."""

    items: tuple[Item, ...]
    """Up to the next item that has a time of its own."""
    ahead: frozenset[str]
    """Keys of what the air still has before it."""


def followed(previous: Rundown, heard: Heard | None) -> Followed | None:
    """Return the items at the times the air gives them, None while it keeps to the plan."""
    keys = [item.key for item in previous.items]
    if heard is None or heard.item_key not in keys:
        return None
    index = keys.index(heard.item_key)
    if abs(heard.begins - previous.items[index].begins) < TOLERATED:
        return None
    moved = _chained(previous.items[index:], frame_at(heard.begins), previous.transitions)
    before = [item for item in previous.items[:index] if item.ends <= moved[0].begins]
    return Followed((*before, *moved), frozenset(keys[index + 1 :]))


def _chained(items: Sequence[Item], at: int, rules: tuple[Transition, ...]) -> list[Item]:
    """Return the items end to end from `at` on, up to one that waits for its own time."""
    moved = [replace(items[0], begins=instant_at(at))]
    for before, item in pairwise(items):
        planned = instant_at(handed_over_at(before, item.kind, rules))
        if item.start is not Start.SOFT or item.begins - planned > _GAP:
            break
        at = handed_over_at(moved[-1], item.kind, rules)
        moved.append(replace(item, begins=instant_at(at)))
    return moved
