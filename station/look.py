"""What a television channel shows over its pictures, and how it looks: published by the desk.

A file a channel; it is read again when it changes, so a new look needs no restart. Where there is
none the defaults hold.
"""

import enum
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from station.atomic_file import write_atomically
from station.errors import StationError
from station.languages import LANGUAGES, OWN

FORMAT = 1

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Words = Annotated[str, Field(max_length=60)]
FeedAddress = Annotated[str, Field(pattern=r"^https?://[^\s]+$", max_length=300)]
CaptionLanguage = Annotated[
    str, Field(pattern="^(?:" + "|".join(each.code for each in LANGUAGES) + ")$")
]
Seconds = Annotated[int, Field(ge=0, le=60)]


class LookUnreadable(StationError):
    """The published look is damaged or of an unknown format."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")


class Corner(enum.StrEnum):
    """Where a small thing stands."""

    NONE = "none"
    """It is not shown."""
    TOP_LEFT = "top_left"
    TOP_RIGHT = "top_right"
    BOTTOM_LEFT = "bottom_left"
    BOTTOM_RIGHT = "bottom_right"


class UpperCorner(enum.StrEnum):
    """Where the classification stands: in the upper part, as SPS 33 wants."""

    NONE = "none"
    TOP_LEFT = "top_left"
    TOP_RIGHT = "top_right"


class Pace(enum.StrEnum):
    """How fast a running text goes."""

    SLOW = "slow"
    NORMAL = "normal"
    FAST = "fast"


class Look(BaseModel):
    """The template of a channel."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    """Version of this contract."""
    accent: Colour = "#0f766e"
    """Edges and marks."""
    backing: Colour = "#10202b"
    """Behind letters."""
    letters: Colour = "#ffffff"
    """What is written."""
    backing_percent: Annotated[int, Field(ge=0, le=100)] = 85
    """How little of the picture is seen through the backing."""
    size_percent: Annotated[int, Field(ge=70, le=150)] = 100
    """Size of all letters; 100 is a 24th of the height of the picture."""
    logo: Corner = Corner.TOP_RIGHT
    """The station's logo; without one, its name."""
    clock: Corner = Corner.TOP_RIGHT
    """Hours and minutes of the station's zone."""
    badge: UpperCorner = UpperCorner.TOP_LEFT
    """Classification and ages of what is on."""
    notice_seconds: Seconds = 8
    """Parental notice at the start of what is P, A or R; 0 for none."""
    clearance_seconds: Seconds = 5
    """Card with the clearance of a film before anything of it is seen; 0 for none."""
    title_seconds: Seconds = 8
    """Title and performer at the start of music; 0 for none."""
    strap_seconds: Seconds = 10
    """Now and next at the start of a programme; 0 for none."""
    visual: bool = True
    """Bars that follow the sound while the picture stands still."""
    sign: Corner = Corner.BOTTOM_RIGHT
    """The interpreter of what has one."""
    sign_percent: Annotated[int, Field(ge=15, le=50)] = 30
    """How high his picture is at most, of the height of the whole."""
    captions: bool = False
    """Captions of films are written into the picture, for everyone."""
    captions_language: CaptionLanguage = OWN
    """Those in this language; a film without them is shown without."""
    crawl: bool = True
    """Running texts."""
    pace: Pace = Pace.NORMAL
    """How fast they go."""
    rest_seconds: Annotated[int, Field(ge=0, le=3_600)] = 20
    """Pause behind all of them, before they run again."""
    feeds: Annotated[tuple[FeedAddress, ...], Field(max_length=8)] = ()
    """Feeds whose newest headlines are offered to the desk as running texts."""
    crawl_texts: Annotated[
        tuple[Annotated[str, Field(max_length=500)], ...], Field(max_length=8)
    ] = ()
    """Texts of the station's own that run when no other is to be shown."""
    notice: Words = "Perlu bimbingan orang tua"
    """Words of the parental notice."""
    clearance: Words = "Surat Tanda Lulus Sensor"
    """Above the number of a film's clearance."""
    now: Words = "Sekarang"
    """Before what is on."""
    next: Words = "Berikutnya"
    """Before what follows."""


class Scene(enum.StrEnum):
    """What a preview shows the look with."""

    PROGRAMME = "programme"
    """The first seconds of a programme."""
    MUSIC = "music"
    """The first seconds of a song."""
    FILM = "film"
    """The clearance of a film."""
    BREAK = "break"
    """A commercial."""
    AZAN = "azan"
    SIAGA = "siaga"
    """A drill of a warning."""
    AWAS = "awas"
    """A drill of the gravest one."""


class Preview(BaseModel):
    """What a preview is to show; the drawing process reads it on its standard input."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    look: Look
    scene: Scene
    name: str
    """The channel's, for viewers."""
    timezone: str
    """IANA zone of the station."""
    at: AwareDatetime
    """What the clock shows."""
    width: int
    height: int
    logo: str = ""
    """Path of the logo; empty: none."""


def publish(path: Path, look: Look) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, look.model_dump_json(indent=1).encode())


def read(path: Path) -> Look:
    """Return what is published, the defaults when nothing is; raises LookUnreadable."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return Look()
    except OSError as error:
        raise LookUnreadable(path, str(error)) from error
    try:
        look = Look.model_validate_json(text)
    except ValueError as error:
        raise LookUnreadable(path, str(error)) from error
    if look.format != FORMAT:
        raise LookUnreadable(path, f"format {look.format} is not known")
    return look
