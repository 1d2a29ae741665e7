"""/api/v1/calendar: what days are, what they bring, and what the station adds to them."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.status import HTTP_204_NO_CONTENT

from scheduler.calendar.day import between
from scheduler.calendar.hijri import HijriMonth
from scheduler.calendar.occasion import Occasion, OccasionKind, OwnDay
from scheduler.calendar.reminders import Reminder, reminders
from scheduler.stores import (
    AttachmentStore,
    CalendarStore,
    ScheduleSettingStore,
)
from station.broadcast_day import local_date
from web.channels import TheChannel
from web.day_editing import Editing
from web.day_span import Days, last_of
from web.deps import Database, Now, Staff, TheDesk

router = APIRouter(prefix="/api/v1/calendar", tags=["calendar"])

Name = Annotated[str, Field(min_length=1, max_length=200)]


class OccasionOut(BaseModel):
    """What a day is known for."""

    kind: OccasionKind
    first_day: date
    last_day: date
    name_id: str
    name_en: str
    decree: str
    estimated: bool
    """It hangs on the moon and is not decreed yet."""
    entry_id: int
    """0: it came with the software."""

    @classmethod
    def of(cls, found: Occasion) -> "OccasionOut":
        return cls(**{name: getattr(found, name) for name in cls.model_fields})


class CalendarDayOut(BaseModel):
    """One local day."""

    day: date
    weton: str
    """Weekday and pasaran of the daylight, in Indonesian."""
    hijri: str
    """Of the daylight, in Indonesian; empty where none is known."""
    free: bool
    """Offices are closed."""
    occasions: list[OccasionOut]


class ReminderOut(BaseModel):
    """An occasion that comes."""

    occasion: OccasionOut
    days_left: int
    prepared: list[str]
    """What is attached to it."""

    @classmethod
    def of(cls, found: Reminder) -> "ReminderOut":
        return cls(
            occasion=OccasionOut.of(found.occasion),
            days_left=found.days_left,
            prepared=list(found.prepared),
        )


class OwnDayIn(BaseModel):
    """An entry of the station's own."""

    first_day: date
    last_day: date
    kind: OccasionKind = OccasionKind.LOCAL
    name_id: Name
    name_en: Annotated[str, Field(max_length=200)] = ""
    yearly: bool = False
    removes: bool = False
    """It takes the occasions of its kind away from these days."""
    decree: Annotated[str, Field(max_length=200)] = ""
    notes: Annotated[str, Field(max_length=2_000)] = ""

    def entry(self) -> OwnDay:
        return OwnDay(**self.model_dump())


class OwnDayOut(OwnDayIn):
    """An entry as it is stored."""

    id: int


class DeclarationIn(BaseModel):
    """The first day of a Hijri month; null: as reckoned again."""

    first_day: date | None
    decree: Annotated[str, Field(max_length=200)] = ""


@router.get("")
def list_days(
    desk: TheDesk, session: Database, _account: Staff, first: date, days: Days = 31
) -> list[CalendarDayOut]:
    """Return what each local day is, from `first` on."""
    sources = CalendarStore(session).sources(desk.config)
    found = between(first, last_of(first, days), sources)
    return [
        CalendarDayOut(
            day=day.day,
            weton=day.weton,
            hijri="" if day.hijri is None else day.hijri.in_words("id"),
            free=day.free,
            occasions=[OccasionOut.of(one) for one in day.occasions],
        )
        for day in found
    ]


@router.get("/reminders")
def list_reminders(
    desk: TheDesk, session: Database, channel: TheChannel, _account: Staff, now: Now
) -> list[ReminderOut]:
    """Return what comes within the lead time of the station."""
    sources = CalendarStore(session).sources(desk.config)
    lead = ScheduleSettingStore(session).calendar().lead_days
    rules = AttachmentStore(session).all(channel.slug)
    today = local_date(now, desk.config.zone)
    return [ReminderOut.of(one) for one in reminders(today, sources, rules, lead)]


@router.get("/days")
def list_own_days(session: Database, _account: Staff) -> list[OwnDayOut]:
    return [_own(entry) for entry in CalendarStore(session).days()]


@router.post("/days", status_code=201)
def add_day(body: OwnDayIn, editing: Editing) -> OwnDayOut:
    return _own(editing.save_day(body.entry()))


@router.delete("/days/{entry_id}", status_code=HTTP_204_NO_CONTENT)
def remove_day(entry_id: int, editing: Editing) -> None:
    editing.remove_day(entry_id)


@router.put("/hijri/{year}/{month}", status_code=HTTP_204_NO_CONTENT)
def declare(
    year: Annotated[int, Field(ge=1349, le=1499)],
    month: Annotated[int, Field(ge=1, le=12)],
    body: DeclarationIn,
    editing: Editing,
) -> None:
    """Let a Hijri month begin on the day that the government declared."""
    editing.declare(HijriMonth(year, month), body.first_day, body.decree)


def _own(entry: OwnDay) -> OwnDayOut:
    return OwnDayOut(**{name: getattr(entry, name) for name in OwnDayOut.model_fields})
