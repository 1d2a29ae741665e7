"""The one picture format inside the station."""

from fractions import Fraction

FPS = Fraction(25)
"""Pictures per second: one picture lasts exactly one audio block."""
PIXEL_FORMAT = "yuv420p"


def picture_bytes(width: int, height: int) -> int:
    """Return the size of one planar 4:2:0 picture; both sides must be even."""
    if width % 2 or height % 2:
        raise ValueError(f"{width}x{height} is not even on both sides")
    return width * height * 3 // 2
