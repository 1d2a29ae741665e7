"""What is known of the pictures of a recording: counted, and looked at once."""

import statistics
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from media_library.report import Report, Scanned, Track
from station.audio import BLOCK, RATE
from station.video import Shape

Span = tuple[int, int]
"""First frame at 48 kHz, and the one after the last."""

_MOSTLY = 0.5
_UNEVEN = RATE // 400
"""Frames: containers round their time stamps to a millisecond."""
_RARELY = 0.05
_EASY_RATE = 31
"""Pictures a second that any computer decodes while it encodes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """The pictures of one recording. Positions count frames at 48 kHz from its start."""

    pictures: int
    """How many were decoded."""
    span: int
    """Where the last picture ends."""
    sound: int
    """Where the sound ends; 0 where there is none."""
    width: int
    """Stored, pixels."""
    height: int
    """Stored, pixels."""
    pixel_aspect: Fraction
    """Width by height of one pixel."""
    turned: int
    """Degrees, counter-clockwise, by which it is to be turned to stand upright."""
    rate: float
    """Pictures a second, on average."""
    steady: bool
    """Whether they are evenly spaced."""
    interlaced: bool
    """Whether the lines of its pictures are from two moments."""
    sound_tracks: int
    """How many there are; the first one is heard."""
    black: tuple[Span, ...]
    """Stretches of black."""
    frozen: tuple[Span, ...]
    """Stretches in which nothing moves and which are not black."""

    silent: tuple[Span, ...] = ()
    """Stretches of its sound in which nothing is heard."""

    @property
    def frames(self) -> int:
        """The longer of sound and pictures."""
        return max(self.span, self.sound)

    @property
    def ticks(self) -> int:
        """Return for how many blocks of 40 ms there is a picture."""
        return -(-self.span // BLOCK)

    @property
    def shown(self) -> tuple[int, int]:
        """Return width and height as they are seen: upright, with square pixels."""
        width, height = round(self.width * self.pixel_aspect), self.height
        return (height, width) if self.turned in (90, 270) else (width, height)

    def fitted(self, box: tuple[int, int]) -> tuple[int, int]:
        """Return the size in which it fits into a box: whole, even, never enlarged."""
        width, height = self.shown
        if not width or not height:
            return box
        share = min(Fraction(1), Fraction(box[0], width), Fraction(box[1], height))
        return max(2, round(width * share / 2) * 2), max(2, round(height * share / 2) * 2)

    def is_heavy(self, shape: Shape) -> bool:
        """Return whether the air has more work with it than with films of its own shape."""
        most = shape.width * shape.height * _EASY_RATE
        return self.interlaced or self.width * self.height * self.rate > most

    def sights(self) -> tuple[int, ...]:
        """Return frames at which it is worth being looked at: early, half way, late; not black."""
        if self.pictures <= 1:
            return (0,)
        found = []
        for tenths in (2, 5, 8):
            at = self.span * tenths // 10
            for begin, end in self.black:
                if begin <= at < end:
                    at = end if end + RATE // 2 < self.span else begin - RATE // 2
            found.append(at)
        return tuple(sorted({at for at in found if at >= 0})) or (self.span // 2,)


def of_pass(
    report: Report, track: Track, told: str, sound: int, silent: tuple[Span, ...] = ()
) -> Film:
    """Return the facts of one pass; `told` is a line about each picture, as framecrc."""
    shown = _shown(told)
    moments = [begin for begin, _ in shown]
    gaps = [after - before for before, after in pairwise(moments)]
    span = _end(shown, gaps)
    black = _spans(report.black, span)
    return Film(
        pictures=len(shown),
        span=span,
        sound=sound,
        width=track.width,
        height=track.height,
        pixel_aspect=track.pixel_aspect,
        turned=track.turned,
        rate=_rate(gaps),
        steady=_is_steady(gaps),
        interlaced=_is_interlaced(report, track),
        sound_tracks=report.sound_tracks,
        black=black,
        frozen=_unless_black(_spans(report.frozen, span), black),
        silent=silent,
    )


def _shown(told: str) -> list[tuple[int, int]]:
    """Return when each picture begins, in order, and how long it says it stays."""
    found = []
    for line in told.splitlines():
        parts = line.split(",")
        if not line.startswith("#") and len(parts) > 3:
            found.append((int(parts[2]), int(parts[3])))
    return sorted(found)


def _end(shown: list[tuple[int, int]], gaps: list[int]) -> int:
    """Return where the last picture ends; it stays as long as others do where it does not say."""
    if not shown:
        return 0
    begin, stays = shown[-1]
    usual = statistics.median_low(gaps) if gaps else BLOCK
    return max(0, begin) + (stays if 0 < stays <= 10 * usual else usual)


def _rate(gaps: list[int]) -> float:
    """Return the pictures a second, without the few that a steady film has lost."""
    usual = statistics.median_low(gaps) if gaps else 0
    counted = [gap for gap in gaps if gap < 2 * usual - _UNEVEN] if _is_steady(gaps) else gaps
    return round(len(counted) * RATE / sum(counted), 3) if sum(counted) else 0.0


def _is_interlaced(report: Report, track: Track) -> bool:
    """Return what the file says, as it is aired by that; where it is silent, what was seen.

    A file may call pictures interlaced which are not.
    """
    if track.scanned is Scanned.INTERLACED:
        return report.progressive <= _MOSTLY
    return track.scanned is Scanned.UNKNOWN and report.woven > _MOSTLY


def _is_steady(gaps: list[int]) -> bool:
    usual = statistics.median_low(gaps) if gaps else 0
    odd = sum(abs(gap - usual) > _UNEVEN for gap in gaps)
    return odd <= _RARELY * len(gaps)


def _spans(stretches: tuple[tuple[float, float | None], ...], span: int) -> tuple[Span, ...]:
    found = []
    for begin, end in stretches:
        first = max(0, round(begin * RATE))
        last = span if end is None else min(span, round(end * RATE))
        if first < last:
            found.append((first, last))
    return tuple(found)


def _unless_black(frozen: tuple[Span, ...], black: tuple[Span, ...]) -> tuple[Span, ...]:
    """Leave out what stands still because it is black."""
    return tuple(
        (begin, end)
        for begin, end in frozen
        if sum(max(0, min(end, last) - max(begin, first)) for first, last in black)
        < (end - begin) // 2
    )
