"""The static gain: to the target, never over the ceiling, never by guesswork."""

import pytest

from media_library.loudness import static_gain_db


def test_a_loud_recording_is_brought_down_to_the_target():
    assert static_gain_db(-8.0, 0.3, -16.0) == pytest.approx(-8.0)


def test_a_quiet_recording_is_lifted_to_the_target():
    assert static_gain_db(-20.0, -12.0, -16.0) == pytest.approx(4.0)


def test_no_recording_is_lifted_over_the_ceiling():
    assert static_gain_db(-24.0, -3.0, -16.0) == pytest.approx(2.0)


def test_a_peak_over_the_ceiling_is_brought_under_it_even_at_target_loudness():
    assert static_gain_db(-16.0, 2.0, -16.0) == pytest.approx(-3.0)


def test_the_boost_is_capped():
    assert static_gain_db(-50.0, -40.0, -16.0) == 12.0


def test_without_a_peak_a_recording_is_only_attenuated():
    assert static_gain_db(-20.0, None, -16.0) == 0.0
    assert static_gain_db(-10.0, None, -16.0) == pytest.approx(-6.0)


@pytest.mark.parametrize("loudness", [None, -70.0, -120.0, 99.0, float("nan"), float("-inf")])
def test_an_unmeasured_or_implausible_loudness_changes_nothing(loudness):
    assert static_gain_db(loudness, -1.0, -16.0) == 0.0


@pytest.mark.parametrize("peak", [float("nan"), float("inf"), -300.0])
def test_an_implausible_peak_counts_as_unknown(peak):
    assert static_gain_db(-20.0, peak, -16.0) == 0.0
