"""Walks along the time line from junction to junction and lays an item at each.

It asks, in this order: does something hard begin now; does a wish wait for this junction; is the
station ID due; and if none of these, what does the programme play here.
"""

from scheduler.planner.airtime import SECOND
from scheduler.planner.demanding import DemandItems
from scheduler.planner.fixed import FixedItems
from scheduler.planner.goals import EARLY, Goals
from scheduler.planner.holding import Holding
from scheduler.planner.laying import Goal, Laying
from scheduler.planner.plan import Note
from scheduler.planner.rotating import Rotating
from scheduler.planner.station_ids import StationIds
from scheduler.planner.stretches import Stretch, Stretches
from scheduler.planner.templated import TemplateItems
from scheduler.planner.waiting import Waiting
from scheduler.week.programme import Rotation
from station.rundown import Prefer, Start, Why


class Walk:
    """One planning on its way."""

    def __init__(
        self,
        laying: Laying,
        stretches: Stretches,
        waiting: Waiting,
        holding: Holding | None = None,
    ) -> None:
        self._holding = holding
        self._laying = laying
        self._tape = laying.tape
        self._stretches = stretches
        self._waiting = waiting
        self._fixed = FixedItems(laying)
        self._rotating = Rotating(laying)
        self._station_ids = StationIds(laying)
        self._goals = Goals(laying.tape, stretches, waiting)
        self._templates = TemplateItems(laying, stretches, self._rotating, self._station_ids)
        self._demands = DemandItems(
            laying, waiting, self._fixed, self._templates, self._station_ids
        )
        self._entered: set[str] = set()
        self._began = self._tape.at
        if self._tape.items:
            self._demands.follow(self._tape.items[-1].key)

    def go(self, until: int) -> None:
        """Lay items until the tape reaches `until`."""
        while self._tape.at < until:
            laid, before = len(self._tape.items), self._state()
            self._step()
            if self._state() == before:
                self._give_up(until)
            if len(self._tape.items) > laid:
                self._demands.follow(self._tape.items[-1].key)
            self._demands.drop_overdue()
        self._tell_swallowed(until)

    def _state(self) -> tuple[int, int, tuple[int, int]]:
        return self._tape.at, len(self._tape.items), self._demands.left

    def _give_up(self, until: int) -> None:
        """Leave a hole up to the next junction where no rule lays anything: planning must end."""
        stretch = self._stretch()
        goal = self._goals.next(stretch)
        junctions = [until, stretch.ends, *([] if goal is None else [goal.frame])]
        self._tape.leave_hole(min(frame for frame in junctions if frame > self._tape.at))

    def _step(self) -> None:
        if self._demands.lay_hard():
            return
        if self._holding is not None and self._holding.covers(self._tape.at):
            self._hold(self._holding)
            return
        stretch = self._stretch()
        start = self._start(stretch)
        opening = start in (Start.HARD, Start.WAIT, Start.WINDOW) or self._templates.opens(stretch)
        goal = self._templates.goal(stretch, self._goals.next(stretch))
        by_template = self._templates.has_station_id(self._tape.at)
        if not opening and (
            self._demands.lay_wanted_next(goal)
            or self._demands.lay_soft(stretch, goal)
            or (not by_template and self._station_ids.lay(stretch, goal))
        ):
            return
        if opening and not by_template and self._station_ids.lay_before(stretch, start):
            return
        if goal is not None and not opening and not self._templates.has_station_id(goal.frame):
            goal = self._station_ids.before(goal)
        self._enter(stretch)
        self._play(stretch, goal, start)

    def _hold(self, holding: Holding) -> None:
        """Lay what a held version has here; what is wished since then comes before it."""
        stretch = self._stretches.at(self._tape.at)
        goal = holding.goal(self._waiting.next_hard)
        if not holding.opens_now() and (
            self._demands.lay_wanted_next(goal) or self._demands.lay_soft(stretch, goal)
        ):
            return
        if not holding.lay(goal):
            house = self._laying.inputs.house
            self._rotating.lay(stretch, house, Why.FILL, goal=goal, start=Start.SOFT)

    def _play(self, stretch: Stretch, goal: Goal | None, start: Start) -> None:
        house = self._laying.inputs.house
        if self._templates.lay(stretch, goal, start):
            return
        if stretch.programme is None:
            self._rotating.lay(stretch, house, Why.NO_PROGRAMME, goal=goal, start=start)
        elif isinstance(stretch.content, Rotation):
            self._rotating.lay(stretch, stretch.content, Why.ROTATION, goal=goal, start=start)
        elif not self._fixed.lay(stretch, goal, start):
            self._rotating.lay(stretch, house, Why.FILL, goal=goal, start=start)

    def _start(self, stretch: Stretch) -> Start:
        """Return how the next item of a stretch begins."""
        if stretch.opens_hard:
            return Start.HARD if stretch.begins == self._tape.at else Start.SOFT
        if not stretch.opens or self._laying.progress.begun(stretch.key):
            return Start.SOFT
        in_time = stretch.closes is None or self._tape.at <= stretch.closes
        return stretch.start if in_time else Start.SOFT

    def _stretch(self) -> Stretch:
        """Return the stretch that has the air; one that does not open hard may be early."""
        now = self._stretches.at(self._tape.at)
        soon = self._stretches.behind(now)
        if soon is None or not soon.opens or soon.start is Start.HARD:
            return now
        return soon if soon.begins - self._tape.at <= self._earliness(now, soon) else now

    def _earliness(self, now: Stretch, soon: Stretch) -> int:
        """Return how early an occurrence may begin at this junction."""
        if not soon.opens_in_window:
            return EARLY
        if self._laying.progress.begun(soon.key):
            return soon.early
        if soon.start is Start.WAIT or soon.prefer is Prefer.OVER:
            return 0
        found = self._fixed.next(now)
        if found is None:
            return min(soon.early, EARLY)
        length = found[1].segue - found[1].cue_in
        return min(soon.early, length - 1 if soon.prefer is Prefer.UNDER else length // 2)

    def _enter(self, stretch: Stretch) -> None:
        late = self._tape.at - stretch.begins
        if stretch.key in self._entered or not stretch.opens or stretch.begins < self._began:
            return
        self._entered.add(stretch.key)
        limit = 0 if stretch.opens_hard else stretch.late
        tells = stretch.opens_hard or stretch.opens_in_window
        if tells and late > limit and stretch.programme is not None:
            about = {"programme": stretch.programme.name, "seconds": f"{late / SECOND:.1f}"}
            self._tape.remark(Note.PUT_OFF, about)

    def _tell_swallowed(self, until: int) -> None:
        held = self._began if self._holding is None else self._holding.until()
        since = max(self._began, held)
        for stretch in self._stretches.after(since):
            ours = stretch.opens and stretch.key not in self._entered and stretch.ends <= until
            if ours and stretch.programme is not None:
                about = {"programme": stretch.programme.name}
                self._tape.remark(Note.SWALLOWED, about, at=stretch.begins)
