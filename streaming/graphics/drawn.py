"""One drawn thing as a file: premultiplied planes, ready to be laid over a 4:2:0 picture.

Behind a header stand, row by row, the Y plane and its cover at full size, then U, V and their
cover at half size. Colours are multiplied by what covers; `cover` is 0 … 255.
"""

import hashlib
import os
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from station.errors import StationError
from station.pictures import Picture

FORMAT = 1
MAGIC = b"MGDR"
LARGEST = 64_000
"""Columns or rows of the largest one."""
SUFFIX = ".drawn"
_HEADER = struct.Struct("<4sIII")
"""magic, format, width, height"""

Rgba = NDArray[np.uint8]
"""Rows, columns and four bytes: red, green, blue and how much of them is seen."""

# ITU-R BT.709 in narrow range, scaled by 2^16.
_Y = np.array((11_966, 40_254, 4_064), np.int32)
_U = np.array((-6_596, -22_189, 28_784), np.int32)
_V = np.array((28_784, -26_145, -2_639), np.int32)


class DrawnBroken(StationError):
    """The file is not a drawn thing."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Planes of a thing; both sides are even."""

    y: Picture
    u: Picture
    v: Picture
    cover: Picture
    half_cover: Picture

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        height, width = self.y.shape
        return width, height


def from_rgba(image: Rgba) -> Drawn:
    """Return the planes of an image; odd sides are made even by what is not seen."""
    image = _even(image)
    colours, cover = image[..., :3].astype(np.int32), image[..., 3].astype(np.int32)
    quarters = _quarters(cover)
    half = (quarters + 2) >> 2
    weighted = np.stack([_quarters(colours[..., each] * cover) for each in range(3)], -1)
    mean = weighted // np.maximum(quarters, 1)[..., None]
    return Drawn(
        _multiplied((colours @ _Y >> 16) + 16, cover),
        _multiplied((mean @ _U >> 16) + 128, half),
        _multiplied((mean @ _V >> 16) + 128, half),
        cover.astype(np.uint8),
        half.astype(np.uint8),
    )


def write(folder: Path, drawn: Drawn) -> str:
    """Write it whole or not at all; return its name, which follows from what it shows."""
    body = pack(drawn)
    name = hashlib.sha256(body).hexdigest()[:24] + SUFFIX
    path = folder / name
    if not path.exists():
        fresh = path.with_name(f".{name}.{os.getpid()}")
        fresh.write_bytes(body)
        fresh.replace(path)
    return name


def pack(drawn: Drawn) -> bytes:
    width, height = drawn.size
    planes = (drawn.y, drawn.cover, drawn.u, drawn.v, drawn.half_cover)
    return _HEADER.pack(MAGIC, FORMAT, width, height) + b"".join(each.tobytes() for each in planes)


def unpack(body: bytes) -> Drawn:
    """Read a file; raises DrawnBroken."""
    if len(body) < _HEADER.size:
        raise DrawnBroken("it is too short")
    magic, form, width, height = _HEADER.unpack_from(body)
    if magic != MAGIC or form != FORMAT or width % 2 or height % 2:
        raise DrawnBroken("it is not a drawn thing of this version")
    if not (0 < width <= LARGEST and 0 < height <= LARGEST):
        raise DrawnBroken(f"{width}x{height} is not a size")
    if len(body) != _HEADER.size + width * height * 11 // 4:
        raise DrawnBroken("it is cut short")
    whole, half = (height, width), (height // 2, width // 2)
    planes = []
    at = _HEADER.size
    for rows, columns in (whole, whole, half, half, half):
        planes.append(np.frombuffer(body, np.uint8, rows * columns, at).reshape(rows, columns))
        at += rows * columns
    y, cover, u, v, half_cover = planes
    return Drawn(y, u, v, cover, half_cover)


def _even(image: Rgba) -> Rgba:
    height, width = image.shape[:2]
    return np.pad(image, ((0, height % 2), (0, width % 2), (0, 0)))


def _quarters(plane: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the sum of each four neighbours."""
    height, width = plane.shape
    fours = plane.reshape(height // 2, 2, width // 2, 2)
    return np.asarray(fours.sum((1, 3)), np.int32)


def _multiplied(plane: NDArray[np.int32], cover: NDArray[np.int32]) -> Picture:
    return ((plane * cover + 127) // 255).astype(np.uint8)
