"""The instruments: one struck, plucked or blown note each, as mono float32."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

RATE = 32_000
Sound = NDArray[np.float32]
Partials = tuple[tuple[float, float, float], ...]
"""Frequency ratio, level, seconds until it has fallen by 60 dB."""

SARON: Partials = ((1, 1.0, 1.6), (2.76, 0.30, 0.6), (5.40, 0.14, 0.25), (8.93, 0.05, 0.12))
SLENTHEM: Partials = ((1, 1.0, 4.0), (2.02, 0.10, 1.4), (2.76, 0.05, 0.6))
GENDER: Partials = ((1, 1.0, 2.8), (2.76, 0.12, 0.7), (4.07, 0.05, 0.4))
BONANG: Partials = ((1, 1.0, 1.1), (1.52, 0.22, 0.6), (2.43, 0.26, 0.45), (3.9, 0.09, 0.2))
PEKING: Partials = ((1, 1.0, 1.2), (2.74, 0.24, 0.4), (5.3, 0.12, 0.16))
GAMBANG: Partials = ((1, 1.0, 0.42), (3.92, 0.30, 0.12), (9.2, 0.10, 0.05))
KETHUK: Partials = ((1, 1.0, 0.22), (1.48, 0.5, 0.18), (2.3, 0.2, 0.1))
KENONG: Partials = ((1, 1.0, 2.4), (1.51, 0.16, 1.2), (2.02, 0.20, 1.4), (3.4, 0.05, 0.5))
KEMPUL: Partials = ((1, 1.0, 3.0), (1.49, 0.20, 1.6), (2.01, 0.30, 1.8), (2.74, 0.07, 0.9))
GONG: Partials = (
    (1, 1.0, 8.0), (1.012, 0.55, 8.0), (1.49, 0.18, 4.5), (2.0, 0.42, 6.0),
    (2.014, 0.20, 6.0), (2.71, 0.10, 3.0), (3.38, 0.05, 2.0),
)  # fmt: skip
"""The pairs 1.2 % apart beat against each other: the ombak of a large gong."""


def struck(partials: Partials, softness: float = 0.002) -> Callable[[float, float], Sound]:
    """Return a bar, kettle or gong: exponentially dying partials behind a soft mallet."""

    def note(hertz: float, seconds: float) -> Sound:
        t = _time(min(seconds, partials[0][2]))
        sound = np.zeros_like(t)
        for ratio, level, fall in partials:
            if hertz * ratio < 0.45 * RATE:
                turns = np.float32(2 * np.pi * hertz * ratio) * t
                sound += np.float32(level) * np.sin(turns) * np.exp(np.float32(-6.9 / fall) * t)
        return _damped(sound * np.minimum(t / softness, 1))

    return note


def plucked(hertz: float, seconds: float) -> Sound:
    """Return a siter string by Karplus-Strong, computed a whole period at a time."""
    period = max(2, round(RATE / hertz))
    rng = np.random.default_rng(period)
    wave = rng.uniform(-1, 1, period)
    wave = (wave + np.roll(wave, 1) + np.roll(wave, 2)) / 3
    periods = []
    for _ in range(int(min(seconds, 1.6) * RATE / period) + 1):
        periods.append(wave)
        wave = 0.4975 * (wave + np.roll(wave, 1))
    return _damped(np.concatenate(periods))


def blown(hertz: float, seconds: float) -> Sound:
    """Return a suling: a soft tone with late vibrato and breath around it."""
    t = _time(seconds)
    depth = 0.006 * np.clip((t - 0.25) * 3, 0, 1)
    phase = 2 * np.pi * hertz * np.cumsum(1 + depth * np.sin(2 * np.pi * 5.1 * t)) / RATE
    noise = np.random.default_rng(round(hertz)).normal(0, 1, len(t))
    breath = np.convolve(noise, np.hanning(9) / 4.5, "same")
    tone = np.sin(phase) + 0.16 * np.sin(2 * phase) + 0.05 * np.sin(3 * phase) + 0.05 * breath
    rise = np.minimum(t / 0.07, 1) * np.minimum((seconds - t) / 0.09, 1)
    blown: Sound = (tone * rise).astype(np.float32)
    return blown


def drum(hertz: float, seconds: float) -> Sound:
    """Return a kendang stroke: a falling tone for the low hand, a slap above 200 Hz."""
    t = _time(min(seconds, 0.5))
    rng = np.random.default_rng(round(hertz))
    slap = rng.normal(0, 1, len(t)).astype(np.float32) * np.exp(-t * (90 if hertz > 200 else 160))
    glide = hertz * (1 + 0.35 * np.exp(-t * 30))
    tone = np.sin(2 * np.pi * np.cumsum(glide) / RATE)
    body = tone * np.exp(-t * (28 if hertz > 200 else 11))
    return _damped(body + (0.35 if hertz > 200 else 0.08) * slap)


VOICES: dict[str, Callable[[float, float], Sound]] = {
    "saron": struck(SARON),
    "slenthem": struck(SLENTHEM, 0.012),
    "gender": struck(GENDER, 0.008),
    "bonang": struck(BONANG, 0.003),
    "peking": struck(PEKING),
    "gambang": struck(GAMBANG),
    "kethuk": struck(KETHUK, 0.003),
    "kenong": struck(KENONG, 0.004),
    "kempul": struck(KEMPUL, 0.006),
    "gong": struck(GONG, 0.02),
    "siter": plucked,
    "suling": blown,
    "kendang": drum,
}


def _time(seconds: float) -> Sound:
    return np.arange(int(seconds * RATE), dtype=np.float32) / np.float32(RATE)


def _damped(sound: NDArray[np.floating]) -> Sound:
    """Return the note with a short fade at its end, as by the player's hand."""
    tail = min(len(sound), int(0.05 * RATE))
    sound[len(sound) - tail :] *= np.linspace(1, 0, tail)
    return sound.astype(np.float32)
