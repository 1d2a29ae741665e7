"""A pin: a published version held against planning, for a roll-back or while changes gather.

What is held are its places and choices. Orders, events and what operators wish after the pin was
set are planned as ever; changes of the grid wait until the pin is released or ends.
"""

import enum
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.override import Override
from scheduler.planner.inputs import Held, PlanInputs
from station.rundown import Rundown


class Purpose(enum.StrEnum):
    """Why a version is held."""

    ROLL_BACK = "roll_back"
    """An operator went back to it."""
    COLLECTING = "collecting"
    """Changes of the grid gather until they are published together, or thrown away."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A version that is held."""

    channel: str
    """Channel slug."""
    version: int
    """Which version."""
    checksum: str
    """SHA-256 of its file."""
    purpose: Purpose
    """Why."""
    made_at: datetime
    """Since when, UTC."""
    until: datetime
    """When it ends by itself, UTC."""
    by: str = ""
    """Who set it."""
    released_at: datetime | None = None
    """When it was released before its end, UTC."""
    released_by: str = ""
    """Who released it."""
    id: int = 0
    """0 until it is stored."""

    def holds(self, now: datetime) -> bool:
        return self.released_at is None and self.made_at <= now < self.until


def holding(inputs: PlanInputs, pin: Pin, version: Rundown) -> PlanInputs:
    """Return the inputs with a version held.

    Wishes made before the pin are in the version, or were made after it and go with what is
    rolled back; behind the end of the hold they count again.
    """
    until = min(pin.until, version.ends)
    undone = {
        str(wish.id) for wish in inputs.overrides if wish.undone_at and wish.undone_at > pin.made_at
    }
    items = tuple(
        item
        for item in version.items
        if item.begins < until and item.reason.about.get("override", "") not in undone
    )
    return replace(
        inputs,
        held=Held(replace(version, items=items), until),
        restored=replace(version, items=items),
        overrides=[wish for wish in inputs.overrides if _counts(wish, pin, until)],
    )


def _counts(wish: Override, pin: Pin, until: datetime) -> bool:
    return wish.made_at is None or wish.made_at > pin.made_at or wish.at >= until
