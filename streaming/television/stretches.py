"""Follows the units of a ladder and cuts them, over all lives of its encoder."""

from collections.abc import Iterator
from dataclasses import dataclass

from streaming.pictures.cutter import LadderCutter, Stretch, next_key
from streaming.television.unit_ring import Batch, Origin, UnitRing

SHORTEST = 13
"""Pictures, about half a second; what is shorter is left out."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch, and the life of the encoder it is from."""

    origin: Origin
    stretch: Stretch
    joins: bool
    """Whether it follows the one before it without a gap."""

    @property
    def utc_us(self) -> int:
        """Station time at which it begins."""
        return self.origin.timeline.utc_us(self.stretch.first_sample)


class Stretches:
    """Belongs to one leaf, which reads it again and again."""

    def __init__(self, ring: UnitRing, *, shorts: int) -> None:
        """`shorts`: so many of the first stretches are half as long as the others."""
        self._ring = ring
        self._shorts = shorts
        self._read_until = 0
        self._origin: Origin | None = None
        self._cutter = LadderCutter(0)
        self._joins = True

    def read(self) -> Iterator[Found]:
        """Yield whatever has become complete."""
        for batch in self._ring.read(self._read_until):
            yield from self._take(batch)

    def wait(self, timeout: float) -> bool:
        """Wait until there is more to read; return whether there is."""
        return self._ring.wait(self._read_until, timeout)

    def _take(self, batch: Batch) -> Iterator[Found]:
        if batch.origin is not self._origin:
            yield from self._rest()
            self._begin(batch.origin)
        elif batch.index > self._read_until:
            self._begin(batch.origin, next_key(batch.units))
        self._read_until = batch.index + 1
        for unit in batch.units:
            self._cutter.add(unit)
        for stretch in self._cutter.stretches():
            yield self._found(batch.origin, stretch)

    def _rest(self) -> Iterator[Found]:
        """Yield what the life before left whole."""
        rest = self._cutter.rest() if self._origin else None
        if self._origin and rest and rest.pictures >= SHORTEST:
            yield self._found(self._origin, rest)

    def _begin(self, origin: Origin, first: int = 0) -> None:
        """Go on with a life of the encoder, from one of its pictures on."""
        self._joins = self._origin is None
        self._origin = origin
        self._cutter = LadderCutter(len(origin.rungs), shorts=self._shorts, first=first)

    def _found(self, origin: Origin, stretch: Stretch) -> Found:
        found = Found(origin, stretch, self._joins)
        self._joins = True
        self._shorts = max(0, self._shorts - 1)
        return found
