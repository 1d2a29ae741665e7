"""Silence on the bus is noticed, answered in stages, and forgotten when something is heard."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from playout.silence_watch import TRANSITIONS, SilenceWatch, Stage

SECOND = 25
LOUD, SILENT = 0.1, 0.0001


def hear(watch: SilenceWatch, *peaks: float, quiet: bool = False) -> list[tuple[int, Stage]]:
    """Return every change with the number of its block."""
    changes = ((n, watch.hear(peak, quiet=quiet)) for n, peak in enumerate(peaks, start=1))
    return [(n, stage) for n, stage in changes if stage is not None]


def a_watch(seconds: float = 10) -> SilenceWatch:
    watch = SilenceWatch(-50, seconds)
    hear(watch, *[LOUD] * SECOND)
    return watch


def test_silence_leads_through_all_stages_each_reported_once() -> None:
    assert hear(a_watch(10), *[SILENT] * 60 * SECOND) == [
        (10 * SECOND, Stage.NEXT_ITEM),
        (15 * SECOND, Stage.FILLER),
        (20 * SECOND, Stage.SLATE),
    ]


def test_a_stage_gets_three_seconds_at_least() -> None:
    assert hear(a_watch(2), *[SILENT] * 20 * SECOND) == [
        (2 * SECOND, Stage.NEXT_ITEM),
        (5 * SECOND, Stage.FILLER),
        (8 * SECOND, Stage.SLATE),
    ]


def test_an_item_that_is_meant_to_be_quiet_raises_nothing() -> None:
    watch = a_watch(2)
    assert hear(watch, *[SILENT] * 60 * SECOND, quiet=True) == []
    assert hear(watch, *[SILENT] * 2 * SECOND) == [(2 * SECOND, Stage.NEXT_ITEM)]


def test_silence_is_over_when_what_follows_is_meant_to_be_quiet() -> None:
    watch = a_watch(2)
    hear(watch, *[SILENT] * 2 * SECOND)
    assert hear(watch, *[SILENT] * 60 * SECOND, quiet=True) == [(1, Stage.NONE)]
    assert hear(watch, *[SILENT] * 2 * SECOND) == [(2 * SECOND, Stage.NEXT_ITEM)]


def test_two_hundred_milliseconds_of_sound_within_a_second_end_it() -> None:
    watch = a_watch(2)
    hear(watch, *[SILENT] * 2 * SECOND)
    assert hear(watch, *[LOUD, SILENT, SILENT] * 4, LOUD) == [(13, Stage.NONE)]


def test_clicks_do_not_count_as_sound() -> None:
    clicks = ([LOUD] + [SILENT] * 12) * 40
    assert hear(a_watch(10), *[SILENT] * SECOND, *clicks)[:2] == [
        (10 * SECOND, Stage.NEXT_ITEM),
        (15 * SECOND, Stage.FILLER),
    ]


def test_a_pause_in_speech_is_counted_from_its_own_beginning() -> None:
    watch = a_watch(2)
    for _ in range(50):
        assert hear(watch, *[LOUD] * 10, *[SILENT] * (2 * SECOND - 1)) == []


def test_what_is_no_number_is_silence() -> None:
    assert hear(a_watch(2), *[float("nan")] * 2 * SECOND) == [(2 * SECOND, Stage.NEXT_ITEM)]


def test_sound_brings_it_back_to_the_beginning() -> None:
    watch = a_watch(2)
    hear(watch, *[SILENT] * 30 * SECOND)
    assert hear(watch, *[LOUD] * 10, *[SILENT] * 2 * SECOND) == [
        (5, Stage.NONE),
        (10 + 2 * SECOND, Stage.NEXT_ITEM),
    ]


@given(
    st.lists(st.tuples(st.sampled_from([LOUD, SILENT]), st.booleans()), max_size=400),
    st.floats(0.2, 5),
)
def test_every_change_stands_in_the_table(
    blocks: Iterable[tuple[float, bool]], seconds: float
) -> None:
    watch = SilenceWatch(-50, seconds)
    before = Stage.NONE
    for peak, quiet in blocks:
        after = watch.hear(peak, quiet=quiet)
        assert after is None or after in TRANSITIONS[before].values()
        before = watch.stage
