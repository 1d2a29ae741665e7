"""The fixed points ahead of the tape: hard starts, and what bends before them."""

from bisect import bisect_right
from dataclasses import replace

from scheduler.planner.airtime import SECOND
from scheduler.planner.laying import Goal
from scheduler.planner.stretches import Stretch, Stretches
from scheduler.planner.tape import Tape
from scheduler.planner.waiting import Waiting
from station.rundown import Prefer, Start

EARLY = 15 * SECOND
"""How early a soft occurrence may begin, when an item ends there."""
_AIMED_LATE = 2 * SECOND


class Goals:
    """Knows the openings of the grid, and asks which demand comes next."""

    def __init__(self, tape: Tape, stretches: Stretches, waiting: Waiting) -> None:
        self._tape = tape
        self._stretches = stretches
        self._waiting = waiting
        self._openings = stretches.hard_openings()
        self._opening_frames = [stretch.begins for stretch in self._openings]
        self._windows = stretches.window_openings()
        self._window_frames = [stretch.begins for stretch in self._windows]

    def next(self, stretch: Stretch) -> Goal | None:
        """Return the next hard start, or before it what bends: a soft opening, a window.

        Where a hard start meets a soft opening, the second counts: nothing may run across it.
        """
        hard = self._hard()
        bending = (self._opening(stretch), self._window(stretch), self._spot_window())
        goals = [goal for goal in bending if goal is not None]
        soft = min(goals, key=lambda goal: goal.frame, default=None)
        if soft is None or (hard is not None and hard.frame <= soft.frame):
            return hard
        if hard is None:
            return soft
        if soft.latest is None:
            return hard if hard.frame - soft.frame <= EARLY else soft
        return replace(soft, latest=min(soft.latest, hard.frame))

    def _hard(self) -> Goal | None:
        at = self._tape.at
        goal: Goal | None = None
        index = bisect_right(self._opening_frames, at)
        if index < len(self._openings):
            goal = Goal(self._openings[index].begins, hard=True)
        demand = self._waiting.next_hard
        if demand is not None and (goal is None or demand.target < goal.frame):
            goal = Goal(max(demand.target, at), hard=True, returns=True)
        return goal

    def _opening(self, stretch: Stretch) -> Goal | None:
        """Return the soft opening behind a stretch."""
        follower = self._stretches.behind(stretch)
        bends = follower is not None and follower.opens and not follower.opens_in_window
        if follower is None or not bends or follower.start is Start.HARD:
            return None
        if follower.begins - EARLY <= self._tape.at:
            return None
        return Goal(follower.begins - _AIMED_LATE, hard=False)

    def _window(self, stretch: Stretch) -> Goal | None:
        """Return the next opening inside a window, other than the one that begins early now."""
        index = bisect_right(self._window_frames, max(self._tape.at, stretch.begins))
        if index == len(self._windows):
            return None
        opening = self._windows[index]
        frame = max(opening.begins - _aimed_before(opening), self._tape.at)
        return Goal(frame, hard=False, latest=opening.closes)

    def _spot_window(self) -> Goal | None:
        """Return the next spot that airs at a join near its time."""
        at = self._tape.at
        demand = self._waiting.next_window(at)
        if demand is None or demand.closes is None:
            return None
        frame = demand.target if demand.target > at else demand.closes
        return Goal(frame, hard=False, returns=True, latest=demand.closes)


def _aimed_before(opening: Stretch) -> int:
    """Return how long before a window's own time the items before it should best end."""
    if opening.start is Start.WAIT or opening.prefer is Prefer.OVER:
        return 0
    return min(opening.early, EARLY if opening.prefer is Prefer.UNDER else _AIMED_LATE)
