"""What an earlier version of the rundown had at each place, for a plan that keeps its choices."""

from bisect import bisect_left
from collections.abc import Callable, Iterable

from scheduler.planner.airtime import frame_at
from station.kinds import Kind
from station.rundown import Item, Start


class Choices:
    """The items of one version by their keys, and the frames at which one of them began."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = {item.key: item for item in items}
        self._starts = sorted({frame_at(item.begins) for item in self._items.values()})

    def of(self, key: str) -> Item | None:
        """Return the item of a key, wherever it was."""
        return self._items.get(key)

    def at(
        self, key: str, begin: Callable[[Kind, Start], int], goal: int | None, *, near: int = 0
    ) -> Item | None:
        """Return what was at this very place by every rule, with the same fixed point ahead.

        A point that bends is the same when something began as `near` to it.
        """
        item = self._items.get(key)
        if item is None or "rule" in item.reason.about:
            return None
        if frame_at(item.begins) != begin(item.kind, item.start):
            return None
        return item if goal is None or self._known(goal, near) else None

    def _known(self, goal: int, near: int) -> bool:
        """Whether something began at a point, or nothing is known of it yet."""
        index = bisect_left(self._starts, goal - near)
        return index == len(self._starts) or self._starts[index] <= goal + near
