"""What a push tells in the log while it tries again and again."""

import logging

import pytest

from station.clock import SystemClock
from station.outputs import OutputState
from streaming.push.leaf import TAKES_NOTHING, Leaf
from streaming.standing import Standing

REFUSED = ConnectionRefusedError(111, "Connection refused")


class Scripted(Leaf):
    """Meets one thing after the other; at the end nobody wants it any more."""

    def __init__(self, *script):
        standing = Standing(SystemClock(), "push:kanal", kind="rtmp", channel="tv")
        super().__init__("kanal", standing, longest_rest=0)
        self._script = list(script)

    def _run_once(self):
        *states, error = self._script.pop(0)
        if not self._script:
            self.stop()
        for state in states:
            self._stalled() if state is OutputState.STALLED else self._well(state)
        raise error


@pytest.fixture
def told(caplog):
    caplog.set_level(logging.INFO)

    def told(*script):
        leaf = Scripted(*script)
        leaf._run()
        return [(each.action, each.getMessage().partition(": ")[2]) for each in caplog.records]

    return told


def test_a_server_that_refuses_a_hundred_times_is_told_once(told):
    assert told(*[(REFUSED,)] * 100) == [("push_failed", "Connection refused")]


def test_what_is_another_trouble_is_told_too(told):
    assert told((REFUSED,), (TimeoutError("timed out"),)) == [
        ("push_failed", "Connection refused"),
        ("push_failed", "timed out"),
    ]


def test_that_it_goes_on_is_told_and_the_next_trouble_again(told):
    up, stalled = OutputState.UP, OutputState.STALLED
    assert told((REFUSED,), (up, up, stalled, stalled, up, REFUSED)) == [
        ("push_failed", "Connection refused"),
        ("push_well", "up again"),
        ("push_failed", TAKES_NOTHING),
        ("push_well", "up again"),
        ("push_failed", "Connection refused"),
    ]
