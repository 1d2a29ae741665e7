"""A rehearsal asked for at the desk: one at a time, followed, cancelled, its report kept."""

import json
import sys
from datetime import UTC, date, datetime

import pytest

from station.clock import VirtualClock
from station.paths import StatePaths
from tests.waiting import until
from web.rehearsal_process import RehearsalRunning, Rehearsals, Stage, simulate
from web.rehearsal_view import seen

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
DAY = date(2026, 11, 22)
TELLS = "import sys; print(0.25, file=sys.stderr); print('{\"as_run\": []}')"
STAYS = "import sys, threading; print(0.5, file=sys.stderr, flush=True); threading.Event().wait()"
BREAKS = "import sys; print('The rehearsal could not be held: no', file=sys.stderr); sys.exit(2)"


@pytest.fixture
def desk(tmp_path):
    made = []

    def with_child(code):
        paths = StatePaths(tmp_path)
        command = lambda _channel, _day: [sys.executable, "-c", code]  # noqa: E731
        made.append(Rehearsals(paths, VirtualClock(NOW), command))
        return made[-1]

    yield with_child
    for each in made:
        each.close()


def test_a_rehearsal_comes_to_its_end_and_leaves_a_report(desk):
    rehearsals = desk(TELLS)
    rehearsals.start("radio", DAY, "sri")
    until(lambda: rehearsals.of("radio").stage is Stage.DONE)
    assert rehearsals.report("radio") == {"as_run": []}
    assert (rehearsals.of("radio").share, rehearsals.busy()) == (1.0, False)


def test_the_last_rehearsal_is_known_to_the_next_life_of_the_desk(desk):
    first = desk(TELLS)
    first.start("radio", DAY, "sri")
    first.close()
    until(lambda: not first.busy())
    again = desk(TELLS)
    assert again.of("radio").day == DAY
    assert again.of("radio").by == "sri"


def test_there_is_one_rehearsal_at_a_time_and_it_tells_how_far_it_is(desk):
    rehearsals = desk(STAYS)
    rehearsals.start("radio", DAY, "sri")
    until(lambda: rehearsals.of("radio").share == 0.5)
    with pytest.raises(RehearsalRunning):
        rehearsals.start("tv", DAY, "sri")


def test_a_cancelled_rehearsal_is_gone_and_another_may_begin(desk):
    rehearsals = desk(STAYS)
    rehearsals.start("radio", DAY, "sri")
    rehearsals.close()
    assert rehearsals.of("radio").stage is Stage.CANCELLED
    assert rehearsals.report("radio") is None
    rehearsals.start("radio", DAY, "sri")


def test_a_rehearsal_that_cannot_be_held_says_why(desk):
    rehearsals = desk(BREAKS)
    rehearsals.start("radio", DAY, "sri")
    until(lambda: not rehearsals.busy())
    found = rehearsals.of("radio")
    assert (found.stage, found.problem) == (Stage.FAILED, "The rehearsal could not be held: no")


@pytest.mark.parametrize("report", [{}, {"begins": 7}, {"begins": "x", "ends": "y"}])
def test_a_report_that_cannot_be_read_is_none(report):
    assert seen(report, None, None) is None


def test_what_the_desk_asks_for_is_a_command_of_ours():
    line = simulate("radio", DAY)
    assert line[1:4] == ["-m", "mengudara", "simulate"]
    assert json.dumps(line).count("2026-11-22") == 1
