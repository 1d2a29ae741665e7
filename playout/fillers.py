"""The filler rung: what is looped where the plan has a hole."""

from collections.abc import Sequence
from random import Random

from playout.deck import Deck, State
from playout.source import OpenSource
from station.audio import RATE
from station.journal import StartedBy
from station.ladder import Rung
from station.rundown import Item


class Fillers:
    """Shuffles the fillers, all before any again, and keeps one cued."""

    def __init__(self, open_source: OpenSource, seed: str) -> None:
        self._open_source = open_source
        self._random = Random(seed)
        self._items: tuple[Item, ...] = ()
        self._queue: list[Item] = []
        self._last = ""
        self._failures = 0
        self._rest = 0
        self.deck: Deck | None = None
        """The next filler, opening, cued or absent."""

    def adopt(self, items: Sequence[Item]) -> None:
        """Take up the fillers of a newer rundown; one that is cued and still listed stays."""
        self._items = tuple(items)
        self._queue = []
        self._rest = self._failures = 0
        if self.deck is not None and self.deck.item not in self._items:
            self.deck.eject()
            self.deck = None

    def prepare(self, at: int) -> bool:
        """Begin to open the next one, or see how far it is; return whether it is opening."""
        if at < self._rest:
            return False
        if self.deck is not None:
            if self.deck.poll(at) is State.FAILED:
                self._give_up(self.deck, at)
        elif self._items:
            item = self._next()
            self.deck = Deck(
                item, self._open_source(item, item.cue_in), item.cue_in,
                rung=Rung.FILLER, started_by=StartedBy.FILLER, opened=at,
            )  # fmt: skip
        return self.deck is not None and self.deck.state is State.OPENING

    def take(self) -> Deck | None:
        """Hand over the cued filler, or None while none is."""
        if self.deck is None or self.deck.state is not State.CUED:
            return None
        deck, self.deck = self.deck, None
        self._failures = 0
        return deck

    def close(self) -> None:
        if self.deck is not None:
            self.deck.eject()
            self.deck = None

    def _give_up(self, deck: Deck, at: int) -> None:
        """Rest longer after every failure in a row, so that broken fillers cost nothing."""
        deck.eject()
        self.deck = None
        self._failures += 1
        self._rest = at + min(self._failures, 60) * RATE

    def _next(self) -> Item:
        if not self._queue:
            self._queue = list(self._items)
            self._random.shuffle(self._queue)
            if len(self._queue) > 1 and self._queue[-1].key == self._last:
                self._queue.insert(0, self._queue.pop())
        item = self._queue.pop()
        self._last = item.key
        return item
