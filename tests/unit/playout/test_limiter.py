"""The limiter holds the ceiling and touches nothing below it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playout.limiter import CEILING, Limiter, highest
from station.audio import BLOCK, RATE, decibels


def sine(level, hz=1000.0, frames=BLOCK, phase=0.0):
    wave = level * np.sin(2 * np.pi * hz * np.arange(frames) / RATE + phase)
    return np.repeat(wave.astype(np.float32)[:, np.newaxis], 2, axis=1)


def test_below_the_ceiling_the_very_same_block_comes_back():
    limiter = Limiter()
    for level in (0.0, 0.5, 0.89):
        block = sine(level)
        assert limiter.process(block) is block
    assert limiter.reduction == 0.0


@given(levels=st.lists(st.floats(0, 8), min_size=1, max_size=8), summed=st.booleans())
def test_nothing_ever_passes_the_ceiling(levels, summed):
    limiter = Limiter()
    for level in levels:
        assert highest(limiter.process(sine(level), summed=summed)) <= CEILING + 1e-6


def test_the_gain_comes_back_smoothly_and_then_lets_the_sound_alone():
    limiter = Limiter()
    limiter.process(sine(2.0))
    assert limiter.reduction > 6
    reductions = []
    while limiter.process(block := sine(0.5)) is not block:
        reductions.append(limiter.reduction)
    assert reductions == sorted(reductions, reverse=True)
    assert 0.5 < len(reductions) * BLOCK / RATE < 3


def test_a_summed_sound_is_held_by_its_true_peak():
    between = sine(1.0, hz=RATE / 4, phase=np.pi / 4)
    assert highest(between) < CEILING
    limited = Limiter().process(between, summed=True)
    assert limited is not between
    spectrum = np.fft.rfft(limited[:, 0])
    padded = np.concatenate([spectrum, np.zeros(3 * BLOCK)])
    true_peak = np.abs(np.fft.irfft(padded, 8 * BLOCK) * 8)[400:-400].max()
    assert decibels(true_peak) < -0.8


@pytest.mark.parametrize("poison", [np.nan, np.inf, -np.inf])
def test_samples_that_are_no_numbers_do_not_reach_the_bus(poison):
    limiter = Limiter()
    block = sine(0.5)
    block[7, 1] = poison
    clean = limiter.process(block)
    assert np.isfinite(clean).all()
    assert highest(clean) <= CEILING + 1e-6
    assert clean[100, 0] == block[100, 0]
    for _ in range(100):
        assert np.isfinite(limiter.process(sine(0.5))).all()
