"""What is heard: the lead, which decides what comes next, tails under it and voices over it."""

import logging
from dataclasses import dataclass, replace

import numpy as np

from playout.deck import Deck, Move, State
from playout.ducking import Ducking
from station.audio import Block, silence
from station.ladder import Rung

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Over:
    """Something that sounds over the programme."""

    deck: Deck
    duck_db: float = 0.0
    """What the programme is lowered by meanwhile, zero or less."""
    button: str = ""
    """The button that started it; empty for a secondary item."""


class Line:
    """The mix bus. Pure arithmetic: knows nothing of time, plans or outputs."""

    def __init__(self) -> None:
        self.lead: Deck | None = None
        self.tails: list[Deck] = []
        self.over: list[Over] = []
        self.underruns = 0
        """Blocks in which a deck had too little sound."""
        self._ducking = Ducking()

    @property
    def rung(self) -> Rung:
        """Return the rung of the ladder that has the air."""
        return Rung.SILENCE if self.lead is None else self.lead.rung

    @property
    def voices(self) -> list[Deck]:
        """Return the lead and the tails."""
        return self.tails if self.lead is None else [self.lead, *self.tails]

    @property
    def is_sum(self) -> bool:
        """Return whether more than one recording is heard."""
        return len(self.tails) + len(self.over) + (self.lead is not None) > 1

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
        if self.over or not self._ducking.is_flat:
            self._sound_over(block)
        return block

    def release(self) -> Deck | None:
        """Make the lead a tail, or let go of it when it has no more to say."""
        lead, self.lead = self.lead, None
        if lead is not None and lead.state is State.PLAYING and not lead.done:
            lead.move(Move.FADE)
        if lead is not None:
            self.tails.append(lead)
        return lead

    def retire(self) -> list[Over]:
        """Eject what has ended; return the voices over the programme among it."""
        if self.tails:
            for deck in [tail for tail in self.tails if tail.done]:
                deck.eject()
                self.tails.remove(deck)
        ended = [over for over in self.over if over.deck.done] if self.over else []
        for over in ended:
            self.over.remove(over)
        return ended

    def lift(self) -> None:
        """Have nothing lowered by the voices over it from now on."""
        self.over[:] = [replace(over, duck_db=0.0) for over in self.over]
        self._ducking = Ducking()

    def _sound_over(self, block: Block) -> None:
        """Lower what is there and add the voices over it."""
        wanted = min((over.duck_db for over in self.over if not over.deck.done), default=0.0)
        gains = self._ducking.gains(min(wanted, 0.0), len(block))
        if gains is not None:
            block *= gains
        for over in self.over:
            part = _pull(over.deck, len(block))
            block[: len(part)] += part


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
