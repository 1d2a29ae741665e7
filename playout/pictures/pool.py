"""Who may write into which slot of the picture ring, and when a slot may be written again."""

from collections import deque

from station.pictures import PictureRing

LEASE_TICKS = 25
"""How long a picture stands after it has left the screen: what a reader may lag behind."""


class SlotPool:
    """The free slots of a ring. Slots are taken by threads and shown by the tick."""

    def __init__(
        self, ring: PictureRing, lease_ticks: int = LEASE_TICKS, *, for_the_lead: int = 0
    ) -> None:
        """`for_the_lead`: slots that what waits leaves free, those under lease counted in."""
        self.ring = ring
        self._lease = lease_ticks
        self._for_the_lead = for_the_lead
        self._free = deque(range(ring.slots))
        self._leased: deque[tuple[int, int]] = deque()
        """(tick at which it is free, slot), in the order of the ticks"""

    @property
    def free(self) -> int:
        return len(self._free)

    def take(self, *, waits: bool = False) -> int | None:
        """Return a slot to write into, or None when none is left for this: `waits` says that the
        picture is not for the lead."""
        if waits and len(self._free) + len(self._leased) <= self._for_the_lead:
            return None
        try:
            slot = self._free.popleft()
        except IndexError:
            return None
        self.ring.restamp(slot)
        return slot

    def give_back(self, slot: int) -> None:
        """Return a slot that was never shown."""
        self._free.append(slot)

    def shown_until(self, slot: int, tick: int) -> None:
        """Return a slot that left the screen at `tick`; readers may still be busy with it."""
        self._leased.append((tick + self._lease, slot))

    def advance(self, tick: int) -> None:
        """Free what no reader may be busy with any more."""
        while self._leased and self._leased[0][0] <= tick:
            self._free.append(self._leased.popleft()[1])
