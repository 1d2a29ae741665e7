"""Which of some renditions is recorded: the first that gives something now."""

from collections.abc import Iterator, Sequence

from station.audio import RATE
from streaming.ring import Chunk, Ring


class Following:
    """Goes on with the next ring where one is left out, at the stretch behind the last one."""

    def __init__(self, rings: Sequence[Ring]) -> None:
        """`rings`: in the order in which they are wanted; all of one codec."""
        self._rings = rings
        self._ring = rings[0]
        self._index = self._ring.end
        self._covered = 0
        """Station time in µs behind what was read last."""

    @property
    def ring(self) -> Ring:
        """The one that is recorded now."""
        return self._ring

    @property
    def covered(self) -> int:
        """Station time behind what was read last, in µs; 0 while that is nothing."""
        return self._covered

    def read(self) -> Iterator[tuple[Chunk, int]]:
        """Yield what is new, each with its length in µs."""
        best = next((each for each in self._rings if not each.shed), self._rings[0])
        fresh = [] if best is self._ring else self._behind(best)
        for chunk in self._ring.read(self._index):
            if not fresh or chunk.piece.utc_us < fresh[0].piece.utc_us:
                yield self._taken(self._ring, chunk)
        for chunk in fresh:
            yield self._taken(best, chunk)

    def skip(self) -> None:
        """Leave out what has come by now."""
        for chunk in self._ring.read(self._ring.end - 1):
            self._taken(self._ring, chunk)

    def _behind(self, ring: Ring) -> list[Chunk]:
        """Return what another ring holds of the time behind what was read."""
        return [chunk for chunk in ring.read(0) if chunk.piece.utc_us >= self._covered]

    def _taken(self, ring: Ring, chunk: Chunk) -> tuple[Chunk, int]:
        us = length(ring, chunk)
        self._ring, self._index = ring, chunk.index + 1
        self._covered = chunk.piece.utc_us + us
        return chunk, us


def length(ring: Ring, chunk: Chunk) -> int:
    """Return how long a chunk is, in µs."""
    samples = chunk.piece.samples or len(chunk.piece.frames) * ring.rendition.codec.samples
    return samples * 1_000_000 // RATE
