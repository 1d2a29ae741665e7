"""The picture that is seen when the air is absent: the station's own, or a calm blue."""

from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from PIL import Image, ImageOps

from station.pictures import Picture, planes
from station.video import PIXEL_FORMAT, Shape

FORMATS = ("PNG", "JPEG")


def load(path: Path, shape: Shape) -> Picture:
    """Return the station's picture, whole inside that of the channel, or the blue one."""
    try:
        with Image.open(path, formats=FORMATS) as image:
            turned = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):  # of a broken PNG
        return blue(shape)
    fitted = ImageOps.pad(turned, (shape.width, shape.height))
    frame = VideoFrame.from_ndarray(np.asarray(fitted), format="rgb24")
    frame = frame.reformat(format=PIXEL_FORMAT)
    return np.ascontiguousarray(frame.to_ndarray().reshape(-1), np.uint8)


def blue(shape: Shape) -> Picture:
    """Return a blue that is lighter in the middle: it says that a line is open, and no more."""
    picture = np.empty(shape.size, np.uint8)
    luma, blueness, redness = planes(picture, shape)
    distance = np.abs(np.linspace(-1.0, 1.0, shape.height))
    luma[:] = (64 - 24 * distance).astype(np.uint8)[:, None]
    blueness[:] = 150
    redness[:] = 118
    return picture
