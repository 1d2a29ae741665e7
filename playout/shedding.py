"""Decides what is left out while blocks are late: up quickly, down slowly, the programme never."""

from collections import deque

from station.audio import BLOCK, RATE
from station.pressure import Level

_SECOND = RATE // BLOCK
WINDOW = 5 * _SECOND
"""Ticks within which late blocks count together."""
MANY = 3
"""Late blocks within the window that cost a step; one or two may be late."""
QUIET = 60 * _SECOND
"""Ticks without a late block that give a step back."""


class Shedding:
    """Told the engine's counters about twice a second; the counted ticks are its time."""

    def __init__(self) -> None:
        self._late = 0
        self._skipped = 0
        self._trouble = 0
        """Tick of the last late block, or of the last step down."""
        self._lately: deque[int] = deque(maxlen=MANY)
        self.level = Level.NONE

    def look(self, ticks: int, late: int, skipped: int) -> Level:
        """Return what is to be left out, from counts since the start of the air."""
        new, lost = late - self._late, skipped - self._skipped
        self._late, self._skipped = late, skipped
        self._lately.extend([ticks] * min(new, MANY))
        if new or lost:
            self._trouble = ticks
        if lost:
            self._rise(max(self.level + 1, Level.INGEST))
        elif len(self._lately) == MANY and self._lately[0] >= ticks - WINDOW:
            self._rise(self.level + 1)
        elif self.level and ticks - self._trouble >= QUIET:
            self._trouble = ticks
            self.level = Level(self.level - 1)
        return self.level

    def _rise(self, wanted: int) -> None:
        """Take a step; the next one takes late blocks of its own."""
        self.level = Level(min(wanted, max(Level)))
        self._lately.clear()
