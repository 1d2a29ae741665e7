"""Tries a station for a moment: whether it answers, decodes, and is not silent."""

from dataclasses import dataclass
from threading import Event

import numpy as np

from station import ffmpeg
from station.audio import RATE, Block, decibels
from streaming.live.decoder import Decoder, RawSound

SECONDS = 3.0
ENOUGH = 2 * RATE
"""Frames that prove that it can be decoded."""
PATIENCE_SECONDS = 25.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What a trial found."""

    why: str
    """What is wrong; empty when nothing is."""
    level: float
    """RMS, dBFS."""


class Listening:
    """Adds up the power of what it is given."""

    def __init__(self) -> None:
        self.frames = 0
        self._power = 0.0

    def take(self, sound: Block) -> None:
        self.frames += len(sound)
        self._power += float(np.square(sound, dtype=np.float64).mean(axis=1).sum())

    @property
    def level(self) -> float:
        return decibels(float(np.sqrt(self._power / self.frames))) if self.frames else -120.0


def probe(exe: str, address: str, floor_dbfs: float, stop: Event) -> Heard:
    """Listen for three seconds; takes no longer than `PATIENCE_SECONDS`."""
    try:
        return _probe(ffmpeg.relay(exe, address, SECONDS), floor_dbfs, stop)
    except (OSError, ValueError) as error:
        return Heard(str(error), -120.0)


def _probe(command: list[str], floor_dbfs: float, stop: Event) -> Heard:
    listening, ended = Listening(), Event()
    decoder = Decoder(command, RawSound(listening.take), fed=False)
    decoder.start(ended.set)
    try:
        waited = 0.0
        while not ended.wait(0.25) and waited < PATIENCE_SECONDS and not stop.is_set():
            waited += 0.25
    finally:
        decoder.kill()
        decoder.close()
    return _judged(listening, decoder.last_words, floor_dbfs)


def _judged(listening: Listening, words: str, floor_dbfs: float) -> Heard:
    if listening.frames < ENOUGH:
        return Heard(words or "no sound", listening.level)
    if listening.level < floor_dbfs:
        return Heard(f"silent: {listening.level:.0f} dBFS", listening.level)
    return Heard("", listening.level)
