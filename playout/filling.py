"""Chooses the fillers for a gap: exact where their lengths allow it, else the last one is cut."""

import bisect
import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from station.audio import RATE
from station.rundown import Item

STEP = RATE // 100
"""Frames that lengths are rounded to in the search: 10 ms."""
TOLERANCE = 4 * STEP
"""A gap met this closely is filled exactly."""
SHORTEST_REST = 3 * RATE
"""What should be left at least of a filler that is cut."""
HORIZON = 10 * 60 * RATE
"""Where the gap is longer and the fillers are many, only its end is searched for the best fit."""
MANY = 24
TRIED = 12
"""Choices looked at closely for each number of fillers."""
MOST = 500
"""Fillers chosen at a time; a gap that takes more is filled further when they have aired."""
_WINDOW = 2 * TOLERANCE // STEP + 2


@dataclass(frozen=True, slots=True)
class Filling:
    """One filler of a gap."""

    item: Item
    """What airs."""
    frames: int
    """How long it has the air."""
    lost: int = 0
    """How much of it is cut; more than zero only for the last one."""


def fill(
    gap: int, fillers: Sequence[Item], last_aired: Mapping[str, int], at: int, *, hour: int
) -> list[Filling]:
    """Return what airs from frame `at` on for `gap` frames, nothing where there are no fillers.

    `last_aired` tells by item key at which frame a filler began; one that began less than an
    `hour` before `at` is chosen again only where the others do not suffice, the oldest first.
    """
    everything = sorted(
        (one for one in fillers if one.frames >= STEP),
        key=lambda one: (last_aired.get(one.key, at - 2 * hour), one.key),
    )
    order = everything
    chosen: list[Item] = []
    rest = gap
    while order and rest > TOLERANCE and len(chosen) < MOST:
        pool = _pool(rest, order, last_aired, at, hour)
        whole = _whole(rest, pool)
        if whole:
            chosen += whole
            rest -= sum(one.frames for one in whole)
            order = [one for one in order if one not in whole] or everything
        else:
            chosen += _best(rest, pool)
            break
    return _cut(gap, chosen[:MOST])


def _pool(
    gap: int, order: Sequence[Item], last_aired: Mapping[str, int], at: int, hour: int
) -> list[Item]:
    """Return the fresh fillers, and as many of the others as it takes to reach the end."""
    pool: list[Item] = []
    total = 0
    for one in order:
        is_fresh = at - last_aired.get(one.key, at - hour) >= hour
        if is_fresh or total < gap - TOLERANCE:
            pool.append(one)
            total += one.frames
    return pool


def _whole(gap: int, pool: Sequence[Item]) -> list[Item]:
    """Return the fillers that air whole before the search begins."""
    if sum(one.frames for one in pool) < gap - TOLERANCE:
        return list(pool)
    if gap <= HORIZON or len(pool) <= MANY:
        return []
    taken: list[Item] = []
    for one in pool:
        if gap - one.frames < HORIZON // 2:
            break
        taken.append(one)
        gap -= one.frames
        if gap <= HORIZON:
            break
    return taken


def _best(gap: int, pool: Sequence[Item]) -> list[Item]:
    """Return the best choice of a pool that reaches the end, its longest filler at the end.

    `sums[n][i]` has bit s set where n of the first i fillers last s steps together. They stand in
    order of their lengths: the last one, which may be cut, is the longest, so most is left of it.
    """
    items = sorted(pool, key=lambda one: one.frames)
    steps = [round(one.frames / STEP) for one in items]
    room = (1 << -(-gap // STEP)) - 1
    sums = [[1] * (len(items) + 1)]
    found: list[tuple[tuple[int, ...], list[Item]]] = []
    while any(sums[-1]) and not any(rank[0] == 0 for rank, _ in found):
        for _, last, before in _promising(sums[-1], gap, items):
            choice = [items[one] for one in (*_trace(sums, steps, last, before), last)]
            rank = _rank(gap, choice)
            if rank is not None:
                found.append((rank, choice))
        sums.append(_longer(sums[-1], steps, room))
    return min(found, key=lambda one: one[0])[1] if found else []


def _longer(sums: Sequence[int], steps: Sequence[int], room: int) -> list[int]:
    """Return the sums of one filler more."""
    longer = [0]
    for before, length in zip(sums, steps, strict=False):
        longer.append(longer[-1] | ((before << length) & room))
    return longer


def _promising(
    sums: Sequence[int], gap: int, items: Sequence[Item]
) -> list[tuple[tuple[int, int], int, int]]:
    """Return the best few pairs of a last filler and the steps before it, best first."""
    pairs = []
    for last, item in enumerate(items):
        for before in _near(sums[last], gap - item.frames):
            over = before * STEP + item.frames - gap
            pairs.append((_grade(over, item.frames), last, before))
    return heapq.nsmallest(TRIED, pairs)


def _near(sums: int, wanted: int) -> list[int]:
    """Return the sums that are about `wanted` frames, and the lowest that is no less."""
    lowest = max(0, (wanted - TOLERANCE) // STEP)
    rest = sums >> lowest
    near = rest & ((1 << _WINDOW) - 1)
    found = [lowest + at for at in range(near.bit_length()) if near >> at & 1]
    if not found and rest:
        found.append(lowest + (rest & -rest).bit_length() - 1)
    return found


def _trace(sums: Sequence[Sequence[int]], steps: Sequence[int], upto: int, total: int) -> list[int]:
    """Return the places of fillers before `upto` that last `total` steps, one for each layer."""
    taken: list[int] = []
    for layer in reversed(sums[1:]):
        upto = bisect.bisect_left(range(upto), 1, key=lambda one: layer[one + 1] >> total & 1)
        taken.append(upto)
        total -= steps[upto]
    return taken[::-1]


def _grade(over: int, length: int) -> tuple[int, int]:
    """Return how good it is to pass the end by `over` frames with a last filler of this length."""
    if abs(over) <= TOLERANCE:
        return 0, abs(over)
    return (2 if length - over < SHORTEST_REST else 1), over


def _rank(gap: int, choice: Sequence[Item]) -> tuple[int, ...] | None:
    """Return how good a choice is, smaller is better; None where it does not reach the end."""
    over = sum(one.frames for one in choice) - gap
    if over < -TOLERANCE or choice[-1].frames <= over:
        return None
    grade, loss = _grade(over, choice[-1].frames)
    return (grade, len(choice), loss) if grade == 0 else (grade, loss, len(choice))


def _cut(gap: int, chosen: Sequence[Item]) -> list[Filling]:
    fillings = [Filling(one, one.frames) for one in chosen]
    over = sum(one.frames for one in chosen) - gap
    if fillings and over > 0:
        last = fillings[-1]
        fillings[-1] = Filling(last.item, last.frames - over, over)
    return fillings
