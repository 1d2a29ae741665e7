"""Starts a coming item at once: ends what is on as soon as the wanted item is cued."""

from dataclasses import dataclass

from playout.answers import Answers, Refused, Reply
from playout.cue import Cue
from playout.deck import PATIENCE, State
from playout.director import Director
from playout.to_come import ToCome
from playout.way_back import WayBack
from station import commands
from station.commands import Request
from station.control import Answer
from station.journal import EndedBy
from station.ladder import Rung
from station.transition import frames_of


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An item that is to begin, and who waits for it."""

    key: str
    since: int
    fade: int
    request: Request
    reply: Reply
    plan: ToCome
    """What was to come before."""
    hold: bool
    """Whether that was held."""


class Taking:
    """At most one at a time; a newer wish takes the place of an older one."""

    def __init__(self, director: Director, answers: Answers, way_back: WayBack) -> None:
        self._director = director
        self._answers = answers
        self._way_back = way_back
        self._wanted: _Wanted | None = None

    def take(self, take: commands.Take, request: Request, at: int, reply: Reply) -> None:
        wings = self._director.wings
        if self._director.line.rung is Rung.LIVE:
            raise Refused("live_on_air")
        coming = [cue for cue in wings.plan.all() if take.item_key in ("", cue.item.key)]
        if not coming:
            raise Refused("unknown" if take.item_key else "nothing_coming")
        self._way_back.keep_lead("take", at)
        before = wings.plan.state(), wings.hold
        key = coming[0].item.key
        wings.plan.bring_forward(key)
        wings.hold_back(on=False)
        self._wanted = _Wanted(key, at, frames_of(max(0, take.fade_ms)), request, reply, *before)
        self.go_on(at)

    @property
    def awaits(self) -> bool:
        """Return whether an item is to begin as soon as it is cued."""
        return self._wanted is not None

    def go_on(self, at: int) -> None:
        """Begin once the item that is wanted is cued; give up when it cannot be."""
        wanted = self._wanted
        if wanted is None:
            return
        lead = self._director.line.lead
        state = self._state(wanted)
        if lead is not None and lead.item.key == wanted.key:
            self._wanted = None
            wanted.reply(self._answers.applied(wanted.request, at, wanted.key))
        elif state is State.FAILED or at - wanted.since > PATIENCE:
            self._give_up(wanted, "unreadable", is_broken=state is State.FAILED)
        elif state is State.CUED:
            self._wanted = None
            self._director.changeover.forget_interrupted(at, EndedBy.REPLACED)
            self._end_lead(wanted)
            wanted.reply(self._answers.applied(wanted.request, at, wanted.key))

    def take_back(self) -> bool:
        """Give up what is still awaited; return whether there was something."""
        wanted = self._wanted
        if wanted is not None:
            self._give_up(wanted, "taken_back")
        return wanted is not None

    def _give_up(self, wanted: _Wanted, error: str, *, is_broken: bool = False) -> None:
        """Leave the plan as it was, but for an item that cannot be played."""
        wings = self._director.wings
        self._wanted = None
        wings.plan.restore(wanted.plan, but=[wanted.key] if is_broken else ())
        wings.hold_back(on=wanted.hold)
        self._way_back.drop("take", wanted.since)
        wanted.reply(Answer(wanted.request.id, ok=False, error=error))

    def _state(self, wanted: _Wanted) -> State:
        cue = self._cue(wanted.key)
        return State.FAILED if cue is None else self._director.wings.rack.state(cue.item)

    def _cue(self, key: str) -> Cue | None:
        return next((c for c in self._director.wings.plan.all() if c.item.key == key), None)

    def _end_lead(self, wanted: _Wanted) -> None:
        if Rung.FILLER <= self._director.line.rung <= Rung.OPERATOR:
            self._director.changeover.skip(wanted.fade, wanted.request.by)
