"""Puts the time stamps of a live input on one line of samples that never leaps. Pure.

A sender that pauses or begins its time anew is taken up where it was left: what it did not send is
not made up for.
"""

from station.audio import RATE

JUMP = 5 * RATE
"""Frames between two time stamps that belong together at most."""


class Timeline:
    """Asked for sound and pictures alike, in the order in which they come."""

    def __init__(self) -> None:
        self._newest: int | None = None
        self._shifts = (0, 0)
        """What is added to time stamps, and what was before the last jump: sound and pictures do
        not jump in the same packet."""

    def place(self, at: int) -> int:
        """Return where a time stamp, in samples, belongs."""
        if self._newest is None:
            self._newest = at
        for shift in self._shifts:
            if abs(at + shift - self._newest) <= JUMP:
                self._newest = max(self._newest, at + shift)
                return at + shift
        self._shifts = (self._newest - at, self._shifts[0])
        return self._newest
