"""The demo's music is the same every time, and no two pieces are alike."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from mengudara.demo import melody
from mengudara.demo.gendhing import perform
from mengudara.demo.pieces import BEDS, FILLERS, PIECES, SIGNATURES
from mengudara.demo.tuning import SLENDRO, bent
from mengudara.demo.voices import RATE, VOICES

SHORT = replace(PIECES[2], minutes=0.2)


def test_a_piece_is_the_same_every_time_and_another_seed_is_another_piece():
    once, again, other = perform(SHORT), perform(SHORT), perform(replace(SHORT, seed=99))
    assert np.array_equal(once, again)
    assert once.shape != other.shape or not np.allclose(once, other)


def test_a_piece_is_stereo_heard_and_never_clips():
    sound = perform(SHORT)
    assert sound.dtype == np.float32
    assert sound.shape[1] == 2
    assert 0.3 < np.abs(sound).max() < 0.9
    assert not np.array_equal(sound[:, 0], sound[:, 1])


@pytest.mark.parametrize("voice", sorted(VOICES))
def test_every_voice_sounds_and_dies_away(voice):
    sound = VOICES[voice](300.0, 1.0)
    assert 0 < len(sound) <= RATE * 1.01
    assert np.isfinite(sound).all()
    assert np.abs(sound).max() > 0.2
    assert abs(sound[-1]) < 1e-3


@pytest.mark.parametrize("form", [melody.LANCARAN, melody.KETAWANG, melody.LADRANG, melody.GILAK])
def test_a_skeleton_fills_its_cycle_and_ends_on_the_gong_tone(form):
    for seed in range(20):
        tones = melody.skeleton(form, Random(seed), gong_tone=3)
        assert len(tones) == form.beats
        assert tones[-1] == 3
        assert all(tone is None or 0 <= tone <= 7 for tone in tones)


def test_kotekan_halves_together_leave_no_beat_empty():
    for polos, sangsih in zip(melody.POLOS, melody.SANGSIH, strict=True):
        assert all(a is not None or b is not None for a, b in zip(polos, sangsih, strict=True))


def test_an_octave_is_wider_than_two_to_one_and_tones_rise():
    tuning = bent(280.0, SLENDRO, Random(1))
    pitches = [tuning.hertz(degree) for degree in range(-5, 11)]
    assert pitches == sorted(pitches)
    assert 2.0 < tuning.hertz(5) / tuning.hertz(0) < 2.01


def test_an_hour_of_music_with_titles_of_their_own():
    pieces = (*PIECES, *FILLERS, *BEDS, *SIGNATURES)
    assert len({piece.title for piece in pieces}) == len(pieces)
    assert len({piece.seed for piece in pieces}) == len(pieces)
    assert sum(piece.minutes for piece in PIECES) >= 60
