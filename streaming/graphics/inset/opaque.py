"""Makes a drawn thing of a picture: nothing is seen through it."""

import numpy as np
from PIL import Image

from station.pictures import Picture, planes
from station.video import Shape
from streaming.graphics.drawn import Drawn


def opaque(picture: Picture, shape: Shape, wanted: Shape | None = None) -> Drawn:
    """Return a picture as a drawn thing, in another size where that is wanted."""
    y, u, v = planes(picture, shape)
    if wanted is not None and wanted != shape:
        half = Shape(wanted.width // 2, wanted.height // 2)
        y, u, v = _sized(y, wanted), _sized(u, half), _sized(v, half)
    return Drawn(y, u, v, np.full_like(y, 255), np.full_like(u, 255))


def _sized(plane: Picture, shape: Shape) -> Picture:
    size = (shape.width, shape.height)
    return np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.BILINEAR), np.uint8)
