"""Wall time is read once, then counted; virtual time moves only when asked."""

from datetime import UTC, datetime, timedelta

from station.clock import MAX_STEP, SystemClock, VirtualClock

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Machine:
    """A computer whose two clocks we turn by hand."""

    def __init__(self):
        self.wall = NOON
        self.ticks = 5_000

    def runs(self, span):
        self.wall += span
        self.ticks += span // timedelta(microseconds=1) * 1_000

    def clock(self):
        return SystemClock(lambda: self.wall, lambda: self.ticks)


def test_the_time_goes_on_with_the_monotonic_clock():
    machine = Machine()
    clock = machine.clock()
    machine.runs(90 * SECOND)
    assert clock.now() == NOON + 90 * SECOND


def test_a_step_of_the_wall_clock_is_told_and_not_followed():
    machine = Machine()
    clock = machine.clock()
    machine.wall -= 3 * SECOND
    assert clock.now() == NOON
    assert clock.step() == -3 * SECOND


def test_a_slew_is_no_step():
    machine = Machine()
    clock = machine.clock()
    machine.wall += MAX_STEP
    assert clock.step() == timedelta(0)


def test_reanchoring_takes_up_the_new_time():
    machine = Machine()
    clock = machine.clock()
    machine.wall += 3600 * SECOND
    assert clock.reanchor() == 3600 * SECOND
    assert clock.now() == NOON + 3600 * SECOND
    assert clock.step() == timedelta(0)


def test_sleeping_until_an_instant_that_has_passed_returns_at_once():
    clock = Machine().clock()
    clock.sleep_until(NOON - SECOND)
    assert clock.now() == NOON


def test_virtual_sleep_is_instant_and_never_goes_back():
    clock = VirtualClock(NOON)
    clock.sleep_until(NOON + SECOND)
    clock.sleep_until(NOON)
    assert clock.now() == NOON + SECOND
    clock.jump(SECOND)
    assert clock.now() == NOON + 2 * SECOND
