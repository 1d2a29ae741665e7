"""Which interpreter words make room for: whoever was there when they came, so they never leap."""

from collections.abc import Iterable

from streaming.graphics.direction import Seen
from streaming.graphics.layout import Sized
from streaming.graphics.things import Lower, Strap


class Room:
    """Asked for each block in turn."""

    def __init__(self) -> None:
        self._kept: Sized | None = None
        self._are_there = False

    def beside(self, things: Iterable[Seen], sign: Sized | None) -> Sized | None:
        """Return whom words stand above, who may come or go while they are seen."""
        were_there = self._are_there
        self._are_there = any(isinstance(one.thing, Lower | Strap) for one in things)
        if not (were_there and self._are_there):
            self._kept = sign
        return self._kept
