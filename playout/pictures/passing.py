"""One lead's pictures giving way to the next one's over some blocks, both of them moving on."""

from collections.abc import Callable

from playout.deck import Deck
from playout.pictures.blending import WHOLE, Blender
from playout.pictures.pool import SlotPool
from playout.pictures.supply import Pictures
from station.audio import BLOCK
from station.transition import Passage

LetGo = Callable[[int, bool], None]
"""Told of a slot that is not needed any more, and whether readers were shown it."""


class Leaving:
    """The lead before, for as long as anything of it may be seen."""

    def __init__(self, deck: Deck | None, pictures: Pictures | None) -> None:
        self._deck = deck
        self._pictures = pictures

    def next(self) -> int | None:
        """Return the slot of its next picture, if one begins; its sound falls meanwhile."""
        if self._deck is None or self._pictures is None:
            return None
        return self._pictures.at(self._deck.position - BLOCK // 2)

    def close(self) -> None:
        if self._pictures is not None:
            self._pictures.close()


class Passing:
    """Owns the slot of the picture that goes; blends into slots of its own."""

    def __init__(
        self, passage: Passage, ticks: int, slot: int, leaving: Leaving, let_go: LetGo
    ) -> None:
        """`slot` is what was seen last."""
        self._passage = passage
        self._ticks = ticks
        self._slot = slot
        self._leaving = leaving
        self._let_go = let_go
        self._step = 0
        self._was_seen = True

    def step(self, after: int, pool: SlotPool, blender: Blender) -> int | None:
        """Return the slot of the next blend with the picture that comes, None at the end."""
        self._step += 1
        target = pool.take() if self._step <= self._ticks else None
        if target is None:
            return None
        newer = self._leaving.next()
        if newer is not None:
            self._let_go(self._slot, self._was_seen)
            self._slot, self._was_seen = newer, False
        picture = pool.ring.picture
        weight = WHOLE * self._step // (self._ticks + 1)
        blender.blend(self._passage, picture(self._slot), picture(after), picture(target), weight)
        return target

    def close(self) -> None:
        self._leaving.close()
        self._let_go(self._slot, self._was_seen)
