"""The checks there are, each with the numbers that a pack gives it."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from station.kinds import Kind

Percent = Annotated[Decimal, Field(ge=0, le=100)]
Seconds = Annotated[float, Field(ge=0, le=86_400)]
Wall = tuple[int, int]
"""Minutes since local midnight, first and last; the second may lie behind midnight."""
_DAY = 24 * 60


class _Terms(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Hours(_Terms):
    """What is so rated or marked airs within these hours only."""

    check: Literal["hours"] = "hours"
    ratings: tuple[Literal["SU", "P", "A", "R", "D"], ...] = ()
    """Programme classifications."""
    tags: tuple[str, ...] = ()
    """Words on the recording that mean the same."""
    windows: Annotated[tuple[str, ...], Field(min_length=1)]
    """Local times `22:00-03:00`; the second may be on the next day and is not part of it."""

    @field_validator("windows")
    @classmethod
    def _readable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for window in value:
            minutes_of(window)
        return value

    @model_validator(mode="after")
    def _concerns_something(self) -> "Hours":
        if not self.ratings and not self.tags:
            raise ValueError("needs ratings or tags")
        return self


class Never(_Terms):
    """What is so marked does not air at all."""

    check: Literal["never"] = "never"
    tags: tuple[str, ...] = ()
    """Words on the recording."""
    purposes: tuple[str, ...] = ()
    """What it was ordered for."""
    only_ads: bool = False
    """Whether it concerns advertising only."""


class CommercialShare(_Terms):
    """Advertising for money takes at most this part of the time on the air of a local day."""

    check: Literal["commercial_share"] = "commercial_share"
    at_most: Percent


class PsaShare(_Terms):
    """Public service announcements take at least this part of the advertising of a local day."""

    check: Literal["psa_share"] = "psa_share"
    at_least: Percent
    of: Literal["all_ads", "commercials"] = "all_ads"
    """What the part is of: PSA and commercials together, or the commercials alone."""


class SongAt(_Terms):
    """A song begins at a local time; where the station sleeps at night, it opens or closes."""

    check: Literal["song_at"] = "song_at"
    at: str
    """`06:00`, or `24:00` for the end of the day."""
    place: Literal["first", "last"]
    """Where it stands on the day of a station that sleeps."""
    kinds: tuple[Kind, ...] = (Kind.ANTHEM,)
    words: tuple[str, ...] = ()
    """One of these is in its title or its tags; empty: any of the kind."""
    without: tuple[str, ...] = ()
    """None of these is."""
    early_s: Seconds = 1
    late_s: Seconds = 59
    """So far behind its time it may begin: within the minute."""
    night: str = "03:00"
    """The station sleeps if nothing is on the air now …"""
    closed_minutes: Annotated[int, Field(ge=1, le=_DAY)] = 60
    """… for so long."""
    zone: str = ""
    """Zone of the time; empty: the station's. `Asia/Jakarta` for the whole country at 06.00 WIB."""

    @field_validator("at", "night")
    @classmethod
    def _clock(cls, value: str) -> str:
        _minute(value)
        return value


class PrayerGap(_Terms):
    """No advertising inside a call to prayer, nor close to it."""

    check: Literal["prayer_gap"] = "prayer_gap"
    before_s: Seconds = 30
    after_s: Seconds = 30


class Hourly(_Terms):
    """Something of this kind begins near every full local hour."""

    check: Literal["hourly"] = "hourly"
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    within_minutes: Annotated[float, Field(gt=0, le=29)]


class ElectionSpots(_Terms):
    """A participant has so many spots of such a length a day on one station."""

    check: Literal["election_spots"] = "election_spots"
    tv_spots: Annotated[int, Field(ge=0)]
    tv_seconds: Seconds
    radio_spots: Annotated[int, Field(ge=0)]
    radio_seconds: Seconds


class ElectionWindow(_Terms):
    """Participants advertise on these local days only."""

    check: Literal["election_window"] = "election_window"
    opens: date | None = None
    closes: date | None = None
    """The last day; without both dates nothing is checked."""


class QuietPeriod(_Terms):
    """On these local days nothing favours a participant."""

    check: Literal["quiet_period"] = "quiet_period"
    first: date | None = None
    last: date | None = None
    """Without both dates nothing is checked."""


class LeaderAgenda(_Terms):
    """The head of the region is a candidate: the agenda stays off the air on these local days."""

    check: Literal["leader_agenda"] = "leader_agenda"
    first: date | None = None
    last: date | None = None
    """Without both dates it holds as long as it is switched on."""
    tags: tuple[str, ...] = ()
    """Words on the recording that mean the same."""


class CorrectedWithin(_Terms):
    """A correction or clarification is heard so soon after the report."""

    check: Literal["corrected_within"] = "corrected_within"
    hours: Annotated[float, Field(gt=0, le=240)] = 24


Terms = Annotated[
    Hours
    | Never
    | CommercialShare
    | PsaShare
    | SongAt
    | PrayerGap
    | Hourly
    | ElectionSpots
    | ElectionWindow
    | QuietPeriod
    | LeaderAgenda
    | CorrectedWithin,
    Field(discriminator="check"),
]


def minutes_of(window: str) -> Wall:
    """Return the minutes of `22:00-03:00`: 1320 to 1620; raises ValueError."""
    first, dash, last = window.partition("-")
    if not dash:
        raise ValueError(f"{window!r} is no span of local times like 22:00-03:00")
    opens, closes = _minute(first), _minute(last)
    return opens, closes if closes > opens else closes + _DAY


def wall_of(clock: str) -> tuple[time, int]:
    """Return a local time and how many days behind the day it is: `24:00` is 00:00, 1."""
    minute = _minute(clock)
    days, minute = divmod(minute, _DAY)
    return time(minute // 60, minute % 60), days


def _minute(clock: str) -> int:
    hours, _, minutes = clock.strip().partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        raise ValueError(f"{clock!r} is no local time like 06:00")
    found = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or found > _DAY:
        raise ValueError(f"{clock!r} is no local time like 06:00")
    return found
