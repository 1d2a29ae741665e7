"""Counts a recording and follows its level while the decoder runs; arithmetic, nothing else."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from media_library.cart import Peaks
from media_library.true_peak import TruePeak
from station.audio import CHANNELS, RATE, Block, decibels

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
    true_peak_db: float
    """True peak in dBTP."""

    def lengthened(self, frames: int) -> "Levels":
        """Return the same with silence up to `frames`."""
        if frames <= self.frames:
            return self
        silent = np.zeros(-(-frames // HOP) - len(self.peak), np.float32)
        return replace(
            self,
            frames=frames,
            peak=np.concatenate([self.peak, silent]),
            power=np.concatenate([self.power, silent]),
        )

    def waveform(self) -> Peaks:
        """Return the peaks as bytes for drawing."""
        hops = np.zeros(-(-len(self.peak) // _HOPS_PER_PEAK) * _HOPS_PER_PEAK, np.float32)
        hops[: len(self.peak)] = self.peak
        loudest = hops.reshape(-1, _HOPS_PER_PEAK).max(axis=1)
        values = np.rint(np.minimum(loudest, 1.0) * 255).astype(np.uint8)
        return Peaks(PEAKS_PER_SECOND, values.tobytes())


LOUDEST = np.float32(1000.0)
"""60 dB over full scale: no sound, but bytes that were damaged."""


class LevelCounter:
    """Takes blocks as they come and keeps eight bytes for every 10 ms of them.

    Every block but the last holds whole hops.
    """

    def __init__(self) -> None:
        self._frames = 0
        self._peaks: list[Readings] = []
        self._powers: list[Readings] = []
        self._true_peak = TruePeak()

    def feed(self, block: Block) -> None:
        self._frames += len(block)
        sound = _sane(block)
        self._true_peak.feed(sound)
        hops = _whole_hops(sound).reshape(-1, HOP * CHANNELS)
        self._powers.append(np.einsum("ij,ij->i", hops, hops) / (HOP * CHANNELS))
        self._peaks.append(np.maximum(hops.max(axis=1), -hops.min(axis=1)))

    def levels(self) -> Levels:
        """Return what was seen; nothing may be fed afterwards."""
        nothing = np.zeros(0, np.float32)
        return Levels(
            frames=self._frames,
            peak=np.concatenate([nothing, *self._peaks]),
            power=np.concatenate([nothing, *self._powers]),
            true_peak_db=decibels(self._true_peak.amplitude()),
        )


def _sane(block: Block) -> Block:
    """Return the block itself, or without what only a broken float file holds."""
    if not len(block) or np.abs(block).max() <= LOUDEST:
        return block
    return np.clip(np.nan_to_num(block, nan=0.0), -LOUDEST, LOUDEST)


def _whole_hops(block: Block) -> Block:
    short = -len(block) % HOP
    return np.concatenate([block, np.zeros((short, CHANNELS), np.float32)]) if short else block
