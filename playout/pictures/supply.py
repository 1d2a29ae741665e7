"""What the screen asks of the pictures of one item."""

from typing import Protocol

TOO_SLOW = "the decoder is too slow: pictures are left out"
"""The fault of pictures that do come, but fewer than there should be."""


class Pictures(Protocol):
    """The pictures of one source, as the screen takes them."""

    @property
    def fault(self) -> str:
        """Why none come at the moment, or fewer than there should be; else empty."""

    @property
    def gone(self) -> bool:
        """Whether what is missing will not come any more."""

    def at(self, frame: int) -> int | None:
        """Return the slot with which a new picture begins at a frame of the sound, if one does."""

    def missing(self, frame: int) -> bool:
        """Return whether what is seen at a frame is only there because nothing better is."""

    def close(self) -> None:
        """Let go of them without waiting."""
