"""What a deck pulls its sound from."""

from collections.abc import Callable
from typing import Protocol

from station.audio import Block
from station.rundown import Item


class Source(Protocol):
    """Sound that is pulled, never pushed, and never waited for.

    A short block means an underrun while `ended` is false, and the end of the material once true.
    """

    @property
    def ready(self) -> bool:
        """Whether enough is decoded to begin."""

    @property
    def ended(self) -> bool:
        """Whether nothing more will ever come."""

    @property
    def fault(self) -> str:
        """Why it cannot be played, empty while it can."""

    def read(self, frames: int) -> Block:
        """Return at most `frames` frames; the block may be changed by its reader."""

    def close(self) -> None:
        """Release decoder and buffer without waiting. Safe to call twice."""


OpenSource = Callable[[Item, int], Source]
"""Begins to open an item from a frame of its file; returns at once, readiness is polled."""
