"""/reports/recordings: what was recorded, what aired in it, any stretch of it as a file."""

import logging
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from scheduler.stores import AiringStore
from station import ffmpeg
from station.broadcast_day import local_date
from station.config import Channel
from station.recordings import Copy, Part, between
from web.aired_items import AiredItems
from web.channels import TheChannel
from web.clip_process import Clip, NotCut, cut
from web.clip_span import PAGE, ClipSpan, clip_address, read_span
from web.deps import Audit, Database, Now, Staff
from web.fetched_clips import FetchedClip, FetchedClips, read_sha256
from web.i18n import N_
from web.pages import ThePage
from web.recording_day import gaps, recorded_hours
from web.recording_words import kept, troubles
from web.slot_form import read_day
from web.week import sensible_day, span_of_days

logger = logging.getLogger(__name__)
router = APIRouter(prefix=PAGE, include_in_schema=False)

Text = Annotated[str, Query(max_length=20)]
Code = Annotated[str, Query(max_length=300)]

SHOWN = 20
"""So many of the clips that were fetched are on the page."""
COPIES = {Copy.PROXY: N_("Small copy"), Copy.PROGRAMME: N_("Large copy")}
PROBLEMS = {
    "span": N_("Give a day and two times that differ."),
    "long": N_("One hour at most is fetched at a time."),
    "nothing": N_("Nothing of this stretch was recorded, or its time is over."),
    "failed": N_("The stretch could not be cut; the log says why."),
}


class Recording:
    """The recording of one channel, and what is known of it."""

    def __init__(
        self, page: ThePage, session: Database, audit: Audit, channel: TheChannel, now: Now
    ) -> None:
        self.page = page
        self.channel: Channel = channel
        self.now = now
        self.zone = page.desk.config.zone
        self.folder = page.desk.paths.recordings / channel.slug
        self.fetched = FetchedClips(audit, channel.slug)
        self.items = AiredItems(AiringStore(session), channel.slug, self.zone, now)

    def held(self, copy: Copy, span: ClipSpan) -> list[Part]:
        """Return the parts of a copy, or of the other where this has nothing; all of one form."""
        for each in (copy, *(other for other in Copy if other is not copy)):
            if parts := between(self.folder / each, span.begins, span.ends):
                return [part for part in parts if part.path.suffix == parts[0].path.suffix]
        return []

    def name(self, span: ClipSpan, clip: Clip) -> str:
        local = span.begins.astimezone(self.zone)
        return f"{self.channel.slug}-{local:%Y%m%d-%H%M%S}.{clip.suffix}"

    def address(self, first: datetime, last: datetime, copy: Copy) -> str:
        return clip_address(self.channel.slug, first, last, self.zone, copy)

    def listed(self, first: datetime, last: datetime) -> str:
        """Return where it is told what aired in a stretch."""
        return clip_address(self.channel.slug, first, last, self.zone, path=PAGE)


TheRecording = Annotated[Recording, Depends(Recording)]


@router.get("")
def recordings(
    recording: TheRecording,
    _account: Staff,
    *,
    day: Text = "",
    begins: Text = "",
    ends: Text = "",
    copy: Copy = Copy.PROXY,
    sha256: Code = "",
) -> Response:
    span = read_span(day, begins, ends, recording.zone)
    problem = "span" if span is None and (begins or ends) else ""
    return _page(recording, day, span, copy, problem, sha256)


@router.get("/clip")
def clip(
    recording: TheRecording,
    account: Staff,
    *,
    day: Text = "",
    begins: Text = "",
    ends: Text = "",
    copy: Copy = Copy.PROXY,
) -> Response:
    """The stretch as a file, as it was encoded; it begins and ends up to two seconds outside."""
    span = read_span(day, begins, ends, recording.zone)
    if span is None or span.too_long:
        return _page(recording, day, span, copy, "span" if span is None else "long")
    parts = recording.held(copy, span)
    if not parts:
        return _page(recording, day, span, copy, "nothing")
    desk = recording.page.desk
    try:
        made = cut(parts, ffmpeg.binary(desk.config.ffmpeg), desk.paths.recordings)
    except (NotCut, OSError) as error:
        logger.error("no clip: %s", error, extra={"action": "clip_failed"})
        return _page(recording, day, span, copy, "failed")
    name = recording.name(span, made)
    recording.fetched.note(recording.now, account.name, span, parts, name, made)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(made.size),
    }
    return StreamingResponse(made.read(), media_type=made.type, headers=headers)


@router.get("/fetched/{number}")
def certificate(recording: TheRecording, _account: Staff, number: int) -> Response:
    """What was handed out, to be printed and signed: its span, what aired in it, its SHA-256."""
    found = recording.fetched.get(number)
    if found is None:
        raise HTTPException(404)
    return recording.page.render(
        "reports/clip_certificate.html",
        channel=recording.channel,
        clip=found,
        copies=COPIES,
        items=recording.items.between(found.begins, found.ends, found.copy),
    )


def _page(
    recording: Recording,
    wanted: str,
    span: ClipSpan | None,
    copy: Copy,
    problem: str = "",
    sha256: str = "",
) -> Response:
    page, channel, now = recording.page, recording.channel, recording.now
    day = sensible_day(read_day(wanted), local_date(now, recording.zone))
    begins, ends = span_of_days(day, 1, recording.zone)
    parts = {each: between(recording.folder / each, begins, ends) for each in Copy}
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
        copy=copy,
        span=span,
        items=recording.items.between(span.begins, span.ends, copy) if span else [],
        problem=page.gettext(PROBLEMS[problem]) if problem else "",
        kept=list(kept(channel, page.language)),
        address=recording.address,
        listed=recording.listed,
        troubles=list(troubles(page.desk.outputs.view, channel.slug, page.language)),
        sha256=sha256,
        **_fetched(recording.fetched, sha256),
    )


def _fetched(clips: FetchedClips, sha256: str) -> dict[str, bool | list[FetchedClip]]:
    """Return what was fetched: the last ones, or those of one file; and whether that is a code."""
    code = read_sha256(sha256)
    if sha256 and code is None:
        return {"fetched": [], "no_code": True}
    return {"fetched": clips.newest(SHOWN, code or ""), "no_code": False}
