"""/api/v1/campaigns: announcements, their days and their plays."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from scheduler.airing import Outcome
from scheduler.stores import CampaignStore
from scheduler.traffic.campaign import TOPIC_GAP_MIN, Campaign, Plays
from scheduler.traffic.purpose import Priority, Purpose
from scheduler.week.programme import Category
from station.broadcast_day import local_date
from web.campaign_board import Phase, Stage, card_of, stage_of
from web.campaign_editing import Editing
from web.campaign_proof import lines
from web.channels import TheChannel
from web.deps import Database, Now, Staff, TheDesk

router = APIRouter(prefix="/api/v1/campaigns", tags=["campaigns"])

Line = Annotated[str, Field(max_length=300)]


class CampaignIn(BaseModel):
    """An order for announcements."""

    model_config = ConfigDict(extra="forbid")

    title: Line
    agency: Line = ""
    letter_number: Line = ""
    cart_ids: Annotated[list[int], Field(max_length=20)] = []
    first_day: date
    last_day: date
    plays: Plays
    weekdays: list[int] = []
    active: bool = True
    notes: Annotated[str, Field(max_length=2000)] = ""
    weights: Annotated[list[int], Field(max_length=20)] = []
    topic: Line = ""
    topic_gap_min: int = TOPIC_GAP_MIN
    priority: Priority = Priority.NORMAL
    paid: bool = False
    category: Category = Category.SUPPORT
    purpose: Purpose = Purpose.ANNOUNCEMENT
    reported_at: AwareDatetime | None = None
    due_hours: int = 24
    hoaxed_cart_id: int | None = None
    sequence: Line = ""
    phase: int = 0
    participant: Line = ""
    live_read: bool = False
    script: Annotated[str, Field(max_length=10_000)] = ""
    declared_s: int = 0
    running_text: Annotated[str, Field(max_length=240)] = ""
    """Shown on the days of the flight; an urgent one before all others. Empty: none."""


class CampaignOut(BaseModel):
    """An order as it is stored."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    channel: str
    title: str
    agency: str
    letter_number: str
    cart_ids: tuple[int, ...]
    first_day: date
    last_day: date
    plays: Plays
    weekdays: tuple[int, ...]
    active: bool
    notes: str
    agency_id: int | None
    weights: tuple[int, ...]
    topic: str
    topic_gap_min: int
    priority: Priority
    paid: bool
    category: Category
    purpose: Purpose
    reported_at: datetime | None
    due_at: datetime | None
    hoaxed_cart_id: int | None
    sequence: str
    phase: int
    participant: str
    live_read: bool
    script: str
    declared_s: int
    running_text: str
    stage: Stage = Stage.RUNNING


class StandingOut(BaseModel):
    """How an order stands."""

    ordered: int
    aired: int
    cut: int
    made_good: int
    owed: int
    """Missed plays that may still be made good."""
    shortfall: int
    first_aired: datetime | None
    overdue: bool
    phase: Phase | None


class DayOut(BaseModel):
    """One day of a flight."""

    model_config = ConfigDict(from_attributes=True)

    day: date
    ordered: int
    planned: int
    aired: int
    cut: int
    made_good: int


class PlayOut(BaseModel):
    """One play, planned or aired."""

    planned: datetime | None
    started: datetime | None
    heard_ms: int
    outcome: Outcome
    made_good: bool
    programme: str
    by: str
    cart_id: int | None
    sha256: str


@router.get("")
def every(
    session: Database, channel: TheChannel, desk: TheDesk, _account: Staff, now: Now
) -> list[CampaignOut]:
    """Every announcement of a channel, the newest flight first."""
    return [_out(found, desk, now) for found in CampaignStore(session).all(channel.slug)]


@router.post("", status_code=201)
def add(
    body: CampaignIn, channel: TheChannel, desk: TheDesk, editing: Editing, now: Now
) -> CampaignOut:
    """Order an announcement; the rundown is planned again when the answer is sent."""
    return _out(editing.save(_campaign(body, channel.slug)), desk, now)


@router.get("/{campaign_id}")
def show(
    campaign_id: int, session: Database, desk: TheDesk, _account: Staff, now: Now
) -> CampaignOut:
    return _out(CampaignStore(session).get(campaign_id), desk, now)


@router.put("/{campaign_id}")
def change(
    campaign_id: int, body: CampaignIn, desk: TheDesk, editing: Editing, now: Now
) -> CampaignOut:
    """Change an order; `active` false stops it."""
    before = editing.campaigns.get(campaign_id)
    return _out(editing.save(_campaign(body, before.channel, before)), desk, now)


@router.delete("/{campaign_id}", status_code=204)
def remove(campaign_id: int, editing: Editing) -> None:
    """Delete an order that never aired."""
    editing.remove(campaign_id)


@router.get("/{campaign_id}/standing")
def stands(
    campaign_id: int, session: Database, desk: TheDesk, _account: Staff, now: Now
) -> StandingOut:
    """What was ordered, heard, made good, is owed and missing."""
    store = CampaignStore(session)
    card = card_of(store.get(campaign_id), store, desk.config.zone, now)
    return StandingOut(
        ordered=card.ordered,
        aired=card.aired,
        cut=card.cut,
        made_good=card.made_good,
        owed=card.owed,
        shortfall=card.shortfall,
        first_aired=card.first_aired,
        overdue=card.duty is not None and card.duty.overdue,
        phase=card.phase,
    )


@router.get("/{campaign_id}/days")
def days(
    campaign_id: int, session: Database, desk: TheDesk, _account: Staff, now: Now
) -> list[DayOut]:
    """Ordered, planned and aired plays of each day."""
    store = CampaignStore(session)
    card = card_of(store.get(campaign_id), store, desk.config.zone, now)
    return [DayOut.model_validate(day) for day in card.days]


@router.get("/{campaign_id}/airings")
def airings(
    campaign_id: int,
    session: Database,
    desk: TheDesk,
    _account: Staff,
    now: Now,
    heard: Annotated[bool, Query(description="Only what was on the air.")] = False,
) -> list[PlayOut]:
    """Every play with its exact times, those to come too."""
    campaign = CampaignStore(session).get(campaign_id)
    found = lines(session, campaign, desk.config.zone, now)
    return [
        PlayOut(
            planned=line.planned,
            started=line.started,
            heard_ms=round(line.seconds * 1000),
            outcome=line.outcome,
            made_good=line.made_good,
            programme=line.programme,
            by=line.by,
            cart_id=line.cart.id if line.cart else None,
            sha256=line.cart.sha256 if line.cart else "",
        )
        for line in found
        if line.heard or not heard
    ]


def _campaign(body: CampaignIn, channel: str, before: Campaign | None = None) -> Campaign:
    return Campaign(
        channel=channel,
        title=body.title,
        cart_ids=tuple(body.cart_ids),
        first_day=body.first_day,
        last_day=body.last_day,
        plays=body.plays,
        agency=body.agency,
        letter_number=body.letter_number,
        weekdays=tuple(body.weekdays),
        active=body.active,
        notes=body.notes,
        weights=tuple(body.weights),
        topic=body.topic,
        topic_gap_min=body.topic_gap_min,
        priority=body.priority,
        paid=body.paid,
        category=body.category,
        purpose=body.purpose,
        reported_at=body.reported_at,
        due_hours=body.due_hours,
        hoaxed_cart_id=body.hoaxed_cart_id,
        sequence=body.sequence,
        phase=body.phase,
        participant=body.participant,
        live_read=body.live_read,
        script=body.script,
        declared_s=body.declared_s,
        running_text=body.running_text,
        effective_at=before.effective_at if before else None,
        id=before.id if before else 0,
    )


def _out(campaign: Campaign, desk: TheDesk, now: Now) -> CampaignOut:
    stage = stage_of(campaign, local_date(now, desk.config.zone))
    return CampaignOut.model_validate(campaign).model_copy(update={"stage": stage})
