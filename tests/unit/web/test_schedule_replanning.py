"""Planning after changes: one at a time, never a change left out, failures seen."""

from datetime import UTC, datetime
from threading import Event, Thread

from tests.waiting import LIMIT_SECONDS, until
from web.replanning import Replanning

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)


class Planner:
    """Counts its plannings; can be held in the middle of one, and can fail."""

    def __init__(self):
        self.plannings = 0
        self.begun = Event()
        self.go_on = Event()
        self.go_on.set()
        self.broken = False

    def replan(self, channel, cause="edit", by=""):
        self.plannings += 1
        self.begun.set()
        assert self.go_on.wait(LIMIT_SECONDS)
        if self.broken:
            raise OSError("disk full")
        return f"{channel} {self.plannings}"


def test_a_wish_is_pending_until_it_is_planned():
    replanning = Replanning(planner := Planner())
    replanning.wish("radio", NOW)
    assert replanning.state("radio").pending
    replanning.run("radio", "edit")
    state = replanning.state("radio")
    assert (state.pending, state.result, planner.plannings) == (False, "radio 1", 1)


def test_changes_stored_during_a_planning_share_the_next_one():
    replanning = Replanning(planner := Planner())
    planner.go_on.clear()
    threads = []
    for _ in range(4):
        replanning.wish("radio", NOW)
        threads.append(Thread(target=replanning.run, args=("radio", "edit")))
        threads[-1].start()
        assert planner.begun.wait(LIMIT_SECONDS)
    until(lambda: replanning._turn("radio").stored == 4)
    planner.go_on.set()
    for thread in threads:
        thread.join()
    assert planner.plannings == 2
    assert not replanning.state("radio").pending


def test_a_change_announced_but_stored_later_is_planned_for_itself():
    replanning = Replanning(planner := Planner())
    replanning.wish("radio", NOW)
    replanning.wish("radio", NOW)
    replanning.run("radio", "edit")
    assert replanning.state("radio").pending
    replanning.run("radio", "edit")
    assert planner.plannings == 2
    assert not replanning.state("radio").pending


def test_a_planning_that_fails_is_seen_and_the_next_one_heals_it():
    replanning = Replanning(planner := Planner())
    planner.broken = True
    replanning.wish("radio", NOW)
    replanning.run("radio", "edit")
    assert replanning.state("radio").failed
    planner.broken = False
    replanning.wish("radio", NOW)
    replanning.run("radio", "edit")
    assert not replanning.state("radio").failed


def test_channels_do_not_wait_for_each_other():
    replanning = Replanning(Planner())
    replanning.wish("tv", NOW)
    assert not replanning.state("radio").pending
