"""What is heard when the air is absent: the station's own loop, or a soft tone."""

import logging
from pathlib import Path

import numpy as np

from station.audio import BLOCK, BYTES_PER_FRAME, CHANNELS, RATE, Block, linear

logger = logging.getLogger(__name__)

FADE = 960
"""Frames over which the loop is joined: 20 ms."""
TONE_HZ = 440
TONE_SECONDS = 4
TONE_LEVEL = linear(-34.0)
MAX_BYTES = 120 * RATE * BYTES_PER_FRAME


def tone() -> Block:
    """Return a quiet pulse once in four seconds: it says that a line is open, and no more."""
    time = np.arange(TONE_SECONDS * RATE) / RATE
    swell = np.where(time < 1.0, np.sin(np.pi * np.minimum(time, 1.0)) ** 2, 0.0)
    wave = TONE_LEVEL * swell * np.sin(2 * np.pi * TONE_HZ * time)
    return np.repeat(wave.astype(np.float32)[:, None], CHANNELS, axis=1)


def load(path: Path) -> Block:
    """Return the station's slate ready to loop, or the tone when it cannot be used."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES)
    except OSError as error:
        logger.warning("no slate, a tone instead: %s", error, extra={"action": "slate_missing"})
        return tone()
    sound: Block = np.frombuffer(raw[: len(raw) // BYTES_PER_FRAME * BYTES_PER_FRAME], "<f4")
    sound = np.nan_to_num(sound.reshape(-1, CHANNELS), posinf=0.0, neginf=0.0)
    if len(sound) < 2 * FADE or not np.any(sound):
        logger.warning("%s is empty, a tone instead", path, extra={"action": "slate_missing"})
        return tone()
    sound = np.clip(sound, -1.0, 1.0).astype(np.float32)
    ramp = np.linspace(0.0, 1.0, FADE, dtype=np.float32)[:, None]
    sound[:FADE] *= ramp
    sound[-FADE:] *= ramp[::-1]
    return sound


class Slate:
    """An endless source. It cannot fail."""

    def __init__(self, sound: Block) -> None:
        repeats = -(-BLOCK // len(sound))
        self._sound = np.tile(sound, (repeats, 1))
        self._at = 0

    def rewind(self) -> None:
        self._at = 0

    def read(self) -> Block:
        """Return the next block."""
        block = self._sound[self._at : self._at + BLOCK]
        self._at += BLOCK
        if self._at >= len(self._sound):
            self._at -= len(self._sound)
            block = np.concatenate([block, self._sound[: self._at]])
        return block
