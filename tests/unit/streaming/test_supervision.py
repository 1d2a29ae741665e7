from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from station.clock import VirtualClock
from station.outputs import OutputState
from streaming.backoff import Backoff
from streaming.push.confirmation import Confirmation
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


def kib(sent, received, taken=None):
    return Confirmation(*(1_024 * each for each in (sent, received, taken or received)))


def later(seconds):
    return EIGHT + timedelta(seconds=seconds)


@pytest.fixture
def progress():
    """One whose server has confirmed sixty of a hundred."""
    progress = Progress(EIGHT)
    assert progress.judge(kib(100, 0), EIGHT) is None
    assert progress.judge(kib(100, 60), EIGHT) is OutputState.UP
    return progress


def test_nothing_is_up_or_stalled_before_there_is_a_connection():
    progress = Progress(EIGHT)
    assert progress.judge(None, later(14)) is None
    with pytest.raises(NothingTaken):
        progress.judge(None, later(15))


def test_a_server_that_takes_nothing_is_stalled_and_then_given_up(progress):
    assert progress.judge(kib(200, 60), later(1)) is None
    assert progress.judge(kib(300, 60), later(2)) is OutputState.STALLED
    assert progress.judge(kib(300, 61), later(4)) is OutputState.UP
    with pytest.raises(NothingTaken):
        progress.judge(kib(300, 61), later(19))


def test_a_server_whose_system_takes_what_its_program_does_not_read_is_stalled(progress):
    assert progress.judge(kib(150, 140, 60), later(1)) is None
    assert progress.judge(kib(190, 190, 60), later(2)) is OutputState.STALLED


def test_the_little_room_that_a_system_finds_by_itself_is_no_progress(progress):
    assert progress.judge(kib(190, 190, 75), later(2)) is OutputState.STALLED
    assert progress.judge(kib(240, 240, 240), later(3)) is OutputState.UP


def test_the_few_bytes_that_a_server_takes_which_stands_still_are_no_progress(progress):
    few = Confirmation(300_000, 61_500, 61_500)
    assert progress.judge(few, later(2)) is OutputState.STALLED


def test_a_server_is_not_blamed_when_there_is_nothing_to_send(progress):
    progress.judge(kib(100, 100), EIGHT)
    assert progress.judge(kib(100, 100), later(60)) is None


def test_a_sender_that_tells_nothing_new_is_believed_no_longer(progress):
    told = kib(100, 100)
    progress.judge(told, EIGHT)
    assert progress.judge(told, later(2)) is OutputState.STALLED
