"""The limiter of the program bus: never over the ceiling, and bit-transparent below it.

It has no delay. The attack looks ahead inside the block, the release is smooth across blocks. One
recording alone keeps its true peak under the ceiling by the gain it got at ingest, so sample peaks
are enough to watch; where sounds are summed, peaks between the samples are estimated as well.
"""

import numpy as np
from numpy.typing import NDArray

from station.audio import RATE, Block, decibels, linear

CEILING = linear(-1.0)
STEP = 64
"""Frames for which one gain is found; 1.3 ms."""
RELEASE = 1.0 - float(np.exp(-STEP / (0.150 * RATE)))
"""Share of the way back to unity covered in one step: 150 ms time constant."""

_TAPS = 12
_PHASES = 4


def _between() -> NDArray[np.float64]:
    """Return windowed-sinc filters that give the signal 1/4, 1/2 and 3/4 between two samples."""
    offsets = np.arange(_TAPS) - (_TAPS / 2 - 1)
    shifted = offsets[np.newaxis, :] - (np.arange(1, _PHASES) / _PHASES)[:, np.newaxis]
    window = np.cos(np.pi * shifted / (_TAPS + 1)) ** 2
    filters: NDArray[np.float64] = np.sinc(shifted) * window
    total: NDArray[np.float64] = filters.sum(axis=1, keepdims=True)
    return filters / total


_BETWEEN = _between().astype(np.float32)


def highest(block: Block) -> float:
    """Return the largest sample, without its sign; NaN where one sample is not a number."""
    return float(np.maximum(block.max(), -block.min())) if block.size else 0.0


class Limiter:
    """Holds one bus under the ceiling; remembers only the gain it left off with."""

    def __init__(self, ceiling: float = CEILING) -> None:
        self._ceiling = ceiling
        self._gain = 1.0
        self.peak = 0.0
        """Largest sample of the last block before it was limited, without its sign."""
        self.reduction = 0.0
        """Largest reduction in the last block, dB, zero or more."""

    def process(self, block: Block, *, summed: bool = False) -> Block:
        """Return the block under the ceiling; the very same block where nothing is to be done."""
        near = self._ceiling * (0.7 if summed else 1.0)
        peak = highest(block)
        if not np.isfinite(peak):
            block = np.nan_to_num(block, nan=0.0, posinf=self._ceiling, neginf=-self._ceiling)
            peak = highest(block)
        self.peak = peak
        if self._gain == 1.0 and peak <= near:
            self.reduction = 0.0
            return block
        wanted = self._wanted(block, summed=summed)
        if self._gain == 1.0 and wanted.min() >= 1.0:
            self.reduction = 0.0
            return block
        return self._apply(block, wanted)

    def _wanted(self, block: Block, *, summed: bool) -> NDArray[np.float64]:
        """Return the highest gain each step may have."""
        peaks = np.abs(block).max(axis=1)
        if summed:
            peaks = np.maximum(peaks, _peaks_between(block))
        padded = np.zeros(-(-len(peaks) // STEP) * STEP)
        padded[: len(peaks)] = peaks
        loudest = padded.reshape(-1, STEP).max(axis=1)
        wanted: NDArray[np.float64] = np.minimum(1.0, self._ceiling / np.maximum(loudest, 1e-9))
        return wanted

    def _apply(self, block: Block, wanted: NDArray[np.float64]) -> Block:
        nodes = self._nodes(wanted)
        positions = np.arange(len(block)) / STEP
        gains = np.interp(positions, np.arange(len(nodes)), nodes)
        limited = block * gains.astype(np.float32)[:, np.newaxis]
        self._gain = 1.0 if nodes[-1] > 0.9999 else nodes[-1]
        self.reduction = -decibels(min(nodes))
        return np.clip(limited, -self._ceiling, self._ceiling, out=limited)

    def _nodes(self, wanted: NDArray[np.float64]) -> list[float]:
        """Return the gains at the edges of the steps: down in time, up slowly."""
        allowed = wanted.tolist()
        gain = min(self._gain, allowed[0])
        nodes = [gain]
        for here, following in zip(allowed, [*allowed[1:], allowed[-1]], strict=True):
            gain = min(gain + (1.0 - gain) * RELEASE, here, following)
            nodes.append(gain)
        return nodes


def _peaks_between(block: Block) -> NDArray[np.float32]:
    """Return per frame the highest estimated value between it and the next, either channel."""
    peaks = np.zeros(len(block), dtype=np.float32)
    if len(block) < _TAPS:
        return peaks
    for channel in block.T:
        for taps in _BETWEEN:
            np.maximum(peaks, np.abs(np.convolve(channel, taps[::-1], "same")), out=peaks)
    return peaks
