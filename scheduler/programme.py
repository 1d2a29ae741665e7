"""A programme: a named stretch of air, and what fills it."""

import enum
import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from scheduler.problem import Problem, ScheduleInvalid
from station.kinds import Kind

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class Category(enum.StrEnum):
    """The five programme categories of the RRI week pattern; the monthly report asks for them."""

    NEWS = "news"
    EDUCATION = "education"
    CULTURE = "culture"
    ENTERTAINMENT = "entertainment"
    SUPPORT = "support"
    """Advertising and supporting items."""


class Rating(enum.StrEnum):
    """Programme classification of SPS 2012."""

    SU = "SU"
    P = "P"
    A = "A"
    R = "R"
    D = "D"


@dataclass(frozen=True, slots=True)
class Fixed:
    """These recordings, in this order."""

    cart_ids: tuple[int, ...]
    """At least one."""
    form: Literal["fixed"] = "fixed"

    def __post_init__(self) -> None:
        if not self.cart_ids:
            raise ScheduleInvalid(Problem.CARTS_EMPTY, "cart_ids")


@dataclass(frozen=True, slots=True)
class Rotation:
    """Recordings the planner chooses, least recently played first."""

    kinds: tuple[Kind, ...] = (Kind.MUSIC,)
    """Any of these kinds."""
    tags: tuple[str, ...] = ()
    """With any of these tags; empty: all."""
    artist_separation_min: int = 30
    """Minutes between two items by one artist."""
    title_separation_min: int = 120
    """Minutes between two items of one title."""
    jingle_every: int = 0
    """A jingle after so many items, 0 for none."""
    form: Literal["rotation"] = "rotation"

    def __post_init__(self) -> None:
        if not self.kinds:
            raise ScheduleInvalid(Problem.KINDS_EMPTY, "kinds")
        for name in ("artist_separation_min", "title_separation_min", "jingle_every"):
            if getattr(self, name) < 0:
                raise ScheduleInvalid(Problem.SEPARATION_NEGATIVE, name, getattr(self, name))


Content = Annotated[Fixed | Rotation, Field(discriminator="form")]


@dataclass(frozen=True, slots=True)
class Programme:
    """A named, scheduled stretch of air."""

    channel: str
    """Channel slug."""
    name: str
    """As listeners see it."""
    content: Fixed | Rotation
    """What fills it."""
    category: Category = Category.ENTERTAINMENT
    """For the week pattern and the monthly report."""
    rating: Rating = Rating.SU
    """Who may listen."""
    colour: str = ""
    """`#rrggbb` on the grid; empty: the colour of its category."""
    notes: str = ""
    """For the people at the desk."""
    id: int = 0
    """0 until it is stored."""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ScheduleInvalid(Problem.NAME_EMPTY, "name")
        if self.colour and not _COLOUR.fullmatch(self.colour):
            raise ScheduleInvalid(Problem.COLOUR_UNREADABLE, "colour", self.colour)
