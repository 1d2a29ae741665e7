"""Composes: a colotomic form, a skeleton melody by seeded random walk, and what adorns it."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Form:
    """Where in a gong cycle each marking instrument speaks, in beats counted from 1."""

    beats: int
    kenong: tuple[int, ...]
    kempul: tuple[int, ...]
    kethuk: tuple[int, ...]


LANCARAN = Form(16, (4, 8, 12, 16), (6, 10, 14), (1, 3, 5, 7, 9, 11, 13, 15))
KETAWANG = Form(16, (8, 16), (12,), (2, 6, 10, 14))
LADRANG = Form(32, (8, 16, 24, 32), (12, 20, 28), (2, 6, 10, 14, 18, 22, 26, 30))
GILAK = Form(8, (4, 8), (5, 7), (1, 3, 5, 7))


@dataclass(frozen=True, slots=True)
class Stroke:
    """One note of the score."""

    beat: float
    """From the start of the cycle."""
    voice: str
    degree: int
    """In the piece's tuning; drums count strokes instead."""
    strength: float
    beats: float = 1.0
    """How long it may ring."""


REST = None
Balungan = list[int | None]


def skeleton(form: Form, random: Random, gong_tone: int) -> Balungan:
    """Walk backwards from each seleh tone, so that every gatra arrives somewhere."""
    melody: Balungan = []
    seleh = gong_tone
    for gatra in range(form.beats // 4, 0, -1):
        last = gatra == form.beats // 4
        seleh = gong_tone if last else _near(seleh, random, (-2, -1, 1, 2))
        tones: Balungan = [seleh]
        for _ in range(3):
            tones.insert(0, _near(tones[0] or seleh, random, (-1, -1, 1, 1, 2, -2)))
        if random.random() < 0.3:
            tones[random.choice((0, 2))] = REST
        melody = tones + melody
    return melody


def _near(tone: int, random: Random, steps: tuple[int, ...]) -> int:
    moved = tone + random.choice(steps)
    return moved if 0 <= moved <= 7 else tone - (moved - tone)


def markers(form: Form, melody: Balungan, final: bool) -> Iterator[Stroke]:
    """Gong, kenong, kempul and kethuk, tuned to the melody where they fall."""
    sounding = _filled(melody)
    yield Stroke(form.beats, "gong", sounding[-1] % 5 - 15, 1.0, 16 if final else 8)
    for beat in form.kenong:
        yield Stroke(beat, "kenong", sounding[beat - 1] % 5, 0.5, 4)
    for beat in form.kempul:
        yield Stroke(beat, "kempul", sounding[beat - 1] % 5 - 10, 0.55, 4)
    for beat in form.kethuk:
        yield Stroke(beat, "kethuk", 0, 0.22, 0.5)


def plain(melody: Balungan, voice: str, octave: int, strength: float) -> Iterator[Stroke]:
    """The skeleton itself, each tone ringing until the next."""
    for index, tone in enumerate(melody):
        if tone is not REST:
            held = 2.0 if melody[(index + 1) % len(melody)] is REST else 1.0
            yield Stroke(index + 1, voice, tone + 5 * octave, strength, held * 1.15)


def pairs(
    melody: Balungan, voice: str, octave: int, strength: float, density: int
) -> Iterator[Stroke]:
    """Pipilan: each pair of tones, told ahead of time, twice as fast or faster."""
    tones = _filled(melody)
    for start in range(0, len(tones), 2):
        couple = tones[start], tones[start + 1]
        for step in range(2 * density):
            beat = start + (step + 1) / density
            accent = 1.0 if step % 2 else 0.8
            yield Stroke(beat, voice, couple[step % 2] + 5 * octave, strength * accent, 1.2)


def doubled(melody: Balungan, voice: str, octave: int, strength: float) -> Iterator[Stroke]:
    """Peking: every tone twice, the first ahead of the beat."""
    for index, tone in enumerate(_filled(melody)):
        for half in (0.5, 1.0):
            yield Stroke(index + half, voice, tone + 5 * octave, strength, 0.6)


def flowing(
    melody: Balungan, voice: str, octave: int, strength: float, density: int, random: Random
) -> Iterator[Stroke]:
    """A running line that turns around and reaches each tone on its beat."""
    here = _filled(melody)[0]
    for index, tone in enumerate(_filled(melody)):
        for step in range(density):
            left = density - 1 - step
            if left == 0:
                here = tone
            elif abs(tone - here) >= left:
                here += 1 if tone > here else -1
            else:
                here += random.choice((-1, 1, 1 if tone > here else -1))
            beat = index + (step + 1) / density
            accent = 1.0 if left == 0 else random.uniform(0.6, 0.85)
            yield Stroke(beat, voice, here + 5 * octave, strength * accent, 4 / density)


POLOS = ((0, 1, None, 1, 0, None, 0, 1), (1, None, 1, 0, None, 0, 1, None))
SANGSIH = ((None, 2, 3, None, 2, 3, None, 2), (None, 3, None, 2, 3, None, 2, 3))


def interlocking(
    melody: Balungan, voice: str, octave: int, strength: float, random: Random
) -> Iterator[Stroke]:
    """Kotekan: two halves, four strokes a beat, that make one line only together."""
    for index, tone in list(enumerate(_filled(melody)))[::2]:
        figure = random.randrange(len(POLOS))
        for part, lift in ((POLOS, 1.0), (SANGSIH, 0.85)):
            for step, offset in enumerate(part[figure]):
                if offset is not None:
                    beat = index + 1 + step / 4
                    yield Stroke(beat, voice, tone + offset + 5 * octave, strength * lift, 0.6)


def phrases(melody: Balungan, octave: int, random: Random) -> Iterator[Stroke]:
    """Suling: free phrases that come to rest on the last tone of a gatra."""
    tones = _filled(melody)
    for start in range(0, len(tones), 4):
        if random.random() < 0.3:
            continue
        goal = tones[start + 3] + 5 * octave
        beat = start + 2.0
        for offset, length in random.choice(
            (
                ((2, 0.5), (1, 0.5), (0, 1.0)),
                ((-1, 0.75), (1, 0.25), (0, 1.25)),
                ((1, 0.5), (2, 0.25), (1, 0.25), (0, 1.5)),
            )
        ):
            yield Stroke(beat, "suling", goal + offset, 0.34, length * 1.05)
            beat += length


DRUMMING = ("d...t.d.", "d.t.d.tt", "d..td.t.", "dtt.dt.t")
"""d: the low hand; t: the slap. Eight strokes to four beats."""


def drumming(form: Form, random: Random, strength: float) -> Iterator[Stroke]:
    for start in range(0, form.beats, 4):
        pattern = DRUMMING[3] if start + 4 == form.beats else random.choice(DRUMMING[:3])
        for step, hand in enumerate(pattern):
            if hand != ".":
                stroke = 0 if hand == "d" else 1
                yield Stroke(start + step / 2 + 0.5, "kendang", stroke, strength, 1)


def _filled(melody: Balungan) -> list[int]:
    """Return the melody with every rest replaced by the tone that still rings."""
    sounding = next(tone for tone in reversed(melody) if tone is not REST)
    filled = []
    for tone in melody:
        sounding = sounding if tone is REST else tone
        filled.append(sounding)
    return filled
