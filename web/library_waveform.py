"""The shape of a whole file, its cues marked on it."""

from itertools import pairwise

from pydantic import BaseModel

from media_library.cart import Cart
from media_library.store import Peaks

COLUMNS = 600
HEIGHT = 100
"""Of the drawing, in its own units; its width is `COLUMNS`."""


class Outline(BaseModel):
    """Loudest sample of each column, 0 to 255, over the whole file; empty when unknown."""

    columns: list[int]
    frames: int
    """Length of the file, 48 kHz frames."""
    cue_in: int
    segue: int
    cue_out: int

    @property
    def path(self) -> str:
        """The outline as an SVG path, mirrored at the middle."""
        if not self.columns:
            return ""
        middle, last = HEIGHT / 2, len(self.columns) - 1
        reach = [max(0.5, value / 255 * (middle - 2)) for value in self.columns]
        upper = [f"{_x(number, last)} {middle - size:.1f}" for number, size in enumerate(reach)]
        lower = [f"{_x(number, last)} {middle + size:.1f}" for number, size in enumerate(reach)]
        return f"M{'L'.join(upper)}L{'L'.join(reversed(lower))}Z"

    def x(self, frame: int) -> float:
        """Where a frame stands on the drawing."""
        return round(frame / self.frames * COLUMNS, 2)


def outline(cart: Cart, peaks: Peaks | None) -> Outline:
    columns = _columns(peaks.values) if peaks else []
    return Outline(
        columns=columns,
        frames=cart.frames,
        cue_in=cart.cue_in,
        segue=cart.segue,
        cue_out=cart.cue_out,
    )


def _columns(values: bytes) -> list[int]:
    count = min(COLUMNS, len(values))
    edges = [len(values) * number // count for number in range(count + 1)] if count else []
    return [max(values[left:right]) for left, right in pairwise(edges)]


def _x(number: int, last: int) -> str:
    return f"{number * COLUMNS / max(1, last):.1f}"
