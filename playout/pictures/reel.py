"""The decoded pictures of one item, in the order in which they are to be seen."""

from collections import deque

from playout.pictures.pool import SlotPool
from playout.pictures.records import Record


class Reel:
    """A thread puts pictures in, the tick takes them out; neither waits for the other."""

    def __init__(self, pool: SlotPool) -> None:
        self._pool = pool
        self._coming: deque[Record] = deque()

    def __len__(self) -> int:
        return len(self._coming)

    def put(self, record: Record) -> None:
        self._coming.append(record)

    def take(self, place: int) -> int | None:
        """Return the slot with which a new picture begins at a place, if one does.

        It is the caller's from now on; what it is too late for is passed over.
        """
        self.pass_over(place)
        if self._coming and self._coming[0].number <= place:
            return self._coming.popleft().slot
        return None

    def pass_over(self, place: int) -> bool:
        """Let go of what will not be seen any more at a place; return whether there was any."""
        passed = False
        while self._is_past(place):
            self._pool.give_back(self._coming.popleft().slot)
            passed = True
        return passed

    def clear(self) -> None:
        while self._coming:
            self._pool.give_back(self._coming.popleft().slot)

    def _is_past(self, place: int) -> bool:
        """Return whether the first picture is more than one too late, or it is another's turn."""
        if not self._coming:
            return False
        if self._coming[0].until < place:
            return True
        return len(self._coming) > 1 and self._coming[1].number <= place
