"""/api/v1/as-run: scheduled against actual."""

from datetime import datetime, timedelta
from typing import Self

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel
from starlette.exceptions import HTTPException

from scheduler.airing import Comparison, Outcome
from scheduler.stores import AiringStore
from station.audio import span_of
from station.kinds import Kind
from web.as_run_report import source_of
from web.channels import TheChannel
from web.deps import Database, Now, Staff

router = APIRouter(prefix="/api/v1", tags=["reports"])

LONGEST = timedelta(days=31)
_MS = timedelta(milliseconds=1)


class AsRunOut(BaseModel):
    """One line: planned, aired, or both."""

    outcome: Outcome
    item_key: str
    cart_id: int | None
    kind: Kind | None
    title: str
    artist: str
    programme: str
    campaign_id: int | None
    planned: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    error_ms: int | None
    heard_ms: int
    started_by: str | None
    ended_by: str | None
    by: str
    rundown_version: int

    @classmethod
    def of(cls, line: Comparison) -> Self:
        source, airing, planned = source_of(line), line.airing, line.planned
        return cls(
            outcome=line.outcome,
            item_key=source.item_key,
            cart_id=source.cart_id,
            kind=source.kind,
            title=source.title,
            artist=source.artist,
            programme=source.programme,
            campaign_id=source.campaign_id,
            planned=planned.begins if planned else None,
            started_at=airing.started_at if airing else None,
            ended_at=airing.ended_at if airing else None,
            error_ms=line.error_ms,
            heard_ms=span_of(airing.frames) // _MS if airing else 0,
            started_by=airing.started_by if airing else None,
            ended_by=airing.ended_by if airing else None,
            by=airing.by if airing else "",
            rundown_version=airing.rundown_version if airing else 0,
        )


@router.get("/as-run")
def as_run(
    session: Database,
    channel: TheChannel,
    _account: Staff,
    now: Now,
    *,
    begins: AwareDatetime,
    ends: AwareDatetime,
) -> list[AsRunOut]:
    """Return scheduled against actual for a span of at most 31 days."""
    if not timedelta(0) < ends - begins <= LONGEST:
        raise HTTPException(422)
    found = AiringStore(session).compared(channel.slug, begins, ends, now=now)
    return [AsRunOut.of(line) for line in found]
