"""What a station observes each day: anthem, azan, the fast, devotions. One document a channel."""

from datetime import time
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scheduler.prayer.settled import MAX_ADJUST
from scheduler.prayer.times import PRAYERS, Place, Time

CartIds = tuple[int, ...]
GapSeconds = Annotated[int, Field(ge=0, le=900)]
Adjust = Annotated[int, Field(ge=-MAX_ADJUST, le=MAX_ADJUST)]
AZAN_TEXT = "Saatnya azan {azan} untuk {kota} dan sekitarnya"
IMSAK_TEXT = "Waktu imsak untuk {kota} dan sekitarnya"
MANY_DEVOTIONS = 24
_TAKEN = ("anthem", "national-song", "azan", "imsak", "iftar", "sahur")
"""How the names of the other events begin."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Location(_Part):
    """Where the times of prayer are valid."""

    name: Annotated[str, Field(max_length=80)] = ""
    """As listeners call it; empty: no times are known, and none is observed."""
    latitude: Annotated[float, Field(ge=-66, le=66)] = 0.0
    """Degrees, south negative."""
    longitude: Annotated[float, Field(ge=-180, le=180)] = 0.0
    """Degrees, east positive."""
    altitude_m: Annotated[float, Field(ge=-500, le=6000)] = 0.0
    """Above the sea."""

    @property
    def place(self) -> Place:
        return Place(self.name, self.latitude, self.longitude, self.altitude_m)


class BroadcastDay(_Part):
    """When the station is on the air; equal times are 24 hours."""

    begins: time = time.min
    ends: time = time.min
    """At or before `begins` it lies on the next day."""

    @property
    def whole(self) -> bool:
        return self.begins == self.ends


class Songs(_Part):
    """Indonesia Raya and the national song (P3 Pasal 38)."""

    anthem: CartIds = ()
    """Indonesia Raya; several take turns. Empty: none is planned."""
    national: CartIds = ()
    """National songs that take turns."""
    anthem_at: time = time(6)
    """Of a station that is on the air for 24 hours."""
    same_instant: bool = False
    """Whether it airs at that time of Western Indonesia wherever the station is."""


class AzanSettings(_Part):
    """Which calls to prayer air, and how."""

    prayers: tuple[Time, ...] = ()
    """Any of the five."""
    carts: CartIds = ()
    """Recordings that take turns."""
    subuh_carts: CartIds = ()
    """For subuh, which has a line of its own; empty: as the others."""
    mode: Literal["audio", "text_only"] = "audio"
    """How they are observed on a usual day."""
    text_for: tuple[Time, ...] = ()
    """Those of the five that are only shown, whatever the mode."""
    text: Annotated[str, Field(max_length=200)] = AZAN_TEXT
    """Running text; `{azan}` and `{kota}` are filled in."""
    before_s: GapSeconds = 30
    """No advertising for so long before."""
    after_s: GapSeconds = 30
    """No advertising for so long behind."""

    @model_validator(mode="after")
    def _only_prayers(self) -> "AzanSettings":
        if not {*self.prayers, *self.text_for} <= set(PRAYERS):
            raise ValueError("only the five prayers have an azan")
        return self


class Fast(_Part):
    """What Ramadan adds."""

    active: bool = True
    """Whether Ramadan is observed by itself, by the Hijri calendar."""
    imsak: CartIds = ()
    """The tone of imsak; empty: none."""
    drum: CartIds = ()
    """The drum (bedug) before the azan of magrib; empty: none."""
    sahur: CartIds = ()
    """A call to wake for sahur; empty: none."""
    sahur_before_min: Annotated[int, Field(ge=5, le=240)] = 60
    """So long before imsak."""


class Devotion(_Part):
    """Another prayer of the day, at a time of the clock or of the sun."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
    """Names it for ever."""
    title: Annotated[str, Field(min_length=1, max_length=80)]
    """As people know it."""
    carts: CartIds = ()
    """Recordings that take turns."""
    wall: time = time(6)
    """Local time, where no time of the sun is chosen."""
    sun: Time | None = None
    """The time of the day it follows."""
    offset_min: Annotated[int, Field(ge=-180, le=180)] = 0
    """Minutes behind it; negative before it."""
    mode: Literal["audio", "text_only"] = "audio"
    """How it is observed on a usual day."""
    text: Annotated[str, Field(max_length=200)] = ""
    """Running text."""
    clear: bool = True
    """Whether advertising keeps away."""
    before_s: GapSeconds = 30
    """No advertising for so long before."""
    after_s: GapSeconds = 30
    """No advertising for so long behind."""


class Observances(_Part):
    """Everything that a channel observes."""

    location: Location = Location()
    """Where its listeners are."""
    adjust: dict[Time, Adjust] = Field(default_factory=dict)
    """Minutes by which a time is corrected by hand."""
    broadcast_day: BroadcastDay = BroadcastDay()
    """When it is on the air."""
    songs: Songs = Songs()
    """The anthem and the national song."""
    azan: AzanSettings = AzanSettings()
    """The calls to prayer."""
    fast: Fast = Fast()
    """Ramadan."""
    devotions: Annotated[tuple[Devotion, ...], Field(max_length=MANY_DEVOTIONS)] = ()
    """Other prayers."""

    @model_validator(mode="after")
    def _names_differ(self) -> "Observances":
        names = [devotion.name for devotion in self.devotions]
        if len(set(names)) != len(names):
            raise ValueError("two devotions have the same name")
        if any(name.startswith(_TAKEN) for name in names):
            raise ValueError("a devotion has the name of another event")
        return self


def tri_sandya(carts: CartIds = ()) -> tuple[Devotion, ...]:
    """Return the three prayers of the day that stations of Bali air."""
    return tuple(
        Devotion(name=f"tri-sandya-{hour}", title="Tri Sandya", carts=carts, wall=time(hour))
        for hour in (6, 12, 18)
    )
