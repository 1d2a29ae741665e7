"""What a picture encoder does without, and when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.video import Shape
from streaming.pictures.making import Making
from streaming.pictures.rungs import GOP
from streaming.pictures.units import Report
from streaming.television.relief import CALM, LONGEST_CALM, SETTLE, Relief, steps

NOON = datetime(2027, 3, 5, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WHOLE = Making(Shape(1280, 720))
STEPS = steps(WHOLE)


def report(speed, left_out=0):
    return Report(25, round(1_000_000 / speed), left_out, 0)


class Machine:
    """Tells a report a second."""

    def __init__(self):
        self.now = NOON
        self.relief = Relief(STEPS, NOON)

    def runs(self, seconds, speed, *, left_out=0, pressed=False):
        """Return the steps at which it stood, each once."""
        stood = [self.relief.number]
        for _ in range(round(seconds)):
            self.now += SECOND
            if self.relief.told(report(speed, left_out), self.now, pressed=pressed):
                stood.append(self.relief.number)
        return stood


@pytest.fixture
def machine():
    return Machine()


def test_the_steps_lead_from_the_whole_ladder_to_still_pictures():
    assert [step.name for step in STEPS] == [
        "",
        "superfast",
        "ultrafast",
        "−480p",
        "−360p",
        "5 fps",
        "0.5 fps",
    ]
    assert STEPS[0].making == WHOLE
    last = STEPS[-1].making
    assert (last.preset, last.every, [rung.name for rung in last.rungs]) == (
        "ultrafast",
        GOP,
        ["720p"],
    )


def test_where_there_are_more_cores_they_are_used_before_anything_is_lost():
    first, second, third = steps(WHOLE, cores=2)[:3]
    assert (first.making.threads, second.making.threads) == (1, 0)
    assert replace(second.making, threads=1) == first.making
    assert (second.name, third.name) == ("2 cores", "superfast")
    assert [first.is_whole, second.is_whole, third.is_whole] == [True, True, False]


def test_cores_that_the_air_needs_are_left_to_it():
    relief, now = Relief(steps(WHOLE, cores=2), NOON), NOON
    while not relief.told(report(1.5), now, pressed=True):
        now += SECOND
    assert relief.step.name == "superfast"


def test_an_encoder_that_is_late_takes_the_other_cores_first():
    relief, now = Relief(steps(WHOLE, cores=2), NOON), NOON
    while not relief.told(report(0.9), now):
        now += SECOND
    assert relief.step.name == "2 cores"


def test_a_channel_that_begins_with_the_fastest_preset_has_fewer_steps():
    assert [step.name for step in steps(Making(Shape(640, 360), "ultrafast"))] == [
        "",
        "5 fps",
        "0.5 fps",
    ]


def test_with_time_to_spare_nothing_is_done_without(machine):
    assert machine.runs(3600, speed=1.3) == [0]


def test_an_encoder_that_cannot_keep_up_goes_down_step_by_step(machine):
    assert machine.runs(30, speed=0.9) == [0, 1, 2]
    assert machine.relief.step.name == "ultrafast"


def test_pictures_that_are_left_out_count_as_lateness(machine):
    assert machine.runs(16, speed=3.0, left_out=10) == [0, 1]


def test_an_air_that_is_short_of_time_is_relieved(machine):
    assert machine.runs(16, speed=1.5, pressed=True) == [0, 1]


def test_it_goes_up_again_when_it_was_well_ahead_for_a_minute(machine):
    machine.runs(16, speed=0.9)
    assert machine.runs(55, speed=2.0) == [1]
    assert machine.runs(20, speed=2.0) == [1, 0]


def test_a_speed_that_would_not_do_one_step_higher_keeps_it_where_it_is(machine):
    machine.runs(16, speed=0.9)
    assert machine.runs(3600, speed=1.6) == [1]


def test_each_time_it_went_up_too_soon_it_waits_twice_as_long(machine):
    machine.runs(16, speed=0.9)
    waits = []
    for _ in range(6):
        begun = machine.now
        while machine.runs(1, speed=2.0) == [1]:
            pass
        waits.append(machine.now - begun)
        machine.runs(16, speed=0.9)
    for before, after in pairwise(waits):
        assert after > before or after >= LONGEST_CALM - SETTLE
    assert waits[0] < CALM + 2 * SETTLE
    assert waits[-1] <= LONGEST_CALM + 2 * SETTLE


def test_at_the_bottom_there_is_nothing_more_to_do_without(machine):
    machine.runs(300, speed=0.2)
    assert machine.relief.step is STEPS[-1]
    assert machine.runs(60, speed=0.2) == [len(STEPS) - 1]


@given(st.lists(st.tuples(st.floats(0.1, 9.0), st.integers(1, 90), st.booleans()), max_size=12))
def test_it_never_steps_more_often_than_it_settles(happenings):
    machine = Machine()
    changes = [NOON]
    for speed, seconds, pressed in happenings:
        for _ in range(seconds):
            if len(machine.runs(1, speed, pressed=pressed)) > 1:
                changes.append(machine.now)
    assert all(after - before >= SETTLE for before, after in pairwise(changes))


def test_of_a_single_size_nothing_is_left_out():
    names = [step.name for step in steps(Making(Shape(1280, 720), "veryfast", ladder=False))]
    assert not [name for name in names if name.startswith("−")]
