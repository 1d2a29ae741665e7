"""A live input as a source: follows the sender's clock, and hides where sound is missing.

The sender's clock is never quite ours. How much sound is held says which of them is faster, and
the sound is played faster or slower by as little as keeps that near its target. While the two
agree the samples pass untouched.
"""

import numpy as np
from numpy.typing import NDArray

from playout.live_buffer import LiveBuffer
from playout.pictures.supply import Pictures
from station.audio import RATE, Block, silence

WIDEST = 0.02
"""Share by which the pitch may differ at most: a third of a semitone."""
DEAD_BAND = 0.1
"""Share of the target by which the held sound may differ before anything is done."""
SMOOTHING = 2 * RATE
"""Frames over which the held sound is averaged: packets come in lumps, and nobody shall hear the
pitch move."""
FADE = RATE // 100
"""Frames over which sound falls and rises at a hole: 10 ms."""
_AHEAD = 3
"""Frames behind the last one used that the interpolation looks at."""


class LiveSource:
    """Plays a buffer from one frame on; belongs to the tick, and never waits."""

    ready = True
    fault = ""

    def __init__(self, buffer: LiveBuffer, start: int, target: int) -> None:
        self.pictures: Pictures | None = None
        """What is seen of it; None where it is only heard."""
        self._buffer = buffer
        self._at = start
        self._phase = 0.0
        """How far behind frame `_at` the next sample lies, less than one frame."""
        self._target = target
        self._bend = 0.0
        self._rises = True
        self._waits = False
        self._released = False
        self._mean = float(min(target, self.held))

    @property
    def position(self) -> int:
        """Return the first frame of the buffer that has not been heard."""
        return self._at

    @property
    def held(self) -> int:
        """Return the frames that wait to be heard."""
        return 0 if self._released else self._buffer.written - self._at

    @property
    def ended(self) -> bool:
        return self._released or (self._buffer.closed and self.held <= _AHEAD)

    @property
    def speed(self) -> float:
        """Return how many frames of the sender are used for one of ours."""
        return 1.0 + self._bend

    def close(self) -> None:
        self._released = True

    def read(self, frames: int) -> Block:
        """Return the next frames; fewer at a hole, then none until half the target is there."""
        closed = self._buffer.closed
        if self.ended or (self._waits and self.held < self._target // 2 and not closed):
            return silence(0)
        skipped = self._trim()
        self._rises |= self._waits
        self._steer(frames, closed)
        block = self._take(frames)
        self._waits = not closed and self.held < FADE
        if self._rises or skipped is not None:
            _blend(block, skipped)
        self._rises = len(block) == 0
        if self._waits or len(block) < frames:
            _fall(block)
        return block

    def _trim(self) -> Block | None:
        """Pass over sound that makes the delay too long; return how the old place goes on."""
        if self.held <= 2 * self._target:
            return None
        before = max(self._at, self._buffer.oldest)
        self._at = self._buffer.written - self._target
        self._phase = self._bend = 0.0
        self._mean = float(self._target)
        return self._buffer.read(before, FADE)

    def _steer(self, frames: int, closed: bool) -> None:
        """Bend the pitch a little towards what brings the held sound back to its target."""
        self._mean += (self.held - self._mean) * min(1.0, frames / SMOOTHING)
        error = self._mean / self._target - 1.0
        excess = max(0.0, abs(error) - DEAD_BAND) / (1.0 - DEAD_BAND)
        self._bend = 0.0 if closed else float(np.sign(error)) * WIDEST * min(1.0, excess)

    def _take(self, frames: int) -> Block:
        if self._bend == 0.0 and self._phase == 0.0:
            block = self._buffer.read(self._at, min(frames, self.held))
            self._at += len(block)
            return block
        speed = self.speed if self._bend else 1.0 + (1.0 - self._phase) / frames
        taken = min(frames, int((self.held - _AHEAD - self._phase) / speed))
        return self._interpolate(max(0, taken), speed, settles=not self._bend and taken == frames)

    def _interpolate(self, frames: int, speed: float, *, settles: bool) -> Block:
        """Return frames at places between the sender's, by a curve through four of them."""
        places = self._phase + speed * np.arange(frames)
        whole = places.astype(np.int64)
        part = (places - whole).astype(np.float32)[:, np.newaxis]
        end = self._phase + speed * frames
        lead = 1 if self._at > self._buffer.oldest else 0
        sound = self._buffer.read(self._at - lead, lead + int(end) + _AHEAD)
        block = _curve(sound, whole + lead, part)
        self._at += round(end) if settles else int(end)
        self._phase = 0.0 if settles else end - int(end)
        return block


def _curve(sound: Block, at: NDArray[np.int64], part: Block) -> Block:
    """Interpolate by Catmull-Rom: `part` of the way from each frame `at` to the one behind it."""
    before, here, after, beyond = (
        sound[np.maximum(at - 1, 0)],
        sound[at],
        sound[at + 1],
        sound[at + 2],
    )
    third = 3.0 * (here - after) + beyond - before
    second = 2.0 * before - 5.0 * here + 4.0 * after - beyond
    curve: Block = here + 0.5 * part * (after - before + part * (second + part * third))
    return curve


def _blend(block: Block, before: Block | None) -> None:
    """Let a block rise, out of silence or out of what went before."""
    rise = np.linspace(0.0, 1.0, FADE, endpoint=False, dtype=np.float32)[: len(block), np.newaxis]
    block[: len(rise)] *= rise
    if before is not None:
        block[: len(rise)] += before[: len(rise)] * (1.0 - rise)


def _fall(block: Block) -> None:
    """Let a block end in silence."""
    length = min(FADE, len(block))
    block[len(block) - length :] *= np.linspace(1.0, 0.0, length, dtype=np.float32)[:, np.newaxis]
