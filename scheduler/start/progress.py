"""How far a station is with its first steps, kept between visits and power cuts."""

import enum
from typing import Self

from pydantic import BaseModel, ConfigDict


class Step(enum.StrEnum):
    """The first steps, in their order."""

    STATION = "station"
    """Name, city, time zone, broadcast hours."""
    SOUND = "sound"
    """What the library has."""
    WEEK = "week"
    """A ready week on the grid."""
    LAW = "law"
    """Anthem, national song, azan, public service announcements."""
    AIR = "air"
    """Checked and published."""


class Laid(BaseModel):
    """A ready week as it was put on the grid: enough to take it back as a whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    week: str
    """Its name."""
    templates: tuple[int, ...]
    """Hour templates that were made."""
    programmes: tuple[int, ...]
    """Programmes that were made."""
    slots: tuple[int, ...]
    """Slots that were made."""
    season: int | None = None
    """The season that was made for it; None: it is the standing grid."""
    put_by: tuple[int, ...] = ()
    """Slots of the standing grid that stepped aside for it."""
    kept_in: int | None = None
    """The season, switched off, in which they are kept."""
    mark: str = ""
    """What tells that nothing of it was changed."""


class Progress(BaseModel):
    """What was done, and what came of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    done: tuple[Step, ...] = ()
    """In their order."""
    laid: Laid | None = None
    """The ready week on the grid."""
    order: int = 0
    """The order for the library's public service announcements; 0: there is none."""

    def with_done(self, step: Step) -> Self:
        known = {*self.done, step}
        return self.model_copy(update={"done": tuple(each for each in Step if each in known)})

    def without(self, step: Step) -> Self:
        return self.model_copy(update={"done": tuple(each for each in self.done if each != step)})

    @property
    def next_step(self) -> Step:
        """Return the first step that is not done; the last one when all are."""
        return next((each for each in Step if each not in self.done), Step.AIR)


def after(step: Step) -> Step:
    """Return the step behind one; the last one has none and is its own."""
    steps = list(Step)
    return steps[min(steps.index(step) + 1, len(steps) - 1)]
