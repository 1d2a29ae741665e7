"""Counts a recording and follows its level while the decoder runs; arithmetic, nothing else."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from media_library.cart import Peaks
from station.audio import CHANNELS, RATE, Block

HOP = RATE // 100
"""Frames in one reading of the level: 10 ms."""
PEAKS_PER_SECOND = 20
_HOPS_PER_PEAK = RATE // HOP // PEAKS_PER_SECOND

Readings = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Levels:
    """What was seen of a whole recording, one reading per hop."""

    frames: int
    """Decoded frames, counted."""
    peak: Readings
    """Largest sample of each hop, full scale 1.0."""
    power: Readings
    """Mean square of each hop, both channels together."""

    def waveform(self) -> Peaks:
        """Return the peaks as bytes for drawing."""
        hops = np.zeros(-(-len(self.peak) // _HOPS_PER_PEAK) * _HOPS_PER_PEAK, np.float32)
        hops[: len(self.peak)] = self.peak
        loudest = hops.reshape(-1, _HOPS_PER_PEAK).max(axis=1)
        values = np.rint(np.minimum(loudest, 1.0) * 255).astype(np.uint8)
        return Peaks(PEAKS_PER_SECOND, values.tobytes())


class LevelCounter:
    """Takes blocks as they come and keeps eight bytes for every 10 ms of them.

    Every block but the last holds whole hops.
    """

    def __init__(self) -> None:
        self._frames = 0
        self._peaks: list[Readings] = []
        self._powers: list[Readings] = []

    def feed(self, block: Block) -> None:
        self._frames += len(block)
        hops = _whole_hops(block).reshape(-1, HOP * CHANNELS)
        power = np.einsum("ij,ij->i", hops, hops)
        if not np.isfinite(power).all():
            hops = np.nan_to_num(hops, nan=0.0, posinf=1.0, neginf=-1.0).clip(-8.0, 8.0)
            power = np.einsum("ij,ij->i", hops, hops)
        self._powers.append(power / (HOP * CHANNELS))
        self._peaks.append(np.maximum(hops.max(axis=1), -hops.min(axis=1)))

    def levels(self) -> Levels:
        nothing = np.zeros(0, np.float32)
        return Levels(
            frames=self._frames,
            peak=np.concatenate([nothing, *self._peaks]),
            power=np.concatenate([nothing, *self._powers]),
        )


def _whole_hops(block: Block) -> Block:
    short = -len(block) % HOP
    return np.concatenate([block, np.zeros((short, CHANNELS), np.float32)]) if short else block
