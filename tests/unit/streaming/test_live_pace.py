"""Sound goes on no faster than it sounds, but for a burst at the beginning."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from station.audio import RATE
from station.clock import VirtualClock
from streaming.live.pace import BURST, FASTER, Pace
from tests.unit.station.making import NOON


@given(st.lists(st.integers(1, RATE), min_size=1, max_size=200))
def test_however_the_packets_are_cut_no_more_is_sent_than_time_and_burst_allow(packets):
    clock = VirtualClock(NOON)
    pace = Pace(clock.now())
    for sent_before, frames in zip(sums(packets), packets, strict=True):
        while wait := pace.wait(clock.now()):
            clock.jump(timedelta(seconds=wait) + timedelta(microseconds=1))
        passed = (clock.now() - NOON).total_seconds()
        assert sent_before <= BURST + passed * RATE * FASTER + 1
        pace.spend(frames)


def sums(packets):
    total = 0
    for frames in packets:
        yield total
        total += frames


def test_a_source_in_real_time_never_waits_even_if_its_clock_runs_fast():
    clock = VirtualClock(NOON)
    pace = Pace(clock.now())
    for _ in range(100_000):
        assert pace.wait(clock.now()) == 0.0
        pace.spend(1_921)
        clock.jump(timedelta(milliseconds=40))


def test_a_long_pause_allows_no_more_than_a_burst():
    pace = Pace(NOON)
    pace.spend(BURST)
    later = NOON + timedelta(hours=1)
    assert pace.wait(later) == 0.0
    pace.spend(BURST + RATE)
    assert pace.wait(later) == 1.0
