"""What is only heard, made visible: bars follow the sound while the picture stands still. Pure.

Films are told apart from stills by their tickets: every picture of a film has one of its own.
"""

import numpy as np

from station.audio import BLOCK, RATE, Block
from station.bus import NO_PICTURE
from streaming.feeder import Fed

BARS = 12
STEPS = 24
"""Heights of a bar."""
STILL_BLOCKS = 50
"""A picture that stands for two seconds is a still; the slowest films are faster."""
_LOWEST, _HIGHEST = 60.0, 12_000.0
"""Hertz, from the first bar to the last."""
_FLOOR_DB, _CEILING_DB = -66.0, -18.0
"""Levels in one bar at which it is not seen, and whole."""
_FALL = 1.5
"""Steps that a bar falls in a block at most."""

Heights = tuple[int, ...]
"""Steps of each bar, from the deepest tones to the highest; empty where nothing is to be seen."""

_WINDOW = np.hanning(BLOCK).astype(np.float32)
_EDGES = np.geomspace(_LOWEST, _HIGHEST, BARS + 1)
_FIRST = np.maximum(1, np.rint(_EDGES[:-1] * BLOCK / RATE)).astype(np.int64)


class Visual:
    """Follows one channel, block by block."""

    def __init__(self) -> None:
        self._ticket = NO_PICTURE
        self._blocks = 0
        self._heights = np.zeros(BARS)

    def heights(self, fed: Fed) -> Heights:
        """Return how high the bars stand in a block; they fall when the sound does."""
        new = fed.picture not in (NO_PICTURE, self._ticket)
        self._ticket = fed.picture if new else self._ticket
        self._blocks = 0 if new else self._blocks + 1
        if self._blocks < STILL_BLOCKS:
            self._heights[:] = 0
            return ()
        self._heights = np.maximum(_steps(fed.sound), self._heights - _FALL)
        return tuple(int(height) for height in np.clip(self._heights, 0, STEPS))


def _steps(sound: Block) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Return the level of each bar in steps, below zero where it is not heard."""
    if len(sound) != BLOCK:
        return np.zeros(BARS)
    spectrum = np.abs(np.fft.rfft(sound.mean(axis=1) * _WINDOW)) * (4 / BLOCK)
    loudest = np.maximum.reduceat(spectrum, _FIRST)
    decibels = 20 * np.log10(np.maximum(loudest, 1e-6))
    return (decibels - _FLOOR_DB) / (_CEILING_DB - _FLOOR_DB) * STEPS
