"""The two lowest rungs: a sound that loops in memory and cannot fail, and an item to carry it."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np

from playout.deck import Deck
from station.audio import BYTES_PER_FRAME, CHANNELS, RATE, Block, linear
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Item

LONGEST = 30 * RATE
"""A slate is held in memory; what is longer is cut."""
ENDLESS = 1 << 62

_LEVEL = linear(-30.0)
_CHIME = (392.0, 523.25, 659.25, 523.25)


class Loop:
    """A source that plays the same frames again and again."""

    ready = True
    ended = False
    fault = ""

    def __init__(self, sound: Block) -> None:
        self._sound = sound
        self._at = 0

    def read(self, frames: int) -> Block:
        indices = np.arange(self._at, self._at + frames) % len(self._sound)
        self._at = (self._at + frames) % len(self._sound)
        return self._sound[indices]

    def close(self) -> None:
        """Nothing to release."""


def load(path: Path) -> Block:
    """Return the station's slate, or the built-in chime when there is none."""
    try:
        raw = np.fromfile(path, dtype="<f4", count=LONGEST * CHANNELS)
    except OSError:
        return chime()
    whole = raw[: len(raw) * 4 // BYTES_PER_FRAME * CHANNELS].reshape(-1, CHANNELS)
    usable = len(whole) >= RATE and bool(np.isfinite(whole).all()) and bool(whole.any())
    return np.clip(whole, -1.0, 1.0) if usable else chime()


@cache
def chime() -> Block:
    """Return four soft notes and a rest, 8 s at −30 dBFS: one for all, not to be written to."""
    seconds = np.arange(RATE) / RATE
    notes = [np.sin(2 * np.pi * pitch * seconds) * np.exp(-3 * seconds) for pitch in _CHIME]
    attack = np.minimum(seconds / 0.01, 1.0)
    tune = np.concatenate([*(note * attack for note in notes), np.zeros(4 * RATE)])
    sound = np.repeat((tune * _LEVEL).astype(np.float32)[:, np.newaxis], CHANNELS, axis=1)
    sound.setflags(write=False)
    return sound


def deck(sound: Block) -> Deck:
    """Return a deck with the slate on it, ready to be taken."""
    item = Item(
        key="slate", cart_id=0, kind=Kind.FILLER, title="", path="",
        begins=datetime(1970, 1, 1, tzinfo=UTC), cue_in=0, cue_out=ENDLESS, segue=ENDLESS,
    )  # fmt: skip
    slate = Deck(item, Loop(sound), 0, rung=Rung.SLATE)
    slate.poll(0)
    return slate
