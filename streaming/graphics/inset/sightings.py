"""Which picture of a live interpreter is seen at a moment. Pure."""

from dataclasses import dataclass, replace

from streaming.graphics.layout import Sized

LATE_US = 1_000_000
"""A picture stands for no longer without a next one."""
KEPT_US = 4_000_000
"""For so long a picture is kept behind its moment: an encoder may lag."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One picture."""

    due: int
    """Station time from which on it is seen, µs."""
    picture: Sized


@dataclass(frozen=True, slots=True)
class Sightings:
    """A frozen view: one thread makes it, another looks."""

    ready: tuple[Sighting, ...] = ()
    """In the order of their moments."""

    def seen(self, at: int) -> Sized | None:
        """Return what is seen at a station time, None where nothing has come for a second."""
        begun = next((one for one in reversed(self.ready) if one.due <= at), None)
        return begun.picture if begun and at - begun.due < LATE_US else None

    def with_(self, more: Sighting) -> "Sightings":
        """What was to be seen later gives way to what is newer."""
        before = (one for one in self.ready if one.due < more.due)
        return replace(self, ready=(*before, more))

    def gone(self, before: "Sightings") -> tuple[Sized, ...]:
        """Return what stood in a former view and stands here no longer."""
        left = {one.picture for one in self.ready}
        return tuple(one.picture for one in before.ready if one.picture not in left)

    def since(self, at: int) -> "Sightings":
        """Return it without what nobody looks at any more."""
        return replace(self, ready=tuple(one for one in self.ready if one.due > at - KEPT_US))
