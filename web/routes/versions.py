"""/schedule/versions: what was published when and by whom, compared, and brought back."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.exceptions import HTTPException
from starlette.responses import Response

from scheduler.airing import PublishedVersion
from scheduler.publishing import KEEP_VERSIONS
from scheduler.stores import ChannelPlanningStore, PublishedStore
from station.rundown import Rundown
from web.channels import TheChannel
from web.deps import Database, Now, Staff
from web.pages import Page, ThePage
from web.publication import ThePublication
from web.schedule_head import EDITORS, TheHead
from web.schedule_words import ScheduleWords
from web.version_editing import EditingVersions
from web.version_view import (
    VersionWords,
    groups_between,
    kept_version,
    side_by_side,
)

router = APIRouter(prefix="/schedule/versions", include_in_schema=False)

SHOWN = 40
_HOURS = (1, 3, 6, 12, 24)
"""How long a roll-back may be held; 0: as long as the version reaches."""
_SPAN = timedelta(hours=3)
"""So much of two versions is drawn side by side at a time."""


@router.get("")
def versions(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    head: TheHead,
    *,
    before: int = 0,
) -> Response:
    """The newest versions; `before`: those older than one."""
    store = PublishedStore(session)
    found = (
        store.before(channel.slug, before, SHOWN) if before else store.versions(channel.slug, SHOWN)
    )
    return page.render(
        "schedule/versions.html",
        channel=channel,
        found=found,
        older=found[-1].version if len(found) == SHOWN else 0,
        kept=KEEP_VERSIONS,
        hours=_HOURS,
        lock_minutes=ChannelPlanningStore(session).lock(channel.slug) // timedelta(minutes=1),
        told=_words(page),
        **head,
    )


@router.get("/compare")
def compared(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    published: ThePublication,
    *,
    before: int,
    after: int,
    at: str = "",
) -> Response:
    """Two versions: in words, and three hours of them side by side."""
    older, newer = sorted((before, after))
    first, second = (
        _kept(page, session, channel.slug, older),
        _kept(page, session, channel.slug, newer),
    )
    groups = groups_between(first[1], second[1])
    begins = _instant(at) or (groups[0].steps[0].at if groups else second[1].made_at)
    return page.render(
        "schedule/compare.html",
        channel=channel,
        published=published,
        before=first[0],
        after=second[0],
        groups=groups,
        rows=side_by_side(first[1], second[1], begins, begins + _SPAN),
        begins=begins,
        ends=begins + _SPAN,
        told=_words(page),
        said=ScheduleWords(page.language),
    )


@router.get("/{version}")
def view(
    page: ThePage,
    account: Staff,
    session: Database,
    channel: TheChannel,
    published: ThePublication,
    now: Now,
    version: int,
) -> Response:
    """One version: what it did, and everything it holds."""
    entry, rundown = _kept(page, session, channel.slug, version)
    before = _before(page, session, channel.slug, entry)
    past = rundown.ends <= now or entry.version == published.version
    return page.render(
        "schedule/version.html",
        channel=channel,
        published=published,
        version=entry,
        before=before[0] if before else None,
        groups=groups_between(before[1], rundown) if before else (),
        items=[(item, page.words.reason(item.reason)) for item in rundown.items],
        may_edit=account.has(*EDITORS) and not past,
        hours=_HOURS,
        told=_words(page),
        said=ScheduleWords(page.language),
    )


@router.post("/{version}/roll-back")
def roll_back(
    page: ThePage, editing: EditingVersions, version: int, hours: Annotated[int, Form(ge=0, le=48)]
) -> Response:
    pin = editing.roll_back(version, timedelta(hours=hours) if hours else None)
    text = page.gettext(
        "Version %(version)s comes back behind what is on the air and is held until %(moment)s.",
        version=version,
        moment=page.times.moment(pin.until),
    )
    return page.redirect(_home(editing.channel), text)


@router.post("/release")
def release(page: ThePage, editing: EditingVersions) -> Response:
    editing.release()
    return page.redirect(
        _home(editing.channel), page.gettext("Let go. The grid has the word again.")
    )


@router.post("/collect")
def collect(page: ThePage, editing: EditingVersions) -> Response:
    editing.collect()
    text = page.gettext("Changes of the grid gather from now on; what airs stays as published.")
    return page.redirect(f"/schedule?channel={editing.channel}", text)


@router.post("/publish")
def publish(page: ThePage, editing: EditingVersions) -> Response:
    editing.publish()
    return page.redirect(
        f"/schedule?channel={editing.channel}", page.gettext("The collected changes are published.")
    )


@router.post("/throw-away")
def throw_away(page: ThePage, editing: EditingVersions) -> Response:
    editing.throw_away()
    text = page.gettext("Thrown away: the grid is what it was when the changes began to gather.")
    return page.redirect(f"/schedule?channel={editing.channel}", text)


@router.post("/lock")
def lock(
    page: ThePage, editing: EditingVersions, minutes: Annotated[int, Form(ge=0, le=720)]
) -> Response:
    editing.set_lock(timedelta(minutes=minutes))
    return page.redirect(_home(editing.channel), page.gettext("Saved."))


def _before(
    page: Page, session: Database, channel: str, entry: PublishedVersion
) -> tuple[PublishedVersion, Rundown] | None:
    """Return the version that one followed, None when it is not kept any more."""
    found = PublishedStore(session).before(channel, entry.version, 1)
    return kept_version(session, page.desk.paths, channel, found[0].version) if found else None


def _kept(
    page: Page, session: Database, channel: str, version: int
) -> tuple[PublishedVersion, Rundown]:
    found = kept_version(session, page.desk.paths, channel, version)
    if found is None:
        raise HTTPException(404)
    return found


def _words(page: Page) -> VersionWords:
    return VersionWords(page.language, page.times)


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _home(channel: str) -> str:
    return f"/schedule/versions?channel={channel}"
