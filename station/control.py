"""Commands to the air and snapshots from it, as JSON lines over a local stream socket.

A client writes one `Request` a line and reads one `Answer` a line. After `subscribe` the air also
writes a `Snapshot` five times a second on the same connection.
"""

import enum
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

from pydantic import Field, TypeAdapter

from station.errors import StationError
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Item, Reason, Start

SNAPSHOTS_PER_SECOND = 5


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


class Fate(enum.StrEnum):
    """What becomes of a coming item."""

    WHOLE = "whole"
    """It airs as planned."""
    FADED = "faded"
    """It is faded before its end, `cut_ms` of it are lost."""
    DROPPED = "dropped"
    """It is left out."""
    FILLED = "filled"
    """It is a filler chosen for a gap."""
    TAKEN = "taken"
    """It begins when an operator takes it; `begins` is when it could."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request."""

    id: str
    """The request's id."""
    ok: bool
    """Whether it applied."""
    at: datetime | None = None
    """UTC of the first sample it changed."""
    sample: int | None = None
    """That sample, counted from the first of this life of the air."""
    error: str = ""
    """A code from the message catalogue: `not_on_air`, `unreadable`, `bad_request`, `dead_air`
    (send it again with `force`), `unknown`, `nothing_to_undo` …"""
    detail: str = ""
    """What a log needs to know more."""
    expected: tuple["Upcoming", ...] = ()
    """With `forecast`: what is to come, dropped items too, each where it would stand."""
    marks: tuple["FixedPoint", ...] = ()
    """With `forecast`: the fixed points ahead."""


@dataclass(frozen=True, slots=True)
class OnAir:
    """What is heard now."""

    rung: Rung
    """Who has the air."""
    item_key: str = ""
    """The airing; empty on slate and silence."""
    cart_id: int | None = None
    """The recording."""
    kind: Kind | None = None
    """What it is for."""
    title: str = ""
    """Title."""
    artist: str = ""
    """Performer."""
    programme: str = ""
    """Programme name."""
    reason: Reason | None = None
    """Why it is here."""
    began_at: datetime | None = None
    """UTC of its first sample."""
    position_ms: int = 0
    """How far into the item, from cue-in."""
    remaining_ms: int | None = 0
    """Until the next item may start; None when nobody knows: a presenter without a slot."""


@dataclass(frozen=True, slots=True)
class Upcoming:
    """One of the next items, at the time the air now expects."""

    item_key: str
    """The airing."""
    cart_id: int
    """The recording."""
    kind: Kind
    """What it is for."""
    title: str
    """Title."""
    artist: str
    """Performer."""
    programme: str
    """Programme name."""
    begins: datetime
    """Expected first sample, UTC."""
    length_ms: int
    """From its first sample to the next item's start."""
    start: Start
    """Hard or soft."""
    deck: str
    """State of its deck: empty (not yet opened), opening, cued, failed."""
    reason: Reason
    """Why it is here."""
    trimmed: bool = False
    """Whether it will be faded before its natural end."""
    fate: Fate = Fate.WHOLE
    """What becomes of it."""
    cut_ms: int = 0
    """With FADED: how much of it is lost."""
    planned: datetime | None = None
    """Where the plan has it, UTC; None for a filler."""
    relay: str = ""
    """`ready`, `waiting` or `failed` for an item that relays another station; else empty."""


@dataclass(frozen=True, slots=True)
class FixedPoint:
    """A start that does not move, and how what stands before it will meet it."""

    item_key: str
    """The item that begins there, or the key of a live slot that ends there."""
    at: datetime
    """UTC."""
    title: str
    """Of the item."""
    apart_ms: int
    """Time left over before it, to be filled; negative: what stands before it is too long."""
    faded: str = ""
    """Key of the item that is faded for it."""
    dropped: tuple[str, ...] = ()
    """Keys of the items left out for it."""
    filled_ms: int = 0
    """Filled by fillers."""


class LiveState(enum.StrEnum):
    """Where a live input stands."""

    CONNECTING = "connecting"
    """It has not sent enough sound yet."""
    SILENT = "silent"
    """Its level is below the floor."""
    READY = "ready"
    """It could go on the air, and is not allowed or not taken."""
    ON_AIR = "on_air"
    """It is heard."""
    BENCHED = "benched"
    """Somebody else has the air."""
    LOST = "lost"
    """Its sound has stopped; it may come back."""


@dataclass(frozen=True, slots=True)
class LiveInput:
    """One presenter, microphone, relay or line that is connected."""

    session: str
    """Names this connection."""
    who: str
    """Login of the presenter; empty for a line or relay."""
    name: str
    """As people see it."""
    door: str
    """`icecast`, `microphone`, `relay` or `line`."""
    state: LiveState
    """Where it stands."""
    level: float = -120.0
    """Peak of the last 200 ms, dBFS."""
    buffered_ms: int = 0
    """Sound held against an uneven line."""
    allowed: bool = False
    """Whether a slot or his role allows him the air now."""
    until: datetime | None = None
    """When his slot ends, UTC."""


@dataclass(frozen=True, slots=True)
class Playing:
    """One button of the cart wall that sounds."""

    button: str
    """Its id."""
    remaining_ms: int
    """Until it is over."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something an operator should see at once."""

    code: str
    """From the message catalogue: `silence`, `preflight`, `overload`, `live_lost`, `clock` …"""
    since: datetime
    """UTC."""
    about: str = ""
    """What it is about: a title, a number."""
    item_key: str = ""
    """The item concerned."""


@dataclass(frozen=True, slots=True)
class Emergency:
    """An emergency message has the air."""

    button: str
    """Id of the message."""
    title: str
    """Its label."""
    since: datetime
    """UTC of its first sample."""
    said: int
    """How often it was said to its end."""
    times: int
    """How often it will be; 0: until the all-clear."""
    drill: bool = False
    """Whether it is an exercise."""


@dataclass(frozen=True, slots=True)
class Meters:
    """Levels of the last 200 ms on the program bus, dBFS; −120 is silence."""

    peak: tuple[float, float] = (-120.0, -120.0)
    """Highest sample, left and right."""
    rms: tuple[float, float] = (-120.0, -120.0)
    """Mean level, left and right."""
    reduction: float = 0.0
    """Gain reduction by the limiter, dB, zero or more."""


@dataclass(frozen=True, slots=True)
class Health:
    """How the air process feels."""

    ticks: int = 0
    """Blocks made in this life."""
    late: int = 0
    """Blocks that were made after their deadline."""
    skipped: int = 0
    """Blocks left out because the process was more than a second late."""
    underruns: int = 0
    """Blocks in which a source had too little sound."""
    failed: int = 0
    """Items that could not be played."""
    subscribers: int = 0
    """Readers of the program bus."""
    started_at: datetime | None = None
    """When this life began, UTC."""
    clock_step_ms: int = 0
    """How far the computer's clock has jumped away from station time."""
    rundown_error: str = ""
    """Why the newest published rundown is not played; empty when it is."""
    journal_error: str = ""
    """Why facts wait in memory instead of on disk; empty when none do."""
    shed: tuple[str, ...] = ()
    """Work that is left out because the machine is too slow, in order of shedding."""
    memory_bytes: int = 0
    """Resident memory of the air process."""
    threads: int = 0
    """Its threads."""
    descriptors: int = 0
    """Its open files and sockets."""
    children: int = 0
    """Its decoders."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A frozen view of the air."""

    channel: str
    """Channel slug."""
    at: datetime
    """UTC of the block it was taken at."""
    on_air: OnAir
    """What is heard now."""
    upcoming: tuple[Upcoming, ...] = ()
    """The next items, at most twelve."""
    meters: Meters = field(default_factory=Meters)
    """Levels."""
    hold: bool = False
    """Whether an operator holds the rundown."""
    rundown_version: int = 0
    """Version that is being played, 0 for none."""
    health: Health = field(default_factory=Health)
    """Counters."""
    marks: tuple[FixedPoint, ...] = ()
    """The next fixed points, at most three."""
    live: tuple[LiveInput, ...] = ()
    """Live inputs that are connected."""
    playing: tuple[Playing, ...] = ()
    """Buttons that sound."""
    emergency: Emergency | None = None
    """What has the air above everything."""
    alarms: tuple[Alarm, ...] = ()
    """What an operator should see."""
    undo: str = ""
    """The command that `undo` would take back; empty: none."""
    manual: str = ""
    """Key of the item that waits to be taken; empty: none."""


REQUEST: TypeAdapter[Request] = TypeAdapter(Request)
REPLY: TypeAdapter[Answer | Snapshot] = TypeAdapter(Answer | Snapshot)


class AirUnreachable(StationError):
    """The air process does not answer on its control socket."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"no answer from {path.name}: {why}")


def send(path: Path, request: Request, timeout: float = 3.0) -> Answer:
    """Send one request and return its answer; raises AirUnreachable."""
    with _connected(path, timeout) as stream:
        stream.write(REQUEST.dump_json(request) + b"\n")
        stream.flush()
        for line in stream:
            reply = _reply(path, line)
            if isinstance(reply, Answer):
                return reply
    raise AirUnreachable(path, "it closed the connection")


def snapshots(path: Path, timeout: float = 3.0) -> Iterator[Snapshot]:
    """Yield snapshots as they come; raises AirUnreachable when the air goes away."""
    with _connected(path, timeout) as stream:
        stream.write(REQUEST.dump_json(Request(Subscribe())) + b"\n")
        stream.flush()
        for line in stream:
            reply = _reply(path, line)
            if isinstance(reply, Snapshot):
                yield reply
    raise AirUnreachable(path, "it closed the connection")


def _reply(path: Path, line: bytes) -> Answer | Snapshot:
    try:
        return REPLY.validate_json(line)
    except ValueError as error:
        raise AirUnreachable(path, "it does not speak this version of the contract") from error


@contextmanager
def _connected(path: Path, timeout: float) -> Iterator[BinaryIO]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(timeout)
        try:
            connection.connect(str(path))
            with connection.makefile("rwb") as stream:
                yield stream  # type: ignore[misc]
        except OSError as error:
            raise AirUnreachable(path, str(error)) from error
