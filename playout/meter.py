"""Levels of the program bus over the last 200 ms, worked out only when somebody looks."""

from collections import deque

import numpy as np

from station.audio import Block, decibels
from station.snapshot import SNAPSHOTS_PER_SECOND, Meters

BLOCKS = 25 // SNAPSHOTS_PER_SECOND


class Meter:
    """Keeps the last blocks; they are never changed after they were made."""

    def __init__(self) -> None:
        self._blocks: deque[tuple[Block, float]] = deque(maxlen=BLOCKS)

    def add(self, block: Block, reduction: float) -> None:
        self._blocks.append((block, reduction))

    def read(self) -> Meters:
        if not self._blocks:
            return Meters()
        sound = np.concatenate([block for block, _ in self._blocks]).T.copy()
        peaks = np.abs(sound).max(axis=1)
        powers = np.einsum("cf,cf->c", sound, sound) / sound.shape[1]
        return Meters(
            peak=(round(decibels(peaks[0]), 1), round(decibels(peaks[1]), 1)),
            rms=(round(decibels(powers[0] ** 0.5), 1), round(decibels(powers[1] ** 0.5), 1)),
            reduction=round(max(reduction for _, reduction in self._blocks), 1),
        )
