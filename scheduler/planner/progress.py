"""Keeps count of which keys are used, so that an airing keeps its key through every planning."""

from collections.abc import Collection, Iterable


class Progress:
    """Ordinals of the items chosen for each stretch, and the keys that are done or unwanted."""

    def __init__(self, done: Iterable[str], removed: Collection[str]) -> None:
        self._done = set(done)
        self._removed = set(removed)
        self._heads = {_head(key) for key in self._done}
        self._next: dict[str, int] = {}
        for key in self._done - self._removed:
            head, _, number = key.rpartition(":")
            if number.isdigit():
                self._next[head] = max(self._next.get(head, 0), int(number) + 1)

    def open(self, key: str) -> bool:
        """Whether the item of this key is still to be placed."""
        return key not in self._done and key not in self._removed

    def use(self, key: str) -> None:
        self._done.add(key)
        self._heads.add(_head(key))

    def begun(self, head: str) -> bool:
        """Whether anything of a stretch has been laid."""
        return head in self._heads

    def removed(self, key: str) -> bool:
        return key in self._removed

    def next(self, head: str) -> tuple[str, int]:
        """Return the next key of a stretch with its ordinal; keys taken away are passed over."""
        number = self._next.get(head, 0)
        while not self.open(f"{head}:{number}"):
            number += 1
        self._next[head] = number
        return f"{head}:{number}", number


def _head(key: str) -> str:
    return key.rpartition(":")[0]
