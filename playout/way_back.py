"""What it takes to undo a command: the plan as it was, the hold, and what was on the air."""

from collections.abc import Callable
from dataclasses import dataclass

from playout.answers import Answers
from playout.cue import Cue
from playout.deck import Deck, State
from playout.director import Director
from playout.fades import SHORT_FADE
from playout.undo import Revert, Still, Undo, always
from station import commands
from station.commands import Request
from station.ladder import Rung

RETURNS = (Rung.SCHEDULE, Rung.MUST_AIR, Rung.OPERATOR)
"""Rungs on which what was ended comes back."""


@dataclass(frozen=True, slots=True)
class _Left:
    """A deck and how far it had come."""

    deck: Deck
    position: int


class WayBack:
    """Asked before a command changes anything. Only the tick thread calls it."""

    def __init__(self, director: Director, answers: Answers, undo: Undo) -> None:
        self._director = director
        self._answers = answers
        self._undo = undo

    def remember(self, name: str, at: int, revert: Revert, still: Still = always) -> None:
        """Keep what a room of its own puts back."""
        self._undo.remember(name, at, revert, still)

    def drop(self, name: str, at: int) -> None:
        """Forget a command that was not carried out."""
        self._undo.drop(name, at)

    def keep_without(self, cue: Cue, name: str, at: int) -> None:
        """Keep that a cue was not there; where it is on the air by then, it ends."""
        plan, key = self._director.wings.plan, cue.item.key

        def revert(now: int) -> None:
            plan.remove([cue])
            self._director.changeover.withdraw(self._airing(key), now)

        def still() -> bool:
            return bool(self._airing(key)) or any(one.item.key == key for one in plan.all())

        self._undo.remember(name, at, revert, still)

    def keep_air(self, deck: Deck, name: str, at: int) -> None:
        """Keep that a deck was not on the air, and what it ends for good."""
        lead = self._director.line.lead
        left = None
        if lead is not None and lead.rung in RETURNS and lead.because is None:
            left = _Left(lead, lead.position)
            left = None if self._director.reopening.comes_back(lead) else left

        def revert(now: int) -> None:
            on_air = self._director.line.lead
            if left is not None and on_air is not None and on_air.airing == deck.airing:
                self._bring_back(left, now)
            else:
                self._director.changeover.withdraw(deck.airing, now)

        self._undo.remember(name, at, revert, lambda: bool(self._airing(deck.item.key)))

    def keep_over(self, deck: Deck, name: str, at: int) -> None:
        """Keep that a deck did not sound over the programme."""
        over = self._director.over
        self._undo.remember(
            name, at, lambda _at: over.fade_out(deck, SHORT_FADE), lambda: over.sounds(deck)
        )

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

    def keep_lead(self, name: str, at: int) -> None:
        """Keep also what is on and what would come back behind it, each where it is left."""
        lead = self._director.line.lead
        if lead is None or lead.rung not in RETURNS:
            self.keep_plan(name, at)
            return
        plan, restore_hold = self._director.wings.plan, self._hold()
        state, left = plan.state(), _Left(lead, lead.position)
        below = [_Left(deck, deck.position) for deck in self._director.wings.interrupted]

        def revert(now: int) -> None:
            restore_hold()
            plan.restore(state, but=[left.deck.item.key], again=self._forget_follower())
            self._stack_again(below, now)
            self._bring_back(left, now, above=[one.deck.airing for one in below])

        self._undo.remember(name, at, revert)

    def _hold(self) -> Callable[[], None]:
        wings = self._director.wings
        hold = wings.hold
        return lambda: wings.hold_back(on=hold)

    def _airing(self, key: str) -> str:
        """Return the airing of an item that is on the air or comes back to it, else nothing."""
        decks = (self._director.line.lead, *self._director.wings.interrupted)
        return next((one.airing for one in decks if one is not None and one.item.key == key), "")

    def _forget_follower(self) -> str:
        """Let what has followed the lead come again; return its key."""
        follower = self._director.line.lead
        if follower is None or follower.rung is not Rung.SCHEDULE:
            return ""
        self._director.wings.plan.forget(follower.item.key)
        return follower.item.key

    def _stack_again(self, below: list[_Left], at: int) -> None:
        """Have what was given up unheard come back after all."""
        for left in below:
            if left.deck.state is State.EMPTY:
                deck = self._director.reopening.another(left.deck, left.position, at)
                self._director.changeover.come_back(deck)

    def _bring_back(self, left: _Left, at: int, above: list[str] | None = None) -> None:
        """Put what was on back on the air; an airing it stood `above` waits for it again."""
        deck = self._director.reopening.another(left.deck, left.position, at)

        def begin(deck: Deck, now: int) -> None:
            lead = self._director.line.lead
            if lead is not None and lead.airing in (above or ()):
                self._director.changeover.interrupt(deck, now)
            else:
                self._director.changeover.replace(deck, now)

        self._answers.when_cued(deck, Request(commands.Undo()), lambda _answer: None, begin)
