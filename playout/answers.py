"""Answers operators' commands with the frame at which they apply, and writes them down.

A command that needs a deck is answered when the deck is cued.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from playout.deck import Deck, State
from playout.director import Director
from station.commands import Request
from station.control import Answer
from station.ladder import Rung

logger = logging.getLogger(__name__)

Reply = Callable[[Answer], None]
"""Takes the answer without waiting."""


class Refused(Exception):
    """A command cannot apply; the code is one of the message catalogue."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A deck that is being opened, and what is to be done when it is cued."""

    deck: Deck
    request: Request
    reply: Reply
    begin: Callable[[Deck, int], None]


class Answers:
    """Only the tick thread calls it."""

    def __init__(self, director: Director) -> None:
        self._director = director
        self._waiting: list[_Waiting] = []

    def applied(self, request: Request, at: int, detail: str) -> Answer:
        """Write a command down as applied, and return its answer."""
        self.record(request, at, detail)
        return self.done(request, at)

    def record(self, request: Request, at: int, detail: str) -> None:
        name = request.command.op
        self._director.asrun.command(name, at, by=request.by, detail=detail, why=request.why)
        logger.info(
            "%s by %s: %s", name, request.by or "-", detail,
            extra={"action": "command_applied", "command": name, "by": request.by},
        )  # fmt: skip

    def done(self, request: Request, at: int) -> Answer:
        return Answer(request.id, ok=True, at=self._director.timeline.utc_of(at), sample=at)

    def when_cued(
        self, deck: Deck, request: Request, reply: Reply, begin: Callable[[Deck, int], None]
    ) -> None:
        """Begin with a deck, and answer, as soon as it is cued."""
        self._waiting.append(_Waiting(deck, request, reply, begin))

    @property
    def awaits(self) -> bool:
        """Return whether a deck is being opened for a command."""
        return bool(self._waiting)

    def go_on(self, at: int) -> None:
        """Begin with what has been cued since; say what could not be."""
        for waiting in list(self._waiting):
            state = waiting.deck.poll(at)
            if state is State.OPENING:
                continue
            self._waiting.remove(waiting)
            if state is State.FAILED:
                self._unreadable(waiting, at)
                continue
            refused = self._outranked(waiting.deck)
            if refused:
                waiting.deck.eject()
                waiting.reply(Answer(waiting.request.id, ok=False, error=refused))
                continue
            waiting.begin(waiting.deck, at)
            waiting.reply(self.applied(waiting.request, at, waiting.deck.item.key))

    def _outranked(self, deck: Deck) -> str:
        """Return why a deck may not begin over what has taken the air meanwhile, else nothing."""
        rung = self._director.line.rung
        if rung is Rung.EMERGENCY:
            return "emergency_on_air"
        return "live_on_air" if rung is Rung.LIVE and deck.rung < rung else ""

    def _unreadable(self, waiting: _Waiting, at: int) -> None:
        self._director.strike(waiting.deck, at)
        fault = waiting.deck.fault
        waiting.reply(Answer(waiting.request.id, ok=False, error="unreadable", detail=fault))
