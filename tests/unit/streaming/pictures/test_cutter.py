"""Stretches of a ladder: nothing is lost, and every rung is cut at the same pictures."""

from hypothesis import given
from hypothesis import strategies as st

from streaming.pictures.cutter import PICTURE_TICKS, STRETCH, LadderCutter, next_key
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


def fed(cutter, *rows):
    for unit in (unit for row in rows for unit in row):
        cutter.add(unit)
    return list(cutter.stretches())


@given(st.integers(1, 3 * GOP), st.integers(0, 2 * GOP), st.integers(0, 9))
def test_the_rest_of_a_life_needs_nothing_that_never_came(count, lost, quiet):
    cutter = LadderCutter(2)
    whole, broken = reordered(1, count), reordered(2, count)
    kept = broken[: max(0, len(broken) - lost)]
    stretches = fed(cutter, sound(count)[: -quiet or None], whole, kept)
    rest = cutter.rest()
    if rest is None:
        return
    end = rest.first + rest.pictures
    for track, row in ((1, whole), (2, kept)):
        units = [unit for each in (*stretches, rest) for unit in each.units[track]]
        assert sorted(int(unit.data) for unit in units) == list(range(end))
        assert units == row[: len(units)]
    assert max(unit.shown for unit in rest.units[SOUND]) < LEAD + end * PICTURE_TICKS


def test_the_rest_is_all_but_the_last_few_pictures():
    cutter = LadderCutter(1)
    (stretch,) = fed(cutter, sound(STRETCH + 60), reordered(1, STRETCH + 60))
    assert stretch.pictures == STRETCH
    rest = cutter.rest()
    assert (rest.first, rest.pictures) == (STRETCH, 57)


def test_a_cutter_goes_on_behind_what_was_forgotten():
    rows = [sound(4 * GOP + 2), reordered(1, 4 * GOP + 2)]
    first = next_key(unit for row in rows for unit in row if unit.shown < LEAD + 10 * PICTURE_TICKS)
    assert first == 2 * GOP
    cutter = LadderCutter(1, shorts=1, first=first)
    (stretch,) = fed(cutter, *rows)
    assert (stretch.first, stretch.pictures) == (2 * GOP, GOP)
    assert [int(unit.data) for unit in stretch.units[1] if unit.key] == [2 * GOP]


def test_a_cutter_without_units_has_no_rest():
    assert LadderCutter(0).rest() is None
    assert LadderCutter(2).rest() is None
