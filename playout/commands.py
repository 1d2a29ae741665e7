"""The queue between the operators and the tick: any thread fills it, the tick empties it."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from playout.answers import Reply
from playout.buttons import Buttons
from playout.director import Director
from playout.operator import Operator
from playout.plan import WHOLE
from station.commands import Adopt, Request
from station.control import Answer
from station.rundown import Rundown

logger = logging.getLogger(__name__)


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


class Desk:
    """Applies what was wished, as of the first frame of the tick."""

    def __init__(self, director: Director, buttons: Buttons) -> None:
        self._director = director
        self.operator = Operator(director, buttons)
        self._queue: deque[tuple[Wish, Reply]] = deque()

    def submit(self, wish: Wish, reply: Reply = lambda _answer: None) -> None:
        """Queue a wish for the next tick. Any thread may call it."""
        self._queue.append((wish, reply))

    def obey(self, at: int) -> None:
        """Apply everything queued, as of frame `at`."""
        while self._queue:
            self._director.wake()
            wish, reply = self._queue.popleft()
            match wish:
                case Adoption():
                    self._adopt(wish, at, reply)
                case Correction():
                    self._director.move_time(wish.reanchor(), at)
                case Request():
                    self.operator.apply(wish, at, reply)
        if self.operator.awaits:
            self._director.wake()
            self.operator.go_on(at)

    def _adopt(self, wish: Adoption, at: int, reply: Reply) -> None:
        self._director.adopt(wish.rundown, at, whole=wish.whole)
        logger.info(
            "rundown %d adopted", wish.rundown.version,
            extra={"action": "rundown_adopted", "version": wish.rundown.version},
        )  # fmt: skip
        instant = self._director.timeline.utc_of(at)
        reply(Answer(wish.request.id, ok=True, at=instant, sample=at))
