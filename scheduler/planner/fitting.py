"""Chooses what to play so that a point in time is met with little to cut."""

from bisect import bisect_left
from collections.abc import Collection, Sequence

from scheduler.planner.airtime import SECOND

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
        ordered = sorted((length, index) for index, length in enumerate(seen))
        for index in range(len(seen)):
            over = _overrun(seen, ordered, index, room, depth)
            if over is not None and (best is None or (over // SECOND, depth, index) < best):
                best = (over // SECOND, depth, index)
        if best is not None and best[0] < 2:
            break
    return None if best is None else best[2]


_Ordered = Sequence[tuple[int, int]]
"""Lengths with their places, the shortest first."""


def _overrun(
    lengths: Sequence[int], ordered: _Ordered, index: int, room: int, depth: int
) -> int | None:
    """Return the least that must be cut when `lengths[index]` comes first of `depth` items."""
    left = room - lengths[index]
    if depth == 1:
        return -left if left <= 0 else None
    if left < SHORTEST:
        return None
    if depth == 2:
        return _smallest_over(ordered, left, {index})
    overs = [
        over
        for number, length in enumerate(lengths)
        if number != index and left - length >= SHORTEST
        if (over := _smallest_over(ordered, left - length, {index, number})) is not None
    ]
    return min(overs, default=None)


def _smallest_over(ordered: _Ordered, room: int, used: Collection[int]) -> int | None:
    """Return by how much the shortest item that fills `room` is too long."""
    for place in range(bisect_left(ordered, (room, -1)), len(ordered)):
        length, index = ordered[place]
        if index not in used:
            return length - room
    return None
