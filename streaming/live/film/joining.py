"""Joins sound and pictures of a live input by their time: one way on, in the order of time. Pure.

Nothing is given before the first picture, and what was heard before it is left out. From there on
the sound goes on without a hole, and each picture stands in front of the very frame of sound with
which it is to be seen.
"""

from collections import deque
from collections.abc import Iterator
from typing import Generic, TypeVar

import numpy as np

from station.audio import BLOCK, RATE, Block, silence

Picture = TypeVar("Picture")

NO_PICTURES = "no pictures"
"""Said of an input that turns out to be only heard."""
PATIENCE = 10 * RATE
"""Frames behind which nobody waits for the first of the other side any more."""
LAG = RATE
"""How far one side waits for the other: less than what the air holds against an uneven line."""
SLACK = RATE // 50
"""How far sound may be off its time stamps; those are rounded to a millisecond and worse."""
LATE = BLOCK // 2
"""A picture that comes later than this behind its sound is left out."""
EARLY = BLOCK // 4
"""How much less than a block may lie between two pictures; faster ones are thinned out."""


class Joining(Generic[Picture]):
    """Places are counted in samples of the sender's own time."""

    def __init__(self) -> None:
        self._sounds: deque[Block] = deque()
        self._begin = 0
        """Place of the first sample that was not given."""
        self._known = 0
        """Place behind the last sample that has come, silence made up included."""
        self._heard = False
        """Whether any sound has come."""
        self._pictures: deque[tuple[int, Picture]] = deque()
        self._first: int | None = None
        """Place of the first picture."""
        self._newest: int | None = None
        """Place of the newest picture."""
        self.expects_sound = True
        """Whether there may be sound; told before anything has come."""
        self._due = 0

    @property
    def waited(self) -> int:
        """Frames of sound that wait for the first picture."""
        return self._known - self._begin if self._newest is None else 0

    @property
    def is_mute(self) -> bool:
        """Return whether there are pictures, and no sound to wait for."""
        if self._heard or self._first is None or self._newest is None:
            return False
        return not self.expects_sound or self._newest - self._first > PATIENCE

    def sound(self, at: int, block: Block) -> None:
        """Take sound; a hole before it is silence, what has been heard already is left out."""
        if not self._sounds and self._newest is None:
            self._begin = self._known = at
        off = at - self._known
        slack = SLACK if self._heard else 0
        if off > slack:
            self._append(silence(off))
        elif off < -slack:
            block = block[-off:]
        self._append(block)
        self._heard |= len(block) > 0

    def picture(self, at: int, picture: Picture) -> None:
        """Take a picture; they come in their order."""
        if self._newest is None:
            self._start(at)
        elif at < self._due - EARLY:
            return
        self._due = max(self._due, at - BLOCK) + BLOCK
        self._newest = max(self._newest or at, at)
        self._pictures.append((at, picture))

    def ready(self, *, ended: bool = False) -> Iterator[Block | Picture]:
        """Yield what is in order by now; with `ended`, all that is left."""
        if self._newest is None:
            return
        behind = self._newest - (0 if ended else LAG) - self._known
        if behind > 0:
            self._append(silence(behind))
        until = self._known if ended else min(self._known, max(self._newest, self._known - LAG))
        while self._pictures and self._pictures[0][0] <= until:
            at, picture = self._pictures.popleft()
            yield from self._give(at)
            if self._begin - at <= LATE:
                yield picture
        yield from self._give(until)

    def _append(self, block: Block) -> None:
        if len(block):
            self._sounds.append(block)
            self._known += len(block)

    def _start(self, at: int) -> None:
        """Begin with the first picture."""
        self._due = self._first = at
        if not self._sounds or self._known <= at:
            self._sounds.clear()
            self._begin = self._known = at
        elif self._begin > at:
            self._sounds.appendleft(silence(self._begin - at))
            self._begin = at
        else:
            deque(self._give(at), maxlen=0)

    def _give(self, until: int) -> Iterator[Block]:
        """Yield the sound up to a place that is known."""
        while self._begin < until:
            block = self._sounds.popleft()
            size = until - self._begin
            if len(block) > size:
                self._sounds.appendleft(block[size:])
                block = block[:size]
            self._begin += len(block)
            yield np.ascontiguousarray(block)
