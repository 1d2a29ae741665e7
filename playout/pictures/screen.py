"""What is seen: the picture of the lead, held where the next one is missing, then the card."""

from collections.abc import Callable
from typing import Protocol

from playout.deck import Deck
from playout.pictures.blending import Blender
from playout.pictures.passing import Leaving, Passing
from playout.pictures.pool import SlotPool
from playout.pictures.supply import Pictures
from station.audio import BLOCK
from station.bus import NO_PICTURE
from station.ladder import Rung
from station.pictures import Picture
from station.transition import Passage

HELD_TICKS = 50
"""How long the last picture stands while the next one fails to come: two seconds."""
TOLD_TICKS = 25
"""How long they may be missing before an operator hears of it: a child is replaced in less."""


class Screen(Protocol):
    """Shows a picture with every block."""

    held: int
    """Blocks in which an older picture, or the card, stood for one that was missing."""

    @property
    def fault(self) -> str:
        """Why the lead is heard without its pictures or with few, empty while it is not."""

    def show(self, lead: Deck | None, tick: int) -> int:
        """Return the ticket of the picture that is seen with the block just mixed."""


class NoScreen:
    """The screen of a radio channel."""

    held = 0
    fault = ""

    def show(self, lead: Deck | None, tick: int) -> int:
        return NO_PICTURE


class RingScreen:
    """Shows pictures out of the ring; called by the tick, and never waits."""

    def __init__(
        self,
        pool: SlotPool,
        pictures_of: Callable[[Deck], Pictures | None],
        *,
        slate: Picture,
        card: Picture,
        own_slate: Pictures | None = None,
    ) -> None:
        """`card` is seen with what has no pictures, `slate` when nothing is on the air, until
        there is a picture of `own_slate`."""
        self.held = 0
        self._pool = pool
        self._pictures_of = pictures_of
        self._own_slate = own_slate
        self._slate = self._stand(slate)
        self._card = self._stand(card)
        self._shown = self._slate
        self._lead: Deck | None = None
        self._pictures: Pictures | None = None
        self._waiting = 0
        self._troubled = 0
        """Blocks in a row for which the pictures have had a fault, whatever was seen."""
        self._tick = 0
        self._blender = Blender(pool.ring.shape)
        self._leaving = Leaving(None, None)
        self._is_passing_due = False
        self._passing: Passing | None = None
        self._blend: int | None = None

    @property
    def fault(self) -> str:
        if self._pictures is None or max(self._waiting, self._troubled) <= TOLD_TICKS:
            return ""
        return self._pictures.fault

    def show(self, lead: Deck | None, tick: int) -> int:
        self._tick = tick
        self._pool.advance(tick)
        if lead is not self._lead:
            self._turn_to(lead)
        slot = self._next()
        if slot is not None:
            self._put(slot)
        return self._pool.ring.ticket(self._seen())

    def _turn_to(self, lead: Deck | None) -> None:
        self._end_passing()
        self._leaving.close()
        self._leaving = Leaving(self._lead, self._pictures)
        self._lead = lead
        self._pictures = None if lead is None else self._pictures_of(lead)
        self._waiting = self._troubled = 0
        self._is_passing_due = lead is not None and lead.passage is not Passage.CUT
        if not self._is_passing_due:
            self._leaving.close()

    def _next(self) -> int | None:
        """Return the slot to show from now on, None to leave what is seen."""
        lead = self._lead
        if lead is None:
            return self._standing_slate()
        middle = lead.position - BLOCK // 2
        if middle < max(lead.entered, lead.item.cue_in):
            return None
        if self._pictures is not None and self._pictures.gone and not lead.item.has_picture:
            self._pictures = None
        if self._pictures is None:
            return self._card if lead.rung >= Rung.FILLER else self._standing_slate()
        self._troubled = self._troubled + 1 if self._pictures.fault else 0
        slot = self._pictures.at(middle)
        if slot is not None or not self._pictures.missing(middle):
            self._waiting = 0
            return slot
        self.held += 1
        self._waiting += 1
        return self._card if self._pictures.gone or self._waiting > HELD_TICKS else None

    def _standing_slate(self) -> int:
        """Return the slot of the slate; the station's own takes the place of the drawn one."""
        if self._own_slate is None or self._passing is not None:
            return self._slate
        slot = self._own_slate.at(0)
        if slot is not None:
            self._own_slate.close()
            self._own_slate = None
            if self._shown != self._slate:
                self._pool.give_back(self._slate)
            self._slate = slot
        return self._slate

    def _put(self, slot: int) -> None:
        """Have a picture be the lead's from now on."""
        if slot == self._shown:
            return
        if self._is_passing_due and self._lead is not None:
            self._is_passing_due = False
            ticks = self._lead.passing // BLOCK
            self._passing = Passing(
                self._lead.passage, ticks, self._shown, self._leaving, self._let_go
            )
        else:
            self._let_go(self._shown, self._passing is None)
        self._shown = slot

    def _seen(self) -> int:
        """Return the slot that is seen with this block: the lead's, or a blend with what goes."""
        if self._blend is not None:
            self._let_go(self._blend, True)
            self._blend = None
        if self._passing is not None:
            self._blend = self._passing.step(self._shown, self._pool, self._blender)
            if self._blend is None:
                self._end_passing()
        return self._shown if self._blend is None else self._blend

    def _end_passing(self) -> None:
        if self._passing is not None:
            self._passing.close()
            self._passing = None

    def _let_go(self, slot: int, was_seen: bool) -> None:
        if slot in (self._slate, self._card):
            return
        if was_seen:
            self._pool.shown_until(slot, self._tick)
        else:
            self._pool.give_back(slot)

    def _stand(self, picture: Picture) -> int:
        """Put a picture into a slot of its own for as long as the ring lives."""
        slot = self._pool.take()
        assert slot is not None
        self._pool.ring.picture(slot)[:] = picture
        return slot
