"""Turns strokes into sound: every different note is made once, put in its room, then added up."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mengudara.demo.voices import RATE, VOICES, Sound

PLACES = {
    "saron": -0.35, "slenthem": 0.1, "gender": 0.25, "bonang": 0.4, "peking": -0.55,
    "gambang": -0.2, "kethuk": 0.3, "kenong": 0.5, "kempul": -0.1, "gong": 0.0,
    "siter": 0.55, "suling": -0.15, "kendang": 0.05,
}  # fmt: skip
"""Where each voice sits, −1 left to 1 right."""
REVERB_SECONDS = 0.9
WET = 0.16
DRIVE = 1.25
"""How far the loudest strokes are pushed into the soft ceiling."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """One note at its time."""

    at: float
    """Seconds from the start."""
    voice: str
    hertz: float
    seconds: float
    strength: float


def mix(notes: Iterable[Sounding], seconds: float) -> Sound:
    """Return the stereo sum of all notes, (frames, 2), its peaks rounded off below −1 dBFS."""
    mixed = np.zeros((int(seconds * RATE), 2), dtype=np.float32)
    made: dict[tuple[str, float, float], Sound] = {}
    for note in notes:
        key = note.voice, round(note.hertz, 2), round(note.seconds * 8) / 8 or 0.125
        sound = made.get(key)
        if sound is None:
            sound = made[key] = in_the_room(VOICES[note.voice](key[1], key[2]), PLACES[note.voice])
        start = int(note.at * RATE)
        end = min(start + len(sound), len(mixed))
        if start < end:
            mixed[start:end] += sound[: end - start] * np.float32(note.strength)
    mixed *= np.float32(DRIVE / max(float(np.abs(mixed).max()), 1e-6))
    np.tanh(mixed, out=mixed)
    mixed *= np.float32(0.85)
    return mixed


def in_the_room(sound: Sound, place: float) -> Sound:
    """Place a mono note in stereo, with the open hall around it."""
    hall = _hall()
    length = len(sound) + len(hall)
    size = 1 << (length - 1).bit_length()
    spectrum = np.fft.rfft(sound, size)
    wet = np.fft.irfft(spectrum[:, None] * _hall_spectrum(size), size, axis=0)[:length]
    angle = (place + 1) * np.pi / 4
    placed = (WET * wet).astype(np.float32)
    placed[: len(sound)] += sound[:, None] * np.array([np.cos(angle), np.sin(angle)], np.float32)
    return placed


@lru_cache(maxsize=1)
def _hall() -> NDArray[np.float32]:
    """Return the answer of a pendopo: a few early reflections, then a diffuse, darkening tail."""
    rng = np.random.default_rng(112)
    frames = int(REVERB_SECONDS * RATE)
    t = np.arange(frames, dtype=np.float32) / RATE
    tail = rng.normal(0, 1, (frames, 2)).astype(np.float32) * np.exp(-6.9 * t / 0.9)[:, None]
    dark = np.hanning(15)[:, None]
    tail[:, 0] = np.convolve(tail[:, 0], dark[:, 0] / 7, "same")
    tail[:, 1] = np.convolve(tail[:, 1], dark[:, 0] / 7, "same")
    for millisecond, level in ((17, 3.0), (29, -2.2), (41, 1.8), (53, -1.4)):
        tail[millisecond * RATE // 1000, millisecond % 2] += level
    return tail * np.float32(0.08)


@lru_cache(maxsize=16)
def _hall_spectrum(size: int) -> NDArray[np.complexfloating]:
    return np.fft.rfft(_hall(), size, axis=0)
