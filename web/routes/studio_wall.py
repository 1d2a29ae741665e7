"""/studio/wall: the buttons of the studio page, as the air knows them."""

import hashlib

from fastapi import APIRouter
from starlette.responses import Response

from station.wall import read
from web.channels import TheChannel
from web.deps import Operator, TheDesk
from web.pages import ThePage

router = APIRouter(include_in_schema=False)


@router.get("/studio/wall")
def studio_wall(
    page: ThePage, desk: TheDesk, _account: Operator, channel: TheChannel, seen: str = ""
) -> Response:
    """The published wall; nothing when it is still the one that was seen."""
    wall = read(desk.paths.wall(channel.slug))
    version = hashlib.sha256(f"{wall} {page.language.code}".encode()).hexdigest()[:16]
    if seen == version:
        return Response(status_code=204)
    return page.render("wall/studio.html", channel=channel, wall=wall, version=version)
