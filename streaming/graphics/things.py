"""Everything that can be drawn: frozen, so that the same thing is drawn once."""

from dataclasses import dataclass

from station.rating import AGES, Rating


@dataclass(frozen=True, slots=True)
class Logo:
    """The station's picture; its name where it has none."""

    name: str


@dataclass(frozen=True, slots=True)
class Hour:
    """What the clock shows."""

    text: str


@dataclass(frozen=True, slots=True)
class Badge:
    """Classification and ages."""

    rating: Rating

    @property
    def text(self) -> str:
        return f"{self.rating} ({AGES[self.rating]})"


@dataclass(frozen=True, slots=True)
class Notice:
    """What parents are told."""

    text: str


@dataclass(frozen=True, slots=True)
class Lower:
    """Two lines in the lower third."""

    first: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class Strap:
    """What is on, and what follows at which hour."""

    now: str
    next: str = ""


@dataclass(frozen=True, slots=True)
class Clearance:
    """The clearance of a film, over the whole picture before anything of it is seen."""

    heading: str
    number: str
    film_class: str
    title: str


@dataclass(frozen=True, slots=True)
class CrawlBar:
    """What running texts run over."""


@dataclass(frozen=True, slots=True)
class CrawlText:
    """One running text."""

    text: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of what makes sound visible."""

    steps: int


@dataclass(frozen=True, slots=True)
class Caption:
    """What is said, in one or several lines."""

    text: str


@dataclass(frozen=True, slots=True)
class Screen:
    """An emergency over the whole picture."""

    heading: str
    words: str
    drill: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A warning over the lower part of the picture."""

    colour: str
    heading: str
    words: str
    drill: bool = False


Thing = (
    Logo
    | Hour
    | Badge
    | Notice
    | Lower
    | Strap
    | Clearance
    | CrawlBar
    | CrawlText
    | Bar
    | Caption
    | Screen
    | Band
)
