"""The settings of a channel: its air, its pictures, and what is kept of it."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from station.config.sections import Rendition, Section, Slug
from station.kinds import Kind
from station.video import Shape


class Air(Section):
    """How the air of a channel behaves when something is wrong."""

    silence_dbfs: Annotated[float, Field(ge=-90, le=-20)] = -50.0
    """Below this the programme counts as silent."""
    silence_seconds: Annotated[float, Field(ge=1, le=600)] = 8.0
    """Silence of this length raises an alarm and starts the recovery."""
    live_floor_dbfs: Annotated[float, Field(ge=-90, le=-10)] = -50.0
    """A live input must be louder than this to go on the air."""
    live_patience_seconds: Annotated[float, Field(ge=1, le=120)] = 10.0
    """A live input that is dead or silent for so long gives the air back to the plan."""
    live_buffer_ms: Annotated[int, Field(ge=100, le=10_000)] = 1_500
    """Sound of a presenter that is held against an uneven line."""
    live_fade_ms: Annotated[int, Field(ge=0, le=10_000)] = 1_500
    """Fade from the plan to a presenter and back."""
    resumes: tuple[Kind, ...] = (Kind.MUSIC, Kind.PROGRAMME, Kind.ANTHEM)
    """Kinds that go on where they were after an interruption. All others count as cut: an
    announcement is then placed again, for nobody follows the second half of one."""


class Picture(Section):
    """What a television channel makes of its pictures."""

    height: Literal[576, 720, 1080] = 720
    """Rows of a picture; it is 16 to 9, 25 a second."""
    preset: Literal["ultrafast", "superfast", "veryfast", "faster", "fast"] = "veryfast"
    """How hard the encoder works for the same bits."""
    ladder: bool = True
    """Whether smaller sizes are made beside it, for slow lines."""
    slate: Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*\.(png|jpg|jpeg)$")] = (
        "slate.png"
    )
    """Picture in the state folder that is seen while nothing is on the air, and when the air is
    away; where there is none, one is drawn."""

    @property
    def shape(self) -> Shape:
        return Shape(self.height * 16 // 9, self.height)


class Recording(Section):
    """What is kept of what a channel airs, as it was encoded for its audience."""

    programme_days: Annotated[int, Field(ge=0, le=36_600)] = 2
    """Days for which the best is kept: a television channel's own size (28 GB a day at 720p), or
    the first rendition of radio (1.4 GB). Where room is short, hours of it that are kept small as
    well go earlier. 0: none."""
    proxy_days: Annotated[int, Field(ge=0, le=36_600)] = 366
    """Days for which the smallest size or rendition is kept: the law asks for a year. A television
    channel of one size keeps its sound and a picture every two seconds. 0: none."""
    keep_free_bytes: Annotated[int, Field(ge=0)] = 5_000_000_000
    """Nothing is recorded while the disk has less than this left."""


class Channel(Section):
    """One programme stream."""

    slug: Slug = "radio"
    """First part of every address: `/radio.mp3`."""
    name: str = "Radio"
    """As listeners see it."""
    kind: Literal["radio", "tv"] = "radio"
    """What it carries."""
    description: str = ""
    """One sentence for directories."""
    genre: str = "Public"
    """For directories."""
    renditions: tuple[Rendition, ...] = ("mp3", "aac", "aac-low")
    """What of the sound is encoded by itself; a television channel's default is none."""
    extra: tuple[Rendition, ...] = ("aac-low",)
    """Of these, what is left out while the machine cannot keep up; the first one never is."""
    air: Air = Air()
    """Its alarms and hand-overs."""
    picture: Picture = Picture()
    """Its pictures, on television."""
    recording: Recording = Recording()
    """What is kept of it."""

    @model_validator(mode="before")
    @classmethod
    def _pictures_carry_the_sound(cls, given: object) -> object:
        if isinstance(given, dict) and given.get("kind") == "tv":
            return {"renditions": (), "extra": (), **given}
        return given

    @property
    def shape(self) -> Shape | None:
        """Return the size of its pictures, None on radio."""
        return self.picture.shape if self.kind == "tv" else None

    @property
    def sheddable(self) -> tuple[Rendition, ...]:
        """Return what of the renditions may be left out for a while."""
        return tuple(each for each in self.renditions[1:] if each in self.extra)
