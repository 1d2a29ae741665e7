"""Bars that follow what is only heard."""

from dataclasses import replace

import numpy as np
import pytest

from station.audio import BLOCK, RATE, linear, silence
from station.kinds import Kind
from streaming.feeder import Fed
from streaming.graphics.policy import Part, parts
from streaming.graphics.visual import BARS, STEPS, STILL_BLOCKS, Visual


def tone(hertz, decibels=-20.0):
    wave = np.sin(2 * np.pi * hertz * np.arange(BLOCK) / RATE) * linear(decibels)
    return np.stack([wave, wave], axis=1).astype(np.float32)


def fed(sound, picture=7):
    return Fed(sound, 0, picture=picture)


@pytest.fixture
def still():
    """A visual whose picture has stood long enough."""
    visual = Visual()
    for _ in range(STILL_BLOCKS + 1):
        visual.heights(fed(silence(BLOCK)))
    return visual


def test_nothing_is_seen_while_pictures_move():
    visual = Visual()
    shown = [visual.heights(fed(tone(440), picture=number // 3)) for number in range(200)]
    assert set(shown) == {()}


def test_what_stands_for_two_seconds_is_a_still_until_the_next_picture_comes():
    visual = Visual()
    shown = [visual.heights(fed(tone(440))) for _ in range(STILL_BLOCKS + 2)]
    assert shown.index(next(heights for heights in shown if heights)) == STILL_BLOCKS
    assert visual.heights(fed(tone(440), picture=8)) == ()


@pytest.mark.parametrize(("hertz", "bar"), [(70, 0), (440, 4), (1_000, 6), (11_000, 11)])
def test_each_bar_has_its_tones(still, hertz, bar):
    heights = still.heights(fed(tone(hertz)))
    assert len(heights) == BARS
    assert int(np.argmax(heights)) == bar
    assert heights[bar] > STEPS // 2


def test_louder_is_higher_and_never_higher_than_whole(still):
    soft, loud = (max(still.heights(fed(tone(440, level)))) for level in (-50.0, 0.0))
    assert 0 < soft < loud == STEPS


def test_bars_fall_slowly_and_reach_the_ground(still):
    high = max(still.heights(fed(tone(440))))
    falling = [max(still.heights(fed(silence(BLOCK)))) for _ in range(40)]
    assert falling == sorted(falling, reverse=True)
    assert high > falling[0] > 0
    assert falling[-1] == 0


def test_the_azan_and_the_anthem_have_no_bars():
    for observed in ("azan", "anthem", "iftar", "national_song"):
        assert Part.VISUAL not in parts(Kind.MUSIC, observed)
    assert Part.VISUAL not in parts(Kind.ANTHEM)
    assert Part.VISUAL in parts(Kind.MUSIC) & parts(Kind.RELAY) & parts(Kind.LIVE)


def test_a_short_block_does_no_harm(still):
    assert still.heights(replace(fed(silence(BLOCK)), sound=silence(7))) == (0,) * BARS
