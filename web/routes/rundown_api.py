"""/api/v1: the published rundown, what the air makes of it, and operators' overrides of it."""

from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, Field
from starlette.exceptions import HTTPException

from scheduler.override import Override, Wish
from scheduler.stores import OverrideStore
from station.kinds import Kind
from station.rundown import Start
from web.air_commands import forecast
from web.air_view import ForecastOut, forecast_of
from web.channels import TheChannel
from web.deps import Database, Now, Staff, TheDesk
from web.pages import ThePage
from web.publication import ThePublication
from web.rundown_editing import EditingRundown
from web.rundown_view import Line, lines, published
from web.schedule_words import ScheduleWords

router = APIRouter(prefix="/api/v1", tags=["rundown"])

LONGEST = timedelta(days=3)
_MS = timedelta(milliseconds=1)
_A_DAY_MIN = 24 * 60


class ItemOut(BaseModel):
    """One line of the rundown."""

    key: str
    begins: datetime
    length_ms: int
    kind: Kind
    title: str
    artist: str
    programme: str
    start: Start
    cart_id: int
    why: str
    fade_ms: int
    """More than 0 where the plan trims it."""
    changeable: bool

    @classmethod
    def of(cls, line: Line) -> Self:
        return cls(
            key=line.key,
            begins=line.begins,
            length_ms=line.length // _MS,
            kind=line.kind,
            title=line.title,
            artist=line.artist,
            programme=line.programme,
            start=line.start,
            cart_id=line.cart_id,
            why=line.why,
            fade_ms=line.fade // _MS,
            changeable=line.item is not None,
        )


class RundownOut(BaseModel):
    """What is planned in a stretch of air."""

    channel: str
    version: int
    made_at: datetime | None
    checksum: str
    items: list[ItemOut]


class OverrideIn(BaseModel):
    """A wish: move or remove the item `item_key`, or insert the recording `cart_id`."""

    wish: Literal["insert", "move", "remove"]
    item_key: Annotated[str, Field(max_length=200)] = ""
    after_key: Annotated[str, Field(max_length=200)] = ""
    cart_id: int = 0
    at: AwareDatetime | None = None
    """With `insert`, instead of `after_key`."""
    start: Start = Start.SOFT
    """With `at`."""


class OverrideOut(BaseModel):
    id: int
    wish: Wish
    at: datetime
    cart_id: int
    item_key: str
    after_key: str
    start: Start
    by: str
    made_at: datetime | None
    undone_at: datetime | None

    @classmethod
    def of(cls, override: Override) -> Self:
        return cls(**{name: getattr(override, name) for name in cls.model_fields})


@router.get("/rundown")
def rundown(
    page: ThePage,
    desk: TheDesk,
    session: Database,
    channel: TheChannel,
    publication: ThePublication,
    _account: Staff,
    now: Now,
    *,
    begins: AwareDatetime | None = None,
    ends: AwareDatetime | None = None,
) -> RundownOut:
    """Return what is planned in the span, at most three days; without one, the next hour."""
    begins = begins or now
    ends = ends or begins + timedelta(hours=1)
    if not timedelta(0) < ends - begins <= LONGEST:
        raise HTTPException(422)
    found = lines(
        session,
        channel.slug,
        published(desk.paths, channel.slug),
        begins=begins,
        ends=ends,
        now=now,
        words=page.words,
        said=ScheduleWords(page.language),
    )
    return RundownOut(
        channel=channel.slug,
        version=publication.version,
        made_at=publication.made_at,
        checksum=publication.checksum,
        items=[ItemOut.of(line) for line in found],
    )


@router.get("/channels/{slug}/forecast")
def expected(
    slug: str,
    page: ThePage,
    desk: TheDesk,
    _account: Staff,
    now: Now,
    *,
    minutes: Annotated[int, Query(ge=1, le=_A_DAY_MIN)] = 180,
) -> ForecastOut:
    """What the air itself expects: what it will fade, leave out and fill, and when."""
    if slug not in {channel.slug for channel in desk.config.channels}:
        raise HTTPException(404)
    return forecast_of(slug, forecast(desk.paths, slug, minutes), now, page.words)


@router.get("/overrides")
def list_overrides(session: Database, channel: TheChannel, _account: Staff) -> list[OverrideOut]:
    """Return the last fifty, the newest first."""
    return [OverrideOut.of(each) for each in OverrideStore(session).newest(channel.slug)]


@router.post("/overrides", status_code=201)
def add_override(body: OverrideIn, editing: EditingRundown) -> OverrideOut:
    match body.wish:
        case "remove":
            made = editing.remove(body.item_key)
        case "move":
            made = editing.move_after(body.item_key, body.after_key)
        case "insert" if body.at is not None:
            made = editing.insert_at(body.cart_id, body.at, body.start)
        case _:
            made = editing.insert_after(body.cart_id, body.after_key)
    return OverrideOut.of(made)


@router.delete("/overrides/{override_id}")
def undo_override(override_id: int, editing: EditingRundown) -> OverrideOut:
    """Take it back; the entry stays, marked as undone."""
    return OverrideOut.of(editing.undo(override_id))
