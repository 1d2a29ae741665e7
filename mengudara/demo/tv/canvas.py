"""One picture in the making: a soft ground out of numbers, figures and words over it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Level = NDArray[np.float32]
"""Rows and columns of a small ground, or one of its colours."""
Colour = tuple[int, int, int]
Point = tuple[float, float]
"""Across and down, each 0 … 1 of the picture's height: circles stay round."""
ROWS, COLUMNS = 90, 160
"""Of a ground, before it is drawn out to the whole picture."""

INK: Colour = (12, 16, 20)
PAPER: Colour = (238, 245, 243)


@dataclass(frozen=True, slots=True)
class Moment:
    """Which picture of a scene is asked for."""

    at: float
    """Seconds from its begin."""
    seconds: float
    """How long the scene lasts."""
    size: tuple[int, int]
    """Columns and rows."""

    @property
    def share(self) -> float:
        """Return how much of the scene is over, 0 … 1."""
        return min(1.0, self.at / self.seconds)


@lru_cache(maxsize=1)
def across() -> Level:
    return np.linspace(0, 1, COLUMNS, dtype=np.float32)[None, :]


@lru_cache(maxsize=1)
def down() -> Level:
    return np.linspace(0, 1, ROWS, dtype=np.float32)[:, None]


def between(level: Level, low: Colour, high: Colour) -> Level:
    """Return colours, by rows and columns: `low` where the level is 0, `high` where it is 1."""
    whole = np.broadcast_to(np.clip(level, 0, 1), (ROWS, COLUMNS))[..., None]
    edges = np.array((low, high), np.float32)
    mixed: Level = edges[0] + (edges[1] - edges[0]) * whole
    return mixed


class Canvas:
    """Draws on a picture; all measures are shares of its height."""

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self.width = image.width / image.height
        """How wide the picture is, in heights."""
        self._unit = image.height
        self._draw = ImageDraw.Draw(image)

    @classmethod
    def on(cls, ground: Level, size: tuple[int, int]) -> "Canvas":
        """Return a canvas with a small ground drawn out over all of it."""
        small = Image.fromarray(np.clip(ground, 0, 255).astype(np.uint8))
        return cls(small.resize(size, Image.Resampling.BILINEAR))

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        x, y, r = (round(each * self._unit) for each in (*centre, radius))
        self._draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def ring(self, centre: Point, radius: float, colour: Colour, thick: float = 0.01) -> None:
        x, y, r = (round(each * self._unit) for each in (*centre, radius))
        self._draw.ellipse((x - r, y - r, x + r, y + r), outline=colour, width=self._line(thick))

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        self._draw.polygon([self._at(point) for point in points], fill=colour)

    def line(self, points: Sequence[Point], colour: Colour, thick: float = 0.01) -> None:
        ends = [self._at(point) for point in points]
        self._draw.line(ends, fill=colour, width=self._line(thick), joint="curve")

    def box(self, corner: Point, opposite: Point, colour: Colour) -> None:
        self._draw.rectangle((*self._at(corner), *self._at(opposite)), fill=colour)

    def words(
        self, text: str, centre: Point, height: float, colour: Colour = PAPER, *, left: bool = False
    ) -> None:
        """Write one line around a point, or to the right of it."""
        drawn = _written(text, max(8, round(height * self._unit)), colour)
        x, y = self._at(centre)
        self.image.paste(drawn, (round(x if left else x - drawn.width / 2), round(y)), drawn)

    def _at(self, point: Point) -> tuple[float, float]:
        return point[0] * self._unit, point[1] * self._unit

    def _line(self, thick: float) -> int:
        return max(1, round(thick * self._unit))


@lru_cache(maxsize=256)
def _written(text: str, height: int, colour: Colour) -> Image.Image:
    """Return a line of words with a soft dark edge, so that it can be read on any ground."""
    font = ImageFont.load_default(height)
    edge = max(1, height // 14)
    left, top, right, bottom = font.getbbox(text, stroke_width=edge)
    drawn = Image.new("RGBA", (round(right - left) + 2, round(bottom - top) + 2))
    write = ImageDraw.Draw(drawn)
    write.text((1 - left, 1 - top), text, colour, font, stroke_width=edge, stroke_fill=(*INK, 150))
    return drawn
