"""The planning board: ideas with owner, due day and source, and what becomes of them."""

import enum
from dataclasses import dataclass
from datetime import date, datetime, time

from scheduler.problem import Problem, ScheduleInvalid

LONGEST_MIN = 24 * 60


class Source(enum.StrEnum):
    """Where an idea comes from."""

    LEADER = "leader"
    """The agenda of the head of the region or of an agency."""
    ISSUE = "issue"
    """Something people talk about."""
    THEME = "theme"
    """A thematic day, a campaign of the year."""
    LISTENER = "listener"
    """A listener asked for it."""
    OTHER = "other"


class Purpose(enum.StrEnum):
    """What a card is to become on the air."""

    LIVE = "live"
    """A live broadcast of what happens (siaran langsung)."""
    DEFERRED = "deferred"
    """Recorded and broadcast later (siaran tunda)."""
    RELAY = "relay"
    ANNOUNCEMENT = "announcement"
    PSA = "psa"
    LIVE_READ = "live_read"
    """Read by a presenter (adlib)."""
    CORRECTION = "correction"
    """Correction or reply (ralat, hak jawab)."""
    FACT_CHECK = "fact_check"
    """For the desk that clears up hoaxes."""
    RURAL = "rural_programme"
    """For farmers and fishers (siaran pedesaan)."""
    NATIONAL = "national_event"
    """A day of the nation or the region."""
    BLOCKED = "blocked_airtime"
    """Air that somebody has bought or booked (blocking time)."""


class State(enum.StrEnum):
    """How far an idea is."""

    IDEA = "idea"
    """Nobody has begun."""
    WORK = "work"
    """Somebody is at it."""
    READY = "ready"
    """It is on the schedule, or could be at once."""
    DROPPED = "dropped"
    """It will not be made."""


MOVES = {
    State.IDEA: {State.WORK, State.READY, State.DROPPED},
    State.WORK: {State.IDEA, State.READY, State.DROPPED},
    State.READY: {State.WORK, State.DROPPED},
    State.DROPPED: {State.IDEA},
}
"""What may follow what."""


@dataclass(frozen=True, slots=True)
class Idea:
    """A card of the board."""

    channel: str
    """Channel slug."""
    title: str
    """What it is about."""
    due: date
    """Local day on which it should air."""
    source: Source = Source.OTHER
    """Where it comes from."""
    state: State = State.IDEA
    """How far it is."""
    owner: str = ""
    """Who sees to it."""
    notes: str = ""
    """For the people at the desk."""
    made: str = ""
    """What came of it: `programme:7`, `campaign:3`, `override:12`; empty: nothing yet."""
    agenda_id: int | None = None
    """The entry of an agenda it stands for."""
    by: str = ""
    """Who wrote it down."""
    made_at: datetime | None = None
    """When, UTC."""
    id: int = 0
    """0 until it is stored."""
    purpose: Purpose | None = None
    """What it is to become."""
    wall: time | None = None
    """Local time at which it should begin; None: at any time of its day."""
    length_min: int = 0
    """Minutes of air it asks for; 0: not known."""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ScheduleInvalid(Problem.NAME_EMPTY, "title")
        if not 0 <= self.length_min <= LONGEST_MIN:
            raise ScheduleInvalid(Problem.DURATION_IMPOSSIBLE, "length_min", self.length_min)

    @property
    def asks_for_air(self) -> bool:
        """Whether it says when and for how long it wants the air."""
        return self.wall is not None and self.length_min > 0 and self.state is not State.DROPPED

    def may_become(self, state: State) -> bool:
        return state is self.state or state in MOVES[self.state]
