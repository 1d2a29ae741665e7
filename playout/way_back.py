"""What it takes to undo a command: the plan as it was, the hold, and what was on the air."""

from collections.abc import Callable

from playout.answers import Answers
from playout.cue import Cue
from playout.deck import Deck
from playout.director import Director
from playout.fades import SHORT_FADE
from playout.undo import Undo
from station import commands
from station.commands import Request
from station.ladder import Rung


class WayBack:
    """Asked before a command changes anything. Only the tick thread calls it."""

    def __init__(self, director: Director, answers: Answers, undo: Undo) -> None:
        self._director = director
        self._answers = answers
        self._undo = undo

    def keep_without(self, cue: Cue, name: str, at: int) -> None:
        """Keep that a cue was not there."""
        plan = self._director.wings.plan
        self._undo.remember(name, at, lambda _at: plan.remove([cue]))

    def keep_air(self, deck: Deck, name: str, at: int) -> None:
        """Keep that a deck was not on the air; what it has interrupted comes back by itself."""

        def revert(_at: int) -> None:
            if self._director.line.lead is deck:
                self._director.changeover.skip(SHORT_FADE, "")

        self._undo.remember(name, at, revert)

    def drop(self, name: str, at: int) -> None:
        """Forget a command that was not carried out."""
        self._undo.drop(name, at)

    def keep_hold(self, name: str, at: int) -> None:
        """Keep whether the plan is held."""
        restore = self._hold()
        self._undo.remember(name, at, lambda _at: restore())

    def keep_plan(self, name: str, at: int) -> None:
        """Keep what is to come, and whether it is held."""
        plan, restore_hold = self._director.wings.plan, self._hold()
        state = plan.state()

        def revert(_at: int) -> None:
            plan.restore(state)
            restore_hold()

        self._undo.remember(name, at, revert)

    def keep_lead(self, name: str, lead: Deck, at: int) -> None:
        """Keep also what is needed to bring the lead back to where it was left."""
        plan, restore_hold = self._director.wings.plan, self._hold()
        state, item, position = plan.state(), lead.item, lead.position

        def revert(now: int) -> None:
            restore_hold()
            self._forget_follower()
            plan.restore(state, but=[item.key])
            self._bring_back(lead, position, now)

        if lead.rung >= Rung.SCHEDULE:
            self._undo.remember(name, at, revert)

    def _hold(self) -> Callable[[], None]:
        wings = self._director.wings
        hold = wings.hold
        return lambda: wings.hold_back(on=hold)

    def _forget_follower(self) -> None:
        """Let what has followed the lead come again."""
        follower = self._director.line.lead
        if follower is not None and follower.rung is Rung.SCHEDULE:
            self._director.wings.plan.forget(follower.item.key)

    def _bring_back(self, lead: Deck, position: int, at: int) -> None:
        deck = self._director.reopening.another(lead, position, at)
        begin = self._director.changeover.replace
        self._answers.when_cued(deck, Request(commands.Undo()), lambda _answer: None, begin)
