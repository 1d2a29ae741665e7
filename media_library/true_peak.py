"""True peak after ITU-R BS.1770, four times oversampled, but only where a peak can be.

FFmpeg's meter oversamples every sample, which costs as much as decoding and measuring together.
Here a cheap estimate picks the few places of each block that may beat the peak so far.
"""

import numpy as np
from numpy.typing import NDArray

from station.audio import CHANNELS, Block

_HALF = 12
"""Samples on either side that an interpolated one depends on."""
_PHASES = (-0.5, -0.25, 0.25, 0.5)
_NEAR = 0.6
"""A sample lower than this share of the peak so far has no higher peak beside it."""
_PROMISING = 0.85
"""How far the estimate may fall short, for it loses high frequencies."""
_MOST = 64
"""Places examined in one channel of one block."""

_OFFSETS = np.arange(-_HALF, _HALF + 1)


def _filter(phase: float) -> NDArray[np.float32]:
    """Return a windowed sinc that interpolates at `phase` samples from the middle tap."""
    distance = _OFFSETS - phase
    window = np.cos(np.pi / 2 * np.clip(distance / (_HALF + 1), -1, 1)) ** 2
    taps = np.sinc(distance) * window
    return np.asarray(taps / taps.sum(), np.float32)


_FILTERS = np.stack([_filter(phase) for phase in _PHASES], axis=1)


class TruePeak:
    """Takes finite blocks as they come; keeps the highest peak between and on their samples."""

    def __init__(self) -> None:
        self._tail = np.zeros((CHANNELS, 2 * _HALF), np.float32)
        self._highest = 0.0

    def feed(self, block: Block) -> None:
        sound = np.concatenate([self._tail, block.T], axis=1)
        self._tail = sound[:, -2 * _HALF :]
        for channel in sound:
            self._examine(channel)

    def amplitude(self) -> float:
        """Return the peak as a factor of full scale; nothing may be fed afterwards."""
        self.feed(np.zeros((2 * _HALF, CHANNELS), np.float32))
        return self._highest

    def _examine(self, sound: NDArray[np.float32]) -> None:
        inner = np.abs(sound[_HALF:-_HALF])
        self._highest = max(self._highest, float(inner.max(initial=0.0)))
        at = np.flatnonzero(inner > _NEAR * self._highest) + _HALF
        before = _midway(sound, at - 1)
        estimate = np.maximum(before, _midway(sound, at))
        promising = np.flatnonzero(estimate > _PROMISING * self._highest)
        if len(promising) > _MOST:
            promising = promising[np.argpartition(estimate[promising], -_MOST)[-_MOST:]]
        if len(promising):
            around = sound[at[promising][:, None] + _OFFSETS]
            self._highest = max(self._highest, float(np.abs(around @ _FILTERS).max()))


def _midway(sound: NDArray[np.float32], at: NDArray[np.intp]) -> NDArray[np.float32]:
    """Estimate the magnitude half way between samples `at` and the next by a cubic."""
    middle = 0.5625 * (sound[at] + sound[at + 1]) - 0.0625 * (sound[at - 1] + sound[at + 2])
    return np.abs(middle, dtype=np.float32)
