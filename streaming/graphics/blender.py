"""Lays drawn things over pictures, in place. Lives in the encoder's child; nothing here is drawn.

What moves stands where the time of the picture says, so it never jumps at a cut, nor when an
encoder begins anew.
"""

import logging
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from station.pictures import Picture, planes
from station.video import Shape
from streaming.graphics.drawn import Drawn, DrawnBroken, unpack
from streaming.graphics.placed import Overlay, Placed

logger = logging.getLogger(__name__)

PICTURE_US = 40_000
KEPT = 48_000_000
"""Bytes of drawn things that are kept, those used last."""

Words = NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class _Plane:
    """One plane, made ready: colours times cover, and 256 minus cover."""

    colour: Picture
    rest: Words
    opaque: bool

    def lay(self, under: Picture, rows: slice, columns: slice, opacity: int) -> None:
        colour = self.colour[rows, columns]
        if self.opaque and opacity >= 255:
            under[...] = colour
            return
        rest = self.rest[rows, columns]
        if opacity < 255:
            share = np.uint16(opacity + (opacity >> 7))
            colour = (colour * share >> 8).astype(np.uint8)
            rest = (256 - ((256 - rest) * share >> 8)).astype(np.uint16)
        mixed = np.multiply(under, rest, dtype=np.uint16)
        mixed >>= 8
        mixed += colour
        under[...] = mixed


@dataclass(frozen=True, slots=True)
class _Ready:
    width: int
    height: int
    y: _Plane
    u: _Plane
    v: _Plane

    @property
    def bytes(self) -> int:
        return self.width * self.height * 9 // 2


class Blender:
    """Opens things by name and keeps what is in use."""

    def __init__(self, folder: Path, shape: Shape) -> None:
        self._folder = folder
        self._shape = shape
        self._ready: OrderedDict[str, _Ready | None] = OrderedDict()
        self._bytes = 0

    def draw(self, picture: Picture, overlay: Overlay, utc_us: int) -> None:
        """Lay all of it over a picture that is the caller's own; `utc_us`: its time."""
        if not overlay:
            return
        parts = planes(picture, self._shape)
        for placed in overlay:
            if (ready := self._thing(placed.name)) is not None:
                self._lay(parts, ready, placed, utc_us)

    def _lay(
        self,
        parts: tuple[Picture, Picture, Picture],
        ready: _Ready,
        placed: Placed,
        utc_us: int,
    ) -> None:
        x, y = column_at(placed, utc_us), placed.y & ~1
        edge = min(placed.right or self._shape.width, self._shape.width) & ~1
        left, right = max(x, (placed.left + 1) & ~1, 0), min(x + ready.width, edge)
        top, bottom = max(y, 0), min(y + ready.height, self._shape.height)
        if left >= right or top >= bottom or placed.opacity <= 0:
            return
        for part, plane, by in zip(parts, (ready.y, ready.u, ready.v), (1, 2, 2), strict=True):
            under = part[top // by : bottom // by, left // by : right // by]
            rows = slice((top - y) // by, (bottom - y) // by)
            columns = slice((left - x) // by, (right - x) // by)
            plane.lay(under, rows, columns, placed.opacity)

    def _thing(self, name: str) -> _Ready | None:
        if name in self._ready:
            self._ready.move_to_end(name)
            return self._ready[name]
        try:
            ready = _ready(unpack((self._folder / Path(name).name).read_bytes()))
        except OSError:
            return None
        except DrawnBroken as error:
            logger.error("%s is not seen: %s", name, error, extra={"action": "drawn_broken"})
            self._ready[name] = None
            return None
        self._keep(name, ready)
        return ready

    def _keep(self, name: str, ready: _Ready) -> None:
        self._ready[name] = ready
        self._bytes += ready.bytes
        while self._bytes > KEPT and len(self._ready) > 1:
            _, oldest = self._ready.popitem(last=False)
            self._bytes -= oldest.bytes if oldest else 0


def column_at(placed: Placed, utc_us: int) -> int:
    """Return the column of its left edge in the picture of a time; always even."""
    pictures = max(0, (utc_us - placed.since + PICTURE_US // 2) // PICTURE_US)
    return (placed.x - placed.speed * pictures * bool(placed.speed)) & ~1


def _ready(drawn: Drawn) -> _Ready:
    width, height = drawn.size
    whole, half = _rest(drawn.cover), _rest(drawn.half_cover)
    return _Ready(
        width,
        height,
        _plane(drawn.y, whole),
        _plane(drawn.u, half),
        _plane(drawn.v, half),
    )


def _rest(cover: Picture) -> Words:
    wide = cover.astype(np.uint16)
    return 256 - (wide + (wide >> 7))


def _plane(colour: Picture, rest: Words) -> _Plane:
    return _Plane(colour, rest, not rest.any())
