"""Chooses what to play so that a point in time is met with little to cut."""

from bisect import bisect_left
from collections.abc import Sequence

from scheduler.airtime import SECOND

SHORTEST = 20 * SECOND
"""Less of an item is not worth starting it."""
_WIDE = 24
"""How many candidates are combined three at a time."""


def best_first(lengths: Sequence[int], room: int) -> int | None:
    """Return which item to play first so that up to three of them fill `room`, least to cut.

    A second saved counts more than the order of `lengths`, and then fewer items. None when
    the room is beyond three of them: any item will do.
    """
    if not lengths or room > 3 * max(lengths):
        return None
    best: tuple[int, int, int] | None = None
    for depth in (1, 2, 3):
        seen = lengths[:_WIDE] if depth == 3 else lengths
        for index in range(len(seen)):
            over = _overrun(seen, index, room, depth)
            if over is not None and (best is None or (over // SECOND, depth, index) < best):
                best = (over // SECOND, depth, index)
        if best is not None and best[0] < 2:
            break
    return None if best is None else best[2]


def _overrun(lengths: Sequence[int], index: int, room: int, depth: int) -> int | None:
    """Return the least that must be cut when `lengths[index]` comes first of `depth` items."""
    left = room - lengths[index]
    if depth == 1:
        return -left if left <= 0 else None
    if left < SHORTEST:
        return None
    others = [length for number, length in enumerate(lengths) if number != index]
    if depth == 2:
        return _smallest_over(sorted(others), left)
    overs = [
        over
        for number in range(len(others))
        if (over := _overrun(others, number, left, 2)) is not None
    ]
    return min(overs, default=None)


def _smallest_over(ordered: Sequence[int], room: int) -> int | None:
    place = bisect_left(ordered, room)
    return ordered[place] - room if place < len(ordered) else None
