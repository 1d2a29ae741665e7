"""Operators' commands: queued by any thread, applied by the tick, answered with their frame."""

import logging
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from playout.deck import Deck, State
from playout.director import Director
from playout.plan import WHOLE, Cue
from station.audio import RATE
from station.control import Adopt, Answer, Hold, Insert, Request, Skip
from station.ladder import Rung
from station.rundown import Rundown

logger = logging.getLogger(__name__)

Reply = Callable[[Answer], None]
"""Takes the answer without waiting."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """A version read from disk, for the tick to take up."""

    rundown: Rundown
    whole: int = WHOLE
    """See `Plan.join`."""
    request: Request = field(default_factory=lambda: Request(Adopt()))
    """Who asked for it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """The wall clock was set; the air is to take up its reading."""

    reanchor: Callable[[], timedelta]
    """Makes the station's clock follow and returns how far time moved."""


Wish = Request | Adoption | Correction


@dataclass(frozen=True, slots=True)
class _Urgent:
    deck: Deck
    request: Request
    reply: Reply


class Desk:
    """The queue between the operators and the tick."""

    def __init__(self, director: Director) -> None:
        self._director = director
        self._queue: deque[tuple[Wish, Reply]] = deque()
        self._urgent: deque[_Urgent] = deque()

    def submit(self, wish: Wish, reply: Reply = lambda _answer: None) -> None:
        """Queue a wish for the next tick. Any thread may call it."""
        self._queue.append((wish, reply))

    def obey(self, at: int) -> None:
        """Apply everything queued, as of frame `at`."""
        while self._queue:
            wish, reply = self._queue.popleft()
            match wish:
                case Adoption():
                    self._adopt(wish, at, reply)
                case Correction():
                    self._director.move_time(wish.reanchor(), at)
                case Request():
                    self._apply(wish, at, reply)
        if self._urgent:
            self._air_urgent(at)

    def _adopt(self, wish: Adoption, at: int, reply: Reply) -> None:
        self._director.adopt(wish.rundown, at, whole=wish.whole)
        logger.info(
            "rundown %d adopted", wish.rundown.version,
            extra={"action": "rundown_adopted", "version": wish.rundown.version},
        )  # fmt: skip
        reply(self._done(wish.request, at))

    def _apply(self, request: Request, at: int, reply: Reply) -> None:
        match request.command:
            case Skip() as skip:
                reply(self._skip(request, skip, at))
            case Insert(item=_, when="now") as insert:
                self._open_now(request, insert, at, reply)
            case Insert() as insert:
                reply(self._insert_next(request, insert, at))
            case Hold(on=on):
                self._director.wings.hold = on
                self._record(request, at, "on" if on else "off")
                reply(self._done(request, at))
            case _:
                reply(Answer(request.id, ok=False, error="bad_request"))

    def _skip(self, request: Request, skip: Skip, at: int) -> Answer:
        lead = self._director.line.lead
        if lead is None or lead.rung < Rung.FILLER or skip.item_key not in ("", lead.item.key):
            return Answer(request.id, ok=False, error="not_on_air")
        self._director.skip(max(0, skip.fade_ms) * RATE // 1000, request.by)
        self._record(request, at, lead.item.key)
        return self._done(request, at)

    def _insert_next(self, request: Request, insert: Insert, at: int) -> Answer:
        cue = self._cue(request, insert, at, Rung.SCHEDULE)
        self._director.wings.plan.insert(cue)
        self._director.wings.unsettle()
        self._record(request, at, cue.item.key)
        return self._done(request, self._director.free_at(at))

    def _open_now(self, request: Request, insert: Insert, at: int, reply: Reply) -> None:
        deck = self._director.wings.rack.open(self._cue(request, insert, at, Rung.OPERATOR), at)
        self._urgent.append(_Urgent(deck, request, reply))

    def _air_urgent(self, at: int) -> None:
        urgent = self._urgent[0]
        state = urgent.deck.poll(at)
        if state is State.OPENING:
            return
        self._urgent.popleft()
        if state is State.FAILED:
            self._director.strike(urgent.deck, at)
            detail = urgent.deck.fault
            urgent.reply(Answer(urgent.request.id, ok=False, error="unreadable", detail=detail))
            return
        self._director.interrupt(urgent.deck, at)
        self._record(urgent.request, at, urgent.deck.item.key)
        urgent.reply(self._done(urgent.request, at))

    def _cue(self, request: Request, insert: Insert, at: int, rung: Rung) -> Cue:
        item = insert.item
        if self._director.wings.plan.knows(item.key):
            item = replace(item, key=f"{item.key}~{uuid.uuid4().hex[:8]}")
        return Cue(item, planned=at, rung=rung, by=request.by or "operator")

    def _record(self, request: Request, at: int, detail: str) -> None:
        name = request.command.op
        self._director.asrun.command(name, at, by=request.by, detail=detail)
        logger.info(
            "%s by %s: %s", name, request.by or "-", detail,
            extra={"action": "command_applied", "command": name, "by": request.by},
        )  # fmt: skip

    def _done(self, request: Request, at: int) -> Answer:
        return Answer(request.id, ok=True, at=self._director.timeline.utc_of(at), sample=at)
