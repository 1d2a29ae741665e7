"""What an earlier version of the rundown had at each place, for a plan that keeps its choices."""

from collections.abc import Callable, Iterable

from scheduler.airtime import frame_at
from station.kinds import Kind
from station.rundown import Item, Start


class Choices:
    """The items of one version by their keys, and the frames at which one of them began."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = {item.key: item for item in items}
        self._starts = {frame_at(item.begins) for item in self._items.values()}
        self._horizon = max(self._starts, default=0)

    def of(self, key: str) -> Item | None:
        """Return the item of a key, wherever it was."""
        return self._items.get(key)

    def at(self, key: str, begin: Callable[[Kind, Start], int], goal: int | None) -> Item | None:
        """Return what was at this very place by every rule, with the same fixed point ahead."""
        item = self._items.get(key)
        if item is None or "rule" in item.reason.about:
            return None
        if frame_at(item.begins) != begin(item.kind, item.start):
            return None
        new_goal = goal is not None and goal <= self._horizon and goal not in self._starts
        return None if new_goal else item
