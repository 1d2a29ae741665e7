"""How long the air can be left alone: while one item plays on, only its own frames need a look.

Everything that could change by itself has a frame at which it does; until the first of them the
tick compares one number. Whatever comes from outside, a command or somebody live, ends the rest.
"""

from playout.deck import State
from playout.line import Line
from playout.live_take import LiveTake
from playout.segues import Segues
from playout.voices_over import VoicesOver
from playout.wings import Wings
from station.ladder import Rung

RESTFUL = (Rung.SCHEDULE, Rung.MUST_AIR, Rung.OPERATOR)
"""Rungs on which a lead plays on unasked: nothing of the plan may begin over it."""


class Rest:
    """Only the tick thread calls it; changes nothing on the air."""

    def __init__(
        self, line: Line, wings: Wings, segues: Segues, live: LiveTake, over: VoicesOver
    ) -> None:
        self._line = line
        self._wings = wings
        self._segues = segues
        self._live = live
        self._over = over
        self._until = 0
        self._underruns = 0
        self.event = 0
        """The next frame at which the air may change hands, as of the last look."""

    def lasts(self, at: int) -> bool:
        """Return whether a look at this frame would find everything as it was."""
        return (
            at < self._until
            and self._wings.rest(at)
            and self._line.underruns == self._underruns
            and self._live.is_idle
        )

    def end(self) -> None:
        """Have everything looked at again."""
        self._until = 0

    def begin(self, at: int, event: int, *, calm: bool) -> None:
        """Rest from this frame on where one item plays on; all has just been looked at.

        `calm`: whether nobody was asked who follows.
        """
        self.event = event
        self._underruns = self._line.underruns
        self._until = min([event, *self._looks(at)]) if calm and self._plays_on(at) else at

    def _plays_on(self, at: int) -> bool:
        """Return whether an item plays on, what follows stands ready, and no start is overdue."""
        lead, plan = self._line.lead, self._wings.plan
        if lead is None or lead.rung not in RESTFUL or lead.state is not State.PLAYING:
            return False
        if not lead.until_hand_over or not self._wings.settled:
            return False
        starts = [cue for cue in (plan.fixed, plan.opening) if cue is not None]
        due = (frame for cue in starts for frame in (cue.cuts, cue.ends_programme))
        return all(frame is None or frame > at for frame in due)

    def _looks(self, at: int) -> list[int]:
        """Return the frames at which a fade must begin or a voice over the item comes near."""
        begins = (self._segues.fades_from(at), self._over.comes_near)
        return [frame for frame in begins if frame is not None]
