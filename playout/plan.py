"""What is still to come, in order, and which airings are over. Pure but for what it remembers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice, takewhile

from playout.cue import LEAST, Cue, running_on
from playout.forecast import Choice, Expected, choose, expect, fitting, overdue, settles
from playout.timeline import Timeline
from playout.to_come import ToCome, placed_again
from station.audio import RATE
from station.ladder import Rung
from station.rundown import Item, LiveSlot, Overrun, Rundown, Secondary
from station.transition import Transition

WHOLE = 60 * RATE
"""An item that is late by no more than this is played from its beginning."""
JUST = RATE
"""Below a presenter an item that should have begun this lately still stands at its beginning."""
USUAL = 12
"""So many of the next cues are worked out at once; most who ask want no more."""
REMEMBERED = 5_000
"""Airings of this life that are remembered; a week of radio."""


class Plan:
    """The cues still to come, in order, and which airings are over."""

    def __init__(self) -> None:
        self.version = 0
        self.fillers: tuple[Item, ...] = ()
        self.rules: tuple[Transition, ...] = ()
        self.secondary: tuple[Secondary, ...] = ()
        self.live_slots: tuple[LiveSlot, ...] = ()
        self.fixed: Cue | None = None
        """The next item that cuts what is on when its time has come."""
        self.timed: Cue | None = None
        """The next item that begins over a filler at a time of its own."""
        self.opening: Cue | None = None
        """The next item that ends a programme that may not overrun."""
        self.next_must_air: Cue | None = None
        """The next item that outranks a presenter."""
        self.owes = False
        """Whether a programme has overrun that makes good by dropping what can be dropped."""
        self._cues: list[Cue] = []
        self._inserted: list[Cue] = []
        self._appointed: list[Cue] = []
        self._timeline: Timeline | None = None
        """The clock as it was corrected last."""
        self._clocks = 0
        self._places = 0
        self._aired: dict[str, bool] = {}
        """Whether what is left of it runs on unheard, by key."""
        self._asked: tuple[int, bool, bool] | None = None
        self._worked_out = 0
        self._coming: list[Expected] = []

    def adopt(
        self, rundown: Rundown, cues: list[Cue], *, after: str, free: int, at: int = 0
    ) -> None:
        """Replace what is to come by the cues of a newer version.

        What follows the airing `after` comes next; where that is not in the version, what is not
        over yet when the air is free, or is cut into from `at` on.
        """
        self.version = rundown.version
        self.fillers = rundown.fillers
        self.rules = rundown.transitions
        self.secondary = rundown.secondary
        self.live_slots = rundown.live_slots
        keys = [cue.item.key for cue in cues]
        beneath = running_on(self._cues, cues, free)
        if after in keys:
            cues = cues[keys.index(after) + 1 :]
        else:
            cutting = (cue for cue in cues if cue.cuts is not None and cue.cuts >= at)
            starts = [c.planned for c in cutting if c.item.key not in self._aired]
            free = min(free, max(at, min(starts, default=free)))
            cues = [cue for cue in cues if cue.planned + cue.item.frames > free]
        cues = sorted([*cues, *self._appointed], key=lambda cue: cue.planned)
        self._set([*beneath, *(cue for cue in cues if cue.item.key not in self._aired)])

    def join(self, at: int, *, whole: int = WHOLE) -> None:
        """Have the first item begin in its middle when it is more than `whole` frames late."""
        if self._cues and not self._cues[0].manual and at - self._cues[0].planned > whole:
            first = self._cues[0]
            self._set([replace(first, start=first.planned, inside=True), *self._cues[1:]])

    def join_late(self, cue: Cue) -> None:
        """Have a hard item that is far too late begin in its middle."""
        late = replace(cue, inside=True)
        self._set([late if other is cue else other for other in self._cues])

    def insert(self, cue: Cue) -> None:
        """Put an operator's item before everything else that is soft, or at its own time."""
        if cue.start is None:
            self._inserted.append(cue)
            self._asked = None
        else:
            self._appointed.append(cue)
            self._set(sorted([*self._cues, cue], key=lambda cue: cue.planned))

    def appoint_again(self, timeline: Timeline, *, afresh: bool = False) -> None:
        """Place what has a time of its own where a corrected clock has it.

        `afresh`: whether that tells another place in the plan.
        """
        self._places += afresh
        self._timeline, self._clocks = timeline, self._clocks + 1
        self._appointed = placed_again(self._appointed, timeline)

    def note_aired(self, key: str) -> None:
        """Remember an airing, so that no later version airs it twice."""
        self._note(key, runs_on=False)

    def _note(self, key: str, *, runs_on: bool) -> None:
        self._aired[key] = runs_on
        while len(self._aired) > REMEMBERED:
            del self._aired[next(iter(self._aired))]

    def coming(self, at: int, limit: int, *, over_filler: bool = False) -> list[Expected]:
        """Return what will become of the next cues if the next item may begin at `at`."""
        asked = (at, self.owes, over_filler)
        if asked != self._asked or limit > self._worked_out:
            self._worked_out = max(limit, USUAL)
            self._asked = asked
            ahead = expect(
                self._cues[: 8 * self._worked_out], at, self.rules,
                first=self._inserted, owes=self.owes, over_filler=over_filler,
            )  # fmt: skip
            self._coming = list(islice(ahead, self._worked_out))
        return self._coming[:limit]

    def overdue(self, at: int) -> Cue | None:
        """Return the newest item whose time to cut has come."""
        if self.fixed is None or self.fixed.cuts is None or self.fixed.cuts > at:
            return None
        return overdue(self._cues, at)

    def inserted(self, at: int) -> list[Cue]:
        """Return what operators want next and that fits before the next start that cuts."""
        return fitting(self._inserted, at, self.fixed)

    def next_soft(self, at: int, *, over_filler: bool) -> Choice:
        """Return the item that may follow at `at`, and those left out because they do not fit."""
        return choose(self._cues, at, owes=self.owes, over_filler=over_filler)

    def note_began(self, item: Item, at: int) -> None:
        """Keep account of what has to be made good."""
        cue = next((cue for cue in self._cues if cue.item.key == item.key), None)
        owes = self.owes and (cue is None or not settles(cue, at))
        self.owes = item.overrun is Overrun.DROP or owes

    @property
    def first(self) -> Cue | None:
        """Return the next cue of the rundown."""
        return self._cues[0] if self._cues else None

    def owed(self, at: int) -> Cue | None:
        """Return what must air, was put off, and fits before what must air at its own time."""
        put_off = (cue for cue in self._inserted if cue.rung is Rung.MUST_AIR)
        return next(iter(fitting(put_off, at, self.next_must_air)), None)

    @property
    def ordered(self) -> Sequence[Cue]:
        """Return what operators have put in, or was put off, and has not aired."""
        return (*self._inserted, *self._appointed)

    @property
    def rundown(self) -> Sequence[Cue]:
        """Return every cue of the rundown still to come."""
        return self._cues

    def all(self) -> Iterator[Cue]:
        """Yield every cue still to come, the operators' first."""
        return chain(self._inserted, self._cues)

    def pass_by(self, at: int) -> None:
        """Let the plan run on unheard: drop what is over, be inside what should be on.

        What must air stays until it has.
        """
        first = self.first
        while first is not None and at - first.planned > JUST and not first.waits_to_be_heard:
            if first.planned + first.item.frames > at:
                if not first.inside:
                    inside = replace(first, start=first.planned, inside=True, manual=False)
                    self._set([inside, *self._cues[1:]])
                return
            self.remove([first])
            first = self.first

    def wait_beneath(self, at: int) -> None:
        """Let what has run on unheard be over, and nothing behind it begin."""
        first = self.first
        while first is not None and first.inside and first.planned + first.item.frames <= at:
            self.remove([first])
            first = self.first

    def run_on(self, item: Item, began: int) -> None:
        """Have an item that was on the air run on unheard, as if it had gone on since `began`.

        Whatever becomes of it, no later version and no corrected clock begins it anew.
        """
        self._note(item.key, runs_on=True)
        rung = Rung.MUST_AIR if item.must_air else Rung.SCHEDULE
        beneath = Cue(item, began, rung, start=began, inside=True, runs_on=True)
        self._set([beneath, *(cue for cue in self._cues if cue.item.key != item.key)])

    def run_on_behind(self, heard: Mapping[str, int], at: int) -> None:
        """Have what was on the air in the last life go on behind what was heard of it.

        `heard`: the frame of the file up to which each was heard, by key.
        """
        for cue in [cue for cue in reversed(self._cues) if heard.get(cue.item.key)]:
            behind = at - (heard[cue.item.key] - cue.item.cue_in)
            self.run_on(cue.item, min(cue.planned, behind))
            if behind + cue.item.frames - at < LEAST:
                self.strike_off(cue.item)

    def bring_forward(self, key: str) -> Cue | None:
        """Have a coming item follow as soon as it can, without what stands before it.

        Return it as it was, None when it is not known.
        """
        found = next((cue for cue in self.all() if cue.item.key == key), None)
        if found is None:
            return None
        if found in self._cues:
            self._set(self._cues[self._cues.index(found) :])
        self.remove([found])
        self._inserted.insert(0, found.put_off)
        self._asked = None
        return found

    def withdraw(self) -> list[Cue]:
        """Take back everything operators have inserted; return it."""
        taken = [cue for cue in self.ordered if cue.by]
        self.remove(taken)
        return taken

    def state(self) -> ToCome:
        """Return what is to come, to be restored by an undo."""
        kept = (tuple(cues) for cues in (self._inserted, self._cues, self._appointed))
        return ToCome((self.version, self._places), self._clocks, *kept)

    def restore(self, state: ToCome, but: Iterable[str] = (), again: str = "") -> None:
        """Put back what was to come before a command, but for what has aired since.

        Where a newer version has come meanwhile, or the clock tells another place, that stays in
        force, and no more than the item `again` comes back.
        """
        over = {key for key, runs_on in self._aired.items() if not runs_on} | {*but}
        if self._timeline is not None and state.clocks != self._clocks:
            state = state.on(self._timeline)
        if state.version != (self.version, self._places):
            over |= {cue.item.key for cue in self.all()}
            followed = [cue for cue in state.cues if cue.item.key == again]
            self._set([*(cue for cue in followed if again not in over), *self._cues])
            return
        self._inserted = [cue for cue in state.inserted if cue.item.key not in over]
        self._appointed = [cue for cue in state.appointed if cue.item.key not in over]
        left = [cue for cue in (*state.cues, *self._cues) if cue.runs_on]
        beneath = {cue.item.key: cue for cue in left if cue.item.key not in over}
        cues = [cue for cue in state.cues if cue.item.key not in self._aired.keys() | over]
        self._set([*beneath.values(), *cues])

    def forget(self, key: str) -> None:
        """Let an airing come again, for its command is taken back."""
        self._aired.pop(key, None)

    def remove(self, cues: Iterable[Cue]) -> None:
        keys = {cue.item.key for cue in cues}
        self._inserted = [cue for cue in self._inserted if cue.item.key not in keys]
        self._appointed = [cue for cue in self._appointed if cue.item.key not in keys]
        self._set([cue for cue in self._cues if cue.item.key not in keys])

    def strike_off(self, item: Item) -> None:
        """Take an item that is on the air off the list, for good."""
        self.note_aired(item.key)
        self.remove([Cue(item)])

    def holds(self, cue: Cue) -> bool:
        """Return whether a cue is still to come."""
        return cue in self._inserted or cue in self._cues

    def knows(self, key: str) -> bool:
        """Return whether an airing of that key is coming or over."""
        return key in self._aired or key in {cue.item.key for cue in self.all()}

    def before(self, cue: Cue) -> list[Cue]:
        """Return what of the rundown stands before a cue, nothing before one of the operators'."""
        if cue not in self._cues:
            return []
        return list(takewhile(lambda other: other is not cue, self._cues))

    def behind(self, cue: Cue) -> list[Cue]:
        """Return a cue of the rundown and what stands behind it."""
        return self._cues[self._cues.index(cue) :]

    def _set(self, cues: list[Cue]) -> None:
        self._cues = cues
        self._asked = None
        self.fixed = next((cue for cue in cues if cue.cuts is not None), None)
        self.timed = next((cue for cue in cues if cue.start is not None), None)
        self.opening = next((cue for cue in cues if cue.ends_programme is not None), None)
        self.next_must_air = next(
            (cue for cue in cues if cue.item.must_air and not cue.manual), None
        )
