"""Recordings that can be told apart by ear: one pitch each, and how to hear which is on."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from station import ffmpeg
from station.audio import RATE, Block

WINDOW = RATE // 20
SILENT = 10 ** (-60 / 20)
QUALITY = {
    ".mp3": ["-b:a", "192k"],
    ".m4a": ["-b:a", "192k"],
    ".ogg": ["-c:a", "libvorbis", "-q:a", "6"],
}


def write_tone(path: Path, pitch: int, seconds: float, **tags: str) -> Path:
    """Write a steady tone in the format of the path's suffix, with tags."""
    at = np.arange(int(seconds * RATE)) / RATE
    tone = (0.25 * np.sin(2 * np.pi * pitch * at) * 32767).astype("<i2")
    words = [word for key, value in tags.items() for word in ("-metadata", f"{key}={value}")]
    subprocess.run(
        [ffmpeg.binary(), "-hide_banner", "-loglevel", "error", "-y",
         "-f", "s16le", "-ar", str(RATE), "-ch_layout", "stereo", "-i", "pipe:0",
         *QUALITY.get(path.suffix, []), *words, str(path)],
        input=np.repeat(tone[:, None], 2, axis=1).tobytes(), check=True,
    )  # fmt: skip
    return path


@dataclass(frozen=True, slots=True)
class Heard:
    """One pitch, from its first window to its last."""

    pitch: int
    begins: float
    ends: float


def heard(sound: Block, pitches: list[int]) -> list[Heard]:
    """Return which pitch was on when, in seconds; 0 is silence. Windows of 50 ms."""
    found: list[Heard] = []
    for number in range(len(sound) // WINDOW):
        window = sound[number * WINDOW : (number + 1) * WINDOW, 0]
        pitch = _pitch(window, pitches)
        begins, ends = number * WINDOW / RATE, (number + 1) * WINDOW / RATE
        if found and found[-1].pitch == pitch:
            found[-1] = Heard(pitch, found[-1].begins, ends)
        else:
            found.append(Heard(pitch, begins, ends))
    return [one for one in found if one.ends - one.begins > 0.12]


def longest_silence(sound: Block) -> float:
    """Return the longest stretch below −60 dBFS, in seconds."""
    loud = np.abs(sound).max(axis=1) > SILENT
    edges = np.flatnonzero(np.diff(np.concatenate([[True], loud, [True]]).astype(np.int8)))
    return float(max(np.diff(edges)[::2], default=0)) / RATE


def _pitch(window: Block, pitches: list[int]) -> int:
    if np.abs(window).max() < SILENT:
        return 0
    at = np.arange(len(window)) / RATE
    strength = [abs(np.dot(window, np.exp(-2j * np.pi * pitch * at))) for pitch in pitches]
    return pitches[int(np.argmax(strength))]
