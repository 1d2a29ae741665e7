"""Gain curves as pure functions of integer positions, and how long fades usually are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from station.audio import RATE
from station.transition import Curve

LONG_FADE = RATE * 3 // 2
"""Music before a hard start, and a filler under what follows it."""
SHORT_FADE = RATE * 3 // 10
"""Speech before a hard start, and every hasty exit or entry."""

Gains = NDArray[np.float32]
"""One factor per frame, shape (frames, 1)."""


@dataclass(frozen=True, slots=True)
class Ramp:
    """A rise or fall between two positions; flat before and behind."""

    start: int
    """Position of its first frame."""
    frames: int
    """How long it takes; zero is a cut."""
    rises: bool
    """From silence to full, or from full to silence."""
    curve: Curve = Curve.EQUAL_POWER

    def is_flat(self, at: int, frames: int) -> bool:
        """Return whether these positions pass unchanged, so that the sound need not be touched."""
        return at >= self.start + self.frames if self.rises else at + frames <= self.start

    def gains(self, at: int, frames: int) -> Gains:
        """Return the factors for `frames` positions from `at`."""
        before = min(max(0, self.start - at), frames)
        behind = min(max(0, at + frames - self.start - self.frames), frames - before)
        gains = np.empty((frames, 1), dtype=np.float32)
        gains[:before] = 0.0 if self.rises else 1.0
        gains[before : frames - behind, 0] = self._slope(at + before, frames - before - behind)
        gains[frames - behind :] = 1.0 if self.rises else 0.0
        return gains

    def _slope(self, at: int, frames: int) -> NDArray[np.float32]:
        """Return the factors of positions that are inside the ramp."""
        steps = np.arange(at - self.start, at - self.start + frames, dtype=np.float32)
        progress = steps / np.float32(self.frames or 1)
        if not self.rises:
            progress = 1 - progress
        if self.curve is Curve.EQUAL_POWER:
            progress = np.sin(progress * np.float32(np.pi / 2))
        return progress
