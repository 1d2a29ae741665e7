"""Places in a recording as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web import cue_times

HOUR = 3600 * 48_000


@pytest.mark.parametrize(
    ("frames", "text"),
    [
        (0, "0:00.000"),
        (48, "0:00.001"),
        (47, "0:00.000"),
        (238 * 48_000 + 12_000, "3:58.250"),
        (HOUR + 123 * 48_000 + 4 * 48, "1:02:03.004"),
    ],
)
def test_a_place_is_written_with_minutes_and_milliseconds(frames, text):
    assert cue_times.written(frames) == text


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("3:58.250", 238 * 48_000 + 12_000),
        ("3:58,25", 238 * 48_000 + 12_000),
        ("238.25", 238 * 48_000 + 12_000),
        (" 12 ", 12 * 48_000),
        ("1:02:03.004", HOUR + 123 * 48_000 + 4 * 48),
    ],
)
def test_a_place_is_read_as_people_write_it(text, frames):
    assert cue_times.read(text, before=1) == frames


@pytest.mark.parametrize("text", ["", "abc", "-1", "1:2:3:4", "1.2345", "1e3"])
def test_nonsense_is_not_read(text):
    assert cue_times.read(text, before=1) is None


@given(st.integers(0, 9 * HOUR))
def test_a_form_sent_unchanged_keeps_the_exact_frame(frames):
    assert cue_times.read(cue_times.written(frames), before=frames) == frames
