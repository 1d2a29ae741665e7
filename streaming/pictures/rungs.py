"""The ladder of a television channel: the same pictures in several sizes, on one grid."""

from dataclasses import dataclass

from station.video import FPS, Shape

GOP = int(2 * FPS)
"""Pictures from one key picture to the next: two seconds, in every rung at the same ones."""
SOUND_BITS = 128_000


@dataclass(frozen=True, slots=True)
class Rung:
    """One size of the ladder."""

    name: str
    """As addresses carry it."""
    shape: Shape
    kilobits: int
    """Of the pictures, per second."""


_KILOBITS = {1080: 4_500, 720: 2_500, 576: 1_800, 480: 1_200, 360: 700}
_LADDER = (480, 360)
"""Heights beside the channel's own."""


def rungs_of(shape: Shape) -> tuple[Rung, ...]:
    """Return the rungs of a channel, the highest first; none is larger than what is made."""
    heights = [shape.height, *(each for each in _LADDER if each < shape.height)]
    return tuple(_rung(shape, height) for height in heights)


def _rung(shape: Shape, height: int) -> Rung:
    width = round(shape.width * height / shape.height / 2) * 2
    kilobits = _KILOBITS.get(height) or max(300, round(2_500 * (height / 720) ** 1.6))
    return Rung(f"{height}p", Shape(width, height), kilobits)
