"""Live inputs of a rehearsal: they come, go and fall silent when they are told to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mengudara.simulate.unheard import unheard
from mengudara.simulate.visits import Does, Event
from playout.live_take import Session
from station.audio import CHANNELS, RATE, Block, silence
from station.live import Hello, Word

HELD = 10 * RATE
"""Frames that are always there: a rehearsal's line is never uneven."""
LOUD = -20.0
SILENT = -120.0
_PITCH = 220
_LEVEL = 0.1


@dataclass(eq=False)
class Caller:
    """Somebody who is connected."""

    hello: Hello
    sound: Callable[[int, int], Block]
    """Makes so many frames of it, the first of which has this number."""
    level: float = LOUD
    buffered: int = HELD
    closed: bool = False
    absent: int = 0
    still: int = 0

    def watch(self, at: int) -> None:
        """Nothing to note: it changes only when told."""

    def open_source(self) -> "Voice":
        return Voice(self)


class Voice:
    """What the air hears of a caller."""

    ready = True
    fault = ""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._read = 0

    @property
    def ended(self) -> bool:
        return self._caller.closed

    def read(self, frames: int) -> Block:
        if self._caller.closed or not self._caller.buffered:
            return silence(0)
        if self._caller.level == SILENT:
            return silence(frames)
        self._read += frames
        return self._caller.sound(self._read - frames, frames)

    def close(self) -> None:
        """Nothing to release."""


class SimulatedInputs:
    """Who is connected; `obey` is called between two blocks."""

    def __init__(self, *, sound: bool) -> None:
        self._sound = tone if sound else _counted
        self._callers: list[Caller] = []

    @property
    def sessions(self) -> Sequence[Caller]:
        return self._callers

    def words(self, session: Session, word: Word) -> None:
        """Nobody reads it."""

    def kick(self, session: Session) -> None:
        for caller in [one for one in self._callers if one is session]:
            self._go(caller)

    def obey(self, event: Event) -> None:
        """Let a step of a visit happen; who is not there, or was sent away, does nothing."""
        if event.does is Does.COMES:
            self._callers.append(Caller(event.hello, self._sound))
            return
        for caller in [one for one in self._callers if one.hello.session == event.hello.session]:
            match event.does:
                case Does.GOES:
                    self._go(caller)
                case Does.FALLS_SILENT:
                    caller.level = SILENT
                case Does.STALLS:
                    caller.level, caller.buffered = SILENT, 0
                case Does.SOUNDS:
                    caller.level, caller.buffered = LOUD, HELD

    def _go(self, caller: Caller) -> None:
        caller.closed, caller.buffered = True, 0
        self._callers.remove(caller)


def tone(first: int, frames: int) -> Block:
    """Return a quiet tone without a break at the edges of the blocks."""
    at = (first + np.arange(frames)) % RATE / RATE
    wave = _LEVEL * np.sin(2 * np.pi * _PITCH * at)
    return np.repeat(wave[:, None], CHANNELS, axis=1).astype(np.float32)


def _counted(_first: int, frames: int) -> Block:
    return unheard(frames)
