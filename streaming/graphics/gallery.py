"""Drawn things of one style: drawn when they are asked for, by another thread than who asks."""

import logging
from collections.abc import Collection, Iterable
from pathlib import Path
from queue import Empty, SimpleQueue

import numpy as np

from streaming.graphics import drawn
from streaming.graphics.drawing import Style, draw
from streaming.graphics.layout import Sized
from streaming.graphics.things import Thing

logger = logging.getLogger(__name__)

UNASKED = 60
"""Looks after which a thing that nobody asked for is forgotten."""


class Gallery:
    """Any thread may ask; one draws."""

    def __init__(self, style: Style, folder: Path) -> None:
        self.style = style
        self.drawn: dict[Thing, Sized] = {}
        """What is ready; only added to and replaced, never changed while somebody looks."""
        self.folder = folder
        self._wanted: SimpleQueue[Thing] = SimpleQueue()
        self._asked: dict[Thing, int] = {}
        self._looks = 0

    def ask(self, things: Iterable[Thing]) -> bool:
        """Have things drawn that are not; return whether all of them are. Never waits."""
        ready = True
        for thing in things:
            if thing not in self.drawn:
                ready = False
                if thing not in self._asked:
                    self._wanted.put(thing)
            self._asked[thing] = self._looks
        return ready

    def next(self, seconds: float) -> bool:
        """Draw the next thing that is asked for; return whether one was within the time."""
        try:
            thing = self._wanted.get(timeout=seconds) if seconds else self._wanted.get_nowait()
        except Empty:
            return False
        self.draw(thing)
        return True

    def draw(self, thing: Thing) -> None:
        """Draw a thing now; what cannot be drawn is logged and not seen."""
        if thing in self.drawn:
            return
        try:
            planes = drawn.from_rgba(np.asarray(draw(thing, self.style)))
            name = drawn.write(self.folder, planes)
        except Exception:
            logger.exception("not drawn: %r", thing, extra={"action": "not_drawn"})
            return
        self.drawn = {**self.drawn, thing: Sized(name, *planes.size)}

    def forget(self) -> None:
        """Let go of what has not been asked for lately, and of what was removed from its folder."""
        self._looks += 1
        present = {path.name for path in self.folder.iterdir()}
        lost = {thing for thing, sized in self.drawn.items() if sized.name not in present}
        asked = list(self._asked.items())
        self._asked = {
            each: look for each, look in asked if self._looks - look < UNASKED and each not in lost
        }
        self.drawn = {each: sized for each, sized in self.drawn.items() if each in self._asked}

    @property
    def asked(self) -> tuple[Thing, ...]:
        return tuple(self._asked)

    @property
    def names(self) -> set[str]:
        return {sized.name for sized in self.drawn.values()}


def sweep(folder: Path, kept: Collection[str]) -> None:
    """Remove drawn files that nobody has a use for any more."""
    for path in folder.glob(f"*{drawn.SUFFIX}"):
        if path.name not in kept:
            path.unlink(missing_ok=True)
