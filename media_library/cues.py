"""Where a recording begins, ends, and lets the next item in: found from its level."""

from dataclasses import dataclass

import numpy as np

from media_library.levels import HOP, Levels
from station.audio import RATE, linear
from station.kinds import Kind

OVERLAPPING = frozenset({Kind.MUSIC, Kind.FILLER, Kind.JINGLE, Kind.BUMPER})
"""Kinds whose fading end the next item may start over; words are never talked into."""

SILENCE_DB = -48.0
"""Below this nothing is heard, where the recording is as loud as most are."""
_SILENCE_BELOW_PEAK_DB = 46.0
"""A quiet recording is cut that far below its own peak instead."""
_FLOOR_DB = -70.0
LONG_SILENCE = 2 * RATE
"""Frames; shorter ones are breaths and pauses."""
_LEAD = RATE // 100
"""Kept before the first sound."""
_TRAIL = RATE // 50
"""Kept after the last sound."""
_FADED_DB = 20.0
"""So far below its own loudness, the end of a piece may be covered by the next."""
_LONGEST_OVERLAP = 8 * RATE
_WINDOW = 20
"""Hops over which the level is smoothed for the segue: 200 ms."""


@dataclass(frozen=True, slots=True)
class Cues:
    """Positions in frames."""

    cue_in: int
    """First frame used."""
    cue_out: int
    """The frame after the last one used."""
    segue: int
    """The frame at which the next item may start."""


def heard(levels: Levels) -> tuple[int, int] | None:
    """Return the first frame heard and the one after the last, None when all is silence."""
    loud = np.flatnonzero(levels.peak > _threshold(levels))
    if not len(loud):
        return None
    first, last = int(loud[0]) * HOP, (int(loud[-1]) + 1) * HOP
    return max(0, first - _LEAD), min(levels.frames, last + _TRAIL)


def silences(levels: Levels) -> tuple[tuple[int, int], ...]:
    """Return the stretches of two seconds and more in which nothing is heard, ends in frames."""
    quiet = np.concatenate([[False], levels.peak <= _threshold(levels), [False]])
    turns = np.flatnonzero(quiet[1:] != quiet[:-1]).reshape(-1, 2) * HOP
    return tuple(
        (int(begin), min(int(end), levels.frames))
        for begin, end in turns
        if end - begin >= LONG_SILENCE
    )


def find(levels: Levels, kind: Kind, loudness: float | None = None) -> Cues:
    """Return the cues of a recording that is heard; raises ValueError when nothing is."""
    span = heard(levels)
    if span is None:
        raise ValueError("all of it is silence")
    cue_in, cue_out = span
    segue = cue_out
    if kind in OVERLAPPING:
        segue = max(_faded(levels, loudness), cue_out - _LONGEST_OVERLAP, (cue_in + cue_out) // 2)
    return Cues(cue_in, cue_out, min(max(segue, cue_in + 1), cue_out))


def of_film(frames: int) -> Cues:
    """Return the cues of a film: its pictures count where nothing is heard."""
    return Cues(0, frames, frames)


def _threshold(levels: Levels) -> float:
    loudest = float(levels.peak.max(initial=0.0))
    quiet = loudest * linear(-_SILENCE_BELOW_PEAK_DB)
    return max(min(linear(SILENCE_DB), quiet), linear(_FLOOR_DB))


def _faded(levels: Levels, loudness: float | None) -> int:
    """Return the frame after which the smoothed level stays 20 dB below the programme's own."""
    window = min(_WINDOW, len(levels.power))
    smooth = np.convolve(levels.power, np.full(window, 1.0 / window), mode="valid")
    reference = _programme_power(levels) if loudness is None else linear(loudness) ** 2
    loud = np.flatnonzero(smooth >= reference * linear(-_FADED_DB) ** 2)
    return (int(loud[-1]) + window) * HOP if len(loud) else levels.frames


def _programme_power(levels: Levels) -> float:
    audible = levels.power[levels.power > linear(-60.0) ** 2]
    return float(audible.mean()) if len(audible) else 0.0
