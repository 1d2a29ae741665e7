"""Late blocks cost optional work, quickly; quiet gives it back, slowly."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playout.pressure_sign import PressureSign
from playout.shedding import MANY, QUIET, WINDOW, Shedding
from station.pressure import FRESH, Level, highest

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
LOOK = 12


class Machine:
    """Counts ticks as the engine does, and looks every half second."""

    def __init__(self) -> None:
        self.shedding = Shedding()
        self.ticks = self.late = self.skipped = 0

    def run(self, looks: int, *, late: int = 0) -> list[Level]:
        levels = []
        for _ in range(looks):
            self.ticks += LOOK
            self.late += late
            levels.append(self.shedding.look(self.ticks, self.late, self.skipped))
        return levels

    def stall(self) -> Level:
        self.skipped += 30
        return self.run(1)[0]


def test_late_blocks_shed_one_thing_after_the_other() -> None:
    assert Machine().run(5, late=MANY) == [
        Level.METERS, Level.WAVEFORMS, Level.INGEST, Level.RENDITIONS, Level.RENDITIONS,
    ]  # fmt: skip


def test_a_late_block_now_and_then_sheds_nothing() -> None:
    machine = Machine()
    for _ in range(20):
        machine.run(1, late=1)
        assert machine.run(WINDOW // LOOK // 2) == [Level.NONE] * (WINDOW // LOOK // 2)


def test_late_blocks_in_several_looks_count_together() -> None:
    assert Machine().run(MANY, late=1)[-1] is Level.METERS


def test_a_stall_sheds_ingest_at_once() -> None:
    machine = Machine()
    assert machine.stall() is Level.INGEST
    assert machine.stall() is Level.RENDITIONS


def test_a_minute_of_quiet_gives_one_thing_back() -> None:
    machine = Machine()
    machine.run(2, late=MANY)
    levels = machine.run(3 * QUIET // LOOK)
    minute = QUIET // LOOK
    assert levels[: minute - 1] == [Level.WAVEFORMS] * (minute - 1)
    assert levels[minute] is Level.METERS
    assert levels[2 * minute + 1] is Level.NONE


def test_one_late_block_makes_the_quiet_begin_again() -> None:
    machine = Machine()
    machine.run(1, late=MANY)
    machine.run(QUIET // LOOK - 2)
    machine.run(1, late=1)
    assert machine.run(QUIET // LOOK - 2)[-1] is Level.METERS


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 9), st.integers(0, 3))))
def test_the_level_never_leaves_its_bounds_and_falls_one_step_at_a_time(
    looks: list[tuple[int, int, int]],
) -> None:
    shedding, ticks, late, skipped = Shedding(), 0, 0, 0
    for more in looks:
        before = shedding.level
        ticks, late, skipped = ticks + more[0], late + more[1], skipped + more[2]
        after = shedding.look(ticks, late, skipped)
        assert before - 1 <= after <= Level.RENDITIONS
        assert after <= before or more[1] or more[2]


def test_others_are_told_at_every_change_and_again_before_it_is_stale(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sign = PressureSign(tmp_path / "radio.pressure")
    sign.show(Level.NONE, NOW)
    assert not caplog.records
    for seconds in range(100):
        now = NOW + timedelta(seconds=seconds)
        sign.show(Level.INGEST, now)
        assert highest(tmp_path, now) is Level.INGEST
    assert [record.__dict__["level"] for record in caplog.records] == [3]
    sign.show(Level.NONE, NOW + FRESH)
    assert highest(tmp_path, NOW + FRESH) is Level.NONE


def test_a_disk_that_fails_is_tried_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    sign = PressureSign(tmp_path / "absent" / "radio.pressure")
    sign.show(Level.INGEST, NOW)
    sign.show(Level.INGEST, NOW)
    assert len(caplog.records) == 1
    (tmp_path / "absent").mkdir()
    sign.show(Level.INGEST, NOW)
    assert highest(tmp_path / "absent", NOW) is Level.INGEST
