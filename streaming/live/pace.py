"""How much sound may go on to the air now: as much as time has passed, and a burst. Pure.

A program that sends a file as fast as it can would otherwise be heard in leaps; this way it is
slowed down. A sound card whose clock runs a little fast is let through: the air evens that out.
"""

from datetime import datetime

from station.audio import RATE

BURST = 2 * RATE
FASTER = 1.002
"""No sound card's clock is wrong by more."""


class Pace:
    """Counts frames against the clock."""

    def __init__(self, now: datetime) -> None:
        self._at = now
        self._left = float(BURST)

    def wait(self, now: datetime) -> float:
        """Return the seconds until more may be sent, zero when it may be now."""
        passed = (now - self._at).total_seconds() * RATE * FASTER
        self._at, self._left = now, min(self._left + passed, float(BURST))
        return max(0.0, -self._left / RATE)

    def spend(self, frames: int) -> None:
        """Note what was sent; the last packet may be more than was allowed."""
        self._left -= frames
