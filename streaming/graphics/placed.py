"""What stands over the pictures: drawn things by name, each at its place. A contract.

Whoever draws writes each thing once into the graphics folder of a channel, under a name that is
never used for anything else; the encoder's child opens it there when it is first placed. A thing
that cannot be opened is not seen, and that is all.
"""

from dataclasses import dataclass

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Placed:
    """One drawn thing over the pictures."""

    name: str
    """File name in the graphics folder."""
    x: int
    """Column of the picture at which its left edge stands; even, may be below zero."""
    y: int
    """Row at which its upper edge stands; even."""
    speed: int = 0
    """Columns it moves to the left with every picture since `since`; below zero: to the right;
    even."""
    since: int = 0
    """UTC of the picture with which it began to move, microseconds since 1970."""
    left: int = 0
    """Column left of which nothing of it is seen."""
    right: int = 0
    """Column from which on nothing of it is seen; 0 for the edge of the picture."""
    opacity: int = 255
    """How much of it is seen, 0 … 255, on top of its own transparency."""


Overlay = tuple[Placed, ...]
"""What stands over a picture, the lowest first."""

OVERLAY: TypeAdapter[Overlay] = TypeAdapter(Overlay)
