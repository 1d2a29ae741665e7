"""/studio/texts: the running texts that are shown now, those that come, and what cannot wait."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from scheduler import publishing
from scheduler.feeds import board
from web.channels import TheChannel
from web.deps import Audit, Now, Operator
from web.pages import Page, ThePage
from web.urgent_texts import LONGEST, UrgentTexts

router = APIRouter(prefix="/studio/texts", include_in_schema=False)

AHEAD = timedelta(hours=12)
MINUTES = (15, 30, 60, 180, 360, 720)
"""For how long words of the desk may be shown."""
HEADLINES, HEADLINE_MINUTES = 8, 60

Words = Annotated[str, Form(max_length=2_000)]
Minutes = Annotated[int, Form(ge=1, le=24 * 60)]
Key = Annotated[str, Form(max_length=200)]


@router.get("")
def texts(page: ThePage, _account: Operator, channel: TheChannel, now: Now) -> Response:
    """A part of the studio page, whose list asks for itself again each minute."""
    return _part(page, channel, now)


@router.post("")
def show(
    page: ThePage,
    account: Operator,
    channel: TheChannel,
    audit: Audit,
    now: Now,
    urgent_words: Words = "",
    minutes: Minutes = 60,
) -> Response:
    """Show words at once."""
    words = urgent_words.strip()
    if not words or len(words) > LONGEST:
        told = page.gettext("Write 1 to 240 letters.")
        return _part(page, channel, now, words, {"urgent_words": told})
    text = UrgentTexts(page.desk.paths.rundown(channel.slug), now).add(words, minutes)
    about = {"channel": channel.slug, "text": text.text, "minutes": minutes}
    audit.record(now, account.name, "text.urgent", **about)
    return _part(page, channel, now)


@router.post("/headline")
def run_headline(
    page: ThePage, account: Operator, channel: TheChannel, audit: Audit, now: Now, text: Words
) -> Response:
    """Let a headline of a feed run for an hour, with the other texts."""
    folder = page.desk.paths.rundown(channel.slug)
    if text in {one.text for one in board.read(folder)}:
        UrgentTexts(folder, now).add(text, HEADLINE_MINUTES, urgent=False)
        audit.record(now, account.name, "text.headline", channel=channel.slug, text=text)
    return _part(page, channel, now)


@router.post("/remove")
def remove(
    page: ThePage, account: Operator, channel: TheChannel, audit: Audit, now: Now, key: Key
) -> Response:
    """Take one back."""
    if UrgentTexts(page.desk.paths.rundown(channel.slug), now).remove(key):
        audit.record(now, account.name, "text.urgent_removed", channel=channel.slug, key=key)
    return _part(page, channel, now)


_NONE: Mapping[str, str] = {}


def _part(
    page: Page,
    channel: TheChannel,
    now: datetime,
    typed: str = "",
    errors: Mapping[str, str] = _NONE,
) -> Response:
    folder = page.desk.paths.rundown(channel.slug)
    shown = UrgentTexts(folder, now).shown
    running = {one.text for one in shown}
    offered = [one for one in board.read(folder) if one.text not in running]
    published = publishing.current(folder)
    found = () if published is None else published.texts
    return page.render(
        "parts/running_texts.html",
        channel=channel,
        texts=[one for one in found if one.ends > now and one.begins < now + AHEAD],
        urgent=shown,
        headlines=offered[:HEADLINES],
        minutes=MINUTES,
        longest=LONGEST,
        typed=typed,
        errors=errors,
    )
