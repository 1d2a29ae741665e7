"""What is seen: the picture of the lead, held where the next one is missing, then the slate."""

from collections.abc import Callable
from typing import Protocol

from playout.deck import Deck
from playout.pictures.pool import SlotPool
from station.audio import BLOCK
from station.bus import NO_PICTURE
from station.pictures import Picture

HELD_TICKS = 50
"""How long the last picture stands while the next one fails to come: two seconds."""


class Pictures(Protocol):
    """The pictures of one source, as the screen takes them."""

    def at(self, frame: int) -> int | None:
        """Return the slot with which a new picture begins at a frame of the sound, if one does."""

    def missing(self, frame: int) -> bool:
        """Return whether what is seen at a frame is only there because nothing better is."""


class Screen(Protocol):
    """Shows a picture with every block."""

    def show(self, lead: Deck | None, tick: int) -> int:
        """Return the ticket of the picture that is seen with the block just mixed."""


class NoScreen:
    """The screen of a radio channel."""

    def show(self, lead: Deck | None, tick: int) -> int:
        return NO_PICTURE


class RingScreen:
    """Shows pictures out of the ring; called by the tick, never waits, copies nothing."""

    def __init__(
        self,
        pool: SlotPool,
        slate: Picture,
        pictures_of: Callable[[Deck], Pictures | None],
    ) -> None:
        """`slate` is seen when there is nothing else."""
        self.held = 0
        """Blocks in which the last picture, or the slate, stood for one that was missing."""
        self._pool = pool
        self._pictures_of = pictures_of
        slot = pool.take()
        assert slot is not None
        pool.ring.picture(slot)[:] = slate
        self._slate = self._shown = slot
        self._lead: Deck | None = None
        self._pictures: Pictures | None = None
        self._waiting = 0

    def show(self, lead: Deck | None, tick: int) -> int:
        self._pool.advance(tick)
        if lead is not self._lead:
            self._lead = lead
            self._pictures = None if lead is None else self._pictures_of(lead)
            self._waiting = 0
        slot = self._next()
        if slot is not None:
            self._put(slot, tick)
        return self._pool.ring.ticket(self._shown)

    def _next(self) -> int | None:
        """Return the slot to show from now on, None to leave what is seen."""
        if self._lead is None or self._pictures is None:
            return self._slate
        middle = self._lead.position - BLOCK // 2
        if middle < self._lead.item.cue_in:
            return None
        slot = self._pictures.at(middle)
        if slot is not None or not self._pictures.missing(middle):
            self._waiting = 0
            return slot
        self.held += 1
        self._waiting += 1
        return self._slate if self._waiting > HELD_TICKS else None

    def _put(self, slot: int, tick: int) -> None:
        if self._shown not in (slot, self._slate):
            self._pool.shown_until(self._shown, tick)
        self._shown = slot
