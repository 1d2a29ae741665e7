"""Recordings whose place can be heard: the pitch rises with every moment of every recording."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from station import ffmpeg
from station.audio import RATE, Block

SECONDS = 150
RISE = 12.0
"""Hertz a second."""
LOWEST = 400.0
BAND = SECONDS * RISE + 200
"""Hertz between the first pitches of two recordings."""
WINDOW = RATE // 10
AGREE = 0.05
"""Seconds by which neighbouring windows of one sweep may differ."""
SILENT = 0.05
"""Peak below which nothing is judged: the slate is softer, a recording louder."""
PURE = 0.5
"""Share of a window's energy that lies at its strongest pitch when it is a sweep."""


@dataclass(frozen=True, slots=True)
class Place:
    """What was heard in one window."""

    at: float
    """Seconds from the first sample to the middle of the window."""
    number: int
    """Which recording, −1 for something else."""
    inside: float
    """Seconds from the beginning of the recording."""

    @property
    def began(self) -> float:
        """When the recording would have begun had it been heard from its first sample."""
        return self.at - self.inside


def write_sweep(path: Path, number: int) -> Path:
    """Write recording `number`."""
    at = np.arange(SECONDS * RATE) / RATE
    phase = 2 * np.pi * ((LOWEST + number * BAND) * at + RISE / 2 * at**2)
    tone = (0.25 * np.sin(phase) * 32767).astype("<i2")
    subprocess.run(
        [ffmpeg.binary(), "-hide_banner", "-loglevel", "error", "-y",
         "-f", "s16le", "-ar", str(RATE), "-ch_layout", "stereo", "-i", "pipe:0",
         "-metadata", f"title=Tanjakan {number}", str(path)],
        input=np.repeat(tone[:, None], 2, axis=1).tobytes(), check=True,
    )  # fmt: skip
    return path


def places(sound: Block) -> list[Place]:
    """Return what is heard in each window of 100 ms."""
    first = sound[:, 0]
    windows = first[: len(first) // WINDOW * WINDOW].reshape(-1, WINDOW)
    return [_place(window, (n + 0.5) * WINDOW / RATE) for n, window in enumerate(windows)]


def steady(heard: list[Place]) -> list[Place]:
    """Leave out the windows at the edge of a sweep, whose pitch is blurred by what is beside it."""
    return [
        one
        for before, one, after in zip(heard, heard[1:], heard[2:], strict=False)
        if one.number >= 0 and all(_agree(one, other) for other in (before, after))
    ]


def _agree(one: Place, other: Place) -> bool:
    return one.number == other.number and abs(one.began - other.began) < AGREE


def _place(window: np.ndarray, at: float) -> Place:
    if np.abs(window).max() < SILENT:
        return Place(at, -1, 0.0)
    size = 4 * WINDOW
    power = np.abs(np.fft.rfft(window * np.hanning(WINDOW), size)) ** 2
    peak = int(np.clip(power.argmax(), 1, len(power) - 2))
    near = slice(max(0, peak - 16), peak + 17)
    if power[near].sum() < PURE * power.sum():
        return Place(at, -1, 0.0)
    low, top, high = np.log(power[peak - 1 : peak + 2] + 1e-20)
    pitch = float(peak + (low - high) / (2 * (low - 2 * top + high))) * RATE / size
    number, above = divmod(pitch - LOWEST, BAND)
    inside = above / RISE
    return Place(at, int(number) if inside <= SECONDS else -1, inside)
