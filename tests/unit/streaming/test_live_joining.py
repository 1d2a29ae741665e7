"""Sound and pictures of a live input come out in the order of their time, however they come in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.audio import BLOCK, RATE
from streaming.live.film.joining import LAG, LATE, PATIENCE, Joining
from streaming.live.film.timeline import JUMP, Timeline


def ramp(begin, end):
    """Sound whose samples say where they belong."""
    return np.repeat(np.arange(begin, end, dtype=np.float32)[:, None], 2, axis=1)


class Given:
    """What came out: samples, and each picture with the number of samples before it."""

    def __init__(self, joining):
        self.joining = joining
        self.samples = np.zeros(0, np.float32)
        self.pictures = []

    def take(self, *, ended=False):
        for each in self.joining.ready(ended=ended):
            if isinstance(each, str):
                self.pictures.append((len(self.samples), each))
            else:
                self.samples = np.concatenate([self.samples, each[:, 0]])
        return self


@pytest.fixture
def given_out():
    return Given(Joining())


def test_nothing_comes_before_the_first_picture_and_sound_before_it_is_left_out(given_out):
    given_out.joining.sound(0, ramp(0, 5_000))
    assert given_out.take().samples.size == 0
    assert given_out.joining.waited == 5_000
    given_out.joining.picture(1_000, "one")
    given_out.joining.picture(1_000 + BLOCK, "two")
    given_out.take()
    assert given_out.pictures == [(0, "one"), (BLOCK, "two")]
    assert np.array_equal(given_out.samples, np.arange(1_000, 1_000 + BLOCK))
    assert given_out.joining.waited == 0


@given(st.permutations(range(12)), st.integers(0, 4_000))
def test_however_they_are_interleaved_each_picture_stands_before_its_own_sound(order, ahead):
    """The order in which either side comes is kept; who comes first is left to chance."""
    sounds = [("sound", n) for n in range(6)]
    pictures = [("picture", n) for n in range(6)]
    out = Given(Joining())
    for turn in order:
        side, n = sounds.pop(0) if (turn % 2 and sounds) or not pictures else pictures.pop(0)
        if side == "sound":
            out.joining.sound(n * BLOCK, ramp(n * BLOCK, (n + 1) * BLOCK))
        else:
            out.joining.picture(n * BLOCK + ahead, str(n))
        out.take()
    out.take(ended=True)
    for begins, number in out.pictures:
        place = int(number) * BLOCK + ahead
        assert begins == place - ahead
        assert place >= 6 * BLOCK or out.samples[begins] == place
    assert len(out.pictures) == 6


def test_pictures_without_sound_get_silence(given_out):
    for n in range(100):
        given_out.joining.picture(n * BLOCK, str(n))
        given_out.take()
    assert len(given_out.samples) == 99 * BLOCK - LAG
    assert not given_out.samples.any()
    assert given_out.pictures == [(n * BLOCK, str(n)) for n in range(75)]


def test_after_ten_seconds_without_sound_none_is_expected_until_there_is_some(given_out):
    joining = given_out.joining
    last = PATIENCE // BLOCK
    for n in range(last + 1):
        joining.picture(n * BLOCK, str(n))
    assert not joining.is_mute
    joining.picture((last + 1) * BLOCK, "late")
    assert joining.is_mute
    given_out.take()
    joining.sound(last * BLOCK, ramp(0, BLOCK))
    assert not joining.is_mute


def test_where_no_sound_is_expected_nobody_waits_for_it(given_out):
    given_out.joining.expects_sound = False
    assert not given_out.joining.is_mute
    given_out.joining.picture(0, "one")
    assert given_out.joining.is_mute


def test_sound_goes_on_while_no_picture_comes(given_out):
    given_out.joining.picture(0, "one")
    for n in range(100):
        given_out.joining.sound(n * BLOCK, ramp(n * BLOCK, (n + 1) * BLOCK))
        given_out.take()
    assert np.array_equal(given_out.samples, np.arange(100 * BLOCK - LAG))


def test_a_picture_far_behind_its_sound_is_left_out(given_out):
    given_out.joining.picture(0, "one")
    given_out.joining.sound(0, ramp(0, LAG + 2 * LATE))
    given_out.take()
    given_out.joining.picture(2 * LATE - LATE - 1, "late")
    given_out.joining.picture(2 * LATE, "in time")
    given_out.take()
    assert [picture for _, picture in given_out.pictures] == ["one", "in time"]


def test_a_hole_is_silent_and_an_overlap_heard_once(given_out):
    given_out.joining.picture(0, "one")
    given_out.joining.sound(0, ramp(0, 1_000))
    given_out.joining.sound(3_000, ramp(3_000, 6_000))
    given_out.joining.sound(4_500, ramp(4_500, 8_000))
    given_out.take(ended=True)
    expected = np.arange(8_000)
    expected[1_000:3_000] = 0
    assert np.array_equal(given_out.samples, expected)


def test_time_stamps_that_are_rounded_change_nothing(given_out):
    given_out.joining.picture(0, "one")
    given_out.joining.sound(0, ramp(0, 1_024))
    given_out.joining.sound(1_024 + 48, ramp(1_024, 2_048))
    given_out.joining.sound(2_048 - 48, ramp(2_048, 3_072))
    given_out.take(ended=True)
    assert np.array_equal(given_out.samples, np.arange(3_072))


@pytest.mark.parametrize(("rate", "kept"), [(25, 50), (30, 51), (50, 50), (60, 51), (24, 48)])
def test_faster_pictures_are_thinned_out_evenly(rate, kept):
    joining = Joining()
    for n in range(2 * rate):
        joining.picture(round(n * 1000 / rate) * RATE // 1000, n)
    joining.sound(0, ramp(0, 3 * RATE))
    seen = [each for each in joining.ready(ended=True) if isinstance(each, int)]
    assert len(seen) in range(kept - 1, kept + 1)
    assert max(np.diff(seen)) <= max(1, -(-rate // 25))


def test_a_time_that_begins_anew_goes_on_where_it_was():
    timeline = Timeline()
    assert [timeline.place(at) for at in (100, 200, 150)] == [100, 200, 150]
    assert timeline.place(200 + JUMP) == 200 + JUMP
    assert timeline.place(0) == 200 + JUMP
    assert timeline.place(150 + JUMP) == 150 + JUMP
    assert timeline.place(40) == 240 + JUMP


def test_a_pause_is_not_filled():
    timeline = Timeline()
    timeline.place(0)
    assert [timeline.place(at) for at in (JUMP + 1, JUMP + 101)] == [0, 100]
