"""/api/v1: what days are, what they bring and observe, and the times of prayer."""

from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.status import HTTP_204_NO_CONTENT

from scheduler.calendar.day import between
from scheduler.calendar.hijri import HijriMonth
from scheduler.calendar.occasion import Occasion, OccasionKind, OwnDay
from scheduler.calendar.reminders import Reminder, reminders
from scheduler.observance.modes import ModeRule
from scheduler.observance.settings import Observances
from scheduler.planner.event import EventKind, EventMode
from scheduler.prayer.table import TableProblem, read
from scheduler.prayer.times import Source, Time
from scheduler.stores import (
    AttachmentStore,
    CalendarStore,
    EventModeStore,
    PrayerTableStore,
    ScheduleSettingStore,
)
from station.broadcast_day import local_date
from web.channels import TheChannel
from web.day_editing import Editing
from web.deps import Database, Now, Staff, TheDesk
from web.prayer_view import PrayerView, views
from web.routes.prayer_table import MAX_TABLE_BYTES

router = APIRouter(prefix="/api/v1", tags=["calendar"])

MOST_DAYS = 62
Days = Annotated[int, Field(ge=1, le=MOST_DAYS)]
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


class EventOut(BaseModel):
    """What is observed."""

    key: str
    name: str
    title: str
    kind: EventKind
    mode: EventMode
    at: datetime
    text: str


class PrayerDayOut(BaseModel):
    """The times of a local day."""

    day: date
    at: dict[Time, datetime]
    source: dict[Time, Source]
    events: list[EventOut]

    @classmethod
    def of(cls, view: PrayerView) -> "PrayerDayOut":
        events = [
            EventOut(**{name: getattr(event, name) for name in EventOut.model_fields})
            for event in view.events
        ]
        return cls(day=view.day, at=dict(view.at), source=dict(view.source), events=events)


class ModeIn(BaseModel):
    """Days on which something is observed otherwise."""

    names: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=40)] = []
    """Names of events, `azan` for all of them; empty: every event of prayer."""
    first_day: date
    last_day: date
    mode: EventMode
    text: Annotated[str, Field(max_length=200)] = ""
    reason: Annotated[str, Field(max_length=200)] = ""


class ModeOut(ModeIn):
    """A rule as it is stored."""

    id: int

    @classmethod
    def of(cls, rule: ModeRule) -> "ModeOut":
        fields = {name: getattr(rule, name) for name in cls.model_fields}
        return cls(**{**fields, "names": list(rule.names)})


class TableIn(BaseModel):
    """An official table as CSV."""

    text: Annotated[str, Field(max_length=MAX_TABLE_BYTES)]
    place: Annotated[str, Field(max_length=100)] = ""
    """Which of several places in the file."""
    month: Annotated[str, Field(max_length=7)] = ""
    """YYYY-MM, where days are only numbers."""
    source: Annotated[str, Field(max_length=100)] = ""
    preview: bool = False
    """Read it and store nothing."""


class LineOut(BaseModel):
    """A line that is left out."""

    line: int
    problem: TableProblem
    value: str


class TableOut(BaseModel):
    """What became of a table."""

    loaded: int
    """Days stored; 0 for a preview."""
    days: int
    """Days that can be read."""
    problems: list[LineOut]
    places: list[str]


@router.get("/calendar")
def list_days(
    desk: TheDesk, session: Database, _account: Staff, first: date, days: Days = 31
) -> list[CalendarDayOut]:
    """Return what each local day is, from `first` on."""
    sources = CalendarStore(session).sources(desk.config)
    found = between(first, _last(first, days), sources)
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


@router.get("/calendar/reminders")
def list_reminders(
    desk: TheDesk, session: Database, channel: TheChannel, _account: Staff, now: Now
) -> list[ReminderOut]:
    """Return what comes within the lead time of the station."""
    sources = CalendarStore(session).sources(desk.config)
    lead = ScheduleSettingStore(session).calendar().lead_days
    rules = AttachmentStore(session).all(channel.slug)
    today = local_date(now, desk.config.zone)
    return [ReminderOut.of(one) for one in reminders(today, sources, rules, lead)]


@router.get("/calendar/days")
def list_own_days(session: Database, _account: Staff) -> list[OwnDayOut]:
    return [_own(entry) for entry in CalendarStore(session).days()]


@router.post("/calendar/days", status_code=201)
def add_day(body: OwnDayIn, editing: Editing) -> OwnDayOut:
    return _own(editing.save_day(body.entry()))


@router.delete("/calendar/days/{entry_id}", status_code=HTTP_204_NO_CONTENT)
def remove_day(entry_id: int, editing: Editing) -> None:
    editing.remove_day(entry_id)


@router.put("/calendar/hijri/{year}/{month}", status_code=HTTP_204_NO_CONTENT)
def declare(
    year: Annotated[int, Field(ge=1349, le=1499)],
    month: Annotated[int, Field(ge=1, le=12)],
    body: DeclarationIn,
    editing: Editing,
) -> None:
    """Let a Hijri month begin on the day that the government declared."""
    editing.declare(HijriMonth(year, month), body.first_day, body.decree)


@router.get("/prayer")
def list_times(
    desk: TheDesk,
    session: Database,
    channel: TheChannel,
    _account: Staff,
    first: date,
    days: Days = 31,
) -> list[PrayerDayOut]:
    """Return the times of prayer and what is observed on each local day, from `first` on."""
    found = views(session, desk.config, channel.slug, first, _last(first, days))
    return [PrayerDayOut.of(view) for view in found]


@router.get("/prayer/settings")
def get_settings(session: Database, channel: TheChannel, _account: Staff) -> Observances:
    return ScheduleSettingStore(session).observances(channel.slug)


@router.put("/prayer/settings")
def change_settings(body: Observances, editing: Editing) -> Observances:
    """Let the channel observe these things."""
    editing.observe(body)
    return body


@router.get("/prayer/modes")
def list_modes(
    desk: TheDesk, session: Database, channel: TheChannel, _account: Staff, now: Now
) -> list[ModeOut]:
    """Return the rules that are not over."""
    today = local_date(now, desk.config.zone)
    return [ModeOut.of(rule) for rule in EventModeStore(session).since(channel.slug, today)]


@router.post("/prayer/modes", status_code=201)
def add_mode(body: ModeIn, channel: TheChannel, editing: Editing) -> ModeOut:
    fields = {**body.model_dump(), "names": tuple(body.names)}
    return ModeOut.of(editing.add_mode(ModeRule(channel.slug, **fields)))


@router.delete("/prayer/modes/{rule_id}", status_code=HTTP_204_NO_CONTENT)
def remove_mode(rule_id: int, editing: Editing) -> None:
    editing.remove_mode(rule_id)


@router.put("/prayer/table")
def load_table(body: TableIn, editing: Editing) -> TableOut:
    """Load the good lines of an official table; the others are named."""
    reading = read(body.text, place=body.place, month=body.month, source=body.source)
    loads = bool(reading.days) and not body.preview
    if loads:
        editing.load_table(reading.days)
    return TableOut(
        loaded=len(reading.days) if loads else 0,
        days=len(reading.days),
        problems=[
            LineOut(line=one.line, problem=one.problem, value=one.value) for one in reading.problems
        ],
        places=reading.places,
    )


@router.delete("/prayer/table", status_code=HTTP_204_NO_CONTENT)
def clear_table(editing: Editing, session: Database) -> None:
    """Forget the official table: everything is computed again."""
    if PrayerTableStore(session).coverage() is not None:
        editing.clear_table()


def _own(entry: OwnDay) -> OwnDayOut:
    return OwnDayOut(**{name: getattr(entry, name) for name in OwnDayOut.model_fields})


def _last(first: date, days: int) -> date:
    try:
        return first + timedelta(days=days - 1)
    except OverflowError:
        raise HTTPException(422) from None
