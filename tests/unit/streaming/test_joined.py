"""One rung as a stream without end: it begins with a key picture, and its times go on."""

from itertools import pairwise

import pytest

from station.audio import BLOCK
from station.video import Shape
from streaming.pictures.cutter import PICTURE_TICKS
from streaming.pictures.encoding import LEAD
from streaming.pictures.rungs import GOP, rungs_of
from streaming.pictures.units import SOUND, TICKS_PER_SECOND, Unit
from streaming.push.joined import Joined, ParametersChanged, RungLeftOut
from streaming.television.unit_ring import Batch, Origin, UnitRing
from streaming.timeline import Timeline

RUNGS = rungs_of(Shape(1280, 720))
START_US = 1_767_225_600_000_000
KEY = b"\0\0\1\x67same\0\0\1\x68same\0\0\1\x65picture"


def life(number=1, utc_us=START_US, rungs=RUNGS):
    timeline = Timeline()
    timeline.add(BLOCK, utc_us)
    return Origin(number, rungs, timeline)


def picture(number, track=1, key=KEY):
    at = LEAD + number * PICTURE_TICKS
    first = number % GOP == 0
    return Unit(track, first, at, at, key if first else b"\0\0\1\x41p")


def sound(number):
    at = LEAD + number * PICTURE_TICKS
    return Unit(SOUND, True, at, at, b"s")


def batch(origin, *units, index=0):
    return Batch(index, origin, units, sum(len(unit.data) for unit in units))


def test_it_begins_with_a_key_picture_and_the_sound_from_there_on():
    joined = Joined("")
    origin = life()
    assert joined.take(batch(origin, sound(48), picture(48), sound(49), picture(49))) == []
    taken = joined.take(batch(origin, sound(49), picture(50), sound(50), sound(51)))
    assert [(unit.track, unit.key) for unit in taken] == [(1, True), (SOUND, True), (SOUND, True)]


def test_the_rung_that_is_wanted_becomes_the_only_pictures():
    joined = Joined("480p")
    taken = joined.take(batch(life(), picture(0, 1), picture(0, 2), picture(0, 3), sound(0)))
    assert taken == [picture(0, 1), sound(0)]


def test_a_rung_that_is_left_out_cannot_be_sent():
    with pytest.raises(RungLeftOut, match="360p"):
        Joined("360p").take(batch(life(rungs=RUNGS[:2]), picture(0)))


def test_times_go_on_by_the_clock_from_one_life_of_the_encoder_to_the_next():
    joined = Joined("")
    first = joined.take(batch(life(), *(picture(number) for number in range(60))))
    later = life(2, START_US + 10_000_000)
    second = joined.take(batch(later, *(picture(number) for number in range(60)), index=1))
    assert second[0].decoded - first[0].decoded == 10 * TICKS_PER_SECOND


def test_times_never_go_back_even_when_the_clock_seems_to():
    joined = Joined("")
    joined.take(batch(life(), *(picture(number) for number in range(60))))
    earlier = life(2, START_US + 100_000)
    second = joined.take(batch(earlier, *(picture(number) for number in range(60)), index=1))
    assert second[0].decoded > LEAD + 59 * PICTURE_TICKS
    steps = {after.decoded - before.decoded for before, after in pairwise(second)}
    assert steps == {PICTURE_TICKS}


def test_behind_what_was_lost_it_goes_on_with_a_key_picture():
    joined = Joined("")
    origin = life()
    joined.take(batch(origin, picture(0), picture(1)))
    joined.skip()
    assert joined.take(batch(origin, picture(48), sound(48), picture(49))) == []
    assert len(joined.take(batch(origin, picture(50), picture(51)))) == 2


def test_pictures_of_another_form_need_a_new_connection():
    joined = Joined("")
    joined.take(batch(life(), picture(0)))
    other = picture(0, key=KEY.replace(b"\x68same", b"\x68other"))
    with pytest.raises(ParametersChanged):
        joined.take(batch(life(2, START_US + 5_000_000), other))


def test_the_ring_forgets_the_oldest_and_tells_where_it_stands():
    ring = UnitRing(depth=10)
    origin = life()
    for number in range(5):
        ring.append(origin, (Unit(SOUND, True, number, number, b"abcd"),))
    assert (ring.first, ring.end) == (3, 5)
    assert [each.index for each in ring.read(0)] == [3, 4]
    assert [each.index for each in ring.read(4)] == [4]
    assert ring.wait(4, 0.0)
    assert not ring.wait(5, 0.0)


def test_a_new_connection_begins_with_a_key_picture_and_may_have_other_parameters():
    joined = Joined("")
    origin = life()
    joined.take(batch(origin, picture(0), sound(0), picture(1), sound(1)))
    joined.again()
    other = picture(GOP, key=KEY.replace(b"same", b"else"))
    taken = joined.take(batch(origin, sound(GOP - 1), picture(GOP - 1), other, sound(GOP)))
    assert taken == [other, sound(GOP)]


def test_times_go_on_from_connection_to_connection():
    joined = Joined("")
    joined.take(batch(life(), picture(0), sound(0)))
    joined.again()
    after = joined.take(batch(life(2, START_US + 60_000_000), picture(0), sound(0)))
    assert [unit.decoded for unit in after] == [LEAD + 60 * TICKS_PER_SECOND] * 2
