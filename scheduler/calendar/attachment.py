"""Rules that bring a programme, a campaign or a playlist to days of the calendar."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Annotated, Literal

from pydantic import Field

from scheduler.calendar.day import CalendarDay
from scheduler.calendar.pasaran import PASARAN
from scheduler.problem import Problem, ScheduleInvalid
from scheduler.week.grid import MAX_DURATION
from station.rundown import Start

MOST_DAYS_BEFORE = 60


@dataclass(frozen=True, slots=True)
class OnOccasion:
    """On days that are called so."""

    name: str
    """The Indonesian name of a holiday, a theme or an entry of the station's own."""
    form: Literal["occasion"] = "occasion"

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ScheduleInvalid(Problem.NAME_EMPTY, "occasion")

    def falls_on(self, day: CalendarDay) -> bool:
        return any(occasion.name_id == self.name for occasion in day.occasions)


@dataclass(frozen=True, slots=True)
class OnHijri:
    """On days of a Hijri month."""

    month: int
    """1 to 12."""
    first_day: int = 1
    """Day of the month."""
    last_day: int = 30
    """Day of the month, included."""
    form: Literal["hijri"] = "hijri"

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12 or not 1 <= self.first_day <= self.last_day <= 30:
            raise ScheduleInvalid(Problem.DAYS_REVERSED, "hijri", self.month)

    def falls_on(self, day: CalendarDay) -> bool:
        hijri = day.hijri
        if hijri is None or hijri.month != self.month:
            return False
        return self.first_day <= hijri.day <= self.last_day


@dataclass(frozen=True, slots=True)
class OnPasaran:
    """On days of the Javanese week, `Jumat Kliwon` with a weekday."""

    pasaran: str
    """One of the five."""
    weekday: int | None = None
    """0 Monday to 6 Sunday; None: any."""
    form: Literal["pasaran"] = "pasaran"

    def __post_init__(self) -> None:
        if self.pasaran not in PASARAN:
            raise ScheduleInvalid(Problem.NAME_EMPTY, "pasaran", self.pasaran)
        if self.weekday is not None and self.weekday not in range(7):
            raise ScheduleInvalid(Problem.WEEKDAY_UNKNOWN, "weekday", self.weekday)

    def falls_on(self, day: CalendarDay) -> bool:
        return day.pasaran == self.pasaran and self.weekday in (None, day.day.weekday())


@dataclass(frozen=True, slots=True)
class OnDates:
    """On dates, once or each year."""

    first_day: date
    """Local day."""
    last_day: date
    """Local day, included."""
    yearly: bool = False
    """Whether the year does not count; the span then lies within one year."""
    form: Literal["dates"] = "dates"

    def __post_init__(self) -> None:
        within = not self.yearly or self.first_day.year == self.last_day.year
        if self.last_day < self.first_day or not within:
            raise ScheduleInvalid(Problem.DAYS_REVERSED, "last_day", self.last_day)

    def falls_on(self, day: CalendarDay) -> bool:
        if not self.yearly:
            return self.first_day <= day.day <= self.last_day
        first, last = _month_day(self.first_day), _month_day(self.last_day)
        return first <= _month_day(day.day) <= last


When = Annotated[OnOccasion | OnHijri | OnPasaran | OnDates, Field(discriminator="form")]


@dataclass(frozen=True, slots=True)
class BringsProgramme:
    """A programme of the station, once on the day."""

    programme_id: int
    form: Literal["programme"] = "programme"


@dataclass(frozen=True, slots=True)
class BringsCampaign:
    """The plays of a campaign, as many as it has on a day of its flight."""

    campaign_id: int
    form: Literal["campaign"] = "campaign"


@dataclass(frozen=True, slots=True)
class BringsPlaylist:
    """Recordings in their order."""

    cart_ids: tuple[int, ...]
    form: Literal["playlist"] = "playlist"

    def __post_init__(self) -> None:
        if not self.cart_ids:
            raise ScheduleInvalid(Problem.CARTS_EMPTY, "cart_ids")


Brings = Annotated[BringsProgramme | BringsCampaign | BringsPlaylist, Field(discriminator="form")]


@dataclass(frozen=True, slots=True)
class Attachment:
    """One rule."""

    channel: str
    """Channel slug."""
    name: str
    """As people call it; a playlist airs under this name."""
    when: OnOccasion | OnHijri | OnPasaran | OnDates
    """Which days."""
    brings: BringsProgramme | BringsCampaign | BringsPlaylist
    """What airs."""
    wall: time = time(8)
    """Local time; a campaign has times of its own."""
    duration: timedelta = timedelta(hours=1)
    """How long; a campaign has none."""
    start: Start = Start.SOFT
    """How it begins."""
    days_before: int = 0
    """On so many days before the day too."""
    eve: bool = False
    """Whether the evening before is meant: Javanese and Islamic days begin at sunset."""
    active: bool = True
    """Whether it does anything."""
    notes: str = ""
    """For people."""
    id: int = 0
    """0 until it is stored."""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ScheduleInvalid(Problem.NAME_EMPTY, "name")
        if not timedelta(seconds=1) <= self.duration <= MAX_DURATION:
            raise ScheduleInvalid(Problem.DURATION_IMPOSSIBLE, "duration", self.duration)
        if self.start not in (Start.HARD, Start.SOFT):
            raise ScheduleInvalid(Problem.START_IMPOSSIBLE, "start", self.start)
        if not 0 <= self.days_before <= MOST_DAYS_BEFORE:
            raise ScheduleInvalid(Problem.COUNT_IMPOSSIBLE, "days_before", self.days_before)

    def airs_on(self, day: date, days: dict[date, CalendarDay]) -> bool:
        """Whether it does something on a local day; `days`: what is known of this and the next."""
        shift = 1 if self.eve else 0
        ahead = (day + timedelta(days=shift + number) for number in range(self.days_before + 1))
        return self.active and any(
            (known := days.get(one)) is not None and self.when.falls_on(known) for one in ahead
        )


def _month_day(day: date) -> tuple[int, int]:
    return day.month, day.day
