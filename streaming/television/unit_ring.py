"""The recent units of a ladder, in the batches in which the encoder gave them."""

from collections import deque
from dataclasses import dataclass
from itertools import islice
from threading import Condition

from streaming.pictures.rungs import Rung
from streaming.pictures.units import Unit
from streaming.timeline import Timeline

DEPTH_BYTES = 24_000_000
"""Forty seconds of a ladder from 720p down."""


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """The life of an encoder that units come from."""

    number: int
    """Counts the lives; times of different lives have nothing to do with each other."""
    rungs: tuple[Rung, ...]
    """What its tracks from 1 on are."""
    timeline: Timeline
    """Where its input stands in station time."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some units of one life, in order."""

    index: int
    origin: Origin
    units: tuple[Unit, ...]
    size: int
    """Bytes."""


class UnitRing:
    """Batches by absolute index. One thread appends; any number of threads read."""

    def __init__(self, depth: int = DEPTH_BYTES) -> None:
        self._depth = depth
        self._held = 0
        self._batches: deque[Batch] = deque()
        self._first = 0
        self._changed = Condition()

    @property
    def first(self) -> int:
        """Index of the oldest batch that can still be read."""
        return self._first

    @property
    def end(self) -> int:
        """Index the next batch will get."""
        return self._first + len(self._batches)

    def append(self, origin: Origin, units: tuple[Unit, ...]) -> None:
        with self._changed:
            size = sum(len(unit.data) for unit in units)
            self._batches.append(Batch(self.end, origin, units, size))
            self._held += size
            while self._held > self._depth and len(self._batches) > 1:
                self._held -= self._batches.popleft().size
                self._first += 1
            self._changed.notify_all()

    def read(self, index: int) -> list[Batch]:
        """Return the batches from `index` on; what is already forgotten is left out."""
        with self._changed:
            return list(islice(self._batches, max(index - self._first, 0), None))

    def wait(self, index: int, timeout: float) -> bool:
        """Wait until batch `index` is there; return whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: self.end > index, timeout)
