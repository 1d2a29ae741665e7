"""What is still to come: the items of the adopted rundown, placed on the frames of this life.

Pure: knows no clock, no decks and no files. What the engine decides at a join and what the desk is
shown beforehand come from the same rules here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice, takewhile

from playout.timeline import Timeline
from station.audio import RATE
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Item, Rundown, Start

LEAST = 3 * RATE
"""What is left of a trimmed item is worth airing from here on."""
OVERRUN = 2 * RATE
"""An announcement may lose this much of its end to a hard start; else it is left out."""
PLANNED_GAP = timedelta(seconds=1)
"""An item this much behind the end of the item before it waits for its own time."""
WHOLE = 60 * RATE
"""An item that is late by no more than this is played from its beginning."""
REMEMBERED = 5_000
"""Airings of this life that are remembered; a week of radio."""
TRIMMABLE = frozenset({Kind.MUSIC, Kind.FILLER, Kind.PROGRAMME})


@dataclass(frozen=True, slots=True)
class Cue:
    """One item of the plan and when it may begin."""

    item: Item
    planned: int = 0
    """Frame at which the plan has it begin."""
    rung: Rung = Rung.SCHEDULE
    start: int | None = None
    """Frame before which it may not begin; None follows the item before it."""
    hard: bool = False
    """Whether it also cuts what is on at `start`."""
    inside: bool = False
    """Whether it begins where it would be by now, had it begun at `start`."""
    by: str = ""
    """Operator who inserted it."""

    def left(self, at: int) -> int:
        """Return the frames it lasts when it begins at `at`."""
        missed = at - self.start if self.inside and self.start is not None else 0
        return self.item.frames - max(0, missed)


@dataclass(frozen=True, slots=True)
class Expected:
    """A cue at the frame where it will begin as things stand."""

    cue: Cue
    begins: int
    trimmed: bool
    """Whether a hard start will cut it."""


def fits(cue: Cue, at: int, hard_start: int | None) -> bool:
    """Return whether an item is worth starting at `at`, before the next hard start."""
    if hard_start is None:
        return True
    room = hard_start - at
    frames = cue.left(at)
    if frames <= room:
        return True
    return room >= LEAST if cue.item.kind in TRIMMABLE else frames <= room + OVERRUN


def cues_of(rundown: Rundown, timeline: Timeline) -> list[Cue]:
    """Place the items of a rundown on the frames of this life."""
    cues = []
    before: Item | None = None
    for item in rundown.items:
        hard = item.start is Start.HARD
        waits = hard or before is None or item.begins - before.ends > PLANNED_GAP
        planned = timeline.frame_at(item.begins)
        cues.append(Cue(item, planned, start=planned if waits else None, hard=hard))
        before = item
    return cues


def expect(cues: Sequence[Cue], at: int) -> Iterator[Expected]:
    """Yield what will air when `at` is the frame where the next item may begin."""
    for cue, hard_start in zip(cues, _next_hards(cues), strict=True):
        begins = at if cue.start is None else max(at, cue.start)
        if not cue.hard and not fits(cue, begins, hard_start):
            continue
        ends = begins + cue.left(begins)
        trimmed = hard_start is not None and begins < hard_start < ends
        yield Expected(cue, begins, trimmed)
        at = hard_start if trimmed and hard_start is not None else ends


def _next_hards(cues: Sequence[Cue]) -> list[int | None]:
    """Return for each cue the frame of the next hard start behind it."""
    found: list[int | None] = []
    following: int | None = None
    for cue in reversed(cues):
        found.append(following)
        if cue.hard:
            following = cue.start
    return found[::-1]


class Plan:
    """The cues still to come, in order, and which airings are over."""

    def __init__(self) -> None:
        self.version = 0
        self.fillers: tuple[Item, ...] = ()
        self.hard: Cue | None = None
        """The next hard item."""
        self.waiting: Cue | None = None
        """The next soft item that waits for its own time."""
        self._cues: list[Cue] = []
        self._inserted: list[Cue] = []
        self._aired: dict[str, None] = {}

    def adopt(self, rundown: Rundown, cues: list[Cue], *, after: str, free: int) -> None:
        """Replace what is to come by the cues of a newer version.

        What follows the airing `after` comes next; where that is not in the version, what is not
        over yet when the air is free.
        """
        self.version = rundown.version
        self.fillers = rundown.fillers
        keys = [cue.item.key for cue in cues]
        if after in keys:
            cues = cues[keys.index(after) + 1 :]
        else:
            cues = [cue for cue in cues if cue.planned + cue.item.frames > free]
        self._set([cue for cue in cues if cue.item.key not in self._aired])

    def join(self, at: int, *, whole: int = WHOLE) -> None:
        """Have the first item begin in its middle when it is more than `whole` frames late."""
        if self._cues and at - self._cues[0].planned > whole:
            first = self._cues[0]
            self._set([replace(first, start=first.planned, inside=True), *self._cues[1:]])

    def join_late(self, cue: Cue) -> None:
        """Have a hard item that is far too late begin in its middle."""
        late = replace(cue, inside=True)
        self._set([late if other is cue else other for other in self._cues])

    def insert(self, cue: Cue) -> None:
        """Put an operator's item before everything else that is soft."""
        self._inserted.append(cue)

    def note_aired(self, key: str) -> None:
        """Remember an airing, so that no later version airs it twice."""
        self._aired[key] = None
        while len(self._aired) > REMEMBERED:
            del self._aired[next(iter(self._aired))]

    def coming(self, at: int, limit: int) -> list[Expected]:
        """Return the next airings when `at` is the frame where the next item may begin."""
        return list(islice(expect([*self._inserted, *self._cues[: 8 * limit]], at), limit))

    def overdue(self, at: int) -> Cue | None:
        """Return the newest hard item whose start has come."""
        if self.hard is None or _start(self.hard) > at:
            return None
        return max((c for c in self._cues if c.hard and _start(c) <= at), key=_start)

    def inserted(self, at: int) -> list[Cue]:
        """Return what operators want next and that fits before the next hard start."""
        hard_start = None if self.hard is None else self.hard.start
        return [cue for cue in self._inserted if fits(cue, at, hard_start)]

    def next_soft(self, at: int, *, hold: bool) -> tuple[Cue | None, list[Cue]]:
        """Return the item that may follow at `at`, and those left out because they do not fit.

        None when nothing soft stands before the next hard start, or it waits for its own time.
        """
        hard_start = None if self.hard is None else self.hard.start
        left_out: list[Cue] = []
        for cue in () if hold else self._cues:
            if cue.hard or (cue.start is not None and cue.start > at):
                break
            if fits(cue, at, hard_start):
                return cue, left_out
            left_out.append(cue)
        return None, left_out

    def remove(self, cues: Iterable[Cue]) -> None:
        keys = {cue.item.key for cue in cues}
        self._inserted = [cue for cue in self._inserted if cue.item.key not in keys]
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
        coming = (cue.item.key for cue in (*self._inserted, *self._cues))
        return key in self._aired or key in coming

    def before(self, cue: Cue) -> list[Cue]:
        """Return what of the rundown stands before a cue."""
        return list(takewhile(lambda other: other is not cue, self._cues))

    def _set(self, cues: list[Cue]) -> None:
        self._cues = cues
        self.hard = next((cue for cue in cues if cue.hard), None)
        self.waiting = next((c for c in cues if c.start is not None and not c.hard), None)


def _start(cue: Cue) -> int:
    return cue.planned if cue.start is None else cue.start
