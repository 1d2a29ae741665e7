"""What is heard: the lead, which decides what comes next, and the tails that sound on under it."""

import logging

import numpy as np

from playout.deck import Deck, Move, State
from station.audio import Block, silence

logger = logging.getLogger(__name__)


class Line:
    """The mix bus. Pure arithmetic: knows nothing of time, plans or outputs."""

    def __init__(self) -> None:
        self.lead: Deck | None = None
        self.tails: list[Deck] = []
        self.underruns = 0
        """Blocks in which a deck had too little sound."""

    @property
    def voices(self) -> list[Deck]:
        return self.tails if self.lead is None else [self.lead, *self.tails]

    def mix(self, frames: int) -> Block:
        """Return the sum of all voices; fewer frames only where the lead comes to its end."""
        block = silence(frames) if self.lead is None else _pull(self.lead, frames)
        if len(block) < frames:
            assert self.lead is not None
            if not self.lead.done:
                self.underruns += 1
                block = np.concatenate([block, silence(frames - len(block))])
        for tail in self.tails:
            part = _pull(tail, len(block))
            block[: len(part)] += part
        return block

    def release(self) -> Deck | None:
        """Make the lead a tail, or let go of it when it has no more to say."""
        lead, self.lead = self.lead, None
        if lead is not None and lead.state is State.PLAYING and not lead.done:
            lead.move(Move.FADE)
        if lead is not None:
            self.tails.append(lead)
        return lead

    def retire(self) -> None:
        """Eject the tails that have ended."""
        if self.tails:
            for deck in [tail for tail in self.tails if tail.done]:
                deck.eject()
                self.tails.remove(deck)


def _pull(deck: Deck, frames: int) -> Block:
    """Read from a deck; one that raises is detached, not the air."""
    if deck.done:
        return silence(0)
    try:
        return deck.read(frames)
    except Exception as error:
        logger.exception("deck failed", extra={"action": "deck_failed", "item": deck.item.key})
        if deck.state is not State.FAILED:
            deck.fail(type(error).__name__)
        return silence(0)
