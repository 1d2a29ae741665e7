"""Decides, sample by sample, who has the air.

The ladder from top to bottom: an emergency, what an operator inserted now, what must air, a live
input, the plan (a start that cuts, what was interrupted, the next soft item), a filler, the slate,
silence. Every decision is made at a frame and takes effect at that frame.
"""

import logging
from datetime import timedelta

from playout import overlay, slate
from playout.asrun import AsRun
from playout.cue import LEAST, Cue, cues_of, hand_over
from playout.deck import Deck, State
from playout.forecast import cut_at
from playout.line import Line, Over
from playout.live_desk import LiveDesk
from playout.live_take import LiveTake
from playout.overlay import Overlays
from playout.plan import WHOLE
from playout.silence_watch import Stage
from playout.source import OpenSource
from playout.timeline import Timeline
from playout.wings import Wings
from station import transition
from station.audio import BLOCK, RATE, Block
from station.config import Air
from station.journal import EndedBy, StartedBy
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Item, Overrun, Rundown, Secondary
from station.transition import Transition, frames_of

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
SLATE_RECOVERS = 30 * RATE
"""After silence that neither the next item nor a filler has ended, the slate stays so long."""
OVERLAYS_AHEAD = 30 * RATE
"""Secondary items are opened this long before they sound."""
PLAIN = Transition()
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
        air: Air | None = None,
    ) -> None:
        self.timeline = timeline
        self.asrun = asrun
        self.air = air or Air()
        self.line = Line()
        self.wings = Wings(open_source, self.strike, seed=channel)
        self.live = LiveTake(LiveDesk(self.air), self.air)
        self.overlays = Overlays()
        self.failed = 0
        self._open_source = open_source
        self._slate = slate
        self._scheduled = ""
        self._last: Item | None = None
        self._recovering = 0
        self._rundown: Rundown | None = None
        self._ahead = LONG_FADE + block
        self._near: list[tuple[int, Secondary]] = []

    @property
    def rung(self) -> Rung:
        return Rung.SILENCE if self.line.lead is None else self.line.lead.rung

    def free_at(self, at: int) -> int:
        """Return the frame at which the lead lets the next item begin."""
        lead = self.line.lead
        if lead is None or lead.rung < Rung.SCHEDULE or lead.endless:
            return at
        free = at + lead.until_hand_over + self._lag(lead, at)
        cut = self._cut_at(lead)
        return free if cut is None or cut < at else min(free, cut)

    def move_time(self, moved: timedelta, at: int) -> None:
        """Give every frame a corrected instant, and the plan its place on the new scale."""
        self.timeline.origin += moved
        self.asrun.clock(at, moved)
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
        busy = wings.hold or bool(wings.interrupted) or self.rung >= Rung.SCHEDULE
        busy = busy and not afresh and self.rung is not Rung.LIVE
        self._rundown = rundown
        cues = cues_of(rundown, self.timeline)
        wings.plan.adopt(
            rundown, cues, after=self._scheduled if busy else "", free=self.free_at(at)
        )
        if not busy:
            wings.plan.join(at, whole=whole)
        self.asrun.version = rundown.version
        self.overlays.adopt(rundown.secondary)
        self.live.adopt(rundown, self.timeline)
        wings.fillers.adopt(rundown.fillers)
        wings.unsettle()

    def skip(self, fade: int, by: str) -> None:
        """End the lead now; the next one takes over at the first frame of this tick."""
        lead = self.line.lead
        assert lead is not None
        lead.leave(max(fade, 1), fade)
        lead.hands_over = lead.position
        lead.because, lead.by = EndedBy.SKIPPED, by

    def fade_out(self, fade: int, by: str) -> None:
        """End the lead over `fade` frames; what follows begins when it has gone."""
        lead = self.line.lead
        assert lead is not None
        lead.leave(max(fade, 1), fade)
        lead.hands_over = lead.ends
        lead.because, lead.by = EndedBy.SKIPPED, by

    def interrupt(self, deck: Deck, at: int, *, fall: int = SHORT_FADE) -> None:
        """Put an operator's or emergency deck on the air now; what was on may come back."""
        lead = self.line.lead
        if lead is not None and self._comes_back(lead):
            self.come_back(self._again(lead, at))
            self.asrun.interrupted(lead, at, by=deck.by)
            self.line.release()
            lead.leave(max(fall, 1), fall)
        elif lead is not None:
            lead.because = lead.because or EndedBy.REPLACED
        for tail in self.line.tails:
            tail.leave(max(fall, 1), fall)
        self._take(deck, at, fall=fall)

    def replace(self, deck: Deck, at: int) -> None:
        """Put a deck on the air instead of what is on, which does not come back."""
        lead = self.line.lead
        if lead is not None:
            lead.because = lead.because or EndedBy.REPLACED
        self._take(deck, at, fall=SHORT_FADE, rise=SHORT_FADE)

    def reopened(self, deck: Deck, position: int, at: int) -> Deck:
        """Open what a deck had on it once more from a place; it counts as another airing."""
        item = deck.item
        return Deck(
            item, self._open_source(item, position), position, rung=deck.rung,
            started_by=StartedBy.OPERATOR, by=deck.by, opened=at,
        )  # fmt: skip

    @property
    def replayable(self) -> Item | None:
        """Return what a replay would air: what is on, else what was on last of the plan."""
        lead = self.line.lead
        if lead is not None and lead.rung in (Rung.SCHEDULE, Rung.MUST_AIR, Rung.OPERATOR):
            return lead.item
        return self._last

    def recover(self, stage: Stage, at: int) -> None:
        """Do what a stage of silence asks for."""
        lead = self.line.lead
        code = "silence" if stage is not Stage.NONE else "sound"
        self.asrun.alarm(code, at, stage.value)
        if lead is None or stage is Stage.NONE or lead.rung is Rung.EMERGENCY:
            return
        lead.because = lead.because or EndedBy.SILENT
        if lead.rung is Rung.LIVE:
            self.live.give_up(lead)
        elif stage is Stage.NEXT_ITEM:
            self.skip(SHORT_FADE, "")
            lead.because = EndedBy.SILENT
        else:
            deck = self.wings.filler(at) if stage is Stage.FILLER else None
            self._recovering = at + (deck.until_hand_over if deck else SLATE_RECOVERS)
            self._take(deck or slate.deck(self._slate), at, fall=SHORT_FADE)

    def come_back(self, deck: Deck) -> None:
        """Have a deck take the air as soon as it is free."""
        self.wings.interrupted.append(deck)
        if deck.rung is Rung.SCHEDULE and not deck.by:
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
        self.come_back(deck)

    def close(self, at: int) -> None:
        """End everything, for the record too."""
        if self.line.lead is not None:
            self.line.lead.because = EndedBy.STOPPED
        self._release(at, fall=0)
        for deck in self.wings.interrupted:
            self.asrun.ended(deck, at, EndedBy.STOPPED)
        for over in self.line.over:
            self.asrun.ended(over.deck, at, EndedBy.STOPPED, over=True)
            over.deck.eject()
        self.line.over.clear()
        self.line.retire()
        for deck in self.line.tails:
            deck.eject()
        self.wings.close()

    def prepare(self, at: int) -> None:
        """Look after the decks that wait, and make way for starts that are near."""
        lead = self.line.lead
        self.live.watch(at, lead)
        if lead is not None and lead.rung is Rung.LIVE:
            self.wings.run_beneath(at)
        filled = at + lead.until_hand_over if lead and lead.rung is Rung.FILLER else at
        self.wings.prepare(at, self.free_at(at), filled)
        self._look_at_overlays(at)
        until = self._cut_at(lead)
        if lead is not None and until is not None and 0 < until - at <= self._ahead:
            self._make_way(at, until)
        if lead is not None and lead.rung is Rung.LIVE:
            self.live.make_way(lead, at, self._ahead)
            self._make_way_for_must_air(lead, at)

    def next_event(self, at: int) -> int:
        """Return the next frame at which `hand_over` must be asked again."""
        plan, lead = self.wings.plan, self.line.lead
        events: list[int | None] = [self.live.next_change(at)]
        for cue in (plan.fixed, plan.timed, plan.opening):
            if cue is not None:
                events += (cue.ends_programme, cue.cuts)
        events += (begins for begins, _ in self._near)
        if lead is not None:
            events.append(at + (lead.until_hand_over or lead.ends - lead.position))
        return min((e for e in events if e is not None and e > at), default=at + BLOCK)

    def hand_over(self, at: int) -> None:
        """Give the air to whom it belongs at this frame."""
        lead = self.line.lead
        if self._near:
            self._begin_overlays(at)
        free = lead is None or lead.until_hand_over == 0 or lead.state is State.FAILED
        if free and lead is not None and self._waits_for_rule(lead, at):
            return
        if self._higher(at, free=free):
            return
        if free or self.rung <= Rung.SCHEDULE:
            due = self.wings.due(at, None if lead is None else lead.item)
            if due is not None:
                self._cut_to(due, at)
                return
        chosen = self._choose(at, free=free)
        if chosen is not None:
            self._follow(chosen, at, free=free)
        elif free and lead is not None and lead.done:
            self._release(at, fall=0)

    def _higher(self, at: int, *, free: bool) -> bool:
        """Let what must air or a live input have the air; return whether that settles it."""
        lead = self.line.lead
        if not free and self.rung > Rung.LIVE:
            return False
        if self.rung is Rung.LIVE or (free and self.live.wanted(lead, at)):
            must = self.wings.must_air(at)
            if must is not None:
                self._take(must, at, fall=SHORT_FADE)
                return True
        deck = self.live.due(lead, at, free=free)
        if deck is not None:
            self._go_live(deck, at)
            return True
        return lead is not None and self.live.keeps(lead, at)

    def _go_live(self, deck: Deck, at: int) -> None:
        """Fade from what is on to a live input; the plan runs on beneath it."""
        lead = self.line.lead
        if lead is not None:
            if self._comes_back(lead) and lead.rung is Rung.SCHEDULE:
                self.wings.plan.run_on(lead.item, at - (lead.position - lead.item.cue_in))
            lead.because = lead.because or EndedBy.REPLACED
        self._take(deck, at, fall=self.live.fade, rise=self.live.fade)

    def _waits_for_rule(self, lead: Deck, at: int) -> bool:
        """Return whether what follows begins behind the lead's segue, and fade the lead for it."""
        kind = self.wings.next_kind(at) if lead.rung >= Rung.SCHEDULE else None
        if kind is None or lead.because is not None or lead.state is State.FAILED:
            return False
        rule = self._rule(lead, kind)
        target = min(hand_over(lead.item, kind, self.wings.plan.rules), lead.ends)
        if lead.position >= target:
            return False
        lead.hands_over = target
        if rule.fall_ms is not None and not lead.item.fade_out:
            fall = frames_of(rule.fall_ms)
            lead.leave(fall, fall, rule.curve)
        return True

    def _lag(self, lead: Deck, at: int) -> int:
        """Return the frames between the lead's segue and the begin of what will follow it."""
        if lead.hands_over != lead.item.segue or lead.because is not None:
            return 0
        kind = self.wings.next_kind(at + lead.until_hand_over)
        if kind is None:
            return 0
        target = hand_over(lead.item, kind, self.wings.plan.rules)
        return max(0, min(target, lead.ends) - lead.hands_over)

    def _rule(self, before: Deck, after: Kind) -> Transition:
        return transition.rule_for(before.item.kind, after, self.wings.plan.rules)

    def _choose(self, at: int, *, free: bool) -> Deck | None:
        """Return who takes over from the lead, None when it keeps the air or nobody has it."""
        lead, rung = self.line.lead, self.rung
        if (free or rung < Rung.SCHEDULE) and at >= self._recovering:
            deck = self.wings.following(at, over_filler=rung < Rung.SCHEDULE)
            if deck is not None or (free and lead is not None and self._lingers(lead, at)):
                return deck
        if (free or rung < Rung.FILLER) and (rung is not Rung.SLATE or at >= self._recovering):
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
            self._take(deck, at, fall=0 if free else LONG_FADE)
            return
        rule = self._rule(lead, deck.item.kind)
        fall = 0 if rule.fall_ms is None or lead.item.fade_out else frames_of(rule.fall_ms)
        self._take(deck, at, fall=fall, rise=frames_of(rule.rise_ms), rule=rule)

    def _cut_to(self, deck: Deck, at: int) -> None:
        """Start an item whose own time has come; what it displaces does not come back."""
        lead = self.line.lead
        if lead is not None and lead.until_hand_over > 0:
            lead.because = EndedBy.HARD_START
        for tail in self.line.tails:
            tail.leave(SHORT_FADE, SHORT_FADE)
        self._take(deck, at, fall=SHORT_FADE)
        for interrupted in self.wings.interrupted:
            self.asrun.ended(interrupted, at, EndedBy.HARD_START)
            interrupted.eject()
        self.wings.interrupted.clear()

    def _cut_at(self, lead: Deck | None) -> int | None:
        """Return the frame at which the plan cuts the lead, None where it does not."""
        if lead is None or lead.rung > Rung.SCHEDULE:
            return None
        plan = self.wings.plan
        if lead.rung < Rung.SCHEDULE:
            return None if plan.timed is None else plan.timed.start
        nearest = plan.opening if lead.item.overrun is Overrun.FADE else plan.fixed
        return None if nearest is None else cut_at(Cue(lead.item), [nearest])

    def _make_way(self, at: int, until: int) -> None:
        """Begin the fades that must be over when an item with its own time begins."""
        plan, frames = self.wings.plan, until - at
        near = (plan.fixed, plan.timed, plan.opening)
        cues = [c for c in near if c is not None and until in (c.cuts, c.ends_programme)]
        if not any(self.wings.rack.state(cue.item) is State.CUED for cue in cues):
            return
        for deck in self.line.voices:
            if deck.rung <= Rung.SCHEDULE and deck.position + frames < deck.ends:
                if deck.until_hand_over > frames:
                    deck.because = EndedBy.HARD_START
                deck.leave(frames, LONG_FADE if deck.item.kind in MUSICAL else SHORT_FADE)

    def _make_way_for_must_air(self, lead: Deck, at: int) -> None:
        """Fade a live lead so that it has gone when something begins that outranks it."""
        cue = self.wings.plan.next_must_air
        if cue is None or cue.start is None or not 0 < cue.start - at <= self._ahead:
            return
        if self.wings.rack.state(cue.item) is State.CUED and lead.because is None:
            lead.because = EndedBy.REPLACED
            lead.leave(cue.start - at, min(self.live.fade, cue.start - at))

    def _take(
        self, deck: Deck, at: int, *, fall: int, rise: int = 0, rule: Transition = PLAIN
    ) -> None:
        """Put a deck on the air at this frame."""
        self._release(at, fall=fall, rule=rule)
        deck.take(at, rise=rise or _rise(deck), curve=rule.curve)
        self.line.lead = deck
        self.asrun.began(deck, at)
        if deck.rung >= Rung.SCHEDULE:
            self._note_scheduled(deck, at)
        logger.info(
            "%s: %s", deck.rung.name.lower(), deck.item.title,
            extra={"action": "item_started", "item": deck.item.key, "rung": int(deck.rung)},
        )  # fmt: skip

    def _note_scheduled(self, deck: Deck, at: int) -> None:
        if deck.rung in (Rung.SCHEDULE, Rung.MUST_AIR):
            self._last = deck.item
            if not deck.by:
                self._scheduled = deck.item.key
        if deck.rung is not Rung.LIVE:
            self.wings.plan.note_began(deck.item, at)
            self.wings.plan.strike_off(deck.item)
        self.wings.unsettle()

    def _release(self, at: int, *, fall: int, rule: Transition = PLAIN) -> None:
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
            lead.leave(fall, fall, rule.curve)

    def strike(self, deck: Deck, at: int) -> None:
        """Write down a deck that will not air."""
        failed = deck.state is State.FAILED
        self.failed += failed
        self.asrun.ended(deck, at, EndedBy.FAULT if failed else EndedBy.LOST)
        deck.eject()

    def sound_over(self, deck: Deck, at: int, *, duck_db: float, button: str = "") -> None:
        """Let a deck sound over whatever is on."""
        deck.take(at)
        self.line.over.append(Over(deck, duck_db, button))
        self.asrun.began(deck, at, over=True)

    def hush(self, button: str, fade: int) -> int:
        """Fade out what sounds over the programme, of one button or all; return how many."""
        voices = [over for over in self.line.over if button in ("", over.button) and over.button]
        for over in voices:
            over.deck.leave(max(fade, 1), fade)
            over.deck.because = EndedBy.SKIPPED
        return len(voices)

    def retire(self, at: int) -> None:
        """Let go of what has ended in this block."""
        for over in self.line.retire():
            failed = over.deck.state is State.FAILED
            natural = EndedBy.FAULT if failed else EndedBy.FINISHED
            self.asrun.ended(over.deck, at, over.deck.because or natural, over=True)
            over.deck.eject()

    def _look_at_overlays(self, at: int) -> None:
        """See which secondary items are near, and have them opened."""
        self._near = []
        if self.wings.plan.secondary and self.rung <= Rung.SCHEDULE:
            coming = self.wings.coming(self.free_at(at), 3)
            self._near = self.overlays.near(self.line.lead, at, coming, OVERLAYS_AHEAD)
        beside = [overlay.cue(one, begins) for begins, one in self._near]
        if [one.item for one in beside] != [one.item for one in self.wings.beside]:
            self.wings.unsettle()
        self.wings.beside = beside

    def _begin_overlays(self, at: int) -> None:
        for begins, one in [pair for pair in self._near if pair[0] <= at]:
            deck = self.wings.beside_deck(one.item)
            if deck is not None:
                deck.started_by = StartedBy.PARENT
                self.sound_over(deck, at, duck_db=one.duck_db)
            self.overlays.done(one)
            self._near.remove((begins, one))

    def _comes_back(self, lead: Deck) -> bool:
        """Return whether the policy has the lead go on behind an interruption."""
        if lead.until_hand_over < LEAST or lead.rung not in (
            Rung.SCHEDULE, Rung.MUST_AIR, Rung.OPERATOR,
        ):  # fmt: skip
            return False
        return lead.item.kind in self.air.resumes

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
