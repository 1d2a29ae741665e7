"""Everything the planner may know: its answer depends on nothing else."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from media_library.cart import Playable
from scheduler.drift import Heard
from scheduler.override import Override
from scheduler.planner.event import Event
from scheduler.rules.book import NO_RULES, RuleBook
from scheduler.rules.line import Airtime
from scheduler.traffic.campaign import Campaign
from scheduler.traffic.make_good import Missed
from scheduler.week.episode import Aired, Episode
from scheduler.week.grid import GridException, GridSlot, Occurrence, occurrences
from scheduler.week.hour_template import HourTemplate
from scheduler.week.programme import Programme, Rotation
from scheduler.week.season import Season
from station.kinds import Kind
from station.rundown import Rundown
from station.transition import Transition

LOCK = timedelta(minutes=10)
HOUSE = Rotation(jingle_every=4)


@dataclass(frozen=True, slots=True)
class Held:
    """A version whose places and choices stay."""

    version: Rundown
    """What is held."""
    until: datetime
    """Behind it the grid has the word again, UTC."""


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """The rows, the past and the settings of one planning."""

    channel: str
    """Channel slug."""
    begins: datetime
    """Now: what began earlier is history, UTC."""
    ends: datetime
    """How far to plan, UTC."""
    zone: ZoneInfo
    """Where the station is."""
    carts: Sequence[Playable]
    """What may be planned."""
    failed: Mapping[int, Playable] = field(default_factory=dict)
    """What failed its check before the airing: not among `carts`, and stood in for."""
    programmes: Sequence[Programme] = ()
    """What slots refer to."""
    slots: Sequence[GridSlot] = ()
    """The grid."""
    exceptions: Sequence[GridException] = ()
    """Single occurrences moved or cancelled."""
    seasons: Sequence[Season] = ()
    """Grids by ranges of days."""
    templates: Sequence[HourTemplate] = ()
    """What programmes and open hours refer to."""
    open_hours: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """Number of the template of a weekday and local hour in which no programme airs."""
    episodes: Sequence[Episode] = ()
    """Of every serial."""
    aired_episodes: Mapping[int, Aired] = field(default_factory=dict)
    """How often the recordings of episodes were heard before now."""
    campaigns: Sequence[Campaign] = ()
    """Orders for spots."""
    missed: Sequence[Missed] = ()
    """Plays of campaigns that are owed: they are made good."""
    caps: Mapping[int, int] = field(default_factory=dict)
    """How many plays a day the orders of an agency may have, by its number."""
    unopened: Collection[int] = ()
    """Phases of crisis sequences, by the numbers of their orders, whose phase before has not
    aired."""
    withdrawn: Collection[int] = ()
    """Recordings of hoaxes that are being cleared up: not among `carts`, but among `failed`."""
    events: Sequence[Event] = ()
    """The anthem, azans and other observances of the days of the plan."""
    overrides: Sequence[Override] = ()
    """Operators' wishes, those just undone too."""
    previous: Rundown | None = None
    """What is published now."""
    restored: Rundown | None = None
    """What was published before the wishes that have just been undone: it comes back."""
    held: Held | None = None
    """A version that an operator holds against planning."""
    heard: Heard | None = None
    """What is on the air, when the air answers."""
    same_library: bool = True
    """Whether `previous` was made from the same recordings; then its choices are kept."""
    last_aired: Mapping[int, datetime] = field(default_factory=dict)
    """When each recording last began before now."""
    past: Mapping[str, datetime] = field(default_factory=dict)
    """Starts of the items of the last two days by their keys, as planned: they are not planned
    again."""
    transitions: tuple[Transition, ...] = ()
    """The station's own rules for joins, before the defaults."""
    house: Rotation = HOUSE
    """What plays where no programme does."""
    house_kinds: Sequence[Kind] = (Kind.MUSIC, Kind.FILLER, Kind.BUMPER, Kind.JINGLE)
    """What stands in, in this order, when `house` yields nothing."""
    rules: RuleBook = NO_RULES
    """The rules of the packs that are in force."""
    aired: Sequence[Airtime] = ()
    """What aired since midnight: it counts for the quotas of the day."""
    lock: timedelta = LOCK
    """What begins within it stays as published, unless an operator or an order touches it."""
    target_lufs: float = -16.0
    """Loudness to bring everything to."""
    seed: int = 0
    """Chance, the same again for the same number."""

    def occurrences(self, begins: datetime, ends: datetime) -> list[Occurrence]:
        """Return every occurrence of the grid that is on which touches the span, in order."""
        return occurrences(
            self.slots, self.exceptions, begins, ends, zone=self.zone, seasons=self.seasons
        )
