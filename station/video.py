"""The one picture format inside the station."""

from dataclasses import dataclass
from fractions import Fraction

FPS = Fraction(25)
"""Pictures per second: one picture lasts exactly one audio block."""
PIXEL_FORMAT = "yuv420p"


@dataclass(frozen=True, slots=True)
class Shape:
    """Size of every picture of a channel."""

    width: int
    height: int

    @property
    def size(self) -> int:
        """Bytes of one picture."""
        return picture_bytes(self.width, self.height)


LADDER = (480, 360)
"""Heights beside the channel's own."""


def ladder_heights(shape: Shape, *, ladder: bool = True) -> list[int]:
    """Return the heights that a channel is made in, the highest first."""
    return [shape.height, *(each for each in LADDER if ladder and each < shape.height)]


def picture_bytes(width: int, height: int) -> int:
    """Return the size of one planar 4:2:0 picture; both sides must be even."""
    if width % 2 or height % 2:
        raise ValueError(f"{width}x{height} is not even on both sides")
    return width * height * 3 // 2
