"""Performs a piece: cycles of one form, adorned more and more, slowing into the last gong."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from mengudara.demo import melody
from mengudara.demo.melody import Balungan, Form, Stroke
from mengudara.demo.mixer import Sounding, mix
from mengudara.demo.tuning import Tuning, bent
from mengudara.demo.voices import Sound

Times = NDArray[np.float64]
LEAD_IN = 0.15
RING_OUT = 6.0


@dataclass(frozen=True, slots=True)
class Piece:
    """What makes one piece different from every other."""

    title: str
    artist: str
    album: str
    genre: str
    form: Form
    cents: tuple[int, ...]
    base: float
    """Hertz of the lowest tone of the middle octave."""
    tempo: float
    """Beats a minute."""
    minutes: float
    players: tuple[str, ...]
    seed: int
    tags: tuple[str, ...] = ()


def first_gong(piece: Piece) -> float:
    """Return about how many seconds the first cycle lasts, which few players begin with."""
    return LEAD_IN + piece.form.beats * 60 / piece.tempo / 0.96


def perform(piece: Piece) -> Sound:
    """Return the whole piece in stereo at `voices.RATE`."""
    random = Random(piece.seed)
    tuning = bent(piece.base, piece.cents, random)
    cycles = max(2, round(piece.minutes * piece.tempo / piece.form.beats))
    beats = _beat_times(piece, cycles, random)
    notes = [
        _sounding(stroke, cycle * piece.form.beats, beats, tuning, random)
        for cycle, stroke in _strokes(piece, cycles, random)
    ]
    return mix(notes, float(beats[-1]) + RING_OUT)


def _strokes(piece: Piece, cycles: int, random: Random) -> Iterator[tuple[int, Stroke]]:
    gong_tone = random.randrange(1, 5)
    first = melody.skeleton(piece.form, random, gong_tone)
    second = melody.skeleton(piece.form, random, gong_tone)
    for cycle in range(cycles):
        tune = (first, first, second, second)[cycle % 4]
        final = cycle == cycles - 1
        fullness = min(1.0, 0.35 + 1.6 * cycle / cycles)
        for stroke in melody.markers(piece.form, tune, final):
            yield cycle, stroke
        for player in _playing(piece.players, fullness):
            for stroke in _part(player, piece.form, tune, random):
                yield cycle, stroke


def _playing(players: tuple[str, ...], fullness: float) -> tuple[str, ...]:
    """Return who plays at this point: the first named begin, the others join."""
    return players[: max(2, round(fullness * len(players)))]


def _part(player: str, form: Form, tune: Balungan, random: Random) -> Iterator[Stroke]:
    parts = {
        "saron": lambda: melody.plain(tune, "saron", 0, 0.42),
        "demung": lambda: melody.plain(tune, "saron", -1, 0.45),
        "slenthem": lambda: melody.plain(tune, "slenthem", -1, 0.55),
        "bonang": lambda: melody.pairs(tune, "bonang", 0, 0.26, 2),
        "panerus": lambda: melody.pairs(tune, "bonang", 1, 0.17, 4),
        "peking": lambda: melody.doubled(tune, "peking", 1, 0.20),
        "gender": lambda: melody.flowing(tune, "gender", 0, 0.30, 2, random),
        "gambang": lambda: melody.flowing(tune, "gambang", 0, 0.34, 4, random),
        "siter": lambda: melody.flowing(tune, "siter", 0, 0.34, 4, random),
        "kotekan": lambda: melody.interlocking(tune, "bonang", 1, 0.26, random),
        "suling": lambda: melody.phrases(tune, 1, random),
        "kendang": lambda: melody.drumming(form, random, 0.5),
    }
    return parts[player]()


def _beat_times(piece: Piece, cycles: int, random: Random) -> Times:
    """Return the second of every beat: settling in, breathing, and slowing at the end."""
    count = cycles * piece.form.beats + 1
    at = np.arange(count)
    speed = 0.94 + 0.06 * np.minimum(at / (2 * piece.form.beats), 1)
    speed = speed + 0.025 * np.sin(2 * np.pi * at / (piece.form.beats * 3) + random.random() * 6)
    left = count - 1 - at
    speed = speed * np.where(left < 12, 0.58 + 0.42 * left / 12, 1)
    lengths = 60 / piece.tempo / speed
    return LEAD_IN + np.concatenate(([0], np.cumsum(lengths)))


def _sounding(
    stroke: Stroke, offset: int, beats: Times, tuning: Tuning, random: Random
) -> Sounding:
    position = min(offset + stroke.beat, len(beats) - 1)
    whole = int(position)
    following = beats[min(whole + 1, len(beats) - 1)]
    at = beats[whole] + (position - whole) * (following - beats[whole])
    seconds = (
        stroke.beats
        * float(beats[min(whole, len(beats) - 2) + 1] - beats[whole - 1])
        / (2 if whole else 1)
    )
    hertz = (
        (85.0, 320.0)[stroke.degree] if stroke.voice == "kendang" else tuning.hertz(stroke.degree)
    )
    return Sounding(
        max(0.0, float(at) + random.gauss(0, 0.004)),
        stroke.voice,
        hertz,
        max(0.125, seconds),
        stroke.strength * random.uniform(0.88, 1.0),
    )
