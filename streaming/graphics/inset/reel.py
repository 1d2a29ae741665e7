"""Which pictures of a film lie ready, and which of them is seen at a place. Pure."""

from dataclasses import dataclass, replace

from streaming.graphics.inset.records import Ready

AHEAD = 25
"""Pictures that are decoded ahead of what is seen."""
LATE = 25
"""After so many pictures without a new one nothing is seen any more."""
KEPT = 100
"""Pictures that are kept behind what is seen: an encoder may lag."""


@dataclass(frozen=True, slots=True)
class Reel:
    """A frozen view: one thread makes it, another looks."""

    ready: tuple[Ready, ...] = ()
    """In the order of their numbers."""
    end: int | None = None
    """Number from which on there are none, once that is known."""

    def seen(self, place: int) -> Ready | None:
        """Return what is seen, None where it is missing, late or over."""
        if self.end is not None and place >= self.end:
            return None
        begun = [one for one in self.ready if one.number <= place]
        return begun[-1] if begun and place - begun[-1].number < LATE else None

    def with_(self, more: Ready) -> "Reel":
        if more.is_end:
            return replace(self, end=more.number)
        return replace(self, ready=(*self.ready, more))

    def behind(self, place: int) -> tuple[Ready, ...]:
        """Return what nobody looks at any more."""
        return tuple(one for one in self.ready if one.number < place - KEPT)

    def without(self, gone: tuple[Ready, ...]) -> "Reel":
        return replace(self, ready=tuple(one for one in self.ready if one not in gone))
