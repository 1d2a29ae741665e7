"""A bounded ring of frames between one thread that decodes and one that plays.

No lock: each side moves only its own counter, and reads the other's, after the frames are in place.
"""

import numpy as np

from station.audio import BYTES_PER_FRAME, CHANNELS, Block


class Ring:
    """Counts whole frames; a torn frame stays with the writer until the rest has come."""

    def __init__(self, frames: int) -> None:
        self._frames = np.zeros((frames, CHANNELS), dtype=np.float32)
        self._bytes = self._frames.data.cast("B")
        self._written = 0
        self._read = 0

    @property
    def filled(self) -> int:
        """Return the frames that can be read."""
        return self._written // BYTES_PER_FRAME - self._read

    @property
    def room(self) -> int:
        """Return the bytes that can be written."""
        return len(self._bytes) - (self._written - self._read * BYTES_PER_FRAME)

    @property
    def written(self) -> int:
        """Return all frames ever written."""
        return self._written // BYTES_PER_FRAME

    def gaps(self) -> list[memoryview]:
        """Return where the next bytes go, in order: at most two stretches of memory."""
        size, room = len(self._bytes), self.room
        start = self._written % size
        if start + room <= size:
            return [self._bytes[start : start + room]] if room else []
        return [self._bytes[start:], self._bytes[: start + room - size]]

    def wrote(self, size: int) -> None:
        """Say how many bytes were put there."""
        self._written += size

    def forget_torn(self) -> int:
        """Leave out what is written of a frame whose rest will not come; return its bytes."""
        torn = self._written % BYTES_PER_FRAME
        self._written -= torn
        return torn

    def read(self, frames: int) -> Block:
        """Return a copy of at most `frames` frames."""
        taken = min(frames, self.filled)
        start = self._read % len(self._frames)
        end = start + taken
        if end <= len(self._frames):
            block = self._frames[start:end].copy()
        else:
            rest = self._frames[: end - len(self._frames)]
            block = np.concatenate([self._frames[start:], rest])
        self._read += taken
        return block
