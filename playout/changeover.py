"""Changes over: puts decks on the air and takes them off it, and writes down both."""

import logging

from playout.asrun import AsRun
from playout.deck import Deck, State
from playout.fades import SHORT_FADE
from playout.line import Line
from playout.reopening import Reopening
from playout.restart import BY_PLAN
from playout.wings import Wings
from station.audio import RATE
from station.journal import EndedBy
from station.ladder import Rung
from station.rundown import Item
from station.transition import Transition, frames_of

logger = logging.getLogger(__name__)

FILLER_RISE = RATE // 2
PLAIN = Transition()


class Changeover:
    """Every change of the lead goes through here. Only the tick thread calls it."""

    def __init__(self, line: Line, wings: Wings, asrun: AsRun, reopening: Reopening) -> None:
        self.scheduled = ""
        """Key of the airing of the rundown that had the air last, or has it."""
        self._line = line
        self._wings = wings
        self._asrun = asrun
        self._reopening = reopening
        self._last: Item | None = None

    @property
    def replayable(self) -> Item | None:
        """Return what a replay would air: what is on, else what was on last of the plan."""
        lead = self._line.lead
        if lead is not None and lead.rung in (*BY_PLAN, Rung.OPERATOR):
            return lead.item
        return self._last

    def take(
        self, deck: Deck, at: int, *, fall: int, rise: int = 0, rule: Transition = PLAIN
    ) -> None:
        """Put a deck on the air at this frame."""
        self.release(at, fall=fall, rule=rule)
        deck.passage, deck.passing = rule.picture, frames_of(rule.picture_ms)
        deck.take(at, rise=rise or _rise(deck), curve=rule.curve)
        self._line.lead = deck
        self._asrun.began(deck, at)
        if deck.rung >= Rung.SCHEDULE:
            self._note_scheduled(deck, at)
        logger.info(
            "%s: %s", deck.rung.name.lower(), deck.item.title,
            extra={"action": "item_started", "item": deck.item.key, "rung": int(deck.rung)},
        )  # fmt: skip

    def release(self, at: int, *, fall: int, rule: Transition = PLAIN) -> None:
        """Take the lead off the air; what is left of it fades over `fall` frames, or rings out."""
        lead = self._line.release()
        if lead is None:
            return
        if lead.state is State.FAILED:
            self._asrun.ended(lead, at, EndedBy.FAULT)
            return
        natural = EndedBy.TRIMMED if lead.item.fade_out else EndedBy.FINISHED
        self._asrun.ended(lead, at, lead.because or natural)
        if fall and not lead.done:
            lead.leave(fall, fall, rule.curve)

    def skip(self, fade: int, by: str) -> None:
        """End the lead now; the next one takes over at the first frame of this tick."""
        lead = self._line.lead
        assert lead is not None
        lead.leave(max(fade, 1), fade)
        lead.hands_over = lead.position
        lead.because, lead.by = EndedBy.SKIPPED, by

    def fade_out(self, fade: int, by: str) -> None:
        """End the lead over `fade` frames; what follows begins when it has gone."""
        lead = self._line.lead
        assert lead is not None
        lead.leave(max(fade, 1), fade)
        lead.hands_over = lead.ends
        lead.because, lead.by = EndedBy.SKIPPED, by

    def interrupt(self, deck: Deck, at: int, *, fall: int = SHORT_FADE) -> None:
        """Put an operator's or emergency deck on the air now; what was on may come back."""
        lead = self._line.lead
        if lead is not None and self._reopening.comes_back(lead):
            self.come_back(self._reopening.again(lead, at))
            self._asrun.interrupted(lead, at, by=deck.by)
            self._line.release()
            lead.leave(max(fall, 1), fall)
        elif lead is not None:
            lead.because = lead.because or EndedBy.REPLACED
        for tail in self._line.tails:
            tail.leave(max(fall, 1), fall)
        self.take(deck, at, fall=fall)

    def replace(self, deck: Deck, at: int) -> None:
        """Put a deck on the air instead of what is on, which does not come back."""
        lead = self._line.lead
        if lead is not None:
            lead.because = lead.because or EndedBy.REPLACED
        self.take(deck, at, fall=SHORT_FADE, rise=SHORT_FADE)

    def cut_to(self, deck: Deck, at: int) -> None:
        """Start an item whose own time has come; what it displaces does not come back."""
        lead = self._line.lead
        if lead is not None and lead.until_hand_over > 0:
            lead.because = EndedBy.HARD_START
        for tail in self._line.tails:
            tail.leave(SHORT_FADE, SHORT_FADE)
        self.take(deck, at, fall=SHORT_FADE)
        self.forget_interrupted(at, EndedBy.HARD_START)

    def go_live(self, deck: Deck, at: int, *, fade: int, rise: int | None = None) -> None:
        """Fade from what is on to what goes before the plan, which runs on beneath it."""
        lead = self._line.lead
        if lead is not None:
            goes_on = self._reopening.comes_back(lead) or bool(lead.item.relay)
            if goes_on and lead.rung in BY_PLAN and not lead.because:
                self._wings.plan.run_on(lead.item, at - (lead.position - lead.item.cue_in))
            lead.because = lead.because or EndedBy.REPLACED
        for below in self._wings.interrupted:
            if below.rung is Rung.SCHEDULE and not below.by:
                self._wings.plan.run_on(below.item, at - (below.position - below.item.cue_in))
        self.forget_interrupted(at, EndedBy.REPLACED)
        self.take(deck, at, fall=fade, rise=fade if rise is None else rise)

    def come_back(self, deck: Deck) -> None:
        """Have a deck take the air as soon as it is free."""
        self._wings.interrupted.append(deck)
        if deck.rung in BY_PLAN and not deck.by:
            self.scheduled = deck.item.key
        self._wings.plan.note_aired(deck.item.key)

    def forget_interrupted(self, at: int, because: EndedBy) -> None:
        """Let nothing come back of what was interrupted."""
        for deck in self._wings.interrupted:
            self._asrun.ended(deck, at, because)
            deck.eject()
        self._wings.interrupted.clear()

    def withdraw(self, airing: str, at: int) -> None:
        """Take an airing off the air at once, or have it not come back."""
        lead = self._line.lead
        if lead is not None and lead.airing == airing:
            self.skip(SHORT_FADE, "")
        for deck in [one for one in self._wings.interrupted if one.airing == airing]:
            self._wings.interrupted.remove(deck)
            self._asrun.ended(deck, at, EndedBy.SKIPPED)
            deck.eject()

    def close(self, at: int) -> None:
        """End the lead and what would have come back, for the record too."""
        if self._line.lead is not None:
            self._line.lead.because = EndedBy.STOPPED
        self.release(at, fall=0)
        for deck in self._wings.interrupted:
            self._asrun.ended(deck, at, EndedBy.STOPPED)

    def _note_scheduled(self, deck: Deck, at: int) -> None:
        if deck.rung in BY_PLAN:
            self._last = deck.item
            if not deck.by:
                self.scheduled = deck.item.key
        if deck.rung is not Rung.LIVE:
            self._wings.plan.note_began(deck.item, at)
            self._wings.plan.strike_off(deck.item)
        self._wings.unsettle()


def _rise(deck: Deck) -> int:
    """Return over how many frames a deck comes in."""
    if deck.rung is Rung.FILLER:
        return FILLER_RISE
    return SHORT_FADE if deck.resumes or deck.due is not None or deck.rung < Rung.FILLER else 0
