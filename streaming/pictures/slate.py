"""The picture that is seen when the air is absent: the station's own, or a calm blue."""

from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError

from station.pictures import Picture, planes
from station.video import PIXEL_FORMAT, Shape


def load(path: Path, shape: Shape) -> Picture:
    """Return the station's picture in the size of the channel, or the blue one."""
    try:
        with av.open(str(path), options={"protocol_whitelist": "file"}) as container:
            frame = next(container.decode(video=0))
            fitted = frame.reformat(shape.width, shape.height, PIXEL_FORMAT)
            return np.ascontiguousarray(fitted.to_ndarray().reshape(-1), np.uint8)
    except (OSError, FFmpegError, StopIteration, IndexError, ValueError):
        return blue(shape)


def blue(shape: Shape) -> Picture:
    """Return a blue that is lighter in the middle: it says that a line is open, and no more."""
    picture = np.empty(shape.size, np.uint8)
    luma, blueness, redness = planes(picture, shape)
    distance = np.abs(np.linspace(-1.0, 1.0, shape.height))
    luma[:] = (64 - 24 * distance).astype(np.uint8)[:, None]
    blueness[:] = 150
    redness[:] = 118
    return picture
