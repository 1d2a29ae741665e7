"""How far what is below is lowered while something sounds over it: down quickly, up gently."""

import numpy as np

from playout.fades import Gains
from station.audio import RATE

FALL_DB_PER_FRAME = 60.0 / RATE
"""12 dB in 200 ms."""
RISE_DB_PER_FRAME = 20.0 / RATE
"""12 dB in 600 ms."""


class Ducking:
    """Follows a wanted level, straight in decibels; remembers only where it is."""

    def __init__(self) -> None:
        self._db = 0.0

    @property
    def is_flat(self) -> bool:
        return self._db == 0.0

    def gains(self, wanted_db: float, frames: int) -> Gains | None:
        """Return the factors for the next frames, None where nothing is lowered."""
        if wanted_db == 0.0 and self._db == 0.0:
            return None
        steps = np.arange(1, frames + 1, dtype=np.float64)
        if wanted_db < self._db:
            course = np.maximum(self._db - steps * FALL_DB_PER_FRAME, wanted_db)
        else:
            course = np.minimum(self._db + steps * RISE_DB_PER_FRAME, wanted_db)
        self._db = float(course[-1]) if frames else self._db
        if abs(self._db - wanted_db) < 1e-6:
            self._db = wanted_db
        gains: Gains = np.power(10.0, course / 20.0).astype(np.float32)[:, np.newaxis]
        return gains
