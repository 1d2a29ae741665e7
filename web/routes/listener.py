"""/ for listeners. It needs neither an account nor, when the database is away, the database."""

import logging
from datetime import datetime

from fastapi import APIRouter, Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from station.broadcast_day import day_bounds, local_date
from station.config import Channel
from web.air_view import now_of
from web.assets import asset
from web.deps import PUBLIC, Now, TheDesk
from web.desk import Desk
from web.headers import stream_origin
from web.pages import ThePage
from web.programme_guide import GuideEntry, programmes
from web.stream_addresses import pictures, playlist, qualities

router = APIRouter(dependencies=[PUBLIC], include_in_schema=False)
logger = logging.getLogger(__name__)


@router.get("/")
def listen(page: ThePage, now: Now, channel: str = "") -> Response:
    """The page that plays."""
    desk = page.desk
    chosen = _channel(desk, channel)
    config = desk.config
    host = page.request.headers.get("host", "")
    stream = stream_origin(host, config.web.public_stream_url, config.streams.port)
    return page.render(
        "listener.html",
        channel=chosen,
        air=now_of(desk.hub.view(chosen.slug)),
        channels=_radio_first(desk),
        qualities=(pictures if chosen.shape else qualities)(chosen, stream),
        playlist=playlist(chosen, stream),
        guide=_today(desk, chosen, now),
    )


@router.get("/manifest.webmanifest")
def manifest(request: Request, desk: TheDesk) -> Response:
    """What a phone needs to keep the page as an app."""
    return JSONResponse(
        {
            "name": desk.config.name,
            "short_name": desk.config.name[:24],
            "start_url": "/",
            "display": "standalone",
            "background_color": "#0f1417",
            "theme_color": "#0f1417",
            "icons": [
                {"src": asset("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            ],
        },
        media_type="application/manifest+json",
    )


def _channel(desk: Desk, slug: str) -> Channel:
    try:
        return desk.config.channel(slug) if slug else _radio_first(desk)[0]
    except KeyError:
        raise HTTPException(404) from None


def _radio_first(desk: Desk) -> list[Channel]:
    return sorted(desk.config.channels, key=lambda each: each.kind == "tv")


def _today(desk: Desk, channel: Channel, now: datetime) -> list[GuideEntry]:
    begins, ends = day_bounds(local_date(now, desk.config.zone), desk.config.zone)
    try:
        with desk.sessions() as session:
            return programmes(session, desk.config, channel.slug, begins, ends)
    except SQLAlchemyError as error:
        logger.warning("no programme guide: %s", error)
        return []
