"""/reports/recordings: what of a day was recorded, and any stretch of it as a file."""

import logging
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse

from station import ffmpeg
from station.broadcast_day import local_date
from station.config import Channel
from station.recordings import Copy, Part, between
from web.channels import TheChannel
from web.clip_process import NotCut, cut
from web.clip_span import ClipSpan, clip_address, read_span
from web.deps import Now, Staff
from web.i18n import N_
from web.pages import Page, ThePage
from web.recording_day import gaps, recorded_hours
from web.slot_form import read_day
from web.week import sensible_day, span_of_days

logger = logging.getLogger(__name__)
router = APIRouter(prefix="/reports/recordings", include_in_schema=False)

Text = Annotated[str, Query(max_length=20)]

COPIES = {Copy.PROXY: N_("Small copy"), Copy.PROGRAMME: N_("Large copy")}
PROBLEMS = {
    "span": N_("Give a day and two times that differ."),
    "long": N_("One hour at most is fetched at a time."),
    "nothing": N_("Nothing of this stretch was recorded, or its time is over."),
    "failed": N_("The stretch could not be cut; the log says why."),
}


@router.get("")
def recordings(
    page: ThePage, _account: Staff, channel: TheChannel, now: Now, day: Text = ""
) -> Response:
    return _page(page, channel, now, day)


@router.get("/clip")
def clip(
    page: ThePage,
    _account: Staff,
    channel: TheChannel,
    now: Now,
    *,
    day: Text = "",
    begins: Text = "",
    ends: Text = "",
    copy: Copy = Copy.PROXY,
) -> Response:
    """The stretch as a file, as it was encoded; it begins and ends up to two seconds outside."""
    span = read_span(day, begins, ends, page.desk.config.zone)
    if span is None or span.too_long:
        return _page(page, channel, now, day, "span" if span is None else "long")
    parts = _held(page, channel, copy, span)
    if not parts:
        return _page(page, channel, now, day, "nothing")
    try:
        made = cut(parts, ffmpeg.binary(page.desk.config.ffmpeg), page.desk.paths.recordings)
    except (NotCut, OSError) as error:
        logger.error("no clip: %s", error, extra={"action": "clip_failed"})
        return _page(page, channel, now, day, "failed")
    local = span.begins.astimezone(page.desk.config.zone)
    name = f"{channel.slug}-{local:%Y%m%d-%H%M%S}.{made.suffix}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(made.size),
    }
    return StreamingResponse(made.read(), media_type=made.type, headers=headers)


def _held(page: Page, channel: Channel, copy: Copy, span: ClipSpan) -> list[Part]:
    """Return the parts of a copy, or of the other one where this has nothing; of one form."""
    folder = page.desk.paths.recordings / channel.slug
    for each in (copy, *(other for other in Copy if other is not copy)):
        if parts := between(folder / each, span.begins, span.ends):
            return [part for part in parts if part.path.suffix == parts[0].path.suffix]
    return []


def _page(page: Page, channel: Channel, now: datetime, wanted: str, problem: str = "") -> Response:
    zone = page.desk.config.zone
    day = sensible_day(read_day(wanted), local_date(now, zone))
    begins, ends = span_of_days(day, 1, zone)
    folder = page.desk.paths.recordings / channel.slug
    parts = {copy: between(folder / copy, begins, ends) for copy in Copy}
    return page.render(
        "reports/recordings.html",
        404 if problem == "nothing" else 422 if problem else 200,
        channel=channel,
        day=day,
        begins=begins,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        hours=recorded_hours(parts, begins, ends),
        gaps=gaps(parts, begins, ends, now),
        copies=COPIES,
        problem=page.gettext(PROBLEMS[problem]) if problem else "",
        settings=channel.recording,
        address=lambda first, last, copy: clip_address(channel.slug, first, last, zone, copy),
    )
