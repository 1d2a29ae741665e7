"""/schedule/why-not: why a recording, a programme or an announcement is not on at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel
from sqlalchemy.orm import Session
from starlette.responses import Response

from media_library.fold import fold
from media_library.store import CartStore
from scheduler.planner.inputs import PlanInputs
from scheduler.planner.plan import Plan
from scheduler.planner.why_not import Cause, Told, of_campaign, of_programme, of_recording
from scheduler.planning import Planning
from scheduler.stores import CampaignStore, ProgrammeStore
from web.channels import TheChannel
from web.deps import Database, Now, Staff
from web.desk import Desk
from web.pages import Page, ThePage
from web.why_not_words import WhyNotWords

router = APIRouter()

What = Literal["recording", "programme", "campaign"]
_ASK: dict[str, Callable[[PlanInputs, Plan, int, datetime], list[Told]]] = {
    "recording": of_recording,
    "programme": of_programme,
    "campaign": of_campaign,
}
FOUND = 12
Text = Annotated[str, Query(max_length=100)]


class CauseOut(BaseModel):
    """One cause; the first one decides."""

    cause: Cause
    about: dict[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """Something that may be asked about."""

    what: What
    number: int
    name: str


@router.get("/schedule/why-not", include_in_schema=False)
def why_not_page(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    now: Now,
    *,
    text: Text = "",
    at: Annotated[str, Query(max_length=30)] = "",
    what: str = "",
    number: int = 0,
) -> Response:
    """Find what is meant by its name; then explain."""
    moment = _moment(page, at, now)
    told: list[Told] = []
    if what in _ASK and number:
        told = _told(page.desk, session, channel.slug, what, number=number, at=moment)
    words = WhyNotWords(page.language, page.times)
    return page.render(
        "schedule/why_not.html",
        channel=channel,
        text=text,
        at=moment,
        local=moment.astimezone(page.desk.config.zone),
        found=_found(session, channel.slug, text) if text.strip() else [],
        asked=(what, number),
        sentences=[words.sentence(each, moment) for each in told],
    )


@router.get("/api/v1/rundown/why-not", tags=["rundown"])
def why_not(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    *,
    what: What,
    number: int,
    at: AwareDatetime,
) -> list[CauseOut]:
    """Explain from the plan and its rules why something is not on at an instant."""
    told = _told(page.desk, session, channel.slug, what, number=number, at=at.astimezone(UTC))
    words = WhyNotWords(page.language, page.times)
    return [
        CauseOut(cause=each.cause, about=dict(each.about), text=words.sentence(each, at))
        for each in told
    ]


def _told(
    desk: Desk, session: Session, channel: str, what: str, *, number: int, at: datetime
) -> list[Told]:
    """Plan as the planner would now, and ask about the answer; nothing is published."""
    seen: list[PlanInputs] = []

    def noted(inputs: PlanInputs) -> PlanInputs:
        seen.append(inputs)
        return inputs

    planning = Planning(desk.config, desk.paths, desk.sessions, desk.clock)
    answer = planning.draft(session, channel, noted)
    return _ASK[what](seen[-1], answer, number, at)


def _found(session: Session, channel: str, text: str) -> list[Named]:
    words = fold(text).split()
    page = CartStore(session).search(text, order="title", limit=FOUND)
    named: list[Named] = [
        Named("recording", cart.id, f"{cart.title} · {cart.artist}".rstrip(" ·"))
        for cart in page.carts
    ]
    for programme in ProgrammeStore(session).all(channel):
        if all(word in fold(programme.name) for word in words):
            named.append(Named("programme", programme.id, programme.name))
    for campaign in CampaignStore(session).all(channel):
        if all(word in fold(campaign.title) for word in words):
            named.append(Named("campaign", campaign.id, campaign.title))
    return named


def _moment(page: Page, typed: str, now: datetime) -> datetime:
    """Read a local date and time; without one it is now."""
    try:
        local = datetime.fromisoformat(typed)
    except ValueError:
        return now
    zone = page.desk.config.zone
    return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)
