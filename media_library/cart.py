"""What the rest of the station knows about a recording."""

import enum
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from station.audio import span_of
from station.daypart import Daypart
from station.errors import StationError
from station.kinds import Kind
from station.rating import FilmClass, Rating

WEIGHTS = range(1, 10)
TEMPOS = range(20, 301)


class Mood(enum.StrEnum):
    """How music feels, from still to lively; flows step along this order."""

    STILL = "still"
    TENDER = "tender"
    EVEN = "even"
    BRIGHT = "bright"
    LIVELY = "lively"


class CartNotFound(StationError):
    """No recording has that number."""

    def __init__(self, cart_id: int) -> None:
        super().__init__(f"no cart numbered {cart_id}")
        self.cart_id = cart_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Cart:
    """One playable recording. Positions count frames at 48 kHz from the start of the file."""

    id: int
    """Number in the library."""
    kind: Kind
    """What it is for."""
    title: str
    """As shown to people and listeners; never empty."""
    artist: str = ""
    """Performer."""
    album: str = ""
    """Album or series."""
    composer: str = ""
    """Composer, for royalty reports."""
    isrc: str = ""
    """International Standard Recording Code."""
    year: int | None = None
    """Year of release."""
    language: str = ""
    """Language of the words, as tagged."""
    tags: tuple[str, ...] = ()
    """Free words for rotations and searches: lower case, sorted."""
    path: str
    """The file, relative to the media folder."""
    sha256: str
    """Of the file, in hexadecimal; no two carts share it."""
    original_name: str
    """File name as it arrived."""
    frames: int
    """Decoded length of the file, counted."""
    cue_in: int
    """First frame used."""
    cue_out: int
    """The frame after the last one used."""
    segue: int
    """The frame at which the next item may start."""
    intro: int = 0
    """The frame at which its words or its tune proper begin; 0 when nobody marked it."""
    loudness_lufs: float | None = None
    """Integrated loudness, EBU R128; None when it could not be measured."""
    true_peak_db: float | None = None
    """True peak in dBTP; None when it could not be measured."""
    has_picture: bool = False
    """Whether the file has moving pictures."""
    has_sound: bool = True
    """Whether the file has sound; a film without is aired with silence."""
    quiet: bool = False
    """Whether it is meant to have long silences, so that no alarm is raised on the air."""
    clearance: str = ""
    """Number with which the film censors have cleared it (STLS); empty: it is no such film."""
    film_class: FilmClass = FilmClass.NONE
    """Whom they have cleared it for."""
    sign_path: str = ""
    """The film of its sign-language interpreter, relative to the media folder; empty: none."""
    added_at: datetime
    """When it came into the library, UTC."""
    archived_at: datetime | None = None
    """When it was put away, UTC; an archived cart is never planned."""
    valid_from: date | None = None
    """First local day on which it may air."""
    valid_until: date | None = None
    """Last local day on which it may air."""
    rating: Rating = Rating.SU
    """Who may listen; an item carries the stricter of this and the programme's."""
    dayparts: tuple[Daypart, ...] = ()
    """When the planner may choose it; empty: always."""
    evergreen: bool = False
    """Whether it is chosen only where nothing else may air."""
    weight: int = 1
    """How much more often than others it is chosen, 1 to 9."""
    tempo: int | None = None
    """Beats a minute; None: not known."""
    mood: Mood | None = None
    """How it feels; None: not known."""

    @property
    def length(self) -> timedelta:
        """Time on the air before the next item may start."""
        return span_of(self.segue - self.cue_in)

    @property
    def duration(self) -> timedelta:
        """Time from cue-in to cue-out: what is heard of it when played alone."""
        return span_of(self.cue_out - self.cue_in)


class Playable(NamedTuple):
    """What planning needs of a cart; a tuple, for a large library is read at once."""

    id: int
    kind: Kind
    title: str
    artist: str
    path: str
    cue_in: int
    cue_out: int
    segue: int
    loudness_lufs: float | None
    true_peak_db: float | None
    has_picture: bool
    valid_from: date | None
    valid_until: date | None
    tags: tuple[str, ...]
    intro: int = 0
    quiet: bool = False
    rating: Rating = Rating.SU
    dayparts: tuple[Daypart, ...] = ()
    evergreen: bool = False
    weight: int = 1
    tempo: int | None = None
    mood: Mood | None = None
    has_sound: bool = True
    clearance: str = ""
    film_class: FilmClass = FilmClass.NONE
    sign_path: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a search."""

    carts: tuple[Cart, ...]
    """In the order asked for."""
    total: int
    """Carts found in all."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """The waveform of a recording."""

    per_second: int
    """Values per second of sound."""
    values: bytes
    """Loudest sample of each span, 0 to 255."""
