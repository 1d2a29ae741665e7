"""Length, waveform and cue points, read off synthesised sound."""

import numpy as np
import pytest

from media_library import cues
from media_library.levels import HOP, LevelCounter, Levels
from station.audio import RATE, linear, silence
from station.kinds import Kind


def tone(seconds: float, level_db: float = -12.0):
    t = np.arange(int(seconds * RATE)) / RATE
    wave = np.sin(2 * np.pi * 440 * t) * linear(level_db)
    return np.stack([wave, wave], axis=1).astype(np.float32)


def quiet(seconds: float):
    return silence(int(seconds * RATE))


def levels_of(*parts, block: int = 128 * HOP) -> Levels:
    sound = np.concatenate(parts)
    counter = LevelCounter()
    for at in range(0, len(sound), block):
        counter.feed(sound[at : at + block])
    return counter.levels()


def test_long_silences_are_found_wherever_they_are():
    sound = (quiet(2.0), tone(1), quiet(1.99), tone(1), quiet(2.5), tone(1), quiet(3))
    spans = [(begin / RATE, end / RATE) for begin, end in cues.silences(levels_of(*sound))]
    assert spans == [(0, 2), (5.99, 8.49), (9.49, 12.49)]
    assert cues.silences(levels_of(silence(0))) == ()
    assert cues.silences(levels_of(tone(5, -60))) == ()


def test_every_frame_is_counted():
    assert levels_of(tone(1.0), silence(1)).frames == RATE + 1
    assert levels_of(silence(0)).frames == 0


def test_the_blocks_make_no_difference():
    sound = tone(3.3)
    one, other = levels_of(sound), levels_of(sound, block=HOP)
    np.testing.assert_allclose(one.peak, other.peak)
    np.testing.assert_allclose(one.power, other.power, rtol=1e-5)


def test_the_waveform_has_twenty_values_a_second():
    drawn = levels_of(quiet(0.5), tone(0.5, 0.0)).waveform()
    assert (drawn.per_second, len(drawn.values)) == (20, 20)
    assert set(drawn.values[:10]) == {0}
    assert min(drawn.values[10:]) > 250


def test_samples_beyond_full_scale_and_broken_ones_do_not_upset_the_count():
    sound = tone(1.0)
    sound[100], sound[200], sound[300] = np.nan, np.inf, 5.0
    found = levels_of(sound)
    assert np.isfinite(found.peak).all()
    assert max(found.waveform().values) == 255


def test_silence_at_both_ends_is_cut_with_a_small_margin():
    found = cues.find(levels_of(quiet(2), tone(5), quiet(3)), Kind.PSA)
    assert 0 <= 2 * RATE - found.cue_in <= RATE // 50
    assert 0 <= found.cue_out - 7 * RATE <= RATE // 20
    assert found.segue == found.cue_out


def test_a_piece_of_a_longer_recording_is_used_to_its_last_frame():
    sound = tone(4.003)
    found = cues.find(levels_of(sound), Kind.PROGRAMME)
    assert (found.cue_in, found.cue_out) == (0, len(sound))


def test_a_quiet_recording_keeps_its_quiet_beginning():
    found = cues.find(levels_of(tone(2, -60), tone(5, -30)), Kind.PROGRAMME)
    assert found.cue_in == 0


def test_hiss_below_the_threshold_is_silence():
    found = cues.find(levels_of(tone(2, -55), tone(5, -6)), Kind.PROGRAMME)
    assert found.cue_in == pytest.approx(2 * RATE, abs=RATE // 50)


def faded_out(seconds: float):
    sound = tone(seconds, -12)
    fall = np.linspace(0.0, -60.0, len(sound), dtype=np.float32)
    return sound * (10 ** (fall / 20))[:, None].astype(np.float32)


def test_music_lets_the_next_item_in_where_it_has_faded_by_twenty_decibels():
    found = cues.find(levels_of(tone(20), faded_out(6)), Kind.MUSIC, loudness=-12.7)
    assert found.segue == pytest.approx(22 * RATE, abs=RATE // 2)
    assert found.cue_out > found.segue + RATE


def test_music_that_ends_at_once_is_not_overlapped():
    found = cues.find(levels_of(tone(20)), Kind.MUSIC, loudness=-12.7)
    assert found.segue == found.cue_out


def test_words_are_never_talked_into():
    for kind in (Kind.PSA, Kind.PROGRAMME, Kind.STATION_ID):
        found = cues.find(levels_of(tone(20), faded_out(6)), kind, loudness=-12.7)
        assert found.segue == found.cue_out


def test_an_overlap_is_never_longer_than_eight_seconds():
    found = cues.find(levels_of(tone(20), faded_out(60)), Kind.MUSIC, loudness=-12.7)
    assert found.cue_out - found.segue == 8 * RATE


def test_a_short_sting_keeps_at_least_half_of_itself():
    found = cues.find(levels_of(tone(0.1, 0), tone(3.0, -30)), Kind.JINGLE, loudness=-6.0)
    assert found.segue >= (found.cue_in + found.cue_out) // 2


def test_digital_silence_has_no_cues():
    assert cues.heard(levels_of(quiet(3))) is None
    assert cues.heard(levels_of(silence(0))) is None
    with pytest.raises(ValueError, match="silence"):
        cues.find(levels_of(quiet(3)), Kind.MUSIC)


def test_nothing_may_begin_before_the_last_sound_of_an_anthem():
    found = cues.find(levels_of(tone(5), tone(4, -40.0), quiet(1)), Kind.ANTHEM)
    assert found.segue == found.cue_out
    assert found.cue_out >= 9 * RATE


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf, 3.4e38, -3.4e38, 1e30])
def test_damaged_floats_are_held_within_what_can_be_counted(broken):
    sound = tone(0.5)
    sound[100:110, 0] = broken
    found = levels_of(sound)
    assert np.isfinite(found.peak).all()
    assert np.isfinite(found.power).all()
    assert found.true_peak_db <= 66
