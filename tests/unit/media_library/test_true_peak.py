"""The peak between the samples, of sounds for which it is known."""

import numpy as np
import pytest

from media_library.true_peak import TruePeak
from station.audio import RATE, decibels, silence


def sine(frequency: float, phase: float = 0.0, level: float = 0.5, seconds: float = 0.5):
    t = np.arange(int(seconds * RATE)) / RATE
    wave = level * np.sin(2 * np.pi * frequency * t + phase)
    ramp = np.minimum(1.0, np.minimum(t, t[::-1]) / 0.05)
    return np.stack([wave * ramp, 0.1 * wave * ramp], axis=1).astype(np.float32)


def peak_of(sound, block: int = 10_000) -> float:
    meter = TruePeak()
    for at in range(0, len(sound), block):
        meter.feed(sound[at : at + block])
    return decibels(meter.amplitude())


@pytest.mark.parametrize("frequency", [50, 997, 6_000, 12_000, 15_000])
@pytest.mark.parametrize("phase", [0.0, np.pi / 4, 1.0])
def test_a_sine_peaks_at_its_amplitude_wherever_its_samples_fall(frequency, phase):
    assert peak_of(sine(frequency, phase)) == pytest.approx(decibels(0.5), abs=0.25)


def test_samples_three_decibels_below_the_true_peak_do_not_hide_it():
    sound = sine(RATE / 4, np.pi / 4)
    assert decibels(float(np.abs(sound).max())) == pytest.approx(decibels(0.5) - 3.0, abs=0.1)
    assert peak_of(sound) == pytest.approx(decibels(0.5), abs=0.1)


def test_the_blocks_make_no_difference():
    sound = sine(7_000, 0.3)
    assert peak_of(sound, 777) == pytest.approx(peak_of(sound, len(sound)), abs=0.02)


def test_a_peak_on_the_very_last_sample_counts():
    sound = silence(1_000)
    sound[-1] = 0.9
    assert peak_of(sound) == pytest.approx(decibels(0.9), abs=0.3)


def test_a_peak_in_one_channel_is_enough():
    sound = sine(1_000)[:, ::-1].copy()
    assert peak_of(sound) == pytest.approx(decibels(0.5), abs=0.1)


def test_silence_and_nothing_at_all_have_the_lowest_peak():
    assert peak_of(silence(5_000)) == peak_of(silence(0)) == -120.0
