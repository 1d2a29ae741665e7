"""Decides, sample by sample, who has the air.

The ladder from top to bottom: an emergency, what an operator inserted now, what must air, a live
input, the plan (a start that cuts, what was interrupted, the next soft item), a filler, the slate,
silence. Every decision is made at a frame and takes effect at that frame.
"""

import logging
from datetime import timedelta

from playout import slate
from playout.asrun import AsRun
from playout.changeover import Changeover
from playout.cue import cues_of
from playout.deck import Deck, State
from playout.fades import LONG_FADE, SHORT_FADE
from playout.line import Line
from playout.live_desk import LiveDesk
from playout.live_take import LiveTake
from playout.plan import WHOLE
from playout.recovery import Recovery
from playout.relay_spans import RelaySpans
from playout.reopening import Reopening
from playout.rest import Rest
from playout.segues import Segues
from playout.silence_watch import Stage
from playout.source import OpenSource
from playout.timeline import Timeline
from playout.voices_over import VoicesOver
from playout.wings import Wings
from station.audio import BLOCK, RATE, Block
from station.config import Air
from station.journal import EndedBy
from station.ladder import Rung
from station.rundown import Rundown
from station.transition import frames_of

logger = logging.getLogger(__name__)

TINY_HOLE = RATE
"""A hole no longer than this is left to the tail of the item before it."""
FAR = timedelta(seconds=60)
"""A clock corrected by more than this tells another place in the plan."""


class Director:
    """Asks everybody who could have the air. Only the tick thread calls it."""

    def __init__(
        self,
        timeline: Timeline,
        open_source: OpenSource,
        asrun: AsRun,
        *,
        channel: str,
        slate: Block,
        block: int = BLOCK,
        air: Air | None = None,
    ) -> None:
        air = air or Air()
        self.timeline = timeline
        self.asrun = asrun
        self.line = Line()
        self.wings = Wings(open_source, self.strike, seed=channel)
        self.live = LiveTake(LiveDesk(air), air)
        self.segues = Segues(self.line, self.wings, ahead=LONG_FADE + block)
        self.reopening = Reopening(open_source, air.resumes)
        self.changeover = Changeover(self.line, self.wings, asrun, self.reopening)
        self.over = VoicesOver(self.line, self.wings, self.segues, asrun)
        self._relays = RelaySpans(self.line, self.wings, self.segues)
        self._rest = Rest(self.line, self.wings, self.segues, self.live, self.over)
        self._recovery = Recovery(self.changeover, self.wings, self.live, slate)
        self._slate = slate
        self._ahead = LONG_FADE + block
        self._rundown: Rundown | None = None

    def wake(self) -> None:
        """Look again at once at who should have the air."""
        self._rest.end()

    def move_time(self, moved: timedelta, at: int) -> None:
        """Give every frame a corrected instant, and the plan its place on the new scale."""
        self.timeline.origin += moved
        afresh = abs(moved) > FAR
        self.wings.plan.appoint_again(self.timeline, afresh=afresh)
        self.asrun.clock(at, moved)
        if self._rundown is not None:
            self.adopt(self._rundown, at, afresh=afresh)
        logger.warning(
            "station time moved by %.1f s", moved.total_seconds(),
            extra={"action": "time_moved", "seconds": moved.total_seconds()},
        )  # fmt: skip

    def adopt(self, rundown: Rundown, at: int, *, whole: int = WHOLE, afresh: bool = False) -> None:
        """Take up a version; what is on the air stays, decks that still serve stay cued.

        What comes next follows the item on the air, or `afresh` the clock.
        """
        self.wake()
        wings, rung = self.wings, self.line.rung
        waits = wings.hold or wings.waiting_for_operator(at) is not None
        busy = waits or bool(wings.interrupted) or rung >= Rung.SCHEDULE
        busy = busy and not afresh and rung is not Rung.LIVE
        self._rundown = rundown
        cues = cues_of(rundown, self.timeline)
        after = self.changeover.scheduled if busy else ""
        wings.plan.adopt(rundown, cues, after=after, free=self.segues.free_at(at), at=at)
        if not busy:
            wings.plan.join(at, whole=whole)
        self.asrun.version = rundown.version
        self.over.adopt(rundown)
        self.live.adopt(rundown, self.timeline)
        wings.fillers.adopt(rundown.fillers)
        wings.unsettle()

    def recover(self, stage: Stage, at: int) -> None:
        """Take note of a stage of silence, and do what it asks for."""
        self.wake()
        lead = self.line.lead
        code = "silence" if stage is not Stage.NONE else "sound"
        self.asrun.alarm(code, at, stage.value)
        if lead is None or stage is Stage.NONE:
            return
        if Rung.FILLER <= lead.rung < Rung.EMERGENCY:
            self._recovery.recover(lead, stage, at)

    def strike(self, deck: Deck, at: int) -> None:
        """Write down a deck that will not air."""
        failed = deck.state is State.FAILED
        self.asrun.ended(deck, at, EndedBy.FAULT if failed else EndedBy.LOST)
        deck.eject()

    def close(self, at: int) -> None:
        """End everything, for the record too."""
        self.changeover.close(at)
        self.over.close(at)
        self.line.retire()
        for deck in self.line.tails:
            deck.eject()
        self.wings.close()

    def prepare(self, at: int) -> None:
        """Look after the decks that wait, and make way for starts that are near."""
        if self._rest.lasts(at):
            return
        lead = self.line.lead
        self.live.watch(at, lead)
        if lead is not None and lead.rung is Rung.LIVE:
            if self._relays.over(at):
                self.wings.wait_beneath(at)
            else:
                self.wings.run_beneath(at)
        if not self.wings.rest(at):
            filled = at + lead.until_hand_over if lead and lead.rung is Rung.FILLER else at
            self.wings.prepare(at, self.segues.join(at), filled)
        self.over.look(at)
        self.segues.make_way(at)
        if lead is not None and lead.rung is Rung.LIVE:
            self.live.make_way(lead, at, self._ahead)
            self.segues.make_way_for_must_air(lead, at, fade=self.live.fade)

    def _next_event(self, at: int) -> int:
        plan, lead = self.wings.plan, self.line.lead
        events: list[int | None] = [self.live.next_change(at), *self.over.begins]
        for cue in (plan.fixed, plan.timed, plan.opening):
            if cue is not None:
                events += (cue.ends_programme, cue.cuts)
        if lead is not None:
            events.append(at + (lead.until_hand_over or lead.ends - lead.position))
        return min((e for e in events if e is not None and e > at), default=at + BLOCK)

    def hand_over(self, at: int) -> int:
        """Give the air to whom it belongs at this frame; return the frame at which to ask again."""
        if not self._rest.lasts(at):
            lead = self.line.lead
            free = lead is None or lead.until_hand_over == 0 or lead.state is State.FAILED
            self._hand_over(at, free=free)
            self._rest.begin(at, self._next_event(at), calm=not free)
        return self._rest.event

    def _hand_over(self, at: int, *, free: bool) -> None:
        lead = self.line.lead
        self.over.begin(at)
        heard = self.live.relay_of(lead) if lead is not None and lead.rung is Rung.LIVE else ""
        self.live.desk.relays = tuple(self._relays.known(at, heard))
        if free and lead is not None and self.segues.waits(lead, at):
            return
        if self._higher(at, free=free) or self._cut(at, free=free):
            return
        chosen = self._choose(at, free=free)
        if chosen is not None:
            self._follow(chosen, at, free=free)
        elif free and lead is not None and lead.done:
            self.changeover.release(at, fall=0)

    def _higher(self, at: int, *, free: bool) -> bool:
        """Let what must air or a live input have the air; return whether that settles it."""
        lead, rung = self.line.lead, self.line.rung
        relay = self.live.relay_wanted(lead, at)
        below = free or rung <= Rung.LIVE
        if not below and not (relay and self._is_fallback(lead, relay)):
            return False
        if below and (rung is Rung.LIVE or self.live.wanted(lead, at)):
            must = self.wings.must_air(at, but=relay)
            if must is not None:
                self._take_before_live(must, at, free=free or rung is Rung.LIVE)
                return True
        deck = self.live.due(lead, at, free=free or not below)
        if deck is not None:
            self._run_beneath_relay(self.live.relay_of(deck), at)
            self.changeover.go_live(deck, at, fade=self.live.fade)
            return True
        return lead is not None and self.live.keeps(lead, at)

    def _is_fallback(self, lead: Deck | None, relay: str) -> bool:
        """Return whether the lead airs in the place of a relay, and gives way to no one else."""
        return lead is not None and lead.rung is Rung.MUST_AIR and lead.item.relay == relay

    def _take_before_live(self, must: Deck, at: int, *, free: bool) -> None:
        """Take what must air from a presenter, or for him from what he would take the air from."""
        if free:
            self.changeover.take(must, at, fall=SHORT_FADE)
        else:
            self.changeover.go_live(must, at, fade=SHORT_FADE, rise=0)

    def _run_beneath_relay(self, relay: str, at: int) -> None:
        """Have the item in whose place a relay begins run on beneath it from here."""
        cue = self._relays.begins(relay, at) if relay else None
        if cue is not None:
            self.wings.begin_beneath(cue, at)

    def _cut(self, at: int, *, free: bool) -> bool:
        """Start an item whose own time has come; return whether there was one."""
        lead = self.line.lead
        rung = self.wings.returning_rung if free else self.line.rung
        if rung > Rung.SCHEDULE:
            return False
        due = self.wings.due(at, None if lead is None else lead.item)
        if due is not None:
            self.changeover.cut_to(due, at)
        return due is not None

    def _choose(self, at: int, *, free: bool) -> Deck | None:
        """Return who takes over from the lead, None when it keeps the air or nobody has it."""
        lead, rung = self.line.lead, self.line.rung
        recovering = self._recovery.lasts(at)
        if (free or rung < Rung.SCHEDULE) and not recovering:
            deck = self.wings.following(at, over_filler=rung < Rung.SCHEDULE)
            if deck is not None or (free and lead is not None and self._lingers(lead, at)):
                return deck
        if (free or rung < Rung.FILLER) and (rung is not Rung.SLATE or not recovering):
            deck = self.wings.filler(at)
            if deck is not None:
                return deck
        return slate.deck(self._slate) if free and rung is not Rung.SLATE else None

    def _lingers(self, lead: Deck, at: int) -> bool:
        """Return whether the lead's tail bridges what is too short for a filler."""
        timed = self.wings.plan.timed
        near = timed is not None and timed.start is not None and timed.start - at <= TINY_HOLE
        return not lead.done and (near or self.wings.rack.opening)

    def _follow(self, deck: Deck, at: int, *, free: bool) -> None:
        """Take a deck at the end of the lead, or over a filler, as the transition rule says."""
        lead = self.line.lead
        if lead is None or min(lead.rung, deck.rung) < Rung.SCHEDULE or lead.because is not None:
            self.changeover.take(deck, at, fall=0 if free else LONG_FADE)
            return
        rule = self.segues.rule(lead, deck.item.kind)
        fall = 0 if rule.fall_ms is None or lead.item.fade_out else frames_of(rule.fall_ms)
        self.changeover.take(deck, at, fall=fall, rise=frames_of(rule.rise_ms), rule=rule)
