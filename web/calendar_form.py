"""The forms of the calendar: what people type, read or told what is wrong."""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import BaseModel, Field, ValidationError

from scheduler.calendar.attachment import (
    Attachment,
    BringsCampaign,
    BringsPlaylist,
    BringsProgramme,
    OnDates,
    OnHijri,
    OnOccasion,
    OnPasaran,
)
from scheduler.calendar.hijri import HijriMonth
from scheduler.calendar.occasion import OccasionKind, OwnDay
from scheduler.calendar.pasaran import PASARAN
from scheduler.calendar.settings import CalendarSettings
from scheduler.problem import ScheduleInvalid
from station.rundown import Start
from web.slot_form import FormWrong, read_day, read_length, read_time

Text = Annotated[str, Field(max_length=200)]
AnyWhen = OnOccasion | OnHijri | OnPasaran | OnDates
AnyBrings = BringsProgramme | BringsCampaign | BringsPlaylist


class OwnDayForm(BaseModel):
    """An entry of the calendar."""

    id: Text = ""
    first_day: Text = ""
    last_day: Text = ""
    kind: Text = OccasionKind.LOCAL
    name_id: Text = ""
    name_en: Text = ""
    yearly: Text = ""
    removes: Text = ""
    decree: Text = ""
    notes: Annotated[str, Field(max_length=2_000)] = ""

    @classmethod
    def of(cls, entry: OwnDay) -> Self:
        return cls(
            id=str(entry.id),
            first_day=entry.first_day.isoformat(),
            last_day=entry.last_day.isoformat() if entry.last_day != entry.first_day else "",
            kind=entry.kind,
            name_id=entry.name_id,
            name_en=entry.name_en,
            yearly="on" if entry.yearly else "",
            removes="on" if entry.removes else "",
            decree=entry.decree,
            notes=entry.notes,
        )

    def entry(self) -> OwnDay:
        """Return the entry; raises FormWrong."""
        first, last = read_day(self.first_day), read_day(self.last_day or self.first_day)
        if first is None or last is None:
            raise FormWrong({"last_day" if first else "first_day": "day_unreadable"})
        kind = OccasionKind(self.kind) if self.kind in set(OccasionKind) else OccasionKind.LOCAL
        try:
            return OwnDay(
                first,
                last,
                kind,
                self.name_id.strip(),
                self.name_en.strip(),
                yearly=bool(self.yearly),
                removes=bool(self.removes),
                decree=self.decree.strip(),
                notes=self.notes.strip(),
                id=_number(self.id),
            )
        except ScheduleInvalid as invalid:
            raise FormWrong({invalid.field: invalid.problem}) from None


class AttachmentForm(BaseModel):
    """A rule that brings something to days; every way of choosing days side by side."""

    id: Text = ""
    name: Text = ""
    form: Text = "occasion"
    occasion: Text = ""
    hijri_month: Text = "9"
    hijri_first: Text = "1"
    hijri_last: Text = "30"
    pasaran: Text = PASARAN[0]
    weekday: Text = ""
    first_day: Text = ""
    last_day: Text = ""
    yearly: Text = ""
    eve: Text = ""
    days_before: Text = "0"
    brings: Text = "programme"
    programme_id: Text = ""
    campaign_id: Text = ""
    cart_ids: Annotated[list[Text], Field(max_length=100)] = []
    wall: Text = "08:00"
    hours: Text = "1"
    minutes: Text = "0"
    start: Text = Start.SOFT
    active: Text = ""
    notes: Annotated[str, Field(max_length=2_000)] = ""
    find: Text = ""

    @classmethod
    def of(cls, rule: Attachment) -> Self:
        hours, minutes = divmod(rule.duration // timedelta(minutes=1), 60)
        form = cls(
            id=str(rule.id),
            name=rule.name,
            form=rule.when.form,
            eve="on" if rule.eve else "",
            days_before=str(rule.days_before),
            brings=rule.brings.form,
            wall=f"{rule.wall:%H:%M}",
            hours=str(hours),
            minutes=str(minutes),
            start=rule.start,
            active="on" if rule.active else "",
            notes=rule.notes,
        )
        when, brings = rule.when, rule.brings
        if isinstance(when, OnOccasion):
            form.occasion = when.name
        elif isinstance(when, OnHijri):
            form.hijri_month = str(when.month)
            form.hijri_first, form.hijri_last = str(when.first_day), str(when.last_day)
        elif isinstance(when, OnPasaran):
            form.pasaran = when.pasaran
            form.weekday = "" if when.weekday is None else str(when.weekday)
        else:
            form.first_day, form.last_day = when.first_day.isoformat(), when.last_day.isoformat()
            form.yearly = "on" if when.yearly else ""
        if isinstance(brings, BringsProgramme):
            form.programme_id = str(brings.programme_id)
        elif isinstance(brings, BringsCampaign):
            form.campaign_id = str(brings.campaign_id)
        else:
            form.cart_ids = [str(number) for number in brings.cart_ids]
        return form

    def attachment(self, channel: str) -> Attachment:
        """Return the rule; raises FormWrong."""
        wall, length = read_time(self.wall), read_length(self.hours, self.minutes)
        errors = {} if wall else {"wall": "time_unreadable"}
        errors |= {} if length else {"length": "duration_impossible"}
        try:
            when, brings = self._when(), self._brings()
        except FormWrong as wrong:
            raise FormWrong(errors | wrong.errors) from None
        except ScheduleInvalid as invalid:
            raise FormWrong({_FIELDS.get(invalid.field, invalid.field): invalid.problem}) from None
        if wall is None or length is None:
            raise FormWrong(errors)
        try:
            return Attachment(
                channel,
                self.name.strip(),
                when,
                brings,
                wall,
                length,
                Start.HARD if self.start == Start.HARD else Start.SOFT,
                _number(self.days_before),
                eve=bool(self.eve),
                active=bool(self.active),
                notes=self.notes.strip(),
                id=_number(self.id),
            )
        except ScheduleInvalid as invalid:
            raise FormWrong({invalid.field: invalid.problem}) from None

    def _when(self) -> AnyWhen:
        if self.form == "hijri":
            first, last = _number(self.hijri_first), _number(self.hijri_last)
            return OnHijri(_number(self.hijri_month), first, last)
        if self.form == "pasaran":
            return OnPasaran(self.pasaran, int(self.weekday) if self.weekday in _WEEK else None)
        if self.form == "dates":
            first_day = read_day(self.first_day)
            last_day = read_day(self.last_day or self.first_day)
            if first_day is None or last_day is None:
                raise FormWrong({"last_day" if first_day else "first_day": "day_unreadable"})
            return OnDates(first_day, last_day, yearly=bool(self.yearly))
        return OnOccasion(self.occasion.strip())

    def _brings(self) -> AnyBrings:
        if self.brings == "campaign":
            if not self.campaign_id.isdecimal():
                raise FormWrong({"campaign_id": "campaign_missing"})
            return BringsCampaign(int(self.campaign_id))
        if self.brings == "playlist":
            return BringsPlaylist(tuple(int(one) for one in self.cart_ids if one.isdecimal()))
        if not self.programme_id.isdecimal():
            raise FormWrong({"programme_id": "programme_missing"})
        return BringsProgramme(int(self.programme_id))


class CountingForm(BaseModel):
    """How the station counts its days."""

    hijri_offset: Text = "0"
    lead_days: Text = "14"
    places: Annotated[str, Field(max_length=2_000)] = ""

    def settings(self) -> CalendarSettings:
        """Return the settings; raises FormWrong."""
        places = tuple(dict.fromkeys(one.strip() for one in self.places.split(",") if one.strip()))
        try:
            return CalendarSettings(
                hijri_offset=int(self.hijri_offset), lead_days=int(self.lead_days), places=places
            )
        except ValidationError as error:
            names = {str(problem["loc"][0]) for problem in error.errors()}
            raise FormWrong(dict.fromkeys(names, "out_of_range")) from None
        except ValueError:
            raise FormWrong({"lead_days": "number_unreadable"}) from None


class DeclarationForm(BaseModel):
    """The first day of a Hijri month, as the government declared it."""

    year: Text = ""
    month: Text = "9"
    first_day: Text = ""
    decree: Text = ""

    def declared(self) -> HijriMonth:
        """Return the month; raises FormWrong."""
        year, month = _number(self.year), _number(self.month)
        if not 1349 <= year <= 1499 or not 1 <= month <= 12:
            raise FormWrong({"year": "out_of_range"})
        return HijriMonth(year, month)


_FIELDS = {"hijri": "hijri_first", "cart_ids": "cart_ids"}
_WEEK = set("0123456")


def _number(text: str) -> int:
    """Return a whole number; -1 for nonsense, which is out of every range."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -bool(text)
