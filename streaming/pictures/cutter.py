"""Cuts the units of a ladder at the same pictures in every rung. Holds no file and no thread."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, zip_longest

from station.audio import RATE
from streaming.pictures.encoding import LEAD
from streaming.pictures.rungs import GOP
from streaming.pictures.units import SOUND, TICKS_PER_SECOND, Unit

PICTURE_TICKS = TICKS_PER_SECOND // 25
STRETCH = 2 * GOP
"""Pictures in a stretch: four seconds."""
SOUND_TICKS = 1_920
"""Of one frame of sound."""
FIRST_STRETCHES = 3
"""So many of a process are half as long, so that players need not wait."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The same time in every track; it can be decoded by itself."""

    first: int
    """Pictures of this life of the encoder before it."""
    pictures: int
    """How many it holds."""
    units: dict[int, list[Unit]]
    """By track, in the order in which they came."""

    @property
    def first_sample(self) -> int:
        """Frames of sound given to this life of the encoder before it."""
        return self.first * RATE // 25

    @property
    def samples(self) -> int:
        """Frames of sound in it, as time; its codec frames begin where they may."""
        return self.pictures * RATE // 25


class LadderCutter:
    """Takes the units of one life of an encoder as they come; gives whole stretches."""

    def __init__(self, rungs: int, *, shorts: int = 0, first: int = 0) -> None:
        """`shorts`: so many stretches are half as long; `first`: the key picture it begins with."""
        self._units: dict[int, list[Unit]] = {track: [] for track in range(rungs + 1)}
        self._first = first
        self._shorts = shorts

    def add(self, unit: Unit) -> None:
        if self._first == 0 or unit.shown >= self._end_of(0):
            self._units[unit.track].append(unit)

    def stretches(self) -> Iterator[Stretch]:
        """Yield what is complete: every track has come to the key picture behind it."""
        while self._reached(self._end_of(self._wanted)):
            yield self._cut(self._wanted)

    def rest(self) -> Stretch | None:
        """Return what is whole in every track behind the last stretch: the end of a life."""
        sound = max((unit.shown for unit in self._units[SOUND]), default=0) + SOUND_TICKS
        tracks = [_ends(units) for track, units in self._units.items() if track != SOUND]
        ends = set.intersection(*tracks) if tracks else set()
        last = max((end for end in ends if end <= sound), default=0)
        pictures = (last - self._end_of(0)) // PICTURE_TICKS
        return self._cut(pictures) if pictures > 0 else None

    @property
    def _wanted(self) -> int:
        return GOP if self._shorts else STRETCH

    def _end_of(self, pictures: int) -> int:
        return LEAD + (self._first + pictures) * PICTURE_TICKS

    def _reached(self, end: int) -> bool:
        return all(
            any(unit.shown >= end and (unit.key or track == SOUND) for unit in units)
            for track, units in self._units.items()
        )

    def _cut(self, pictures: int) -> Stretch:
        end = self._end_of(pictures)
        cut: dict[int, list[Unit]] = {}
        for track, units in self._units.items():
            cut[track] = [unit for unit in units if unit.shown < end]
            self._units[track] = [unit for unit in units if unit.shown >= end]
        stretch = Stretch(self._first, pictures, cut)
        self._first += pictures
        self._shorts = max(0, self._shorts - 1)
        return stretch


def next_key(units: Iterable[Unit]) -> int:
    """Return the first key picture that certainly comes behind some units."""
    latest = max(unit.shown for unit in units)
    return ((latest - LEAD) // PICTURE_TICKS // GOP + 2) * GOP


def _ends(units: list[Unit]) -> set[int]:
    """Return the times at which a track may end: what is shown before needs nothing shown later."""
    ends: set[int] = set()
    following = [unit.shown for unit in units[1:]]
    earliest = list(accumulate(reversed(following), min))[::-1] if following else []
    latest = 0
    for unit, next_shown in zip_longest(units, earliest):
        latest = max(latest, unit.shown)
        if latest <= units[-1].decoded and (next_shown is None or latest < next_shown):
            ends.add(latest + PICTURE_TICKS)
    return ends
