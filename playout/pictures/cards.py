"""What is seen where no film is: the slate, and the card of what is only heard. Drawn, not read."""

import numpy as np

from station.pictures import Picture, planes
from station.video import Shape

_BARS = (
    (180, 128, 128), (168, 44, 136), (145, 147, 44), (133, 63, 52),
    (63, 193, 204), (51, 109, 212), (28, 212, 120),
)  # fmt: skip
"""Y, U and V of the 75 % bars of the EBU, in the order in which they stand."""
_DIM = 0.4
_NIGHT, _DAWN = (34, 140, 118), (92, 150, 104)
"""Y, U and V of the two ends of the card: deep blue and sea green."""


def slate(shape: Shape) -> Picture:
    """Return colour bars, muted so that they dazzle nobody at night."""
    picture = np.empty(shape.size, np.uint8)
    for plane, level, black in zip(
        planes(picture, shape), np.array(_BARS).T, (16, 128, 128), strict=True
    ):
        muted = np.rint(black + (level - black) * _DIM).astype(np.uint8)
        width = plane.shape[1]
        plane[:] = muted[np.arange(width) * len(_BARS) // width]
    return picture


def card(shape: Shape) -> Picture:
    """Return a quiet slope of the station's colours, on which words can stand."""
    picture = np.empty(shape.size, np.uint8)
    for plane, begins, ends in zip(planes(picture, shape), _NIGHT, _DAWN, strict=True):
        rows, columns = plane.shape
        down = np.linspace(0.0, 1.0, rows)[:, np.newaxis]
        across = np.linspace(0.0, 1.0, columns)[np.newaxis, :]
        plane[:] = np.rint(begins + (ends - begins) * (0.6 * down + 0.4 * across))
    return picture
