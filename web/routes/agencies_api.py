"""/api/v1/agencies and /api/v1/live-reads: who orders, and what presenters read."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from scheduler.stores import AgencyStore
from scheduler.traffic.agency import Agency
from web.agency_report import agency_lines
from web.channels import TheChannel
from web.deps import Audit, Database, Humas, Now, Presenter, Staff, TheDesk
from web.live_reader import Reader
from web.live_reads import ReadState, due
from web.replanning import Replans

router = APIRouter(prefix="/api/v1", tags=["campaigns"])

Line = Annotated[str, Field(max_length=300)]


class AgencyIn(BaseModel):
    """An agency."""

    model_config = ConfigDict(extra="forbid")

    name: Line
    cap_per_day: int | None = None
    contact: Line = ""


class AgencyOut(BaseModel):
    """An agency as it is stored."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    cap_per_day: int | None
    contact: str
    names: tuple[str, ...]


class FairnessOut(BaseModel):
    """How an agency fared in a span of days."""

    agency_id: int
    name: str
    ordered: int
    aired: int
    missing: int


class LiveReadOut(BaseModel):
    """One script at one time."""

    key: str
    campaign_id: int
    title: str
    script: str
    at: datetime
    latest: datetime
    state: ReadState
    seconds: int
    paid: bool
    read_at: datetime | None
    by: str


@router.get("/agencies")
def every(session: Database, _account: Staff) -> list[AgencyOut]:
    """Every agency, by name."""
    return [AgencyOut.model_validate(agency) for agency in AgencyStore(session).all()]


@router.post("/agencies", status_code=201)
def add(body: AgencyIn, session: Database, account: Humas, audit: Audit, now: Now) -> AgencyOut:
    stored = AgencyStore(session).save(Agency(**body.model_dump()))
    audit.record(now, account.name, "agency.added", agency=stored.id, name=stored.name)
    return AgencyOut.model_validate(stored)


@router.put("/agencies/{agency_id}")
def change(
    agency_id: int,
    body: AgencyIn,
    session: Database,
    account: Humas,
    audit: Audit,
    replan: Replans,
    desk: TheDesk,
    now: Now,
) -> AgencyOut:
    """Change an agency; its orders follow a new name."""
    stored = AgencyStore(session).save(Agency(**body.model_dump(), id=agency_id))
    audit.record(now, account.name, "agency.changed", agency=stored.id, name=stored.name)
    for channel in desk.config.channels:
        replan(channel.slug)
    return AgencyOut.model_validate(stored)


@router.get("/agencies/fairness")
def fairness(
    session: Database, channel: TheChannel, desk: TheDesk, _account: Staff, first: date, last: date
) -> list[FairnessOut]:
    """Ordered and heard plays of each agency in a span of local days."""
    found = agency_lines(session, channel.slug, first, last, desk.config.zone)
    return [
        FairnessOut(
            agency_id=line.agency.id,
            name=line.agency.name,
            ordered=line.ordered,
            aired=line.aired,
            missing=line.missing,
        )
        for line in found
    ]


@router.get("/live-reads")
def live_reads(
    channel: TheChannel, desk: TheDesk, _account: Presenter, reader: Reader
) -> list[LiveReadOut]:
    """Scripts around now: coming, due, read or missed."""
    return [
        LiveReadOut(
            key=one.key,
            campaign_id=one.campaign.id,
            title=one.campaign.title,
            script=one.campaign.script,
            at=one.at,
            latest=one.latest,
            state=one.state,
            seconds=one.campaign.declared_s,
            paid=one.campaign.paid,
            read_at=one.reading.read_at if one.reading else None,
            by=one.reading.by if one.reading else "",
        )
        for one in due(reader.session, channel.slug, desk.config.zone, reader.now)
    ]


@router.post("/live-reads/{key}", status_code=204)
def tick_one(key: str, _account: Presenter, reader: Reader) -> None:
    """It was read: it counts."""
    reader.tick(key)


@router.delete("/live-reads/{key}", status_code=204)
def untick(key: str, _account: Presenter, reader: Reader) -> None:
    """It was ticked by mistake."""
    reader.untick(key)
