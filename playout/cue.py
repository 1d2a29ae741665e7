"""A cue: one item of the plan, placed on the frames of this life, and when it may begin."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from playout.timeline import Timeline
from station import transition
from station.audio import RATE, span_of
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Item, Prefer, Rundown, Start
from station.transition import Transition

PLANNED_GAP = timedelta(seconds=1)
"""An item this much behind the end of the item before it waits for its own time."""
LEAST = 3 * RATE
"""What is left of a trimmed item is worth airing from here on."""
OVERRUN = 2 * RATE
"""An announcement may lose this much of its end to a fixed start; else it is left out."""
TRIMMABLE = frozenset({Kind.MUSIC, Kind.FILLER, Kind.PROGRAMME})


@dataclass(frozen=True, slots=True)
class Cue:
    """One item of the plan and when it may begin."""

    item: Item
    planned: int = 0
    """Frame at which the plan has it begin."""
    rung: Rung = Rung.SCHEDULE
    start: int | None = None
    """Frame before which it may not begin over a filler; None follows the item before it."""
    joins: int | None = None
    """Frame before which it may not begin at the end of another item; None: as `start`."""
    cuts: int | None = None
    """Frame at which it cuts whatever is on; None: never."""
    inside: bool = False
    """Whether it begins where it would be by now, had it begun at `start`."""
    runs_on: bool = False
    """Whether it has had the air and goes on unheard: no part of it may come again."""
    manual: bool = False
    """Whether it waits for an operator."""
    opens: bool = False
    """Whether another programme begins with it."""
    by: str = ""
    """Operator who inserted it."""

    @property
    def hard(self) -> bool:
        """Whether it begins on its own sample and nowhere else."""
        return self.cuts is not None and self.cuts == self.start

    @property
    def ends_programme(self) -> int | None:
        """Return the frame at which it ends a programme that may not overrun, None for never."""
        return self.planned if self.start is None and self.opens else self.start

    @property
    def earliest(self) -> int | None:
        """Return the frame before which it may not begin at a join, None for any."""
        return self.start if self.joins is None else self.joins

    @property
    def waits_to_be_heard(self) -> bool:
        """Whether it does not pass unheard below somebody live: it must air, and has not begun."""
        return self.item.must_air and not self.runs_on

    @property
    def is_owed(self) -> bool:
        """Whether it is put off, not left out, when it makes way for another start."""
        return self.item.must_air and not self.inside

    @property
    def put_off(self) -> "Cue":
        """Return it as one that begins as soon as it fits."""
        return replace(self, start=None, joins=None, cuts=None, manual=False)

    def moved(self, by: int) -> "Cue":
        """Return it so many frames later, with every time it has."""
        start, joins, cuts = (
            None if frame is None else frame + by for frame in (self.start, self.joins, self.cuts)
        )
        return replace(self, planned=self.planned + by, start=start, joins=joins, cuts=cuts)

    def left(self, at: int) -> int:
        """Return the frames to its segue when it begins at `at`."""
        missed = at - self.start if self.inside and self.start is not None else 0
        return self.item.frames - max(0, missed)

    def fits(self, at: int, until: int | None) -> bool:
        """Return whether it is worth starting at `at` when something else begins at `until`."""
        if until is None:
            return True
        room = until - at
        frames = self.left(at)
        if frames <= room:
            return True
        return room >= LEAST if self.item.kind in TRIMMABLE else frames <= room + OVERRUN

    def yields(self, at: int, fixed: "Cue | None") -> bool:
        """Return whether it makes way at `at` for the next start that cuts."""
        if fixed is None or fixed.cuts is None:
            return False
        if at >= fixed.cuts:
            return True
        if fixed.hard or fixed.earliest is None or at < fixed.earliest:
            return not self.fits(at, fixed.cuts)
        return not _goes_before(at + self.left(at), at, fixed)


def _goes_before(ends: int, at: int, fixed: Cue) -> bool:
    """Return whether an item that would end at `ends` still goes before one with a window."""
    assert fixed.cuts is not None
    if ends > fixed.cuts:
        return False
    match fixed.item.prefer if fixed.item.start is Start.WINDOW else Prefer.OVER:
        case Prefer.UNDER:
            return ends <= fixed.planned
        case Prefer.OVER:
            return at < fixed.planned
        case _:
            return abs(ends - fixed.planned) < abs(at - fixed.planned)


def cues_of(rundown: Rundown, timeline: Timeline) -> list[Cue]:
    """Place the items of a rundown on the frames of this life."""
    cues = []
    before: Item | None = None
    for item in rundown.items:
        planned = timeline.frame_at(item.begins)
        waits = before is None or item.begins - _ends(before, item, rundown) > PLANNED_GAP
        opens = before is not None and before.programme != item.programme
        cues.append(replace(placed(item, planned, waits=waits), opens=opens))
        before = item
    return cues


def placed(item: Item, planned: int, *, waits: bool) -> Cue:
    """Return the cue of an item; a soft one that `waits` has a gap before it."""
    rung = Rung.MUST_AIR if item.must_air else Rung.SCHEDULE
    match item.start:
        case Start.HARD:
            return Cue(item, planned, rung, start=planned, cuts=planned)
        case Start.WAIT:
            return Cue(item, planned, rung, start=planned, cuts=planned + max(item.late, 1))
        case Start.WINDOW:
            cuts = planned + max(item.late, 1)
            return Cue(item, planned, rung, planned, joins=planned - item.early, cuts=cuts)
        case Start.MANUAL:
            return Cue(item, planned, rung, manual=True)
        case _:
            return Cue(item, planned, rung, start=planned if waits else None)


def running_on(old: Iterable[Cue], placed: Iterable[Cue], free: int) -> list[Cue]:
    """Return what runs on unheard and is not over at `free`, no earlier in it than newer cues."""
    by_key = {cue.item.key: cue for cue in placed}
    kept = []
    for cue in old:
        new = by_key.get(cue.item.key) if cue.runs_on else None
        if new is not None:
            began = min(cue.planned, new.planned)
            kept.append(replace(cue, item=new.item, planned=began, start=began))
    return [cue for cue in kept if cue.planned + cue.item.frames > free]


def hand_over(before: Item, after: Kind, rules: tuple[Transition, ...]) -> int:
    """Return the frame of an item's file at which one of another kind begins."""
    return transition.hand_over(before, transition.rule_for(before.kind, after, rules))


def _ends(before: Item, item: Item, rundown: Rundown) -> datetime:
    frames = hand_over(before, item.kind, rundown.transitions) - before.cue_in
    return before.begins + span_of(frames)
