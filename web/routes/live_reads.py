"""/studio/live-reads: scripts that presenters read and tick, and corrections that are due."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from scheduler.stores import CampaignStore, LiveReadingStore
from web.campaign_board import board, duties
from web.channels import TheChannel
from web.deps import Audit, Database, Now, Presenter
from web.live_reads import ReadState, due, tick
from web.pages import ThePage

router = APIRouter(prefix="/studio/live-reads", include_in_schema=False)

Key = Annotated[str, Form(max_length=128)]


@router.get("")
def live_reads(
    page: ThePage, _account: Presenter, session: Database, channel: TheChannel, now: Now
) -> Response:
    """The part of a page that asks for itself again."""
    zone = page.desk.config.zone
    store = CampaignStore(session)
    cards = board(
        [one for one in store.all(channel.slug) if one.active and one.due_at], store, zone, now
    )
    return page.render(
        "parts/live_reads.html",
        channel=channel,
        reads=due(session, channel.slug, zone, now),
        duties=duties(card for stage in cards.values() for card in stage),
        ReadState=ReadState,
    )


@router.post("/tick")
def tick_one(
    page: ThePage,
    account: Presenter,
    session: Database,
    audit: Audit,
    channel: TheChannel,
    now: Now,
    key: Key,
) -> Response:
    """It was read: it counts now."""
    zone = page.desk.config.zone
    reading = tick(session, channel.slug, key, zone, now=now, by=account.name)
    audit.record(now, account.name, "live_read.ticked", key=key, title=reading.title)
    return live_reads(page, account, session, channel, now)


@router.post("/untick")
def untick_one(
    page: ThePage,
    account: Presenter,
    session: Database,
    audit: Audit,
    channel: TheChannel,
    now: Now,
    key: Key,
) -> Response:
    """It was ticked by mistake."""
    LiveReadingStore(session).untick(channel.slug, key)
    audit.record(now, account.name, "live_read.unticked", key=key)
    return live_reads(page, account, session, channel, now)
