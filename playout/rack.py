"""The decks that wait: opened ahead, one after the other, so that the air has the computer."""

from collections.abc import Iterable

from playout.cue import Cue
from playout.deck import Deck, State
from playout.source import OpenSource
from station.journal import StartedBy
from station.rundown import Item


class Rack:
    """Decks by item key. Opening is begun here and done elsewhere."""

    def __init__(self, open_source: OpenSource) -> None:
        self._open_source = open_source
        self._decks: dict[str, Deck] = {}

    def get(self, item: Item) -> Deck | None:
        return self._decks.get(item.key)

    def state(self, item: Item) -> State:
        deck = self._decks.get(item.key)
        return State.EMPTY if deck is None else deck.state

    @property
    def opening(self) -> bool:
        return any(deck.state is State.OPENING for deck in self._decks.values())

    def take(self, item: Item) -> Deck:
        """Hand over a deck; it is the caller's from now on."""
        return self._decks.pop(item.key)

    def poll(self, at: int) -> None:
        """Take note of what became of the openings."""
        for deck in self._decks.values():
            deck.poll(at)

    def want(self, cues: Iterable[Cue], at: int) -> bool:
        """Keep what these cues need and begin to open one more; False while some are missing."""
        wanted = {cue.item.key: cue for cue in cues}
        for key, deck in list(self._decks.items()):
            if key not in wanted or not _serves(deck, wanted[key]):
                self.take(deck.item).eject()
            else:
                deck.item = wanted[key].item
        missing = [cue for key, cue in wanted.items() if key not in self._decks]
        if missing and not self.opening:
            self._decks[missing[0].item.key] = self.open(missing[0], at)
        return not missing

    def open(self, cue: Cue, at: int) -> Deck:
        """Begin to open a deck for a cue, where it would be by now if it is joined inside."""
        item, due = cue.item, cue.start if cue.inside else None
        missed = 0 if due is None else max(0, at - due)
        position = min(item.cue_in + missed, item.cue_out - 1)
        return Deck(
            item, self._open_source(item, position), position, rung=cue.rung, opened=at, due=due,
            started_by=StartedBy.OPERATOR if cue.by else StartedBy.SCHEDULE, by=cue.by,
        )  # fmt: skip

    def close(self) -> None:
        self.want([], 0)


def _serves(deck: Deck, cue: Cue) -> bool:
    """Return whether a deck holds just what the cue needs."""
    joined = cue.start if cue.inside else None
    return deck.due == joined and _sound(deck.item) == _sound(cue.item)


def _sound(item: Item) -> tuple[object, ...]:
    return (
        item.path, item.cue_in, item.cue_out, item.segue,
        item.gain_db, item.fade_in, item.fade_out,
    )  # fmt: skip
