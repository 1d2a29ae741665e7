"""Sounds that are neither music nor speech: applause, an air horn, the drum of a mosque."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mengudara.demo.voices import RATE, Sound

_PEOPLE = 60
_CLAP_FRAMES = RATE // 25


@dataclass(frozen=True, slots=True)
class Effect:
    """A recording that is neither music nor speech."""

    name: str
    """File name without its suffix."""
    title: str
    make: Callable[[], Sound]


def applause(seconds: float = 4.5) -> Sound:
    """Return a hall full of people clapping, each at a pace of his own, dying away."""
    rng = np.random.default_rng(71)
    heard = np.zeros((int(seconds * RATE) + _CLAP_FRAMES, 2), np.float32)
    for _ in range(_PEOPLE):
        pace = rng.uniform(0.19, 0.28)
        side = rng.uniform(0.15, 0.85)
        clap = _clap(rng)[:, None] * np.array([1 - side, side], np.float32)
        ends = seconds * rng.uniform(0.7, 1.0)
        at = rng.uniform(0, 0.4)
        while at < ends:
            loud = np.float32(rng.uniform(0.6, 1.0) * min(1.0, (seconds - at) / 1.5))
            begin = int(at * RATE)
            heard[begin : begin + _CLAP_FRAMES] += clap * loud
            at += pace * rng.uniform(0.92, 1.08)
    return _levelled(heard)


def horn() -> Sound:
    """Return two short blasts of an air horn and a long one."""
    quiet = np.zeros(int(0.08 * RATE), np.float32)
    mono = np.concatenate([_blast(0.22), quiet, _blast(0.22), quiet, _blast(0.9)])
    return _levelled(np.stack([mono, mono], axis=1))


def drum(seconds: float = 9.0) -> Sound:
    """Return the strokes of a bedug, slow at first, then a roll that dies away."""
    heard = np.zeros(int((seconds + 1.5) * RATE), np.float32)
    at, rest = 0.05, 1.3
    while at < seconds:
        stroke = _skin(min(1.0, 0.55 + rest / 2.6))
        begin = int(at * RATE)
        part = heard[begin : begin + len(stroke)]
        part += stroke[: len(part)]
        at += rest
        rest = max(0.16, rest * 0.86)
    return _levelled(np.stack([heard, heard], axis=1))


def _skin(strength: float) -> Sound:
    """Return one stroke on a large skin: a low tone that sags, behind a soft thud."""
    t = np.arange(int(1.4 * RATE)) / RATE
    tone = np.sin(2 * np.pi * np.cumsum(58 + 26 * np.exp(-t * 18)) / RATE) * np.exp(-t * 4.5)
    thud = np.sin(2 * np.pi * 171 * t) * np.exp(-t * 38) * 0.35
    stroke: Sound = ((tone + thud) * np.minimum(t / 0.004, 1) * strength).astype(np.float32)
    return stroke


def _clap(rng: np.random.Generator) -> Sound:
    """Return a burst of noise, dark or bright as the hands are large or small."""
    t = np.arange(_CLAP_FRAMES) / RATE
    width = int(rng.integers(3, 9))
    noise = np.convolve(rng.normal(0, 1, _CLAP_FRAMES), np.hanning(width + 2)[1:-1], "same")
    clap: Sound = (noise * np.exp(-t * rng.uniform(90, 180))).astype(np.float32)
    return clap


def _blast(seconds: float) -> Sound:
    """Return one press: three reeds a little apart, bright, bending up into tune."""
    t = np.arange(int(seconds * RATE)) / RATE
    bend = 1 - 0.06 * np.exp(-t * 40)
    sound = np.zeros_like(t)
    for hertz in (311.0, 370.0, 466.0):
        phase = 2 * np.pi * hertz * np.cumsum(bend) / RATE
        for overtone in range(1, 13):
            sound += np.sin(overtone * phase) / overtone
    shape = np.minimum(t / 0.012, 1) * np.minimum((seconds - t) / 0.03, 1)
    blast: Sound = (sound * shape).astype(np.float32)
    return blast


def _levelled(sound: Sound) -> Sound:
    levelled: Sound = sound * np.float32(0.8 / float(np.abs(sound).max()))
    return levelled


EFFECTS = (
    Effect("efek-tepuk", "Efek: Tepuk tangan", applause),
    Effect("efek-terompet", "Efek: Terompet", horn),
    Effect("bedug-pengganti-azan", "Pengganti sementara: Azan (bedug sintetis)", drum),
)
