"""Stretches of a ladder: nothing is lost, and every rung is cut at the same pictures."""

from hypothesis import given
from hypothesis import strategies as st

from streaming.pictures.cutter import PICTURE_TICKS, STRETCH, LadderCutter
from streaming.pictures.encoding import LEAD
from streaming.pictures.rungs import GOP
from streaming.pictures.units import SOUND, Unit

SOUND_TICKS = 1_920


def picture(track, number):
    shown = LEAD + number * PICTURE_TICKS
    return Unit(track, number % GOP == 0, shown, shown - 2 * PICTURE_TICKS, b"%d" % number)


def reordered(track, count):
    """Return pictures as an encoder gives them: each third one before the two it closes."""
    order = []
    for gop in range(0, count, GOP):
        rest = list(range(gop + 1, min(gop + GOP, count)))
        order.append(gop)
        for at in range(0, len(rest), 3):
            part = rest[at : at + 3]
            order += [part[-1], *part[:-1]]
    return [picture(track, number) for number in order]


def sound(count):
    frames = count * PICTURE_TICKS // SOUND_TICKS
    return [
        Unit(SOUND, True, LEAD + (n - 1) * SOUND_TICKS, LEAD + (n - 1) * SOUND_TICKS, b"s")
        for n in range(frames + 1)
    ]


@given(st.integers(0, 8 * GOP), st.integers(0, 3), st.randoms(use_true_random=False))
def test_every_unit_is_in_one_stretch_and_rungs_agree(count, shorts, random):
    tracks = {SOUND: sound(count), 1: reordered(1, count), 2: reordered(2, count)}
    waiting = {track: list(units) for track, units in tracks.items()}
    cutter = LadderCutter(2, shorts=shorts)
    found = []
    while any(waiting.values()):
        track = random.choice([each for each, units in waiting.items() if units])
        cutter.add(waiting[track].pop(0))
        found += cutter.stretches()
    lengths = [stretch.pictures for stretch in found]
    assert lengths == [GOP] * min(shorts, len(found)) + [STRETCH] * (len(found) - shorts)
    at = 0
    for stretch in found:
        assert stretch.first == at
        at += stretch.pictures
        for track in (1, 2):
            numbers = sorted(int(unit.data) for unit in stretch.units[track])
            assert numbers == list(range(stretch.first, at))
            assert stretch.units[track][0].key
    for track, units in tracks.items():
        held = [unit for stretch in found for unit in stretch.units[track]]
        assert held == units[: len(held)]


def test_a_stretch_says_where_it_stands_in_the_sound():
    cutter = LadderCutter(1)
    for unit in [*sound(2 * STRETCH + 2), *reordered(1, 2 * STRETCH + 2)]:
        cutter.add(unit)
    first, second = cutter.stretches()
    assert (first.first_sample, first.samples) == (0, 192_000)
    assert (second.first_sample, second.samples) == (192_000, 192_000)
