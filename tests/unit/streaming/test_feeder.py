from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from station.audio import BLOCK, TICK, utc_us
from station.bus import Packet
from station.clock import VirtualClock
from station.ladder import Rung
from streaming.feeder import Feeder
from streaming.slate import FADE, Slate
from tests.unit.streaming.fake_air import titled

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)
SONG = titled("song")


class Line:
    """A feeder with a clock, and everything it fed."""

    def __init__(self):
        self.clock = VirtualClock(EIGHT)
        self.feeder = Feeder(Slate(np.full((48_000, 2), 0.1, np.float32)), EIGHT)
        self.fed = []

    def bus(self, blocks, *metadata, level=0.5):
        """The air sends blocks in real time, the first with metadata."""
        for number in range(blocks):
            self.clock.jump(TICK)
            self.send(level, metadata if number == 0 else ())

    def send(self, level=0.5, metadata=()):
        now = self.clock.now()
        sound = np.full((BLOCK, 2), level, np.float32)
        packet = Packet(0, utc_us(now - TICK), sound, metadata=metadata)
        self.fed += self.feeder.packet(packet, now)
        self.fed += self.feeder.tick(now)

    def silence(self, span):
        """Nothing comes; the thread wakes up whenever it is due."""
        until = self.clock.now() + span
        while self.feeder.due <= until:
            self.clock.sleep_until(self.feeder.due)
            self.fed += self.feeder.tick(self.clock.now())
        self.clock.sleep_until(until)

    @property
    def behind(self):
        return self.clock.now() - EIGHT - TICK * len(self.fed)


@pytest.fixture
def line():
    return Line()


def test_what_the_bus_says_is_fed_as_it_is(line):
    line.bus(10, SONG)
    assert len(line.fed) == 10
    assert np.all(line.fed[3].sound == 0.5)
    assert [fed.metadata for fed in line.fed] == [(SONG,)] + [()] * 9


def test_three_blocks_of_silence_are_patience_and_then_the_slate_is_heard(line):
    line.bus(5)
    line.silence(timedelta(milliseconds=119))
    assert not line.feeder.on_slate
    line.silence(timedelta(milliseconds=1))
    assert line.feeder.on_slate
    assert line.behind < TICK
    assert line.fed[5].metadata[0].rung is Rung.SLATE


def test_a_stall_is_waited_out_while_the_bus_is_there(line):
    line.feeder.connected = True
    line.bus(5)
    line.silence(24 * TICK)
    assert not line.feeder.on_slate
    for _ in range(24):
        line.send()
    assert line.behind == timedelta(0)
    assert all(np.all(fed.sound == 0.5) for fed in line.fed)


def test_a_bus_that_stays_silent_gives_way_to_the_slate_though_it_is_there(line):
    line.feeder.connected = True
    line.bus(5)
    line.silence(25 * TICK)
    assert line.feeder.on_slate
    assert line.behind < TICK


def test_the_slate_follows_the_clock_for_an_hour_without_drift(line):
    line.bus(5)
    line.silence(timedelta(hours=1))
    assert timedelta(0) <= line.behind < TICK
    assert line.fed[-1].utc_us == utc_us(EIGHT) + (len(line.fed) - 1) * 40_000


def test_the_slate_rises_and_the_programme_comes_back_under_a_fade(line):
    line.bus(5)
    line.silence(timedelta(seconds=1))
    assert line.fed[5].sound[0, 0] == 0.0
    assert line.fed[5].sound[FADE, 0] == pytest.approx(0.1)
    line.bus(1)
    back = line.fed[-1].sound[:, 0]
    assert back[0] == pytest.approx(0.1)
    assert back[FADE // 2] == pytest.approx(0.3, abs=0.01)
    assert np.all(back[FADE:] == 0.5)


def test_the_title_is_said_again_after_the_slate(line):
    line.bus(5, SONG)
    line.silence(timedelta(seconds=1))
    line.bus(2)
    assert line.fed[-2].metadata == (SONG,)
    assert line.fed[-1].metadata == ()


def test_a_backlog_after_a_stall_is_dropped_so_that_time_stays_true(line):
    line.bus(25, SONG)
    line.silence(timedelta(milliseconds=800))
    for _ in range(20):
        line.send(metadata=(titled("late"),))
    line.bus(50)
    assert line.feeder.dropped > 0
    assert abs(line.behind) <= 4 * TICK
    assert titled("late") in [each for fed in line.fed[-60:] for each in fed.metadata]


def test_a_hundred_restarts_of_the_air_leave_the_count_true(line):
    for number in range(100):
        line.bus(20 + number % 7)
        line.silence(timedelta(milliseconds=300 + 13 * number))
    line.bus(10)
    assert abs(line.behind) <= 4 * TICK


def test_a_process_that_stood_still_does_not_burst(line):
    line.bus(5)
    line.clock.jump(timedelta(seconds=30))
    line.fed += line.feeder.tick(line.clock.now())
    assert len(line.fed) <= 7
    line.silence(timedelta(seconds=10))
    assert len(line.fed) == pytest.approx(5 + 250, abs=3)
