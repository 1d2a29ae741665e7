"""Time, frames and bytes are converted exactly, for years."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station import audio

YEARS = timedelta(days=3660)


def test_a_tick_is_exactly_one_block():
    assert audio.frames_in(audio.TICK) == audio.BLOCK
    assert audio.span_of(audio.BLOCK) == audio.TICK


def test_counting_blocks_for_ten_years_never_drifts():
    ticks = YEARS // audio.TICK
    assert audio.span_of(ticks * audio.BLOCK) == YEARS
    assert audio.frames_in(YEARS) == ticks * audio.BLOCK


@given(st.timedeltas(min_value=timedelta(0), max_value=YEARS))
def test_a_span_in_frames_and_back_loses_less_than_one_frame(span):
    frames = audio.frames_in(span)
    assert 0 <= frames * 1_000_000 <= span // timedelta(microseconds=1) * audio.RATE
    assert span - audio.span_of(frames) <= timedelta(microseconds=21)


@given(st.integers(0, audio.RATE * 3600 * 24 * 3660))
def test_frames_as_a_span_and_back_lose_less_than_one_frame(frames):
    assert frames - audio.frames_in(audio.span_of(frames)) in (0, 1)


@given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_instant_crosses_a_socket_unchanged(instant):
    assert audio.from_utc_us(audio.utc_us(instant)) == instant


def test_silence_has_the_shape_of_a_block():
    block = audio.silence(audio.BLOCK)
    assert block.shape == (audio.BLOCK, audio.CHANNELS)
    assert block.dtype == np.float32
    assert block.nbytes == audio.BLOCK * audio.BYTES_PER_FRAME
    assert not block.any()


def test_decibels_and_amplitudes_are_inverse():
    assert audio.linear(-6.0206) == pytest.approx(0.5, rel=1e-5)
    assert audio.decibels(audio.linear(-23.0)) == pytest.approx(-23.0)
    assert audio.decibels(0.0) == pytest.approx(-120.0)
