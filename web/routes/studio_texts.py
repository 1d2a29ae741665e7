"""/studio/texts: the running texts that are shown now, and those that come."""

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from scheduler import publishing
from web.channels import TheChannel
from web.deps import Now, Operator
from web.pages import ThePage

router = APIRouter(include_in_schema=False)

AHEAD = timedelta(hours=12)


@router.get("/studio/texts")
def texts(page: ThePage, _account: Operator, channel: TheChannel, now: Now) -> Response:
    """A part of the studio page, which asks for it again each minute."""
    published = publishing.current(page.desk.paths.rundown(channel.slug))
    found = () if published is None else published.texts
    return page.render(
        "parts/running_texts.html",
        channel=channel,
        texts=[one for one in found if one.ends > now and one.begins < now + AHEAD],
    )
