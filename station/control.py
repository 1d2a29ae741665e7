"""Commands to the air and snapshots from it, as JSON lines over a local stream socket.

A client writes one `Request` a line and reads one `Answer` a line. After `subscribe` the air also
writes a `Snapshot` five times a second on the same connection.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

from pydantic import Field, TypeAdapter

from station.errors import StationError
from station.ladder import Rung
from station.rundown import Item, Kind, Reason, Start

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
    """What to air; its `begins` is ignored."""
    when: Literal["now", "next"] = "next"
    """now: interrupt what is on, which resumes where it was; next: after the item on the air."""
    op: Literal["insert"] = "insert"


@dataclass(frozen=True, slots=True)
class Hold:
    """Do not start the next soft item when this one ends; filler keeps the air. Hard starts win."""

    on: bool = True
    """True to hold, False to go on."""
    op: Literal["hold"] = "hold"


@dataclass(frozen=True, slots=True)
class Adopt:
    """Read the published rundown at once instead of at the next look."""

    op: Literal["adopt"] = "adopt"


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Send snapshots on this connection."""

    op: Literal["subscribe"] = "subscribe"


Command = Annotated[Skip | Insert | Hold | Adopt | Subscribe, Field(discriminator="op")]


@dataclass(frozen=True, slots=True)
class Request:
    """One wish."""

    command: Command
    """What to do."""
    by: str = ""
    """Who wants it, for the log and the as-run."""
    id: str = ""
    """Comes back in the answer."""


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
    """A code from the message catalogue: `not_on_air`, `unreadable`, `bad_request` …"""
    detail: str = ""
    """What a log needs to know more."""


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
    remaining_ms: int = 0
    """Until the next item may start."""


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
