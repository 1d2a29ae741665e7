"""The spot studio: what is cut, laid over, faded and levelled."""

import numpy as np
import pytest

from media_library import spot_studio
from station.audio import RATE


def tone(seconds, amplitude=0.5, hertz=440.0):
    t = np.arange(int(seconds * RATE)) / RATE
    wave = amplitude * np.sin(2 * np.pi * hertz * t)
    return spot_studio.segment_of(np.column_stack([wave, wave]), RATE)


def quiet(seconds):
    return spot_studio.segment_of(np.zeros((int(seconds * RATE), 2)), RATE)


def level(segment, begin, end):
    return segment[int(begin * 1000) : int(end * 1000)].dBFS


def test_sound_becomes_a_segment_and_back():
    wave = np.random.default_rng(1).uniform(-1, 1, (RATE, 2)).astype(np.float32)
    back = spot_studio.samples_of(spot_studio.segment_of(wave, RATE))
    assert back.shape == wave.shape
    assert np.abs(back - wave).max() < 1e-4


def test_a_segment_of_another_rate_comes_back_at_the_station_s():
    segment = spot_studio.segment_of(np.zeros((32_000, 2)), 32_000)
    assert len(spot_studio.samples_of(segment)) == pytest.approx(RATE, abs=2)


def test_silence_at_both_ends_is_cut_but_for_a_breath():
    trimmed = spot_studio.trimmed(quiet(1.0) + tone(2.0) + quiet(1.5), keep_ms=60)
    assert len(trimmed) == pytest.approx(2_120, abs=30)


def test_a_segment_of_silence_is_trimmed_to_nothing_without_fuss():
    assert len(spot_studio.trimmed(quiet(0.5))) <= 120


def test_the_mean_level_is_brought_to_its_mark():
    assert spot_studio.normalised(tone(1, 0.05), -18.0).dBFS == pytest.approx(-18.0, abs=0.1)


def test_no_peak_is_pushed_through_the_ceiling():
    click = tone(1, 0.001).overlay(tone(0.01, 0.9), position=500)
    assert spot_studio.normalised(click, -10.0, peak_db=-1.5).max_dBFS <= -1.4


def test_silence_cannot_be_made_louder():
    assert spot_studio.normalised(quiet(1)).rms == 0


def test_the_bed_steps_back_under_the_voice_and_rises_behind_it():
    bed = tone(3.0, 0.5)
    spot = spot_studio.over_bed(quiet(2.0), bed, lead_ms=1_000, tail_ms=3_000, ducked_db=-14.0)
    before, under, behind = level(spot, 0, 0.4), level(spot, 1.3, 2.7), level(spot, 3.8, 4.2)
    assert len(spot) == 6_000
    assert under == pytest.approx(before - 14.0, abs=0.5)
    assert behind == pytest.approx(before, abs=0.5)
    assert level(spot, 5.9, 6.0) < before - 20


def test_the_voice_is_heard_where_it_was_laid():
    spot = spot_studio.over_bed(tone(1.0, 0.8), quiet(1.0), lead_ms=1_000, tail_ms=500)
    assert level(spot, 0, 0.9) < -80
    assert level(spot, 1.1, 1.9) > -10


def test_segments_are_joined_with_or_without_a_crossfade():
    assert len(spot_studio.joined(tone(1), tone(1), tone(1))) == 3_000
    assert len(spot_studio.joined(tone(1), tone(1), crossfade_ms=200)) == 1_800
