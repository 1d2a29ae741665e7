"""Decides, sample by sample, who has the air.

The ladder from top to bottom: what an operator inserted now, a hard start, what was interrupted,
the next soft item, a filler, the slate, silence. Every decision is made at a frame and takes effect
at that frame.
"""

import logging
from datetime import timedelta

from playout import slate
from playout.asrun import AsRun
from playout.deck import Deck, State
from playout.line import Line
from playout.plan import LEAST, WHOLE, Cue, cues_of
from playout.source import OpenSource
from playout.timeline import Timeline
from playout.wings import Wings
from station.audio import BLOCK, RATE, Block
from station.journal import EndedBy, StartedBy
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Item, Rundown

logger = logging.getLogger(__name__)

LONG_FADE = RATE * 3 // 2
"""Music before a hard start, and a filler under what follows it."""
SHORT_FADE = RATE * 3 // 10
"""Speech before a hard start, and every hasty exit or entry."""
FILLER_RISE = RATE // 2
TINY_HOLE = RATE
"""A hole no longer than this is left to the tail of the item before it."""
FAR = timedelta(seconds=60)
"""A clock corrected by more than this tells another place in the plan."""
MUSICAL = frozenset({Kind.MUSIC, Kind.FILLER})


class Director:
    """Owns the line and the wings. Only the tick thread calls it."""

    def __init__(
        self,
        timeline: Timeline,
        open_source: OpenSource,
        asrun: AsRun,
        *,
        channel: str,
        slate: Block,
        block: int = BLOCK,
    ) -> None:
        self.timeline = timeline
        self.asrun = asrun
        self.line = Line()
        self.wings = Wings(open_source, self.strike, seed=channel)
        self.failed = 0
        self._open_source = open_source
        self._slate = slate
        self._scheduled = ""
        self._rundown: Rundown | None = None
        self._ahead = LONG_FADE + block

    @property
    def rung(self) -> Rung:
        return Rung.SILENCE if self.line.lead is None else self.line.lead.rung

    def free_at(self, at: int) -> int:
        """Return the frame at which the lead lets the next item begin."""
        lead = self.line.lead
        return at + (lead.until_hand_over if lead and lead.rung >= Rung.SCHEDULE else 0)

    def move_time(self, moved: timedelta, at: int) -> None:
        """Give every frame a corrected instant, and the plan its place on the new scale."""
        self.timeline.origin += moved
        if self._rundown is not None:
            self.adopt(self._rundown, at, afresh=abs(moved) > FAR)
        logger.warning(
            "station time moved by %.1f s", moved.total_seconds(),
            extra={"action": "time_moved", "seconds": moved.total_seconds()},
        )  # fmt: skip

    def adopt(self, rundown: Rundown, at: int, *, whole: int = WHOLE, afresh: bool = False) -> None:
        """Take up a version; what is on the air stays, decks that still serve stay cued.

        What comes next follows the item on the air, or `afresh` the clock.
        """
        wings = self.wings
        busy = wings.hold or wings.interrupted is not None or self.rung >= Rung.SCHEDULE
        busy = busy and not afresh
        self._rundown = rundown
        cues = cues_of(rundown, self.timeline)
        wings.plan.adopt(
            rundown, cues, after=self._scheduled if busy else "", free=self.free_at(at)
        )
        if not busy:
            wings.plan.join(at, whole=whole)
        self.asrun.version = rundown.version
        wings.fillers.adopt(rundown.fillers)
        wings.unsettle()

    def skip(self, fade: int, by: str) -> None:
        """End the lead now; the next one takes over at the first frame of this tick."""
        lead = self.line.lead
        assert lead is not None
        lead.leave(max(fade, 1), fade)
        lead.hands_over = lead.position
        lead.because, lead.by = EndedBy.SKIPPED, by

    def interrupt(self, deck: Deck, at: int) -> None:
        """Put an operator's deck on the air now; a scheduled item comes back behind it."""
        lead = self.line.lead
        if lead is not None and lead.rung is Rung.SCHEDULE and lead.until_hand_over >= LEAST:
            self._come_back(self._again(lead, at))
            self.asrun.interrupted(lead, at, by=deck.by)
            self.line.release()
        elif lead is not None:
            lead.because = lead.because or EndedBy.REPLACED
        for tail in self.line.tails:
            tail.leave(SHORT_FADE, SHORT_FADE)
        self._take(deck, at, fall=SHORT_FADE)

    def _come_back(self, deck: Deck) -> None:
        """Have a deck take the air as soon as it is free."""
        self.wings.interrupted = deck
        self._scheduled = deck.item.key
        self.wings.plan.note_aired(deck.item.key)

    def resume(self, item: Item, due: int, at: int, *, airing: str, heard: int) -> None:
        """Go on with an airing of the last life at the place where it would be by now."""
        position = min(max(item.cue_in, item.cue_in + at - due), item.cue_out - 1)
        deck = Deck(
            item, self._open_source(item, position), position, started_by=StartedBy.RESTART,
            opened=at, due=due, resumes=bool(airing), before=heard,
        )  # fmt: skip
        deck.airing = airing or deck.airing
        self._come_back(deck)

    def close(self, at: int) -> None:
        """End everything, for the record too."""
        if self.line.lead is not None:
            self.line.lead.because = EndedBy.STOPPED
        self._release(at, fall=0)
        if self.wings.interrupted is not None:
            self.asrun.ended(self.wings.interrupted, at, EndedBy.STOPPED)
        self.line.retire()
        for deck in self.line.tails:
            deck.eject()
        self.wings.close()

    def prepare(self, at: int) -> None:
        """Look after the decks that wait, and make way for starts that are near."""
        self.wings.prepare(at, self.free_at(at))
        for cue in (self.wings.plan.hard, self.wings.plan.waiting):
            if cue is not None and cue.start is not None and 0 < cue.start - at <= self._ahead:
                self._make_way(cue, cue.start - at)

    def next_event(self, at: int) -> int:
        """Return the next frame at which `hand_over` must be asked again."""
        plan, lead = self.wings.plan, self.line.lead
        events = [cue.start for cue in (plan.hard, plan.waiting) if cue is not None]
        if lead is not None:
            events.append(at + (lead.until_hand_over or lead.ends - lead.position))
        return min((e for e in events if e is not None and e > at), default=at + BLOCK)

    def hand_over(self, at: int) -> None:
        """Give the air to whom it belongs at this frame."""
        lead = self.line.lead
        free = lead is None or lead.until_hand_over == 0 or lead.state is State.FAILED
        if free or self.rung <= Rung.SCHEDULE:
            due = self.wings.due(at)
            if due is not None:
                self._cut_to(due, at)
                return
        chosen = self._choose(at, free=free)
        if chosen is not None:
            self._take(chosen, at, fall=0 if free else LONG_FADE)
        elif free and lead is not None and lead.done:
            self._release(at, fall=0)

    def _choose(self, at: int, *, free: bool) -> Deck | None:
        """Return who takes over from the lead, None when it keeps the air or nobody has it."""
        lead, rung = self.line.lead, self.rung
        if free or rung < Rung.SCHEDULE:
            deck = self.wings.following(at)
            if deck is not None or (free and lead is not None and self._lingers(lead, at)):
                return deck
        if free or rung < Rung.FILLER:
            deck = self.wings.filler()
            if deck is not None:
                return deck
        return slate.deck(self._slate) if free and rung is not Rung.SLATE else None

    def _lingers(self, lead: Deck, at: int) -> bool:
        """Return whether the lead's tail bridges what is too short for a filler."""
        hard = self.wings.plan.hard
        near = hard is not None and hard.start is not None and hard.start - at <= TINY_HOLE
        return not lead.done and (near or self.wings.rack.opening)

    def _cut_to(self, deck: Deck, at: int) -> None:
        """Start a hard item; what it displaces does not come back."""
        lead = self.line.lead
        if lead is not None and lead.until_hand_over > 0:
            lead.because = EndedBy.HARD_START
        for tail in self.line.tails:
            tail.leave(SHORT_FADE, SHORT_FADE)
        self._take(deck, at, fall=SHORT_FADE)
        if self.wings.interrupted is not None:
            self.asrun.ended(self.wings.interrupted, at, EndedBy.HARD_START)
            self.wings.interrupted.eject()
            self.wings.interrupted = None

    def _make_way(self, cue: Cue, frames: int) -> None:
        """Begin the fades that must be over when an item with its own time begins."""
        if self.wings.rack.state(cue.item) is not State.CUED:
            return
        highest = Rung.SCHEDULE if cue.hard else Rung.FILLER
        for deck in self.line.voices:
            if deck.rung <= highest and deck.position + frames < deck.ends:
                if deck.until_hand_over > frames:
                    deck.because = EndedBy.HARD_START
                deck.leave(frames, LONG_FADE if deck.item.kind in MUSICAL else SHORT_FADE)

    def _take(self, deck: Deck, at: int, *, fall: int) -> None:
        """Put a deck on the air at this frame."""
        self._release(at, fall=fall)
        deck.take(at, rise=_rise(deck))
        self.line.lead = deck
        self.asrun.began(deck, at)
        if deck.rung >= Rung.SCHEDULE:
            self._note_scheduled(deck)
        logger.info(
            "%s: %s", deck.rung.name.lower(), deck.item.title,
            extra={"action": "item_started", "item": deck.item.key, "rung": int(deck.rung)},
        )  # fmt: skip

    def _note_scheduled(self, deck: Deck) -> None:
        if deck.rung is Rung.SCHEDULE and not deck.by:
            self._scheduled = deck.item.key
        self.wings.plan.strike_off(deck.item)
        self.wings.unsettle()

    def _release(self, at: int, *, fall: int) -> None:
        """Take the lead off the air; what is left of it fades over `fall` frames, or rings out."""
        lead = self.line.release()
        if lead is None:
            return
        if lead.state is State.FAILED:
            self.failed += 1
            self.asrun.ended(lead, at, EndedBy.FAULT)
            return
        natural = EndedBy.TRIMMED if lead.item.fade_out else EndedBy.FINISHED
        self.asrun.ended(lead, at, lead.because or natural)
        if fall and not lead.done:
            lead.leave(fall, fall)

    def strike(self, deck: Deck, at: int) -> None:
        """Write down a deck that will not air."""
        failed = deck.state is State.FAILED
        self.failed += failed
        self.asrun.ended(deck, at, EndedBy.FAULT if failed else EndedBy.LOST)
        deck.eject()

    def _again(self, lead: Deck, at: int) -> Deck:
        """Open the lead's airing once more, from where it is."""
        return Deck(
            lead.item, self._open_source(lead.item, lead.position), lead.position,
            rung=lead.rung, started_by=StartedBy.OPERATOR, airing=lead.airing, by=lead.by,
            before=lead.heard, resumes=True, opened=at,
        )  # fmt: skip


def _rise(deck: Deck) -> int:
    """Return over how many frames a deck comes in."""
    if deck.rung is Rung.FILLER:
        return FILLER_RISE
    return SHORT_FADE if deck.resumes or deck.due is not None or deck.rung < Rung.FILLER else 0
