"""Slendro and pelog. No two gamelans are tuned alike, so each piece bends its own set a little."""

from dataclasses import dataclass
from random import Random

SLENDRO = (0, 231, 474, 717, 955)
PELOG_NEM = (0, 120, 258, 675, 785)
PELOG_BARANG = (0, 138, 417, 536, 695)
PELOG_SELISIR = (0, 125, 270, 670, 800)
"""Cents above the lowest tone, five tones an octave: typical measured intervals, rounded."""
OCTAVE = 1206
"""A gamelan's octave is a little wider than 2:1."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """Turns degrees, counted through the octaves, into hertz."""

    base: float
    """Hertz of degree 0."""
    cents: tuple[float, ...]

    def hertz(self, degree: int) -> float:
        octave, tone = divmod(degree, len(self.cents))
        return float(self.base * 2 ** ((octave * OCTAVE + self.cents[tone]) / 1200))


def bent(base: float, cents: tuple[int, ...], random: Random) -> Tuning:
    """Return a tuning of this piece's own: every tone but the first moved by up to 9 cents."""
    return Tuning(base, (0.0, *(cent + random.uniform(-9, 9) for cent in cents[1:])))
