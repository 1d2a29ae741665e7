"""What stands ready to take the air: the plan with its open decks, the fillers, what comes back."""

import logging
from collections.abc import Callable

from playout.deck import Deck, State
from playout.fillers import Fillers
from playout.plan import WHOLE, Cue, Expected, Plan
from playout.rack import Rack
from playout.source import OpenSource
from station.audio import BLOCK, RATE

logger = logging.getLogger(__name__)

OPEN_AHEAD = 2
FAILED_AHEAD = 8
"""How far behind items that cannot be played the next ones are opened."""
HARD_AHEAD = 120 * RATE
"""A hard item is opened at least this early."""
LOOK_AGAIN = 5 * BLOCK
"""When all is cued, five looks a second are enough."""

Struck = Callable[[Deck, int], None]
"""Told of a deck that will never air, and when that was found."""


class Wings:
    """Opens ahead and hands out decks that are cued. Knows nothing of what is heard."""

    def __init__(self, open_source: OpenSource, struck: Struck, *, seed: str) -> None:
        self.plan = Plan()
        self.rack = Rack(open_source)
        self.fillers = Fillers(open_source, seed)
        self.hold = False
        self.interrupted: Deck | None = None
        """What comes back when the air is free; it may still be opening."""
        self._struck = struck
        self._settled = False

    def unsettle(self) -> None:
        """Look again at once which decks should be open."""
        self._settled = False

    def prepare(self, at: int, free: int) -> None:
        """Look after the decks that wait; what is to be heard first is opened alone."""
        if self._settled and at % LOOK_AGAIN:
            return
        self.rack.poll(at)
        if self.interrupted is not None and self.interrupted.poll(at) is State.OPENING:
            return
        complete = self.rack.want(self._wanted(at, free), at)
        opening = self.rack.opening
        if not opening:
            opening = self.fillers.prepare(at)
        self._settled = complete and not opening and self.interrupted is None

    def coming(self, free: int, limit: int) -> list[Expected]:
        """Return the next airings if the air is free at that frame."""
        if self.interrupted is not None:
            free += self.interrupted.until_hand_over
        return self.plan.coming(free, limit)

    def due(self, at: int) -> Deck | None:
        """Return the deck of a hard item whose start has come."""
        cue = self.plan.overdue(at)
        if cue is None:
            return None
        late = at - cue.planned
        if late > WHOLE and not cue.inside:
            self._catch_up(cue, late)
            return None
        deck = self._cued(cue, at)
        if deck is not None:
            self._leave_out(self.plan.before(cue))
        return deck

    def following(self, at: int) -> Deck | None:
        """Return the deck that may follow at `at`: what was interrupted, or the next soft item."""
        if self.interrupted is not None:
            return self._returning(self.interrupted, at)
        for cue in self.plan.inserted(at):
            deck = self._cued(cue, at)
            if deck is not None:
                return deck
        return self._planned(at)

    def _planned(self, at: int) -> Deck | None:
        """Return the deck of the next soft item that can be played; None while it is opening."""
        while True:
            cue, left_out = self.plan.next_soft(at, hold=self.hold)
            self._leave_out(left_out)
            if cue is None:
                return None
            deck = self._cued(cue, at)
            if deck is not None or self.plan.holds(cue):
                return deck

    def filler(self) -> Deck | None:
        """Return the cued filler; the next one is opened behind it."""
        deck = self.fillers.take()
        if deck is not None:
            self.unsettle()
        return deck

    def ready(self, at: int) -> bool:
        """Return whether what should be heard first can begin, or nothing is coming."""
        self.rack.poll(at)
        if self.interrupted is not None:
            return self.interrupted.state is not State.OPENING
        expected = self.plan.coming(at, 1)
        if not expected or expected[0].begins > at:
            return True
        return self.rack.state(expected[0].cue.item) in (State.CUED, State.FAILED)

    def close(self) -> None:
        if self.interrupted is not None:
            self.interrupted.eject()
        self.rack.close()
        self.fillers.close()

    def _wanted(self, at: int, free: int) -> list[Cue]:
        cues: list[Cue] = []
        sound = 0
        for expected in self.coming(free, FAILED_AHEAD):
            cues.append(expected.cue)
            sound += self.rack.state(expected.cue.item) is not State.FAILED
            if sound == OPEN_AHEAD:
                break
        hard = self.plan.hard
        if hard is not None and hard.planned - at < HARD_AHEAD and hard not in cues:
            cues.append(hard)
        return cues

    def _catch_up(self, cue: Cue, late: int) -> None:
        """Join a hard item inside that could not begin for a long time, or give it up."""
        if late < cue.item.frames:
            self.plan.join_late(cue)
        else:
            self._leave_out([cue])
        self.unsettle()

    def _returning(self, deck: Deck, at: int) -> Deck | None:
        if deck.state is State.FAILED or (deck.state is State.CUED and deck.is_over(at)):
            self.interrupted = None
            self._struck(deck, at)
            return None
        if deck.state is State.CUED and deck.catch_up(at):
            self.interrupted = None
            return deck
        return None

    def _cued(self, cue: Cue, at: int) -> Deck | None:
        """Return the deck of a cue if it can be taken at `at`; strike the cue if it has failed."""
        deck = self.rack.get(cue.item)
        if deck is None:
            self.unsettle()
        elif deck.state is State.FAILED:
            self.plan.remove([cue])
            self._struck(self.rack.take(cue.item), at)
            self.unsettle()
        elif deck.is_over(at):
            self._leave_out([cue])
        elif deck.state is State.CUED and deck.catch_up(at):
            return self.rack.take(cue.item)
        return None

    def _leave_out(self, cues: list[Cue]) -> None:
        if not cues:
            return
        self.plan.remove(cues)
        self.unsettle()
        for cue in cues:
            logger.info(
                "%s is left out", cue.item.title,
                extra={"action": "item_left_out", "item": cue.item.key},
            )  # fmt: skip
