from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from station.clock import VirtualClock
from station.outputs import OutputState
from streaming.backoff import Backoff
from streaming.push.progress import NothingTaken, Progress
from streaming.standing import IllegalState, Standing

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def clock():
    return VirtualClock(EIGHT)


@pytest.fixture
def standing(clock):
    return Standing(clock, "icecast:main", kind="icecast", channel="radio", url="http://x/y")


def test_since_tells_when_the_state_was_entered(standing, clock):
    standing.enter(OutputState.CONNECTING)
    clock.jump(timedelta(seconds=3))
    standing.enter(OutputState.UP)
    clock.jump(timedelta(seconds=3))
    standing.enter(OutputState.UP)
    assert standing.output().since == EIGHT + timedelta(seconds=3)


def test_an_output_cannot_be_up_without_connecting(standing):
    with pytest.raises(IllegalState):
        standing.enter(OutputState.UP)
    assert standing.state is OutputState.IDLE


def test_the_last_error_stays_to_be_read(standing):
    standing.enter(OutputState.CONNECTING)
    standing.enter(OutputState.BACKOFF, "401 wrong password")
    standing.restarted()
    standing.enter(OutputState.CONNECTING)
    output = standing.output()
    assert (output.last_error, output.restarts) == ("401 wrong password", 1)


def test_bytes_are_counted(standing):
    standing.sent(10)
    standing.sent(5)
    assert standing.output(listeners=2).bytes_out == 15


def test_rests_double_up_to_half_a_minute_and_begin_again_after_success():
    backoff = Backoff(Random(1))
    rests = [backoff.next() for _ in range(8)]
    for rest, full in zip(rests, [1, 2, 4, 8, 16, 30, 30, 30], strict=True):
        assert 0.75 * full <= rest <= full
    backoff.reset()
    assert backoff.next() <= 1.0


def test_up_means_that_the_other_end_confirmed_bytes():
    progress = Progress(EIGHT)
    assert progress.judge(100, 0, EIGHT) is None
    assert progress.judge(100, 60, EIGHT) is OutputState.UP


def test_a_server_that_takes_nothing_is_stalled_and_then_given_up():
    progress = Progress(EIGHT)
    progress.judge(100, 60, EIGHT)
    assert progress.judge(200, 60, EIGHT + timedelta(seconds=2)) is None
    assert progress.judge(300, 60, EIGHT + timedelta(seconds=3)) is OutputState.STALLED
    with pytest.raises(NothingTaken):
        progress.judge(300, 60, EIGHT + timedelta(seconds=15))


def test_a_server_is_not_blamed_when_there_is_nothing_to_send():
    progress = Progress(EIGHT)
    progress.judge(100, 100, EIGHT)
    assert progress.judge(100, 100, EIGHT + timedelta(seconds=60)) is None
