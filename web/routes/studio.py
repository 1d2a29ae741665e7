"""/studio: what is on and next, and the hands of the operator."""

import logging

from fastapi import APIRouter
from starlette.responses import Response

from media_library.store import CartStore
from station import wall
from station.config import Channel
from station.kinds import SPOTS, Kind
from station.ladder import Rung
from web import studio_words
from web.air_view import studio_of
from web.channels import TheChannel
from web.deps import Database, Operator, TheDesk
from web.headers import stream_origin
from web.pages import Page, ThePage
from web.stream_addresses import playlist
from web.waveform import Waveform, peaks_of, waveform
from web.words import KINDS

logger = logging.getLogger(__name__)
router = APIRouter(include_in_schema=False)

INSERTED_KINDS = (*SPOTS, Kind.JINGLE, Kind.STATION_ID, Kind.MUSIC)


@router.get("/studio")
def studio(page: ThePage, _account: Operator, channel: TheChannel) -> Response:
    return page.render(
        "studio.html",
        channel=channel,
        air=studio_of(page.desk.hub.view(channel.slug), page.words),
        rungs=sorted(Rung, reverse=True),
        inserted_kinds=INSERTED_KINDS,
        messages=_messages(page, channel.slug),
        coded=_coded(page),
        seen=_seen(page, channel),
    )


def _seen(page: Page, channel: Channel) -> str:
    """Return where the pictures of a television channel are, nothing on radio."""
    if channel.shape is None:
        return ""
    config = page.desk.config
    host = page.request.headers.get("host", "")
    stream = stream_origin(host, config.web.public_stream_url, config.streams.port)
    return playlist(channel, stream)


@router.get("/studio/messages")
def emergency_messages(page: ThePage, _account: Operator, channel: TheChannel) -> Response:
    """The emergency messages as the air knows them."""
    return page.render(
        "parts/emergency_messages.html", channel=channel, messages=_messages(page, channel.slug)
    )


@router.get("/studio/carts")
def find_carts(
    page: ThePage, _account: Operator, session: Database, text: str = "", kind: str = "psa"
) -> Response:
    """The list inside the dialog that puts a recording on the air."""
    wanted = Kind(kind) if kind in INSERTED_KINDS else Kind.PSA
    found = CartStore(session).search(text[:100], wanted, order="title", limit=30)
    return page.render("parts/carts_to_insert.html", found=found)


@router.get("/studio/waveform/{cart_id}")
def show_waveform(cart_id: int, _account: Operator, session: Database, desk: TheDesk) -> Waveform:
    """The shape of a recording between its cues, as 240 columns; none while overloaded."""
    store = CartStore(session)
    return waveform(store.get(cart_id), peaks_of(cart_id, store, desk))


def _messages(page: Page, channel: str) -> tuple[wall.Button, ...] | None:
    """Return the emergency messages, None when what is published cannot be read."""
    try:
        return wall.read(page.desk.paths.wall(channel)).emergency
    except wall.WallUnreadable:
        logger.exception("no emergency messages", extra={"action": "wall_unreadable"})
        return None


def _coded(page: Page) -> dict[str, object]:
    """Return the words of the page's script for the codes that the air speaks in."""
    tables = {
        "kinds": KINDS,
        "alarms": studio_words.ALARMS,
        "liveStates": studio_words.LIVE_STATES,
        "doors": studio_words.DOORS,
        "undoable": studio_words.UNDOABLE,
        "shedWork": studio_words.SHED,
    }
    told = {name: studio_words.in_words(table, page.language) for name, table in tables.items()}
    return {**studio_words.in_words(studio_words.BACKTIMING, page.language), **told}
