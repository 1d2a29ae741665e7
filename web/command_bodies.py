"""What the desk is told with each command to the air, checked before it is sent."""

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, Field, model_validator

from web.station_time import CLOCK

FadeMs = Annotated[int, Field(ge=0, le=10_000)]
Name = Annotated[str, Field(max_length=200)]


class CommandIn(BaseModel):
    """What can be said with every command."""

    why: Name = ""
    """The reason, for the record."""
    force: bool = False
    """Whether it applies even if nothing but the slate is left to hear."""


class SkipIn(CommandIn):
    """End what is on the air."""

    item_key: Name = ""
    """Refused when something else is on by now."""
    fade_ms: FadeMs = 300


class HoldIn(CommandIn):
    """Hold the rundown, or let it go on."""

    on: bool


class TakeIn(CommandIn):
    """Start a coming item now."""

    item_key: Name = ""
    """Which; empty: the one that waits for the operator, else the next one."""
    fade_ms: FadeMs = 300


class FadeOutIn(CommandIn):
    """Fade out what is on the air, and hold."""

    fade_ms: FadeMs = 3_000


class InsertIn(CommandIn):
    """Air a recording that is not in the rundown."""

    cart_id: int
    when: Literal["now", "next", "at"] = "next"
    at: AwareDatetime | None = None
    """With `when` "at": the instant at which it begins."""
    clock: Annotated[str, Field(pattern=CLOCK)] | None = None
    """Instead of `at`: the station's clock, 10.58.20, the next time it shows that."""

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if (self.when == "at") != (self.at is not None or self.clock is not None):
            raise ValueError("at or clock belongs to when=at, and only to it")
        return self


class GoLiveIn(CommandIn):
    """Take a live input, or go back to the plan."""

    session: Name = ""
    """Which; empty: whichever is on the air."""
    on: bool = True


class KickIn(CommandIn):
    """End the connection of a live input."""

    session: Annotated[str, Field(min_length=1, max_length=200)]


class PressIn(CommandIn):
    """Press a button of the cart wall."""

    button: Annotated[str, Field(min_length=1, max_length=200)]


class ReleaseIn(CommandIn):
    """Fade out what buttons have started."""

    button: Name = ""
    """Which; empty: all of them."""
    fade_ms: FadeMs = 300


class AlertIn(CommandIn):
    """Put an emergency message on the air, above everything."""

    button: Annotated[str, Field(min_length=1, max_length=200)]
    times: Annotated[int, Field(ge=0, le=100)] = 3
    """How often it is said; 0: until the all-clear."""
    pause_ms: Annotated[int, Field(ge=0, le=60_000)] = 2_000
    """Silence between two times."""
    drill: bool = False
    """Whether it is an exercise; the record says so."""


class WarnIn(CommandIn):
    """Show an emergency message as running text, and have it read after the present item."""

    button: Annotated[str, Field(min_length=1, max_length=200)]
    drill: bool = False
    """Whether it is an exercise; text and title say so."""


class AllClearIn(CommandIn):
    """End the emergency."""

    message: Name = ""
    """The emergency message that says so, once; empty: nothing is said."""
