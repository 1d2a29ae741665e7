"""What is seen of a live input: found in its own ring, copied by the tick into the channel's.

The copy takes a tenth of a millisecond at 720 rows, and what was shown then lives by the rules of
the channel's own slots, whatever becomes of the input.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

from playout.pictures.pool import SlotPool
from station.audio import BLOCK
from station.errors import StationError
from station.live import Seen
from station.pictures import MOST_SLOTS, PictureRing, slot_of

logger = logging.getLogger(__name__)

LATE = 12 * BLOCK
"""Frames of sound without a new picture after which one is missed: cameras send fewer at night."""


class LiveFilm:
    """`receive` belongs to the receiving thread, all the rest to the tick.

    Pictures are named by the frame of the input's own sound with which they begin.
    """

    def __init__(self, path: Path, pool: SlotPool) -> None:
        self.received = 0
        """All pictures ever received."""
        self.fault = ""
        """Why none can be shown."""
        self._path = path
        self._pool = pool
        self._ring: PictureRing | None = None
        self._coming: deque[Seen] = deque(maxlen=MOST_SLOTS)
        self._next: Seen | None = None

    def receive(self, pictures: Iterable[Seen]) -> None:
        """Take note of pictures, and map their ring ahead of the first one."""
        for seen in pictures:
            if self._ring is None and not self.fault:
                self._open()
            self._coming.append(seen)
            self.received += 1

    def _open(self) -> None:
        try:
            ring = PictureRing(self._path)
            if ring.shape != self._pool.ring.shape:
                raise ValueError(f"{self._path} holds pictures of another size")
        except (OSError, ValueError, StationError) as error:
            self.fault = f"{type(error).__name__}: {error}"
            logger.warning("a live input is not seen: %s", self.fault,
                           extra={"action": "live_pictures_failed"})  # fmt: skip
        else:
            self._ring = ring

    def newest(self, frame: int) -> Seen | None:
        """Return the newest picture that has begun by a frame, None where that is old news."""
        found = None
        while True:
            if self._next is None and self._coming:
                self._next = self._coming.popleft()
            if self._next is None or self._next.frame > frame:
                return found
            found, self._next = self._next, None

    def copy(self, ticket: int) -> int | None:
        """Return a slot of the channel's ring that shows a picture, None if it is there no more."""
        ring = self._ring
        slot = None if ring is None or not ring.holds(ticket) else self._pool.take()
        if ring is None or slot is None:
            return None
        self._pool.ring.picture(slot)[:] = ring.picture(slot_of(ticket))
        if ring.holds(ticket):
            return slot
        self._pool.give_back(slot)
        return None


class LivePictures:
    """The pictures of one time that an input is on the air."""

    gone = False

    def __init__(self, film: LiveFilm, position: Callable[[], int]) -> None:
        """`position` is the frame of the input's own sound that is heard next."""
        self._film = film
        self._position = position
        self._shown: int | None = None

    @property
    def fault(self) -> str:
        return self._film.fault or "no pictures come in"

    def at(self, frame: int) -> int | None:
        """Return the slot of a new picture, if one begins; `frame` counts what was heard of the
        item, while the input has a count of its own, which leaps where sound is passed over."""
        seen = self._film.newest(self._middle)
        slot = None if seen is None else self._film.copy(seen.ticket)
        if slot is not None and seen is not None:
            self._shown = seen.frame
        return slot

    def missing(self, frame: int) -> bool:
        """Return whether the last picture has stood for too long."""
        return self._shown is None or self._middle - self._shown > LATE

    def close(self) -> None:
        """Nothing to let go of: the input has them whether it is seen or not."""

    @property
    def _middle(self) -> int:
        """Return the middle of the block that was just heard, in the input's own frames."""
        return self._position() - BLOCK // 2
