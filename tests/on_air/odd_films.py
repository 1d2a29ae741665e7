"""Films of odd rates and lengths, as long as one wants: each flashes and beeps in every stretch."""

import math
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from station.audio import RATE
from tests import film_zoo as zoo

EVERY = 10
"""Seconds from one beep to the next."""
SIZE = "64x36"
_NTSC = "30000/1001"
_FILM = "24000/1001"


@dataclass(frozen=True, slots=True)
class OddFilm:
    """How one of them is made, and when its flashes truly are."""

    name: str
    rate: str = "25"
    sound_less: float = 0
    """Seconds by which its sound is shorter than its pictures."""
    picture_less: float = 0
    """And the other way round."""
    more: tuple[str, ...] = zoo.H264

    def make(self, folder: Path, seconds: float) -> None:
        shown = zoo.picture(SIZE, self.rate, seconds - self.picture_less, EVERY)
        heard = zoo.sound(seconds - self.sound_less, every=EVERY)
        zoo.run(*shown, *heard, *self.more, str(folder / self.name))

    def behind(self, beep: float) -> float:
        """Return how much later than a beep the picture is that flashes with it: the film's own
        pictures do not begin at every moment. Seconds of the film."""
        rate = Fraction(self.rate)
        return float(math.ceil(Fraction(beep).limit_denominator(1000) * rate) / rate) - beep


_VARIABLE = ("-vf", zoo.UNEVEN, "-fps_mode", "vfr")
ODD_FILMS = (
    OddFilm("plain.mp4"),
    OddFilm("ntsc.mp4", _NTSC),
    OddFilm("pulled-down.mp4", _FILM),
    OddFilm("cinema.mkv", "24"),
    OddFilm("thirty.ts", "30"),
    OddFilm("fifty.mp4", "50"),
    OddFilm("uneven.mkv", more=(*_VARIABLE, *zoo.H264)),
    OddFilm("short-sound.mp4", sound_less=4.3),
    OddFilm("short-picture.mp4", _NTSC, picture_less=1.7),
    OddFilm("far-off.ts", more=(*zoo.H264, "-output_ts_offset", "50000")),
)


def beeps_in(frames: int) -> int:
    """Return how many there are in so much of a film, its last seconds left out."""
    return max(0, math.ceil((frames / RATE - zoo.FLASH - 6) / EVERY))
