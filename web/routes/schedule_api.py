"""/api/v1: programmes, slots and occurrences of the weekly grid."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal, Self

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.status import HTTP_204_NO_CONTENT

from scheduler.stores import GridStore, ProgrammeStore, SeasonStore
from scheduler.week.grid import GridException, GridSlot
from scheduler.week.programme import (
    MOST_RELAY_OVER_MIN,
    Category,
    Content,
    Live,
    Programme,
    Rating,
    Source,
    TalkOver,
)
from station.rundown import Overrun, Prefer, Start
from web.channels import TheChannel
from web.deps import Database, Staff, TheDesk
from web.grid_editing import Editing
from web.pages import ThePage
from web.repetition import sentence
from web.week import Airtime, airtimes, span_of_days

router = APIRouter(prefix="/api/v1", tags=["schedule"])

MOST_DAYS = 62
_MS = timedelta(milliseconds=1)


class ProgrammeIn(BaseModel):
    """A named stretch of air and what fills it."""

    name: Annotated[str, Field(max_length=200)]
    content: Content
    category: Category = Category.ENTERTAINMENT
    rating: Rating = Rating.SU
    colour: str = ""
    notes: Annotated[str, Field(max_length=2_000)] = ""
    overrun: Overrun = Overrun.SHIFT
    live: Live | None = None
    relay: Annotated[str, Field(max_length=500)] = ""
    relay_over_min: Annotated[int, Field(ge=0, le=MOST_RELAY_OVER_MIN)] = 0
    relay_source: Annotated[str, Field(max_length=100)] = ""
    talk_overs: Annotated[tuple[TalkOver, ...], Field(max_length=20)] = ()
    hosts: Annotated[tuple[Annotated[str, Field(max_length=100)], ...], Field(max_length=20)] = ()
    language: Annotated[str, Field(max_length=35)] = ""
    """Main language; empty: the station's own."""
    source: Source = Source.OWN

    def programme(self, channel: str, programme_id: int = 0) -> Programme:
        return Programme(channel=channel, id=programme_id, **dict(self))


class ProgrammeOut(ProgrammeIn):
    id: int
    channel: str

    @classmethod
    def of(cls, programme: Programme) -> Self:
        names = cls.model_fields
        return cls(**{name: getattr(programme, name) for name in names})


class SlotIn(BaseModel):
    """A programme's place on the grid. `rule` is an RRULE of RFC 5545, empty for a one-off."""

    programme_id: int
    first_day: date
    wall: time
    duration_ms: Annotated[int, Field(gt=0)]
    rule: Annotated[str, Field(max_length=500)] = ""
    start: Start = Start.HARD
    early_ms: Annotated[int, Field(ge=0)] = 0
    late_ms: Annotated[int, Field(ge=0)] = 0
    prefer: Prefer = Prefer.CLOSEST
    season_id: int | None = None
    """Season whose grid it belongs to; null: the standing grid."""

    def slot(self, channel: str, slot_id: int = 0) -> GridSlot:
        return GridSlot(
            channel,
            self.programme_id,
            self.first_day,
            self.wall.replace(tzinfo=None),
            self.duration_ms * _MS,
            self.rule,
            self.start,
            slot_id,
            self.early_ms * _MS,
            self.late_ms * _MS,
            self.prefer,
            self.season_id,
        )


class SlotOut(SlotIn):
    id: int
    channel: str

    @classmethod
    def of(cls, slot: GridSlot) -> Self:
        return cls(
            id=slot.id,
            channel=slot.channel,
            programme_id=slot.programme_id,
            first_day=slot.first_day,
            wall=slot.wall,
            duration_ms=slot.duration // _MS,
            rule=slot.rule,
            start=slot.start,
            early_ms=slot.early // _MS,
            late_ms=slot.late // _MS,
            prefer=slot.prefer,
            season_id=slot.season_id,
        )


class OccurrenceOut(BaseModel):
    """One airing of a slot; `slot_id` and `day` name it for ever, wherever it is moved."""

    slot_id: int
    day: date
    programme_id: int
    programme: str
    category: Category
    rating: Rating
    colour: str
    begins: datetime
    ends: datetime
    local_begins: datetime
    """Without an offset: what the station's clock on the wall shows."""
    local_ends: datetime
    start: Start
    moved: bool
    recurring: bool
    repeats: str
    """In words."""
    loses_to: str
    """Programme that takes its air where they overlap."""
    rule_id: int | None
    """Rule of the calendar that brings it; such a one has no slot, and is moved by its rule."""


class MoveIn(BaseModel):
    """Where an occurrence goes, in local time without an offset."""

    begins: datetime
    duration_ms: Annotated[int, Field(gt=0)]
    scope: Literal["one", "series"] = "one"


class ExceptionOut(BaseModel):
    """A single occurrence that is cancelled or moved."""

    slot_id: int
    day: date
    cancelled: bool
    to_day: date | None
    to_wall: time | None
    duration_ms: int | None

    @classmethod
    def of(cls, found: GridException) -> Self:
        duration = None if found.duration is None else found.duration // _MS
        return cls(
            slot_id=found.slot_id,
            day=found.day,
            cancelled=found.cancelled,
            to_day=found.to_day,
            to_wall=found.to_wall,
            duration_ms=duration,
        )


class UndoneOut(BaseModel):
    what: str
    name: str


@router.get("/programmes")
def list_programmes(session: Database, channel: TheChannel, _account: Staff) -> list[ProgrammeOut]:
    return [ProgrammeOut.of(each) for each in ProgrammeStore(session).all(channel.slug)]


@router.post("/programmes", status_code=201)
def add_programme(body: ProgrammeIn, channel: TheChannel, editing: Editing) -> ProgrammeOut:
    return ProgrammeOut.of(editing.save_programme(body.programme(channel.slug)))


@router.get("/programmes/{programme_id}")
def get_programme(programme_id: int, session: Database, _account: Staff) -> ProgrammeOut:
    return ProgrammeOut.of(ProgrammeStore(session).get(programme_id))


@router.put("/programmes/{programme_id}")
def change_programme(programme_id: int, body: ProgrammeIn, editing: Editing) -> ProgrammeOut:
    channel = editing.programmes.get(programme_id).channel
    return ProgrammeOut.of(editing.save_programme(body.programme(channel, programme_id)))


@router.delete("/programmes/{programme_id}", status_code=HTTP_204_NO_CONTENT)
def remove_programme(programme_id: int, editing: Editing) -> None:
    editing.remove_programme(programme_id)


@router.get("/slots")
def list_slots(session: Database, channel: TheChannel, _account: Staff) -> list[SlotOut]:
    return [SlotOut.of(each) for each in GridStore(session).slots(channel.slug)]


@router.post("/slots", status_code=201)
def add_slot(body: SlotIn, channel: TheChannel, editing: Editing) -> SlotOut:
    _check_slot(editing, body)
    return SlotOut.of(editing.add_slot(body.slot(channel.slug)))


@router.get("/slots/{slot_id}")
def get_slot(slot_id: int, session: Database, _account: Staff) -> SlotOut:
    return SlotOut.of(GridStore(session).get(slot_id))


@router.put("/slots/{slot_id}")
def change_slot(slot_id: int, body: SlotIn, editing: Editing) -> SlotOut:
    _check_slot(editing, body)
    channel = editing.grid.get(slot_id).channel
    return SlotOut.of(editing.change_slot(body.slot(channel, slot_id)))


@router.delete("/slots/{slot_id}", status_code=HTTP_204_NO_CONTENT)
def remove_slot(slot_id: int, editing: Editing) -> None:
    editing.remove_slot(slot_id)


@router.get("/occurrences")
def list_occurrences(
    page: ThePage,
    desk: TheDesk,
    session: Database,
    channel: TheChannel,
    _account: Staff,
    first: date,
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = 7,
) -> list[OccurrenceOut]:
    """Return what airs on these local days, from `first` on."""
    zone = desk.config.zone
    try:
        begins, ends = span_of_days(first, days, zone)
    except OverflowError:
        raise HTTPException(422) from None
    found = airtimes(session, desk.config, channel.slug, begins, ends)
    return [_occurrence(each, page) for each in found]


@router.put("/slots/{slot_id}/occurrences/{day}")
def move_occurrence(slot_id: int, day: date, body: MoveIn, editing: Editing) -> SlotOut:
    """Move or resize one occurrence, or the whole series as that one is moved."""
    to, duration = body.begins.replace(tzinfo=None), body.duration_ms * _MS
    move = editing.move_series if body.scope == "series" else editing.move_one
    return SlotOut.of(move(slot_id, day, to, duration))


@router.delete("/slots/{slot_id}/occurrences/{day}", status_code=HTTP_204_NO_CONTENT)
def cancel_occurrence(slot_id: int, day: date, editing: Editing) -> None:
    editing.cancel(slot_id, day)


@router.post("/slots/{slot_id}/occurrences/{day}/restore", status_code=HTTP_204_NO_CONTENT)
def restore_occurrence(slot_id: int, day: date, editing: Editing) -> None:
    """Put it back where its series has it."""
    editing.restore(slot_id, day)


@router.get("/exceptions")
def list_exceptions(session: Database, channel: TheChannel, _account: Staff) -> list[ExceptionOut]:
    return [ExceptionOut.of(each) for each in GridStore(session).exceptions(channel.slug)]


@router.post("/schedule/undo")
def undo(editing: Editing) -> UndoneOut:
    """Take back your own last change of programmes or grid, for ten minutes."""
    deed = editing.undo()
    return UndoneOut(what=deed.what, name=deed.name)


def _check_slot(editing: Editing, body: SlotIn) -> None:
    """Raise NotInSchedule for a programme or a season that is not there."""
    editing.programmes.get(body.programme_id)
    if body.season_id is not None:
        SeasonStore(editing.session).get(body.season_id)


def _occurrence(found: Airtime, page: ThePage) -> OccurrenceOut:
    occurrence, programme = found.occurrence, found.programme
    zone = page.desk.config.zone
    return OccurrenceOut(
        slot_id=occurrence.slot.id,
        day=occurrence.day,
        programme_id=programme.id,
        programme=programme.name,
        category=programme.category,
        rating=programme.rating,
        colour=found.colour,
        begins=occurrence.begins,
        ends=occurrence.ends,
        local_begins=occurrence.begins.astimezone(zone).replace(tzinfo=None),
        local_ends=occurrence.ends.astimezone(zone).replace(tzinfo=None),
        start=occurrence.slot.start,
        moved=occurrence.moved,
        recurring=found.recurring,
        repeats=sentence(occurrence.slot, page.language),
        loses_to=found.loses_to,
        rule_id=found.rule_id,
    )
