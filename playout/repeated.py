"""A source that says a message again and again, with a pause between."""

from collections.abc import Callable

from playout.source import Source
from station.audio import Block, silence

Open = Callable[[], Source]
"""Opens the message from its beginning; returns at once."""


class Repeated:
    """Ends behind the last time; endless when `times` is zero."""

    def __init__(self, open_message: Open, frames: int, times: int, pause: int) -> None:
        """`frames` and `pause` are the lengths of the message and of the silence behind it."""
        self._open = open_message
        self._frames = frames
        self._times = times
        self._pause = pause
        self._source = open_message()
        self._at = 0
        self._heard = 0
        self._mute = False
        self.said = 0
        """How often it was said to its end."""

    @property
    def ready(self) -> bool:
        return self._source.ready

    @property
    def ended(self) -> bool:
        return bool(self.fault) or 0 < self._times <= self.said

    @property
    def fault(self) -> str:
        if self._mute:
            return "no sound"
        return "" if self.said else self._source.fault

    def read(self, frames: int) -> Block:
        """Return the next frames; what the message lacks is silent, for the count must hold."""
        block = silence(frames)
        done = 0
        while done < frames and not self.ended:
            done += self._fill(block[done:])
        return block[:done]

    def close(self) -> None:
        self._source.close()

    def _fill(self, block: Block) -> int:
        """Fill the beginning of a block from the message or its pause; return the frames."""
        if self._at < self._frames:
            wanted = min(len(block), self._frames - self._at)
            part = self._source.read(wanted)
            block[: len(part)] = part
            self._heard += len(part)
            self._at += wanted
            if self._at >= self._frames:
                self._said()
            return wanted
        wanted = min(len(block), self._frames + self._pause - self._at)
        self._at += wanted
        if self._at >= self._frames + self._pause:
            self._at = 0
        return wanted

    def _said(self) -> None:
        self._source.close()
        if not self._heard:
            self._mute = True
            return
        self.said += 1
        self._heard = 0
        if not self.ended:
            self._source = self._open()
        if not self._pause:
            self._at = 0
