"""Children that follow one another: the plan that is wanted, deaths, and those that hang."""

from datetime import UTC, datetime
from threading import Event, Thread

import pytest

from station.clock import VirtualClock
from station.outputs import OutputState
from streaming.lives import Lives
from streaming.standing import Standing
from tests.waiting import until


class Child:
    """Gives a byte at every look, until it is told to die or to be silent."""

    pid = 7
    last_words = "it died"

    def __init__(self, number, plan):
        self.number, self.plan = number, plan
        self.ended = self.silent = False
        self.closed = None

    def collect(self):
        return 0 if self.silent else 1

    def close(self, *, kill=False):
        self.closed = kill


class House:
    def __init__(self):
        self.children = []
        self.over = 0
        clock = VirtualClock(datetime(2027, 3, 5, tzinfo=UTC))
        self.standing = Standing(clock, "encoder:tv", kind="encoder", channel="tv")
        self.lives = Lives(self.begin, self.standing, "whole", over=self.note, hangs_after=0.2)
        self.stop = Event()
        self.thread = Thread(target=self.lives.run, args=(self.stop,))

    def begin(self, number, plan):
        if plan == "impossible":
            raise OSError("no such program")
        self.children.append(Child(number, plan))
        return self.children[-1]

    def note(self):
        self.over += 1

    def child(self, number):
        return until(lambda: self.children[number - 1 : number] or None)[0]


@pytest.fixture
def house():
    house = House()
    house.thread.start()
    yield house
    house.stop.set()
    house.thread.join()


def up(house):
    until(lambda: house.standing.state is OutputState.UP)


def test_a_child_that_died_is_followed_by_another_with_the_same_plan(house):
    first = house.child(1)
    up(house)
    first.ended = True
    second = house.child(2)
    assert (second.number, second.plan) == (2, "whole")
    assert first.closed is False
    assert house.standing.output().last_error == "it died"
    assert house.standing.output().restarts == 1


def test_another_plan_ends_a_life_without_being_a_fault(house):
    first = house.child(1)
    up(house)
    house.lives.wanted = "half"
    assert house.child(2).plan == "half"
    assert first.closed is False
    assert house.over == 1
    assert house.standing.output().restarts == 0


def test_a_child_that_hangs_is_killed(house):
    first = house.child(1)
    up(house)
    first.silent = True
    house.child(2)
    assert first.closed is True
    assert "no output" in house.standing.output().last_error


def test_one_that_cannot_begin_is_tried_again_until_it_can(house):
    house.child(1)
    up(house)
    house.lives.wanted = "impossible"
    until(lambda: house.standing.output().restarts >= 2)
    assert house.standing.output().last_error == "no such program"
    house.lives.wanted = "half"
    assert house.child(2).plan == "half"
