"""The forms of the first steps: what people type, read or told what is wrong."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Self

from pydantic import BaseModel

from scheduler.observance.settings import (
    AzanSettings,
    BroadcastDay,
    Devotion,
    Location,
    Observances,
)
from scheduler.prayer.places import known_places, known_zones
from scheduler.prayer.times import PRAYERS
from scheduler.traffic.campaign import Campaign, Spread
from scheduler.week.season import Season
from station.config import Config
from web.i18n import N_
from web.observance_form import Ids, ObservanceForm, Text
from web.slot_form import FormWrong, read_day, read_time
from web.start_week import Where
from web.station_form import StationForm

PROBLEMS: Mapping[str, str] = {
    "name": N_("Give the station a name."),
    "season_name": N_("Give it a name."),
    "town": N_("Choose your town, or write its name and position below."),
    "timezone": N_("This time zone is not known. Examples: Asia/Jakarta, Asia/Makassar."),
    "number_unreadable": N_("Write a number."),
    "out_of_range": N_("This is out of range."),
    "time_unreadable": N_("Give a time, such as 07.30."),
    "hours_equal": N_("Opening and closing are the same time. Choose 24 hours, or other times."),
    "day_unreadable": N_("Give a date."),
    "days_reversed": N_("The last day lies before the first."),
    "seasons_overlap": N_("Another season is on for some of these days. Choose other days."),
    "week": N_("Choose a week."),
    "where": N_("There is a grid already. Say where this week goes."),
    "sure": N_("Tick that the week may replace the grid that is there."),
    "per_day": N_("A whole number from 0 to 96."),
}
"""What is wrong with a field, by its code."""

MOST_PER_DAY = 96
FLIGHT = timedelta(days=365)
SONGS_BESIDE = ("indonesia-raya-06", "lagu-nasional-24")
"""Names of the devotions that bring both songs to the air that goes on at night."""
_MODES = ("audio", "text", "off")


class StationStart(BaseModel):
    """The first step."""

    name: Text = ""
    town: Text = ""
    """One of the known towns; empty: as written below it."""
    city: Text = ""
    latitude: Text = ""
    longitude: Text = ""
    timezone: Text = ""
    """Empty: that of the town."""
    hours: Text = "24"
    """`24`, or `some` from `begins` to `ends`."""
    begins: Text = "05:00"
    ends: Text = "23:00"

    @classmethod
    def of(cls, config: Config, observances: Observances) -> Self:
        place, day = observances.location, observances.broadcast_day
        known = place.name in known_places()
        fits = known_zones().get(place.name) == config.timezone
        return cls(
            name=config.name,
            town=place.name if known else "",
            city="" if known else place.name,
            latitude="" if known or not place.name else f"{place.latitude:.10g}",
            longitude="" if known or not place.name else f"{place.longitude:.10g}",
            timezone=config.timezone if place.name and not fits else "",
            hours="24" if day.whole else "some",
            begins="05:00" if day.whole else f"{day.begins:%H:%M}",
            ends="23:00" if day.whole else f"{day.ends:%H:%M}",
        )

    @property
    def zone(self) -> str:
        return self.timezone.strip() or known_zones().get(self.town, "")

    def settings(self, before: Config) -> dict[str, object]:
        """Return the keys of `station.toml` that change; raises FormWrong."""
        whole = StationForm.of(before).model_copy(
            update={
                "name": self.name,
                "city": self.town or self.city,
                "timezone": self.zone or before.timezone,
            }
        )
        return whole.changed(before)

    def observances(self, before: Observances) -> Observances:
        """Return what is observed, at this place and in these hours; raises FormWrong."""
        errors: dict[str, str] = {}
        hours = self._hours(errors)
        if not self.town and not self.city.strip():
            errors["town"] = "town"
        place = self._place(before, errors)
        if errors:
            raise FormWrong(errors)
        return before.model_copy(update={"location": place, "broadcast_day": hours})

    def _place(self, before: Observances, errors: dict[str, str]) -> Location:
        form = ObservanceForm.of(before).model_copy(
            update={
                "town": self.town,
                "name": self.city,
                "latitude": self.latitude,
                "longitude": self.longitude,
            }
        )
        try:
            found = form.observances().location
        except FormWrong as wrong:
            errors |= {name: code for name, code in wrong.errors.items() if name in _POSITION}
            return before.location
        kept = before.location.name == found.name and self.town
        return before.location if kept else found

    def _hours(self, errors: dict[str, str]) -> BroadcastDay:
        if self.hours != "some":
            return BroadcastDay()
        walls = {name: read_time(getattr(self, name)) for name in ("begins", "ends")}
        errors |= {name: "time_unreadable" for name, wall in walls.items() if wall is None}
        begins, ends = walls["begins"] or time.min, walls["ends"] or time.min
        if not errors and begins == ends:
            errors["ends"] = "hours_equal"
        return BroadcastDay(begins=begins, ends=ends)


_POSITION = {"latitude", "longitude"}


class WeekStart(BaseModel):
    """The third step."""

    week: Text = ""
    where: Text = ""
    """`season` or `replace`, where there is a grid already."""
    sure: Text = ""
    """Confirms `replace`."""
    season_name: Text = ""
    first_day: Text = ""
    last_day: Text = ""

    def place(self, channel: str, kept_name: str) -> Where:
        """Return where the week goes on a grid that is not empty; raises FormWrong."""
        if self.where == "replace":
            if not self.sure:
                raise FormWrong({"sure": "sure"})
            return Where(instead_of=kept_name)
        if self.where != "season":
            raise FormWrong({"where": "where"})
        return Where(season=self._season(channel))

    def _season(self, channel: str) -> Season:
        days = {name: read_day(getattr(self, name)) for name in ("first_day", "last_day")}
        errors = {name: "day_unreadable" for name, day in days.items() if day is None}
        if not self.season_name.strip():
            errors["season_name"] = "season_name"
        first, last = days["first_day"], days["last_day"]
        if first is not None and last is not None and last < first:
            errors["last_day"] = "days_reversed"
        if errors or first is None or last is None:
            raise FormWrong(errors)
        return Season(channel, self.season_name.strip(), first, last, active=True)


class LawStart(BaseModel):
    """The fourth step; recordings by their numbers."""

    azan_subuh: Text = "off"
    azan_zuhur: Text = "off"
    azan_asar: Text = "off"
    azan_magrib: Text = "off"
    azan_isya: Text = "off"
    azan: Ids = []
    anthem: Ids = []
    national: Ids = []
    beside: Text = ""
    """Whether both songs also air at 06.00 and 24.00 where the station closes at night."""
    per_day: Text = "0"
    """How often a public service announcement of the library airs."""

    @classmethod
    def of(cls, settings: Observances, per_day: int) -> Self:
        azan, songs = settings.azan, settings.songs
        names = {one.name for one in settings.devotions}
        return cls(
            azan=[str(number) for number in azan.carts],
            anthem=[str(number) for number in songs.anthem],
            national=[str(number) for number in songs.national],
            beside="on" if set(SONGS_BESIDE) & names else "",
            per_day=str(per_day),
            **{f"azan_{name}": _mode_of(name, azan) for name in PRAYERS},
        )

    def modes(self) -> dict[str, str]:
        """Return how each of the five is observed."""
        typed = {str(name): getattr(self, f"azan_{name}") for name in PRAYERS}
        return {name: mode if mode in _MODES else "off" for name, mode in typed.items()}

    def observances(self, before: Observances) -> Observances:
        """Return what is observed."""
        modes = self.modes()
        azan = before.azan.model_copy(
            update={
                "prayers": tuple(name for name in PRAYERS if modes[name] != "off"),
                "text_for": tuple(name for name in PRAYERS if modes[name] == "text"),
                "mode": "audio",
                "carts": numbers_of(self.azan),
            }
        )
        songs = before.songs.model_copy(
            update={"anthem": numbers_of(self.anthem), "national": numbers_of(self.national)}
        )
        kept = [one for one in before.devotions if one.name not in SONGS_BESIDE]
        if self.beside and not before.broadcast_day.whole:
            kept += _beside(songs.anthem, songs.national, songs.anthem_at)
        return before.model_copy(update={"azan": azan, "songs": songs, "devotions": tuple(kept)})

    def plays(self, hours: BroadcastDay) -> Spread | None:
        """Return how often announcements air, None: never; raises FormWrong."""
        text = self.per_day.strip() or "0"
        if not (text.isascii() and text.isdecimal() and int(text[:4]) <= MOST_PER_DAY):
            raise FormWrong({"per_day": "per_day"})
        if not int(text):
            return None
        opens, closes = (time(6), time(22)) if hours.whole else (hours.begins, hours.ends)
        return Spread(int(text), opens, closes)


def order_of(
    before: Campaign | None,
    channel: str,
    cart_ids: tuple[int, ...],
    plays: Spread,
    *,
    title: str,
    agency: str,
    today: date,
) -> Campaign:
    """Return the station's own order for its public service announcements."""
    if before is not None:
        return replace(before, cart_ids=cart_ids, weights=(), plays=plays, active=True)
    return Campaign(channel, title, cart_ids, today, today + FLIGHT, plays, agency=agency)


def numbers_of(texts: list[str]) -> tuple[int, ...]:
    """Return numbers of recordings, each once."""
    return tuple(dict.fromkeys(int(one) for one in texts if one.isascii() and one.isdecimal()))


def _mode_of(name: str, azan: AzanSettings) -> str:
    if name not in azan.prayers:
        return "off"
    return "text" if name in azan.text_for or azan.mode == "text_only" else "audio"


def _beside(anthem: tuple[int, ...], national: tuple[int, ...], anthem_at: time) -> list[Devotion]:
    """Return both songs at the times of a station of 24 hours."""
    at = zip(SONGS_BESIDE, ("Indonesia Raya", "Lagu nasional"), (anthem, national),
             (anthem_at, time.min), strict=True)  # fmt: skip
    return [
        Devotion(name=name, title=title, carts=carts, wall=wall, clear=False)
        for name, title, carts, wall in at
        if carts
    ]
