"""Pictures of a rehearsal, counted: how much of what aired on television had its own. Pure.

Judged from the facts, as everything is: they say which stretch of which film had the air. How far
its pictures reach the library knows, when their decoder died the incidents say, and what is seen
meanwhile is the rule of the screen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from mengudara.simulate.ledger import Remark, What
from playout.pictures.screen import HELD_TICKS, TOLD_TICKS
from playout.pictures.source import AHEAD, DIED, RESTS_SECONDS
from station.audio import BLOCK, RATE, span_of
from station.journal import Act, Fact
from station.ladder import Rung

BIRTH_SECONDS = 0.6
"""What a decoder of pictures takes from its start to its first picture."""
FOREVER = 1 << 62
SHORT = 2 * BLOCK
"""Pictures that end so little before their sound are no remark."""
_BEGINS = frozenset({Act.STARTED, Act.RESUMED, Act.FELL})
_ENDS = frozenset({Act.ENDED, Act.INTERRUPTED, Act.FAILED})


@dataclass(frozen=True, slots=True)
class Pictured:
    """What the library knows of the pictures of a recording."""

    span: int | None
    """Frames of its file for which there are pictures; None: they were never measured."""
    is_still: bool = False
    """Whether it is one picture, which stands for all of its sound."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What was seen of a rehearsal; lengths count blocks of 40 ms."""

    films: int = 0
    """Stretches of films that had the air."""
    seen: int = 0
    """With the pictures that belong to what was heard."""
    held: int = 0
    """With an older picture in the place of one that was missing."""
    unseen: int = 0
    """With the card in the place of pictures that were missing."""
    card: int = 0
    """With the card, because it has nothing to be seen."""
    alarms: int = 0
    """Times an operator was told that pictures stay away."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of a file, in frames, for which no pictures come."""

    first: int
    last: int
    fault: str = ""
    """Empty where the file has none."""


@dataclass(slots=True)
class Viewer:
    """Fed with facts in the order in which they came about."""

    films: Mapping[int, Pictured]
    """By the numbers of the recordings; what is only heard is not among them."""
    watched: Watched = field(default_factory=Watched)
    remarks: list[Remark] = field(default_factory=list)
    _told: set[int] = field(default_factory=set)
    """Films of which it was said that they were never measured."""
    _on: Fact | None = None
    _gaps: list[Gap] = field(default_factory=list)

    def hear(self, fact: Fact) -> None:
        if fact.over:
            return
        if fact.act in _BEGINS:
            self._on, self._gaps = fact, []
        elif fact.act in _ENDS and self._on is not None and fact.airing == self._on.airing:
            self.leave(fact.position)

    def decoder_dies(self, position: int, times: int) -> bool:
        """Have the decoder of the film on the air die so often in a row; return whether it could.

        What is decoded ahead is still seen.
        """
        begins = position + AHEAD * BLOCK
        film = None if self._on is None else self.films.get(self._on.cart_id or 0)
        if film is None or film.is_still or any(gap.last > position for gap in self._gaps):
            return False
        self._gaps.append(Gap(begins, position + away(times), DIED))
        return True

    def stepped(self, by: timedelta) -> None:
        """Take note that every instant from here on is counted anew."""
        if self._on is not None:
            self._on = replace(self._on, at=self._on.at + by)

    def leave(self, position: int) -> None:
        """End what is on the air at a frame of its file: it gave way, or the air has died."""
        if self._on is not None and self._on.rung is not Rung.LIVE:
            self._count(self._on, position)
        self._on, self._gaps = None, []

    def _count(self, began: Fact, until: int) -> None:
        blocks = max(0, until - began.position) // BLOCK
        film = self.films.get(began.cart_id or 0)
        if film is None:
            heard = blocks if began.rung >= Rung.FILLER else 0
            self._add(card=heard)
            return
        self._add(films=1, seen=blocks)
        if film.span is None:
            self._remark_once(began)
        for gap in self._within(began.position, until, film):
            self._miss(began, gap)

    def _within(self, first: int, until: int, film: Pictured) -> list[Gap]:
        ends = until if film.span is None or film.is_still else film.span
        found = [*self._gaps]
        if until - ends > SHORT:
            found = [replace(gap, last=min(gap.last, ends)) for gap in found]
            found.append(Gap(ends, until))
        clipped = [
            replace(gap, first=max(gap.first, first), last=min(gap.last, until)) for gap in found
        ]
        return [gap for gap in clipped if gap.last > gap.first]

    def _miss(self, began: Fact, gap: Gap) -> None:
        blocks = (gap.last - gap.first) // BLOCK
        held = min(blocks, HELD_TICKS)
        is_told = bool(gap.fault) and blocks > TOLD_TICKS
        self._add(seen=-blocks, held=held, unseen=blocks - held, alarms=int(is_told))
        at = began.at + span_of(gap.first - began.position)
        what = What.UNSEEN if is_told else What.STILL
        self._remark(what, at, began, (gap.last - gap.first) / RATE, gap.fault)

    def _remark_once(self, began: Fact) -> None:
        if began.cart_id is not None and began.cart_id not in self._told:
            self._told.add(began.cart_id)
            self._remark(What.UNMEASURED, began.at, began)

    def _remark(
        self, what: What, at: datetime, about: Fact, seconds: float = 0.0, detail: str = ""
    ) -> None:
        self.remarks.append(
            Remark(what, at, about.title, about.item_key, round(seconds, 3), detail=detail)
        )

    def _add(self, **more: int) -> None:
        now = {name: getattr(self.watched, name) + number for name, number in more.items()}
        self.watched = replace(self.watched, **now)


def away(times: int) -> int:
    """Return the frames without new pictures when decoders die so often in a row, each before it
    has done well; FOREVER where no other one is tried any more."""
    if times >= len(RESTS_SECONDS):
        return FOREVER
    return round((sum(RESTS_SECONDS[1 : times + 1]) + times * BIRTH_SECONDS) * RATE)
