"""One rendition's pipe out of FFmpeg into its ring."""

import contextlib
import os
from collections.abc import Iterator

from streaming.frames import FrameParser
from streaming.ring import Mark, Piece, Ring
from streaming.timeline import Timeline

READ = 1 << 16


class Outlet:
    """Collects whole frames of one life of an encoder and cuts them into pieces."""

    def __init__(
        self, ring: Ring, life: int, timeline: Timeline, together: tuple[str, ...] = ()
    ) -> None:
        """`together` names all renditions of this life."""
        self.read_fd, self.write_fd = os.pipe()
        os.set_blocking(self.read_fd, False)
        self._ring = ring
        self._life = life
        self._timeline = timeline
        self._together = together
        self._parser = FrameParser(ring.rendition.codec)
        self._pending: list[bytes] = []
        self._done = 0

    def collect(self) -> int:
        """Move what has arrived into the ring; return how many bytes it was."""
        count = 0
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self.read_fd, READ):
                count += len(data)
                self._pending += self._parser.feed(data)
        chunk = self._ring.rendition.chunk_frames
        while len(self._pending) >= chunk:
            self._emit(chunk)
        return count

    def close(self) -> None:
        """Give the ring what is left of this life."""
        os.close(self.read_fd)
        if self._pending:
            self._emit(len(self._pending))

    def _emit(self, count: int) -> None:
        frames = tuple(self._pending[:count])
        del self._pending[:count]
        begin = self._input_frame(self._done)
        marks = tuple(self._marks(frames, begin))
        utc_us = self._timeline.utc_us(begin)
        self._ring.append(Piece(frames, self._life, self._done, utc_us, marks, self._together))
        self._done += count

    def _marks(self, frames: tuple[bytes, ...], begin: int) -> Iterator[Mark]:
        """Yield what begins in these frames, at the border of the frame in which it does."""
        samples = self._ring.rendition.codec.samples
        for at, metadata in self._timeline.began(begin, begin + len(frames) * samples):
            before = (at - begin) // samples
            yield Mark(sum(map(len, frames[:before])), self._timeline.utc_us(at), metadata)

    def _input_frame(self, codec_frame: int) -> int:
        rendition = self._ring.rendition
        return codec_frame * rendition.codec.samples - rendition.delay
