"""A programme: a named stretch of air, and what fills it."""

import enum
import re
from dataclasses import dataclass, replace
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field

from scheduler.problem import Problem, ScheduleInvalid
from station.kinds import Kind
from station.rating import Rating as Rating
from station.rundown import Anchor, Overrun

_SCHEMES = ("http", "https", "srt", "rtmp", "rtmps")
_LONGEST_ADDRESS = 500
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class Category(enum.StrEnum):
    """The five programme categories of the RRI week pattern; the monthly report asks for them."""

    NEWS = "news"
    EDUCATION = "education"
    CULTURE = "culture"
    ENTERTAINMENT = "entertainment"
    SUPPORT = "support"
    """Advertising and supporting items."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """These recordings, in this order."""

    cart_ids: tuple[int, ...]
    """At least one."""
    form: Literal["fixed"] = "fixed"

    def __post_init__(self) -> None:
        if not self.cart_ids:
            raise ScheduleInvalid(Problem.CARTS_EMPTY, "cart_ids")


class Source(enum.StrEnum):
    """Where a programme comes from; reports count local and domestic airtime by it."""

    OWN = "own"
    CO_PRODUCTION = "co_production"
    COMMUNITY = "community"
    """Made by a community group, such as a KIM."""
    RELAY = "relay"
    ACQUIRED = "acquired"
    """Bought or given, made in the country."""
    FOREIGN = "foreign"
    BLOCKED = "blocked"
    """Blocking time: the air was sold or booked, and who made it is not the station."""

    @property
    def is_local(self) -> bool:
        return self in (Source.OWN, Source.CO_PRODUCTION, Source.COMMUNITY)

    @property
    def is_domestic(self) -> bool:
        return self is not Source.FOREIGN


@dataclass(frozen=True, slots=True)
class Pool:
    """A share of a rotation."""

    kinds: tuple[Kind, ...]
    """Any of these kinds."""
    tags: tuple[str, ...] = ()
    """With any of these tags; empty: all."""
    weight: int = 1
    """How many items it gets when every other pool gets its own weight of them."""
    name: str = ""
    """For people, as `Lagu daerah`."""

    def __post_init__(self) -> None:
        if not self.kinds:
            raise ScheduleInvalid(Problem.KINDS_EMPTY, "pools")
        if not 1 <= self.weight <= MOST_WEIGHT:
            raise ScheduleInvalid(Problem.WEIGHT_IMPOSSIBLE, "pools", self.weight)


MOST_WEIGHT = 60
MOST_RELAY_OVER_MIN = 120


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
    pools: tuple[Pool, ...] = ()
    """Shares that take turns in proportion to their weights; with any, `kinds` and `tags` say
    nothing."""
    artist_separation_plays: int = 0
    """Other items of its kind between two by one artist."""
    title_separation_plays: int = 0
    """Other items of its kind between two of one title."""
    apart_tags: tuple[str, ...] = ()
    """Two items that share one of these tags are kept apart."""
    tag_separation_min: int = 0
    """Minutes between them."""
    tag_separation_plays: int = 0
    """Other items of their kind between them."""
    tempo_step: int = 0
    """Most beats a minute by which neighbours may differ; 0: any."""
    mood_step: int = 0
    """Most steps of mood by which neighbours may differ; 0: any."""

    def __post_init__(self) -> None:
        if not self.kinds:
            raise ScheduleInvalid(Problem.KINDS_EMPTY, "kinds")
        for name in _NOT_NEGATIVE:
            if getattr(self, name) < 0:
                raise ScheduleInvalid(Problem.SEPARATION_NEGATIVE, name, getattr(self, name))

    @property
    def shares(self) -> tuple["Rotation", ...]:
        """Return one rotation a pool, each of one pool alone."""
        return tuple(
            replace(self, kinds=pool.kinds, tags=pool.tags, pools=()) for pool in self.pools
        ) or (self,)


_NOT_NEGATIVE = (
    "artist_separation_min",
    "title_separation_min",
    "tag_separation_min",
    "artist_separation_plays",
    "title_separation_plays",
    "tag_separation_plays",
    "tempo_step",
    "mood_step",
    "jingle_every",
)


@dataclass(frozen=True, slots=True)
class Templated:
    """Hour templates say what airs in each hour of the clock."""

    template_ids: tuple[int, ...]
    """One, or several that take turns by the hour of the day."""
    form: Literal["template"] = "template"

    def __post_init__(self) -> None:
        if not self.template_ids:
            raise ScheduleInvalid(Problem.TEMPLATE_MISSING, "template_ids")


@dataclass(frozen=True, slots=True)
class Serial:
    """The next episode that has not aired; when all have, the one whose repeat is oldest."""

    before: tuple[int, ...] = ()
    """Recordings in front of the episode, such as its tune."""
    after: tuple[int, ...] = ()
    """Recordings behind it."""
    form: Literal["episodes"] = "episodes"


@dataclass(frozen=True, slots=True)
class Live:
    """A presenter may take the air of the programme; its content airs until then and without."""

    presenters: tuple[str, ...] = ()
    """Logins of those who may; empty: every presenter of the channel."""
    by_itself: bool = True
    """Whether the air goes over as soon as the presenter sounds; else an operator takes him."""


@dataclass(frozen=True, slots=True)
class TalkOver:
    """A wish for something short that sounds over the items of a programme."""

    cart_id: int | None = None
    """This recording; None: recordings of `kind` in turn."""
    kind: Kind = Kind.JINGLE
    """What is taken where no recording is named."""
    anchor: Anchor = Anchor.INTRO
    """What of the item below it is tied to."""
    offset_s: float = 0.0
    """Seconds behind the anchor; negative before it."""
    duck_db: float = -12.0
    """What the item below is lowered by."""
    every: int = 1
    """Over every nth place of the programme that is music; 0: tied to its first item alone, as a
    jingle that leads into the hour is."""

    def __post_init__(self) -> None:
        for name, low, high in _TALK_OVER_BOUNDS:
            if not low <= getattr(self, name) <= high:
                raise ScheduleInvalid(Problem.TALK_OVER_IMPOSSIBLE, name, getattr(self, name))


_TALK_OVER_BOUNDS = (("offset_s", -600, 600), ("duck_db", -60, 0), ("every", 0, 100))
AnyContent = Fixed | Rotation | Templated | Serial
Content = Annotated[AnyContent, Field(discriminator="form")]


@dataclass(frozen=True, slots=True)
class Programme:
    """A named, scheduled stretch of air."""

    channel: str
    """Channel slug."""
    name: str
    """As listeners see it."""
    content: AnyContent
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
    overrun: Overrun = Overrun.SHIFT
    """What happens when it is not over when something with its own time should begin."""
    live: Live | None = None
    """Whether, and by whom, its air may be taken."""
    relay: str = ""
    """Address of another station's stream that airs in its time for as long as it sounds; the
    content is what airs without it."""
    talk_overs: tuple[TalkOver, ...] = ()
    """What sounds over its items."""
    hosts: tuple[str, ...] = ()
    """Who presents it, as listeners see them."""
    language: str = ""
    """Main language, as `id`, `jv` or a name; empty: the station's own."""
    source: Source = Source.OWN
    """Where it comes from."""
    relay_over_min: int = 0
    """Minutes by which the relay may run over its time; 0: it ends with it."""
    relay_source: str = ""
    """Whose broadcast is relayed, as the account of relays names it; empty: by its address."""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ScheduleInvalid(Problem.NAME_EMPTY, "name")
        if self.relay and not _is_stream(self.relay):
            raise ScheduleInvalid(Problem.RELAY_UNREADABLE, "relay", self.relay)
        if not 0 <= self.relay_over_min <= MOST_RELAY_OVER_MIN:
            raise ScheduleInvalid(Problem.RELAY_OVER, "relay_over_min", self.relay_over_min)
        if self.colour and not _COLOUR.fullmatch(self.colour):
            raise ScheduleInvalid(Problem.COLOUR_UNREADABLE, "colour", self.colour)


def _is_stream(address: str) -> bool:
    """Whether something is an address that the live process may open."""
    if len(address) > _LONGEST_ADDRESS or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
