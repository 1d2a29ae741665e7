"""What can be asked of the air: each command with what it needs to know."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from station.rundown import Item


@dataclass(frozen=True, slots=True)
class Skip:
    """End what is on the air now, faded, and go on with the next item."""

    fade_ms: int = 300
    """Length of the fade."""
    item_key: str = ""
    """Refused when something else is on the air by now; empty: whatever is on."""
    op: Literal["skip"] = "skip"


@dataclass(frozen=True, slots=True)
class Insert:
    """Air an item that is not in the rundown."""

    item: Item
    """What to air; its `begins` counts for `at` alone."""
    when: Literal["now", "next", "at"] = "next"
    """now: interrupt what is on, which resumes where it was; next: after the item on the air;
    at: as a hard start at its `begins`."""
    op: Literal["insert"] = "insert"


@dataclass(frozen=True, slots=True)
class Hold:
    """Do not start the next soft item when this one ends; filler keeps the air. Hard starts win."""

    on: bool = True
    """True to hold, False to go on."""
    op: Literal["hold"] = "hold"


@dataclass(frozen=True, slots=True)
class Take:
    """Start a coming item now: one that waits for the operator, the next one, or one by its key.

    What stood before it is left out; what is on is faded. A hold is released.
    """

    item_key: str = ""
    """Which; empty: the next one."""
    fade_ms: int = 300
    """Length of the fade."""
    op: Literal["take"] = "take"


@dataclass(frozen=True, slots=True)
class FadeOut:
    """Fade out what is on and hold: fillers keep the air until the hold is released."""

    fade_ms: int = 3000
    """Length of the fade."""
    op: Literal["fade_out"] = "fade_out"


@dataclass(frozen=True, slots=True)
class Replay:
    """Air the item that is on, or the one before it when a filler is on, again from its start."""

    op: Literal["replay"] = "replay"


@dataclass(frozen=True, slots=True)
class Clear:
    """Take back what operators have put before the plan: inserts that wait, and the hold."""

    op: Literal["clear"] = "clear"


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last command that can be, for ten minutes: skip, take, insert, hold, clear …"""

    op: Literal["undo"] = "undo"


@dataclass(frozen=True, slots=True)
class GoLive:
    """Take a live input, or let go of the one on the air."""

    session: str = ""
    """Which input; empty: whichever is on the air."""
    on: bool = True
    """True to take it, whatever the rules say; False to go back to the plan at now."""
    op: Literal["go_live"] = "go_live"


@dataclass(frozen=True, slots=True)
class Kick:
    """End the connection of a live input."""

    session: str
    """Which."""
    op: Literal["kick"] = "kick"


@dataclass(frozen=True, slots=True)
class Press:
    """Press a button of the cart wall."""

    button: str
    """Its id."""
    op: Literal["press"] = "press"


@dataclass(frozen=True, slots=True)
class Release:
    """Fade out what buttons have started."""

    button: str = ""
    """Which; empty: all of them."""
    fade_ms: int = 300
    """0 cuts."""
    op: Literal["release"] = "release"


@dataclass(frozen=True, slots=True)
class Alert:
    """Put an emergency message of the wall on the air, above everything, at once."""

    button: str
    """Id of the message."""
    times: int = 3
    """How often it is said; 0: until the all-clear."""
    pause_ms: int = 2000
    """Silence between two times."""
    drill: bool = False
    """Whether it is an exercise; the record says so."""
    op: Literal["alert"] = "alert"


@dataclass(frozen=True, slots=True)
class AllClear:
    """End the emergency; what was interrupted goes on by its policy."""

    op: Literal["all_clear"] = "all_clear"


@dataclass(frozen=True, slots=True)
class Forecast:
    """Ask for everything the air expects to happen in the next hours; answered with `expected`."""

    minutes: int = 180
    """How far to look."""
    op: Literal["forecast"] = "forecast"


@dataclass(frozen=True, slots=True)
class Adopt:
    """Read the published rundown at once instead of at the next look."""

    op: Literal["adopt"] = "adopt"


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Send snapshots on this connection."""

    op: Literal["subscribe"] = "subscribe"


Command = Annotated[
    Skip
    | Insert
    | Hold
    | Take
    | FadeOut
    | Replay
    | Clear
    | Undo
    | GoLive
    | Kick
    | Press
    | Release
    | Alert
    | AllClear
    | Forecast
    | Adopt
    | Subscribe,
    Field(discriminator="op"),
]


@dataclass(frozen=True, slots=True)
class Request:
    """One wish."""

    command: Command
    """What to do."""
    by: str = ""
    """Who wants it, for the log and the as-run."""
    id: str = ""
    """Comes back in the answer."""
    why: str = ""
    """The reason given, for the record."""
    force: bool = False
    """Whether it applies even if nothing but the slate is left to hear."""
