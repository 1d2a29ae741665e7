"""The form of what a channel observes: what people type, read or told what is wrong."""

import re
import unicodedata
from datetime import time
from typing import Annotated, Self

from pydantic import BaseModel, Field, ValidationError

from scheduler.observance.settings import (
    AZAN_TEXT,
    MANY_DEVOTIONS,
    AzanSettings,
    BroadcastDay,
    Devotion,
    Fast,
    Location,
    Observances,
    Songs,
)
from scheduler.prayer.places import known_places
from scheduler.prayer.times import PRAYERS, Time
from web.slot_form import FormWrong, read_time

Text = Annotated[str, Field(max_length=200)]
Ids = Annotated[list[Text], Field(max_length=50)]
Rows = Annotated[list[Text], Field(max_length=MANY_DEVOTIONS)]
NUMBER = "number_unreadable"
RANGE = "out_of_range"


class ObservanceForm(BaseModel):
    """Everything on one page; lists are the numbers of recordings."""

    town: Text = ""
    """One of the known towns, in place of what is written below it."""
    name: Text = ""
    latitude: Text = ""
    longitude: Text = ""
    altitude_m: Text = "0"
    adjust: Rows = []
    """Minutes, in the order of the times of the day."""
    begins: Text = "00:00"
    ends: Text = "00:00"
    anthem: Ids = []
    national: Ids = []
    anthem_at: Text = "06:00"
    same_instant: Text = ""
    prayers: Rows = []
    azan: Ids = []
    subuh: Ids = []
    mode: Text = "audio"
    text_for: Rows = []
    """Which of the five are only shown."""
    text: Text = AZAN_TEXT
    before_s: Text = "30"
    after_s: Text = "30"
    fast: Text = ""
    imsak: Ids = []
    drum: Ids = []
    sahur: Ids = []
    sahur_before_min: Text = "60"
    devotion_name: Rows = []
    """Hidden: names a devotion for ever."""
    devotion_title: Rows = []
    """Empty: the row is not used."""
    devotion_time: Rows = []
    """A wall time, or the name of a time of the sun."""
    devotion_offset: Rows = []
    devotion_cart: Rows = []
    find: Text = ""
    """Searches for more recordings to choose from."""

    @classmethod
    def of(cls, settings: Observances) -> Self:
        location, songs, azan = settings.location, settings.songs, settings.azan
        return cls(
            name=location.name,
            latitude=f"{location.latitude:g}" if location.name else "",
            longitude=f"{location.longitude:g}" if location.name else "",
            altitude_m=f"{location.altitude_m:g}",
            adjust=[str(settings.adjust.get(name, 0)) for name in Time],
            begins=f"{settings.broadcast_day.begins:%H:%M}",
            ends=f"{settings.broadcast_day.ends:%H:%M}",
            anthem=_texts(songs.anthem),
            national=_texts(songs.national),
            anthem_at=f"{songs.anthem_at:%H:%M}",
            same_instant="on" if songs.same_instant else "",
            prayers=[str(name) for name in azan.prayers],
            azan=_texts(azan.carts),
            subuh=_texts(azan.subuh_carts),
            mode=azan.mode,
            text_for=[str(name) for name in azan.text_for],
            text=azan.text,
            before_s=str(azan.before_s),
            after_s=str(azan.after_s),
            fast="on" if settings.fast.active else "",
            imsak=_texts(settings.fast.imsak),
            drum=_texts(settings.fast.drum),
            sahur=_texts(settings.fast.sahur),
            sahur_before_min=str(settings.fast.sahur_before_min),
            devotion_name=[one.name for one in settings.devotions],
            devotion_title=[one.title for one in settings.devotions],
            devotion_time=[one.sun or f"{one.wall:%H:%M}" for one in settings.devotions],
            devotion_offset=[str(one.offset_min) for one in settings.devotions],
            devotion_cart=[str(one.carts[0]) if one.carts else "" for one in settings.devotions],
        )

    @property
    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """Return the devotions as typed, with an empty row behind them."""
        empty = ("", "", "06:00", "0", "")
        columns = (
            self.devotion_name,
            self.devotion_title,
            self.devotion_time,
            self.devotion_offset,
            self.devotion_cart,
        )
        size = max((len(column) for column in columns), default=0)
        filled = [[*column, *[""] * (size - len(column))] for column in columns]
        used = [row for row in zip(*filled, strict=True) if row[1].strip()]
        return [*used, empty][:MANY_DEVOTIONS]

    @property
    def chosen(self) -> set[int]:
        """Return every recording that stands somewhere in the form."""
        lists = (self.anthem, self.national, self.azan, self.subuh, self.imsak, self.drum)
        return {number for ids in (*lists, self.sahur, self.devotion_cart) for number in _ids(ids)}

    def observances(self) -> Observances:
        """Return the settings; raises FormWrong."""
        errors: dict[str, str] = {}
        try:
            settings = Observances(
                location=self._location(errors),
                adjust=self._adjust(errors),
                broadcast_day=BroadcastDay(
                    begins=self._wall("begins", errors), ends=self._wall("ends", errors)
                ),
                songs=Songs(
                    anthem=_ids(self.anthem),
                    national=_ids(self.national),
                    anthem_at=self._wall("anthem_at", errors),
                    same_instant=bool(self.same_instant),
                ),
                azan=self._azan(errors),
                fast=self._fast(errors),
                devotions=tuple(self._devotions(errors)),
            )
        except ValidationError as error:
            named = {
                str(problem["loc"][-1] if problem["loc"] else "") for problem in error.errors()
            }
            raise FormWrong(
                errors | dict.fromkeys(named & _FIELDS or {"devotions"}, RANGE)
            ) from None
        if errors:
            raise FormWrong(errors)
        return settings

    def _location(self, errors: dict[str, str]) -> Location:
        place = known_places().get(self.town)
        if place is not None:
            return Location(
                name=place.name,
                latitude=place.latitude,
                longitude=place.longitude,
                altitude_m=place.altitude_m,
            )
        if not self.name.strip():
            return Location()
        return Location(
            name=self.name.strip()[:80],
            latitude=self._decimal("latitude", errors),
            longitude=self._decimal("longitude", errors),
            altitude_m=self._decimal("altitude_m", errors),
        )

    def _azan(self, errors: dict[str, str]) -> AzanSettings:
        return AzanSettings(
            prayers=tuple(name for name in PRAYERS if name in self.prayers),
            carts=_ids(self.azan),
            subuh_carts=_ids(self.subuh),
            mode="text_only" if self.mode == "text_only" else "audio",
            text_for=tuple(name for name in PRAYERS if name in self.text_for),
            text=self.text.strip(),
            before_s=self._whole("before_s", errors),
            after_s=self._whole("after_s", errors),
        )

    def _fast(self, errors: dict[str, str]) -> Fast:
        return Fast(
            active=bool(self.fast),
            imsak=_ids(self.imsak),
            drum=_ids(self.drum),
            sahur=_ids(self.sahur),
            sahur_before_min=self._whole("sahur_before_min", errors),
        )

    def _devotions(self, errors: dict[str, str]) -> list[Devotion]:
        found: list[Devotion] = []
        for name, title, when, offset, cart in self.rows:
            if not title.strip():
                continue
            sun = Time(when) if when in set(Time) else None
            wall = time(6) if sun else read_time(when)
            minutes = _number(offset or "0")
            if wall is None or minutes is None:
                errors["devotions"] = NUMBER if wall is not None else "time_unreadable"
                continue
            taken = {one.name for one in found} | {row[0] for row in self.rows}
            found.append(
                Devotion(
                    name=name or _slug(title, taken),
                    title=title.strip()[:80],
                    carts=_ids([cart]),
                    wall=wall,
                    sun=sun,
                    offset_min=round(minutes),
                    mode="audio" if cart else "text_only",
                )
            )
        return found

    def _adjust(self, errors: dict[str, str]) -> dict[Time, int]:
        found: dict[Time, int] = {}
        for name, text in zip(Time, self.adjust, strict=False):
            minutes = _number(text or "0")
            if minutes is None:
                errors["adjust"] = NUMBER
            elif minutes:
                found[name] = round(minutes)
        return found

    def _wall(self, name: str, errors: dict[str, str]) -> time:
        wall = read_time(getattr(self, name))
        if wall is None:
            errors[name] = "time_unreadable"
        return wall or time.min

    def _decimal(self, name: str, errors: dict[str, str]) -> float:
        value = _number(getattr(self, name))
        if value is None:
            errors[name] = NUMBER
        return value or 0.0

    def _whole(self, name: str, errors: dict[str, str]) -> int:
        value = _number(getattr(self, name))
        if value is None or value != int(value):
            errors[name] = NUMBER
            return 60
        return int(value)


_FIELDS = {"latitude", "longitude", "altitude_m", "before_s", "after_s", "sahur_before_min"}
_FIELDS |= {"text", "adjust"}


def _number(text: str) -> float | None:
    """Read a number with a decimal comma or point."""
    found = re.fullmatch(r"[+-]?\d{1,6}(?:[.,]\d{1,8})?", text.strip().replace("−", "-"))
    return float(found[0].replace(",", ".")) if found else None


def _ids(texts: list[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(one) for one in texts if one.isascii() and one.isdecimal()))


def _texts(ids: tuple[int, ...]) -> list[str]:
    return [str(number) for number in ids]


def _slug(title: str, taken: set[str]) -> str:
    """Return a name for a devotion that no other has."""
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    word = "doa-" + (re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:20] or "lain")
    number, name = 1, word
    while name in taken:
        number += 1
        name = f"{word}-{number}"
    return name
