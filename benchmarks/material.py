"""Sounds to measure with: impulses, ramps, tones and music, written as files."""

import wave
from datetime import datetime
from pathlib import Path

import numpy as np

from station.audio import RATE, Block
from station.kinds import Kind
from station.rundown import Item, Start


def write_wav(path: Path, sound: Block) -> None:
    """Write 16-bit PCM."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())


def impulse(seconds: float) -> Block:
    """Return one full-scale-ish sample pair at the very start of quiet noise."""
    generator = np.random.default_rng(1)
    sound = generator.normal(0, 0.001, (int(seconds * RATE), 2)).astype(np.float32)
    sound[0] = 0.8
    return sound


def ramp(seconds: float) -> Block:
    """Return 16-bit steps that never repeat within 0.68 s, so that a lost sample shows."""
    steps = np.arange(int(seconds * RATE)) % 32_000 - 16_000
    return np.repeat((steps / 32767).astype(np.float32)[:, None], 2, axis=1)


def sweep(seconds: float) -> Block:
    """Return a tone whose frequency tells the place: 200 Hz at the start, +50 Hz a second."""
    at = np.arange(int(seconds * RATE)) / RATE
    tone = 0.3 * np.sin(2 * np.pi * (200 * at + 25 * at**2))
    return np.repeat(tone.astype(np.float32)[:, None], 2, axis=1)


def item_of(
    number: int, path: str, frames: int, *, begins: datetime, start: Start = Start.SOFT
) -> Item:
    """Return an item that plays a whole file."""
    return Item(
        key=f"bench:{number}", cart_id=number, kind=Kind.MUSIC, title=f"Item {number}",
        path=path, begins=begins, cue_in=0, cue_out=frames, segue=frames, start=start,
    )  # fmt: skip
