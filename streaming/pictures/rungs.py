"""The ladder of a television channel: the same pictures in several sizes, on one grid."""

from dataclasses import dataclass

from station.video import FPS, Shape, ladder_heights

GOP = int(2 * FPS)
"""Pictures from one key picture to the next: two seconds, in every rung at the same ones."""
SOUND_BITS = 128_000
SOUND_BLOCKS = 5
"""Blocks of sound that are encoded together: one by one each would find the processor's cache full
of pictures. Pictures are longer on their way, so nothing comes later for it."""
OVERHEAD = 1.06
"""What the transport stream adds, rounded up."""
_LEVELS = ((30, 1_620), (31, 3_600), (40, 8_192), (51, 36_864))
"""H.264 levels times ten, and the macroblocks a picture may have (ITU-T H.264, table A-1)."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One size of the ladder."""

    name: str
    """As addresses carry it."""
    shape: Shape
    kilobits: int
    """Of the pictures, per second."""

    @property
    def level(self) -> int:
        """Ten times the H.264 level: the lowest, from 3 on, that allows the size at this rate."""
        blocks = -(-self.shape.width // 16) * -(-self.shape.height // 16)
        return next(level for level, most in _LEVELS if blocks <= most)

    @property
    def codec(self) -> str:
        """Return what is to be decoded, as RFC 6381 says it: main profile."""
        return f"avc1.4d40{self.level:02x}"

    @property
    def average(self) -> int:
        """Bits a second of the transport stream, as a rule."""
        return round((1_000 * self.kilobits + SOUND_BITS) * OVERHEAD)

    @property
    def bandwidth(self) -> int:
        """The same at most, over two seconds: the encoder's buffer may be emptied in them."""
        return round((2_000 * self.kilobits + SOUND_BITS) * OVERHEAD)


_KILOBITS = {1080: 4_500, 720: 2_500, 576: 1_800, 480: 1_200, 360: 700}


def rungs_of(shape: Shape, *, ladder: bool = True) -> tuple[Rung, ...]:
    """Return the rungs of a channel, the highest first; none is larger than what is made.

    Without a `ladder` there is only its own size.
    """
    return tuple(_rung(shape, height) for height in ladder_heights(shape, ladder=ladder))


def _rung(shape: Shape, height: int) -> Rung:
    width = round(shape.width * height / shape.height / 2) * 2
    kilobits = _KILOBITS.get(height) or max(300, round(2_500 * (height / 720) ** 1.6))
    return Rung(f"{height}p", Shape(width, height), kilobits)
