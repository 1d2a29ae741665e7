"""Holds what aired against what was planned, fact by fact. Pure: keeps only what went wrong.

It reads the facts as the report does, from outside: what the engine believes about itself does not
count. Its memory is bounded, so that a year can be rehearsed.
"""

import enum
from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from station.audio import RATE, span_of
from station.journal import Act, EndedBy, Fact
from station.ladder import Rung
from station.rundown import Item, Rundown, Start

_BEGINS = frozenset({Act.STARTED, Act.RESUMED, Act.FELL})
_ENDS = frozenset({Act.ENDED, Act.INTERRUPTED, Act.FAILED})
GRACE = timedelta(hours=1)
"""So long behind its time a planned item may still begin."""
LATE = timedelta(seconds=5)
"""A soft item this much behind its plan is told."""
CUT = RATE
"""An item that lost more than this to a hard start is told."""
FRAME = span_of(2) - span_of(1)
"""The longest that a frame can last in whole microseconds."""
REMEMBERED = 5_000
OPENING = timedelta(seconds=5)
"""What was about to begin when the air came back or its clock was set may need so long to open."""
LONG_AWAY = timedelta(minutes=10)
"""What was due while the station was off the air so long is told as one thing."""
OVERTAKEN = timedelta(seconds=30)
"""What was due so long before somebody came live may have been overtaken by him."""


class What(enum.StrEnum):
    """What can have gone wrong, or otherwise than planned; the worst first."""

    HOLE = "hole"
    """The record does not say who had the air."""
    OVERLAP = "overlap"
    """The record says that two had the air."""
    TWICE = "twice"
    """An item aired twice."""
    HARD_ERROR = "hard_error"
    """A hard start was off its sample."""
    GAP = "gap"
    """Neither an item nor a filler had the air."""
    SILENCE = "silence"
    """Nothing was heard, or much too little."""
    FAILED = "failed"
    """An item could not be played, or no more of it."""
    DROPPED = "dropped"
    """An item that was planned did not air."""
    UNSEEN = "unseen"
    """A film was heard, and its pictures stayed away so long that an alarm was raised."""
    OUTSIDE = "outside"
    """An item began outside its window."""
    CUT = "cut"
    """An item lost its end to a hard start."""
    LATE = "late"
    """An item began later than planned."""
    STILL = "still"
    """The picture of a film stood still, or the card stood for it, and no alarm was raised."""
    UNMEASURED = "unmeasured"
    """Nothing is known of the pictures of a film that was on the air."""
    AWAY = "away"
    """The air process was dead."""
    FILL = "fill"
    """A filler had the air."""
    LIVE = "live"
    """A presenter or another station had the air."""
    HUSHED = "hushed"
    """He who had the air live was silent, no longer than he may be."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that happened."""

    what: What
    at: datetime
    """UTC."""
    title: str = ""
    """Of the item."""
    item_key: str = ""
    """The airing."""
    seconds: float = 0.0
    """How long, how late, how much."""
    samples: int = 0
    """With HARD_ERROR: how far off; early is negative."""
    detail: str = ""
    """More, as code."""


@dataclass(slots=True)
class Ledger:
    """Fed with versions and facts in the order in which they came about."""

    remarks: list[Remark] = field(default_factory=list)
    facts: int = 0
    airings: int = 0
    hard_starts: int = 0
    _coming: dict[str, Item] = field(default_factory=dict)
    _begun: OrderedDict[str, int] = field(default_factory=OrderedDict)
    """Item keys of the last days with the frame of the file up to which they were heard: what ran
    on beneath somebody live begins again behind it."""
    _excused: deque[tuple[datetime, datetime]] = field(default_factory=lambda: deque(maxlen=16))
    """Spans in which nothing could begin on its sample."""
    _above: deque[tuple[datetime, datetime, Rung]] = field(default_factory=lambda: deque(maxlen=16))
    """Spans in which a rung had the air to which a start of the plan yields."""
    _on: Fact | None = None
    _free: datetime | None = None
    """Since when nobody has had the air, for the record."""

    def promise(self, rundown: Rundown, now: datetime, ends: datetime) -> None:
        """Take up what a version plans from now on, as far as the rehearsal goes."""
        kept = {item.key for item in rundown.items}
        still = {
            key: item for key, item in self._coming.items() if item.begins <= now and key in kept
        }
        self._coming = still | {
            item.key: item
            for item in rundown.items
            if now < item.begins < ends and item.key not in self._begun
        }

    def hear(self, fact: Fact) -> None:
        self.facts += 1
        if fact.over or fact.act not in _BEGINS | _ENDS:
            return
        if fact.act in _BEGINS:
            self._begins(fact)
        else:
            self._ended(fact)

    def settle(self, now: datetime) -> None:
        """Give up what should have begun long ago."""
        for item in [one for one in self._coming.values() if one.begins + GRACE < now]:
            del self._coming[item.key]
            if item.start is not Start.MANUAL:
                self._note(What.DROPPED, item.begins, item)

    def went_away(self, at: datetime) -> None:
        """Take note that the air died."""
        self._close_fall(at)
        self._close_above(at)
        self._on, self._free = None, at

    def came_back(self, at: datetime) -> None:
        if self._free is not None:
            away = (at - self._free).total_seconds()
            self.remarks.append(Remark(What.AWAY, self._free, seconds=away))
            self._excused.append((self._free, at + OPENING))
            if away >= LONG_AWAY.total_seconds():
                self._coming = {
                    key: item
                    for key, item in self._coming.items()
                    if not self._free - OVERTAKEN <= item.begins < at
                }
        self._free = at

    def stepped(self, by: timedelta, now: datetime) -> None:
        """Take note that every instant from here on is counted anew; it is `now` before that."""
        self._excused.append((min(now, now + by), max(now, now + by) + OPENING))
        if self._free is not None:
            self._free += by
        if self._on is not None:
            self._on = replace(self._on, at=self._on.at + by)

    def close(self, now: datetime) -> None:
        """Settle everything that was planned well before the end."""
        self._close_fall(now)
        self._close_above(now)
        for item in [one for one in self._coming.values() if one.ends <= now]:
            self._note(What.DROPPED, item.begins, item)

    def _begins(self, fact: Fact) -> None:
        self._cover(fact)
        self._on, self._free = fact, None
        if fact.act is not Act.STARTED:
            return
        self.airings += 1
        if fact.rung in (Rung.FILLER, Rung.LIVE):
            return
        heard = self._begun.get(fact.item_key)
        if heard is not None and fact.position < heard:
            self._remark(What.TWICE, fact)
        self._remember(fact)
        item = self._coming.pop(fact.item_key, None)
        if heard is None:
            self._judge_start(fact, item)

    def _cover(self, fact: Fact) -> None:
        """See that this begins where the last one ended."""
        self._close_fall(fact.at)
        if self._on is not None:
            self._remark(What.OVERLAP, fact, detail=self._on.item_key)
        elif self._free is not None and self._free != fact.at:
            apart = (fact.at - self._free).total_seconds()
            self._remark(What.HOLE if apart > 0 else What.OVERLAP, fact, seconds=apart)

    def _close_fall(self, at: datetime) -> None:
        """End a stretch of slate or silence: these have no end of their own in the record."""
        if self._on is not None and self._on.rung < Rung.FILLER:
            seconds = (at - self._on.at).total_seconds()
            self._remark(What.GAP, self._on, seconds=seconds, detail=self._on.rung.name.lower())
            self._on = None

    def _close_above(self, at: datetime) -> None:
        """End a stretch in which a rung above the plan had the air."""
        if self._on is None or self._on.rung <= Rung.SCHEDULE:
            return
        self._above.append((self._on.at, at, self._on.rung))
        if self._on.rung is Rung.LIVE:
            self._close_live(self._on, at)

    def _close_live(self, began: Fact, at: datetime) -> None:
        """Miss nothing of what the plan had meanwhile: it ran on beneath, unheard."""
        self._remark(What.LIVE, began, seconds=(at - began.at).total_seconds())
        self._coming = {
            key: item
            for key, item in self._coming.items()
            if item.must_air or not began.at - OVERTAKEN <= item.begins <= at
        }

    def _judge_start(self, fact: Fact, item: Item | None) -> None:
        if fact.planned is None:
            return
        late = fact.at - fact.planned
        if fact.start is Start.HARD:
            self.hard_starts += 1
            samples = late // timedelta(microseconds=1) * RATE // 1_000_000
            what = What.LATE if self._yields(fact.planned, fact.rung) else What.HARD_ERROR
            if samples:
                self._remark(what, fact, samples=samples, seconds=late.total_seconds())
        elif item is not None and fact.start in (Start.WINDOW, Start.WAIT):
            early = span_of(item.early) if fact.start is Start.WINDOW else timedelta(0)
            if not -early - LATE <= late <= span_of(item.late) + LATE:
                self._remark(What.OUTSIDE, fact, seconds=late.total_seconds())
        elif late >= LATE:
            self._remark(What.LATE, fact, seconds=late.total_seconds())

    def _yields(self, planned: datetime, rung: Rung) -> bool:
        """Return whether nothing of this rung could begin on its sample then.

        What took the air on that very sample did so up to a frame behind it.
        """
        above = [(begins - FRAME, ends) for begins, ends, by in self._above if by >= rung]
        return any(begins <= planned <= ends for begins, ends in (*self._excused, *above))

    def _ended(self, fact: Fact) -> None:
        self._note_heard(fact)
        if fact.act is Act.FAILED:
            self._remark(What.FAILED, fact, detail=fact.detail)
            self._coming.pop(fact.item_key, None)
        elif fact.ended_by is EndedBy.DROPPED:
            self._coming.pop(fact.item_key, None)
            self._remark(What.DROPPED, fact)
        elif fact.ended_by is EndedBy.HARD_START and _lost(fact) > CUT:
            self._remark(What.CUT, fact, seconds=_lost(fact) / RATE)
        if self._on is None or fact.airing != self._on.airing:
            return
        if fact.rung is Rung.FILLER:
            self._remark(What.FILL, self._on, seconds=(fact.at - self._on.at).total_seconds())
        self._close_above(fact.at)
        self._on, self._free = None, fact.at

    def _note_heard(self, fact: Fact) -> None:
        """Remember how much was heard; what must air is made good when it was lost."""
        if fact.rung is Rung.MUST_AIR and fact.ended_by is EndedBy.LOST:
            self._begun.pop(fact.item_key, None)
        elif fact.item_key in self._begun:
            self._begun[fact.item_key] = max(fact.position, self._begun[fact.item_key])

    def _remember(self, fact: Fact) -> None:
        self._begun[fact.item_key] = fact.position + 1
        while len(self._begun) > REMEMBERED:
            self._begun.popitem(last=False)

    def _remark(self, what: What, fact: Fact, **more: object) -> None:
        about: Mapping[str, object] = {"title": fact.title, "item_key": fact.item_key} | more
        self.remarks.append(Remark(what, fact.at, **about))  # type: ignore[arg-type]

    def _note(self, what: What, at: datetime, item: Item) -> None:
        self.remarks.append(Remark(what, at, item.title, item.key))


def _lost(fact: Fact) -> int:
    """Return the frames that an item did not get; a filler has no claim to any."""
    return 0 if fact.rung is Rung.FILLER else fact.planned_frames - fact.frames
