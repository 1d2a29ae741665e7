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
        steps = np.arange(at - self.start, at - self.start + frames, dtype=np.float64)
        progress = np.clip(steps / self.frames if self.frames else steps + 1, 0.0, 1.0)
        if not self.rises:
            progress = 1.0 - progress
        if self.curve is Curve.EQUAL_POWER:
            progress = np.sin(progress * (np.pi / 2))
        return progress.astype(np.float32)[:, np.newaxis]
