"""The filler rung: what sounds where the plan has a hole, chosen so that it fits."""

from collections.abc import Sequence
from random import Random

from playout.deck import Deck, State
from playout.filling import fill
from playout.source import OpenSource
from station.audio import RATE
from station.journal import StartedBy
from station.ladder import Rung
from station.rundown import Item

HOUR = 3600 * RATE
CLOSE = RATE // 2
"""A hole that changes by less leaves the choice as it is."""
SETTLED = 3 * RATE
"""So shortly before a hole the choice is not changed any more."""


class Fillers:
    """Keeps one filler cued: the first of those that fill the next hole best."""

    def __init__(self, open_source: OpenSource, seed: str) -> None:
        self._open_source = open_source
        self._random = Random(seed)
        self._items: tuple[Item, ...] = ()
        self._last_aired: dict[str, int] = {}
        self._broken: set[str] = set()
        self._failures = 0
        self._rest = 0
        self._gap: int | None = None
        self.deck: Deck | None = None
        """The next filler, opening, cued or absent."""

    @property
    def available(self) -> bool:
        """Whether there is something to fill a hole with."""
        return bool(self._items) and len(self._broken) < len(self._items)

    @property
    def cued(self) -> bool:
        return self.deck is not None and self.deck.state is State.CUED

    def adopt(self, items: Sequence[Item]) -> None:
        """Take up the fillers of a newer rundown; one that is cued and still listed stays."""
        shuffled = list(items)
        self._random.shuffle(shuffled)
        self._items = tuple(shuffled)
        self._broken.clear()
        self._rest = self._failures = 0
        if self.deck is not None and self.deck.item not in self._items:
            self._let_go()

    def prepare(self, at: int, hole: tuple[int, int] | None = None) -> bool:
        """Begin to open the next one, or see how far it is; return whether it is opening.

        `hole`: the frame at which one will be needed and for how long, where that is known.
        """
        if at < self._rest:
            return False
        if self.deck is not None:
            if self.deck.poll(at) is State.FAILED:
                self._give_up(self.deck, at)
            elif hole is not None:
                self._aim(at, *hole)
        elif self._items:
            self._open(at, hole)
        return self.deck is not None and self.deck.state is State.OPENING

    def take(self, at: int) -> Deck | None:
        """Hand over the cued filler, or None while none is."""
        if self.deck is None or self.deck.state is not State.CUED:
            return None
        deck, self.deck = self.deck, None
        self._gap = None
        self._failures = 0
        self._last_aired[deck.item.key] = at
        return deck

    def close(self) -> None:
        self._let_go()

    def _aim(self, at: int, begins: int, gap: int) -> None:
        """Choose again when the hole is another one by now."""
        if self._gap is not None and abs(self._gap - gap) < CLOSE:
            return
        if begins - at < SETTLED or self.deck is None or self.deck.state is State.OPENING:
            return
        self._gap = gap
        best = self._best(at, (begins, gap))
        if best is not None and best.key != self.deck.item.key:
            self._let_go()
            self._open(at, (begins, gap))

    def _open(self, at: int, hole: tuple[int, int] | None) -> None:
        item = self._best(at, hole)
        if item is None:
            return
        self._gap = None if hole is None else hole[1]
        self.deck = Deck(
            item, self._open_source(item, item.cue_in), item.cue_in,
            rung=Rung.FILLER, started_by=StartedBy.FILLER, opened=at,
        )  # fmt: skip

    def _best(self, at: int, hole: tuple[int, int] | None) -> Item | None:
        usable = [item for item in self._items if item.key not in self._broken] or self._items
        if hole is not None:
            chosen = fill(hole[1], usable, self._last_aired, hole[0], hour=HOUR)
            if chosen:
                return chosen[0].item
        return min(usable, key=lambda item: self._last_aired.get(item.key, -1), default=None)

    def _give_up(self, deck: Deck, at: int) -> None:
        """Rest longer after every failure in a row, so that broken fillers cost nothing."""
        self._let_go()
        self._broken.add(deck.item.key)
        if len(self._broken) == len(self._items):
            self._broken.clear()
        self._failures += 1
        self._rest = at + min(self._failures, 60) * RATE

    def _let_go(self) -> None:
        if self.deck is not None:
            self.deck.eject()
            self.deck = None
