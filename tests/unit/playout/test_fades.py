"""Fades are pure functions of positions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playout.fades import Ramp
from station.transition import Curve


def test_a_rise_begins_in_silence_and_ends_at_full_level():
    gains = Ramp(100, 50, rises=True, curve=Curve.LINEAR).gains(100, 51)[:, 0]
    assert (gains[0], gains[25], gains[50]) == (0.0, 0.5, 1.0)


def test_two_equal_power_fades_keep_the_power():
    rise = Ramp(0, 1000, rises=True).gains(0, 1000)
    fall = Ramp(0, 1000, rises=False).gains(0, 1000)
    assert np.allclose(rise**2 + fall**2, 1.0, atol=1e-6)


def test_two_linear_fades_sum_to_one():
    rise = Ramp(0, 77, rises=True, curve=Curve.LINEAR).gains(0, 77)
    fall = Ramp(0, 77, rises=False, curve=Curve.LINEAR).gains(0, 77)
    assert np.allclose(rise + fall, 1.0, atol=1e-6)


def test_a_cut_is_a_fade_of_no_frames():
    gains = Ramp(3, 0, rises=False, curve=Curve.LINEAR).gains(0, 6)[:, 0]
    assert gains.tolist() == [1, 1, 1, 0, 0, 0]


@given(
    cut=st.integers(0, 400),
    start=st.integers(0, 200),
    frames=st.integers(0, 200),
    rises=st.booleans(),
    curve=st.sampled_from(Curve),
)
def test_a_fade_does_not_depend_on_how_it_is_cut_into_blocks(cut, start, frames, rises, curve):
    ramp = Ramp(start, frames, rises=rises, curve=curve)
    whole = ramp.gains(0, 400)
    parts = np.concatenate([ramp.gains(0, cut), ramp.gains(cut, 400 - cut)])
    assert np.array_equal(whole, parts)
    for at in range(0, 400, 50):
        if ramp.is_flat(at, 50):
            assert np.all(whole[at : at + 50] == 1.0)


@pytest.mark.parametrize(("at", "flat"), [(0, False), (149, False), (150, True)])
def test_a_rise_is_flat_once_it_is_over(at, flat):
    assert Ramp(100, 50, rises=True).is_flat(at, 10) is flat
