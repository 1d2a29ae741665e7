"""/studio/live-reads: scripts that presenters read and tick, and corrections that are due."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from scheduler.stores import CampaignStore
from web.campaign_board import board, duties
from web.channels import TheChannel
from web.deps import Presenter
from web.live_reader import LiveReader, Reader
from web.live_reads import ReadState, due
from web.pages import Page, ThePage

router = APIRouter(prefix="/studio/live-reads", include_in_schema=False)

Key = Annotated[str, Form(max_length=128)]


@router.get("")
def live_reads(page: ThePage, _account: Presenter, channel: TheChannel, reader: Reader) -> Response:
    """The part of a page that asks for itself again."""
    return _part(page, channel, reader)


@router.post("/tick")
def tick_one(
    page: ThePage, _account: Presenter, channel: TheChannel, reader: Reader, key: Key
) -> Response:
    """It was read: it counts now."""
    reader.tick(key)
    return _part(page, channel, reader)


@router.post("/untick")
def untick_one(
    page: ThePage, _account: Presenter, channel: TheChannel, reader: Reader, key: Key
) -> Response:
    """It was ticked by mistake."""
    reader.untick(key)
    return _part(page, channel, reader)


def _part(page: Page, channel: TheChannel, reader: LiveReader) -> Response:
    zone, now = page.desk.config.zone, reader.now
    store = CampaignStore(reader.session)
    cards = board(
        [one for one in store.all(channel.slug) if one.active and one.due_at], store, zone, now
    )
    return page.render(
        "parts/live_reads.html",
        channel=channel,
        reads=due(reader.session, channel.slug, zone, now),
        duties=duties(card for stage in cards.values() for card in stage),
        ReadState=ReadState,
        may_untick=reader.may_untick,
    )
