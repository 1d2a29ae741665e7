"""The arithmetic of mixes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playout.pictures.blending import WHOLE, Blender
from station.pictures import black
from station.transition import Passage
from station.video import Shape

SHAPE = Shape(16, 16)
NOISE = np.random.default_rng(5).integers(0, 256, (2, SHAPE.size), dtype=np.uint8)


def blended(passage, weight):
    into = np.zeros(SHAPE.size, np.uint8)
    Blender(SHAPE).blend(passage, NOISE[0], NOISE[1], into, weight)
    return into


@pytest.mark.parametrize("passage", [Passage.MIX, Passage.BLACK])
def test_it_begins_with_one_picture_and_ends_with_the_other(passage):
    assert np.array_equal(blended(passage, 0), NOISE[0])
    assert np.array_equal(blended(passage, WHOLE), NOISE[1])


def test_half_way_through_black_it_is_black():
    assert np.array_equal(blended(Passage.BLACK, WHOLE // 2), black(SHAPE))


@given(weight=st.integers(0, WHOLE))
def test_a_mix_is_between_the_two_pictures(weight):
    mixed = blended(Passage.MIX, weight).astype(int)
    exact = NOISE[0] + (NOISE[1].astype(float) - NOISE[0]) * weight / WHOLE
    assert np.abs(mixed - exact).max() <= 1
