"""Sound that nobody hears: only its length and its level count, so a month costs no arithmetic.

The mix bus treats it as any block. Sums have the level of the louder one; gains and fades leave it
as it is, whatever its length.
"""

from collections.abc import Callable, Iterable
from typing import Any, cast

import numpy as np

from station.audio import CHANNELS, Block

LEVEL = 0.1
"""Peak of anything that plays, as far as the silence watch can tell."""


class Unheard:
    """Stands in for a block of samples."""

    __slots__ = ("_frames", "_level")

    def __init__(self, frames: int, level: float = LEVEL) -> None:
        self._frames = frames
        self._level = level if frames else 0.0

    def __len__(self) -> int:
        return self._frames

    @property
    def size(self) -> int:
        return self._frames * CHANNELS

    def max(self) -> float:
        return self._level

    def min(self) -> float:
        return -self._level

    def __getitem__(self, place: slice) -> "Unheard":
        return Unheard(len(range(*place.indices(self._frames))), self._level)

    def __setitem__(self, place: slice, sound: "Unheard") -> None:
        self._level = max(self._level, sound.max())

    def __iadd__(self, sound: "Unheard | Block") -> "Unheard":
        if len(sound):
            self._level = max(self._level, float(sound.max()))
        return self

    def __imul__(self, gains: object) -> "Unheard":
        return self

    def __array_ufunc__(
        self,
        ufunc: np.ufunc,
        method: str,
        *inputs: object,
        out: tuple[Block, ...],
        **_: object,
    ) -> Block:
        """Leave real sound as it is where this is added to it, but for the level."""
        if self._frames:
            out[0][0] = np.maximum(out[0][0], self._level)
        return out[0]

    def __array_function__(
        self,
        function: Callable[..., object],
        types: Iterable[type],
        args: tuple[Any, ...],
        _: dict[str, Any],
    ) -> object:
        """Join stretches: as long as all of them, as loud as the loudest."""
        if function is not np.concatenate:
            return NotImplemented
        parts = [part for part in args[0] if len(part)]
        return Unheard(sum(map(len, parts)), max((float(part.max()) for part in parts), default=0))


def unheard(frames: int) -> Block:
    """Return so many frames of it, as the mix bus takes them."""
    return cast(Block, Unheard(frames))
