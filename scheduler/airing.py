"""What was planned, what truly aired, and the one against the other."""

import enum
from dataclasses import dataclass
from datetime import date, datetime

from station.audio import span_of
from station.journal import Act, EndedBy, StartedBy
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Start, Why


class AiringStatus(enum.StrEnum):
    """How an airing went."""

    ON_AIR = "on_air"
    OK = "ok"
    CUT = "cut"
    """It ended before the plan wanted it to."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Airing:
    """One recording on the air, from its first sample to its last."""

    channel: str
    """Channel slug."""
    airing: str
    """The air's own name for it, never used twice."""
    item_key: str
    """The rundown item; empty for filler of the air's own."""
    cart_id: int | None
    """The recording."""
    kind: Kind | None
    """What it is for."""
    title: str
    """Title at that time."""
    artist: str
    """Performer at that time."""
    programme: str
    """Programme name."""
    campaign_id: int | None
    """The campaign that ordered it."""
    rung: Rung
    """Who had the air."""
    start: Start | None
    """Hard or soft."""
    planned: datetime | None
    """Planned first sample, UTC."""
    planned_frames: int
    """Frames the plan gave it."""
    started_at: datetime
    """First sample, UTC."""
    ended_at: datetime | None
    """Last sample, UTC; None while it is on the air."""
    frames: int
    """Frames of it that were heard."""
    started_by: StartedBy | None
    """Why it began."""
    ended_by: EndedBy | None
    """Why it ended."""
    status: AiringStatus
    """How it went."""
    interruptions: int
    """How often it came back after something else had taken its air."""
    rundown_version: int
    """Version of the rundown it came from."""
    by: str
    """Operator, where one had a hand in it."""
    over: bool = False
    """Whether it sounded over another airing: a talk-over or a button of the wall."""
    id: int = 0
    """Row number."""


@dataclass(frozen=True, slots=True)
class AirEvent:
    """Something that happened on the air and is no airing."""

    at: datetime
    """UTC."""
    act: Act
    """What happened."""
    title: str
    """The code of an alarm, the name of a command."""
    detail: str
    """Anything else worth keeping."""
    by: str
    """Operator, where one had a hand in it."""
    why: str
    """The reason the operator gave."""


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An item as the newest rundown that held it planned it."""

    channel: str
    """Channel slug."""
    item_key: str
    """Names the airing."""
    day: date
    """Local day of its start."""
    begins: datetime
    """Planned first sample, UTC."""
    frames: int
    """Frames to the start of the next item."""
    start: Start
    """Hard or soft."""
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
    campaign_id: int | None
    """The campaign that ordered it."""
    why: Why
    """Why it was planned."""
    version: int
    """Rundown version that last changed it."""
    rating: str = "SU"
    """Programme classification."""

    @property
    def ends(self) -> datetime:
        return self.begins + span_of(self.frames)


class Outcome(enum.StrEnum):
    """Scheduled against actual."""

    PLANNED = "planned"
    """Its time has not come, or not passed by much."""
    ON_AIR = "on_air"
    AIRED = "aired"
    CUT = "cut"
    FAILED = "failed"
    MISSED = "missed"
    """It was planned and nothing of it was heard."""
    UNPLANNED = "unplanned"
    """It was heard and is in no plan: filler, or an operator's hand."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the report: what was planned, what aired, how far apart."""

    outcome: Outcome
    """What became of it."""
    planned: PlannedItem | None
    """None when it was not planned."""
    airing: Airing | None
    """None when it did not air."""

    @property
    def error_ms(self) -> int | None:
        """Return how late it started, in milliseconds; None without both times."""
        if self.planned is None or self.airing is None:
            return None
        return round((self.airing.started_at - self.planned.begins).total_seconds() * 1000)

    @property
    def at(self) -> datetime:
        """Return when it aired or should have, UTC."""
        if self.airing is not None:
            return self.airing.started_at
        assert self.planned is not None
        return self.planned.begins


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day of a campaign."""

    day: date
    """Local day."""
    ordered: int
    """Plays the order asks for."""
    planned: int
    """Plays that are planned and still to come."""
    aired: int
    """Plays that were heard whole, or are on the air."""
    cut: int
    """Plays of which no more than a part was heard so far."""
    made_good: int = 0
    """Of `aired`: plays that were heard at another time than ordered."""


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One publication of a channel's rundown."""

    channel: str
    """Channel slug."""
    version: int
    """Counts up by one."""
    made_at: datetime
    """UTC."""
    begins: datetime
    """Start of the span it covers, UTC."""
    ends: datetime
    """End of the span it covers, UTC."""
    items: int
    """How many items it has."""
    checksum: str
    """SHA-256 of the file."""
    cause: str
    """What led to it: `horizon`, `edit`, `override`, `library`, a command's name."""
    added: int
    """Items that the version before it did not have."""
    removed: int
    """Items that only the version before it had."""
    changed: int
    """Items with the same key and another start, length or recording."""
    by: str = ""
    """Who brought it about; empty: the planner by itself."""
    restored: int | None = None
    """The version that a roll-back brought back with it."""
