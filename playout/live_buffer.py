"""The newest sound of one live input, between the thread that receives and the tick that plays.

No lock: the receiver moves one counter, after the frames are in place. It never waits; what nobody
has read in time is overwritten, so that an input which is not on the air costs nothing.
"""

import numpy as np

from station.audio import CHANNELS, RATE, Block
from station.live import MAX_FRAMES

_GUARD = MAX_FRAMES
"""Frames that the receiver may be overwriting at this moment: one packet."""


class LiveBuffer:
    """Frames are numbered from the first one received."""

    def __init__(self, frames: int) -> None:
        self._frames = np.zeros((frames + _GUARD, CHANNELS), dtype=np.float32)
        self.written = 0
        """All frames ever received."""
        self.closed = False
        """Whether no more will come; set behind the last frame."""

    @property
    def oldest(self) -> int:
        """Return the first frame that is still held."""
        return max(0, self.written + _GUARD - len(self._frames))

    def write(self, block: Block) -> None:
        """Take up at most one packet: what is no number is silence, too loud is full scale."""
        clean = np.clip(np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0), -1.0, 1.0)
        for stretch in self._stretches(self.written, len(clean)):
            stretch[:] = clean[: len(stretch)]
            clean = clean[len(stretch) :]
        self.written += len(block)

    def read(self, start: int, frames: int) -> Block:
        """Return a copy of frames that are held."""
        return np.concatenate(self._stretches(start, frames))

    def peak(self, frames: int = RATE // 5) -> float:
        """Return the highest sample of the newest frames, without its sign."""
        start = max(self.oldest, self.written - frames)
        parts = self._stretches(start, self.written - start)
        return max((float(np.abs(part).max()) for part in parts if part.size), default=0.0)

    def _stretches(self, start: int, frames: int) -> list[Block]:
        """Return where these frames lie: one or two stretches of memory."""
        first = start % len(self._frames)
        end = first + frames
        if end <= len(self._frames):
            return [self._frames[first:end]]
        return [self._frames[first:], self._frames[: end - len(self._frames)]]
