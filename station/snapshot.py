"""What the air says of itself: what is on, what is to come, and how it feels."""

import enum
from dataclasses import dataclass, field
from datetime import datetime

from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Reason, Start

SNAPSHOTS_PER_SECOND = 5


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
    mute: bool = False
    """Whether he sends pictures without any sound: they air with silence."""


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
    """From the message catalogue: `silence`, `preflight`, `overload`, `live_lost`, `pictures`,
    `pictures_slow`, `clock` …"""
    since: datetime
    """UTC."""
    about: str = ""
    """What it is about: a title, a number."""
    item_key: str = ""
    """The item concerned."""


DRILL = "LATIHAN"
"""What marks an exercise, for whoever hears or sees of it."""


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
    pictures_held: int = 0
    """Television: blocks in which an older picture, or the card, stood for a missing one."""


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
