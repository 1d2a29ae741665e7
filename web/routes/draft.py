"""/schedule/draft: what the plan would become, and a rehearsal of tomorrow, before publishing."""

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from scheduler import publishing
from scheduler.comparing import compare, grouped
from scheduler.planning import Planning
from scheduler.stores import PinStore
from station.broadcast_day import local_date
from web.channels import TheChannel
from web.deps import Database, Now, Operator, Staff, TheDesk
from web.pages import ThePage
from web.publication import ThePublication
from web.rehearsal_process import RehearsalRunning, Stage, TheRehearsals
from web.rehearsal_view import seen
from web.schedule_head import EDITORS
from web.schedule_words import ScheduleWords
from web.version_view import VersionWords

router = APIRouter(prefix="/schedule/draft", include_in_schema=False)


@router.get("")
def draft(
    page: ThePage,
    account: Staff,
    session: Database,
    desk: TheDesk,
    channel: TheChannel,
    published: ThePublication,
    rehearsals: TheRehearsals,
    now: Now,
) -> Response:
    """What publishing now would change, and what the last rehearsal heard."""
    present = publishing.current(desk.paths.rundown(channel.slug))
    planning = Planning(desk.config, desk.paths, desk.sessions, desk.clock)
    answer = planning.draft(session, channel.slug, pinned=False)
    ends = now + timedelta(hours=desk.config.plan_hours)
    after = publishing.rundown_of(answer, channel.slug, published.version + 1, now, ends)
    groups = () if present is None else grouped(compare(present, after, since=now))
    report = rehearsals.report(channel.slug)
    return page.render(
        "schedule/draft.html",
        channel=channel,
        published=published,
        groups=groups,
        findings=answer.findings,
        held=PinStore(session).in_force(channel.slug, now),
        rehearsal=rehearsals.of(channel.slug),
        busy=rehearsals.busy(),
        report=None if report is None else seen(report, present, page.language),
        tomorrow=local_date(now, desk.config.zone) + timedelta(days=1),
        may_edit=account.has(*EDITORS),
        told=VersionWords(page.language, page.times),
        said=ScheduleWords(page.language),
    )


@router.get("/rehearsal")
def rehearsal(
    page: ThePage, _account: Staff, channel: TheChannel, rehearsals: TheRehearsals
) -> Response:
    """How far the rehearsal is; the page asks again while it runs and reloads behind its end."""
    found = rehearsals.of(channel.slug)
    answer = page.render(
        "schedule/rehearsal.html", channel=channel, rehearsal=found, may_edit=False
    )
    if found is not None and found.stage is Stage.DONE:
        answer.headers["HX-Refresh"] = "true"
    return answer


@router.post("/rehearse")
def rehearse(
    page: ThePage,
    account: Operator,
    desk: TheDesk,
    channel: TheChannel,
    rehearsals: TheRehearsals,
    now: Now,
) -> Response:
    day = local_date(now, desk.config.zone) + timedelta(days=1)
    try:
        rehearsals.start(channel.slug, day, account.name)
    except RehearsalRunning:
        return page.redirect(_home(channel.slug), page.gettext("A rehearsal is running already."))
    return page.redirect(_home(channel.slug), page.gettext("The rehearsal of tomorrow has begun."))


@router.post("/cancel")
def cancel(
    page: ThePage, _account: Operator, channel: TheChannel, rehearsals: TheRehearsals
) -> Response:
    rehearsals.cancel()
    return page.redirect(_home(channel.slug), page.gettext("The rehearsal was cancelled."))


def _home(channel: str) -> str:
    return f"/schedule/draft?channel={channel}"
