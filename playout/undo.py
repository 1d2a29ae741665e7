"""What operators can take back: the last commands, each with the way back."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from station.audio import RATE

LASTS = 600 * RATE
"""Frames for which a command can be taken back: ten minutes."""
KEPT = 20

Revert = Callable[[int], None]
"""Puts things back as of a frame."""
Still = Callable[[], bool]
"""Whether there is anything left to put back."""


def always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Done:
    """A command that was applied."""

    name: str
    """Its operation."""
    at: int
    """Frame of the air at which it applied."""
    revert: Revert
    still: Still


class Undo:
    """Only the tick thread calls it."""

    def __init__(self) -> None:
        self._done: deque[Done] = deque(maxlen=KEPT)

    def remember(self, name: str, at: int, revert: Revert, still: Still = always) -> None:
        self._done.append(Done(name, at, revert, still))

    def drop(self, name: str, at: int) -> None:
        """Forget a command."""
        kept = [done for done in self._done if (done.name, done.at) != (name, at)]
        self._done = deque(kept, maxlen=KEPT)

    def last(self, at: int) -> Done | None:
        """Return what would be taken back, None when nothing can be; forget what is over."""
        while self._done and (at - self._done[-1].at > LASTS or not self._done[-1].still()):
            self._done.pop()
        return self._done[-1] if self._done else None

    def take_back(self, at: int) -> Done | None:
        """Take back the last command; return it, None when nothing can be."""
        done = self.last(at)
        if done is not None:
            self._done.pop()
            done.revert(at)
        return done
