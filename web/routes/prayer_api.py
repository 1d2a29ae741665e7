"""/api/v1/prayer: the times of prayer, what is observed, single days, official tables."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.status import HTTP_204_NO_CONTENT

from scheduler.observance.modes import ModeRule
from scheduler.observance.settings import Observances
from scheduler.planner.event import EventKind, EventMode
from scheduler.prayer.table import TableProblem, read
from scheduler.prayer.times import Source, Time
from scheduler.stores import (
    EventModeStore,
    PrayerTableStore,
    ScheduleSettingStore,
)
from station.broadcast_day import local_date
from web.channels import TheChannel
from web.day_editing import Editing
from web.day_span import Days, last_of
from web.deps import Database, Now, Staff, TheDesk
from web.prayer_view import PrayerView, views
from web.routes.prayer_table import MAX_TABLE_BYTES

router = APIRouter(prefix="/api/v1/prayer", tags=["calendar"])


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


@router.get("")
def list_times(
    desk: TheDesk,
    session: Database,
    channel: TheChannel,
    _account: Staff,
    first: date,
    days: Days = 31,
) -> list[PrayerDayOut]:
    """Return the times of prayer and what is observed on each local day, from `first` on."""
    found = views(session, desk.config, channel.slug, first, last_of(first, days))
    return [PrayerDayOut.of(view) for view in found]


@router.get("/settings")
def get_settings(session: Database, channel: TheChannel, _account: Staff) -> Observances:
    return ScheduleSettingStore(session).observances(channel.slug)


@router.put("/settings")
def change_settings(body: Observances, editing: Editing) -> Observances:
    """Let the channel observe these things."""
    editing.observe(body)
    return body


@router.get("/modes")
def list_modes(
    desk: TheDesk, session: Database, channel: TheChannel, _account: Staff, now: Now
) -> list[ModeOut]:
    """Return the rules that are not over."""
    today = local_date(now, desk.config.zone)
    return [ModeOut.of(rule) for rule in EventModeStore(session).since(channel.slug, today)]


@router.post("/modes", status_code=201)
def add_mode(body: ModeIn, channel: TheChannel, editing: Editing) -> ModeOut:
    fields = {**body.model_dump(), "names": tuple(body.names)}
    return ModeOut.of(editing.add_mode(ModeRule(channel.slug, **fields)))


@router.delete("/modes/{rule_id}", status_code=HTTP_204_NO_CONTENT)
def remove_mode(rule_id: int, editing: Editing) -> None:
    editing.remove_mode(rule_id)


@router.put("/table")
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


@router.delete("/table", status_code=HTTP_204_NO_CONTENT)
def clear_table(editing: Editing, session: Database) -> None:
    """Forget the official table: everything is computed again."""
    if PrayerTableStore(session).coverage() is not None:
        editing.clear_table()
