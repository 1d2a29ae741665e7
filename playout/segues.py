"""Where the lead gives way: at its segue as the rules say, or faded ahead of a start."""

from playout.cue import Cue, hand_over
from playout.deck import Deck, State
from playout.fades import LONG_FADE, SHORT_FADE
from playout.forecast import Join, cut_at
from playout.line import Line
from playout.wings import Wings
from station import transition
from station.journal import EndedBy
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Overrun
from station.transition import Transition, frames_of

MUSICAL = frozenset({Kind.MUSIC, Kind.FILLER})


class Segues:
    """Only the tick thread calls it. Bends and shortens decks; never changes the lead."""

    def __init__(self, line: Line, wings: Wings, *, ahead: int) -> None:
        """`ahead`: how many frames before a start the fades for it may begin."""
        self._line = line
        self._wings = wings
        self._ahead = ahead

    def join(self, at: int) -> Join:
        """Return where the next item may begin."""
        return Join(self.free_at(at), over_filler=self._line.rung < Rung.SCHEDULE)

    def free_at(self, at: int) -> int:
        """Return the frame at which the lead lets the next item begin."""
        lead = self._line.lead
        if lead is None or lead.rung < Rung.SCHEDULE or lead.endless:
            return at
        free = at + lead.until_hand_over + self._lag(lead, at)
        cut = self._cut_at(lead)
        return free if cut is None or cut < at else min(free, cut)

    def rule(self, before: Deck, after: Kind) -> Transition:
        """Return how a deck gives way to a kind."""
        return transition.rule_for(before.item.kind, after, self._wings.plan.rules)

    def waits(self, lead: Deck, at: int) -> bool:
        """Return whether what follows begins behind the lead's segue, and fade the lead for it.

        Not once the lead has lingered: what follows then begins at a time of its own.
        """
        if lead.position > lead.hands_over:
            return False
        kind = self._wings.next_kind(at) if lead.rung >= Rung.SCHEDULE else None
        if kind is None or lead.because is not None or lead.state is State.FAILED:
            return False
        target = self._target(lead, kind)
        if lead.position >= target:
            return False
        lead.hands_over = target
        rule = self.rule(lead, kind)
        if rule.fall_ms is not None and not lead.item.fade_out:
            fall = frames_of(rule.fall_ms)
            lead.leave(fall, fall, rule.curve)
        return True

    def make_way(self, at: int) -> None:
        """Begin the fades that must be over when an item with its own time begins."""
        until = self._cut_at(self._line.lead)
        if until is None or not 0 < until - at <= self._ahead or not self._cued_for(until):
            return
        frames = until - at
        for deck in self._line.voices:
            if deck.rung <= Rung.SCHEDULE and deck.position + frames < deck.ends:
                if deck.until_hand_over > frames:
                    deck.because = EndedBy.HARD_START
                deck.leave(frames, LONG_FADE if deck.item.kind in MUSICAL else SHORT_FADE)

    def fades_from(self, at: int) -> int | None:
        """Return the frame from which `make_way` may have something to do, None for never."""
        until = self._cut_at(self._line.lead)
        return None if until is None or until <= at else max(at, until - self._ahead)

    def make_way_for_must_air(self, lead: Deck, at: int, *, fade: int) -> None:
        """Fade a live lead so that it has gone when something begins that outranks it."""
        cue = self._wings.plan.next_must_air
        if cue is None or cue.start is None or not 0 < cue.start - at <= self._ahead:
            return
        if self._wings.rack.state(cue.item) is State.CUED and lead.because is None:
            lead.because = EndedBy.REPLACED
            lead.leave(cue.start - at, min(fade, cue.start - at))

    def _lag(self, lead: Deck, at: int) -> int:
        """Return the frames between the lead's segue and the begin of what will follow it."""
        if lead.hands_over != lead.item.segue or lead.because is not None:
            return 0
        kind = self._wings.next_kind(at + lead.until_hand_over)
        return 0 if kind is None else max(0, self._target(lead, kind) - lead.hands_over)

    def _target(self, lead: Deck, after: Kind) -> int:
        """Return the position of the lead at which one of a kind begins by the rules."""
        return min(hand_over(lead.item, after, self._wings.plan.rules), lead.ends)

    def _cut_at(self, lead: Deck | None) -> int | None:
        """Return the frame at which the plan cuts the lead, None where it does not."""
        if lead is None or lead.rung > Rung.SCHEDULE:
            return None
        plan = self._wings.plan
        if lead.rung < Rung.SCHEDULE:
            return None if plan.timed is None else plan.timed.start
        nearest = plan.opening if lead.item.overrun is Overrun.FADE else plan.fixed
        return None if nearest is None else cut_at(Cue(lead.item), [nearest])

    def _cued_for(self, until: int) -> bool:
        """Return whether something that begins at that frame stands ready."""
        plan = self._wings.plan
        near = (plan.fixed, plan.timed, plan.opening)
        cues = [c for c in near if c is not None and until in (c.cuts, c.ends_programme)]
        return any(self._wings.rack.state(cue.item) is State.CUED for cue in cues)
