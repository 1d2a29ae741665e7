"""/reports: what truly aired, against what was planned."""

from datetime import datetime, timedelta

from fastapi import APIRouter
from starlette.responses import Response

from scheduler.airing import Comparison, Outcome
from scheduler.as_run import behind
from scheduler.stores import AiringStore, CampaignStore
from station.kinds import Kind
from web.as_run_report import source_of, totals
from web.channels import TheChannel
from web.csv_file import csv_text
from web.deps import Database, Now, Staff
from web.i18n import N_
from web.pages import Page, ThePage
from web.report_span import TheWanted
from web.routes.reports_api import AsRunOut
from web.schedule_words import ScheduleWords

router = APIRouter(include_in_schema=False)

_BEFORE = timedelta(hours=6)
"""How long before the span an airing that reaches into it may have begun."""


_HEADS = (
    N_("Planned"), N_("Started"), N_("Error (ms)"), N_("Ended"), N_("Heard (s)"), N_("Kind"),
    N_("Title"), N_("Performer"), N_("Programme"), N_("Status"), N_("Started by"),
    N_("Ended by"), N_("Operator"), N_("Item"),
)  # fmt: skip


@router.get("/reports")
def reports(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    wanted: TheWanted,
    now: Now,
) -> Response:
    store = AiringStore(session)
    lines = store.compared(channel.slug, wanted.begins, wanted.ends, now=now)
    heard = store.between(channel.slug, wanted.begins - _BEFORE, wanted.ends)
    campaigns = {each.id: each.title for each in CampaignStore(session).all(channel.slug)}
    return page.render(
        "reports/as_run.html",
        channel=channel,
        wanted=wanted,
        lines=[line for line in lines if wanted.filter.keeps(line)],
        totals=totals(heard, lines, wanted.begins, wanted.ends, now),
        all_lines=len(lines),
        said=ScheduleWords(page.language),
        kinds=list(Kind),
        outcomes=list(Outcome),
        programmes=sorted({source_of(line).programme for line in lines} - {""}),
        campaigns=campaigns,
        address=lambda **changes: wanted.address("/reports", channel.slug, **changes),
        csv_address=wanted.address("/reports.csv", channel.slug),
        before=wanted.day - timedelta(days=1),
        after=wanted.day + timedelta(days=1),
        behind=behind(session, channel.slug, page.desk.paths.journal(channel.slug)),
    )


@router.get("/reports.csv")
def as_csv(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    wanted: TheWanted,
    now: Now,
    bom: bool = True,
) -> Response:
    """The same lines for a spreadsheet; times are local, with their offset from UTC."""
    found = AiringStore(session).compared(channel.slug, wanted.begins, wanted.ends, now=now)
    rows = [_row(line, page) for line in found if wanted.filter.keeps(line)]
    name = (
        f"as-run-{channel.slug}-{wanted.day}{'' if wanted.hour is None else f'-{wanted.hour:02d}'}"
    )
    return Response(
        csv_text([_heads(page), *rows], bom=bom),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _heads(page: Page) -> list[str]:
    return [page.gettext(head) for head in _HEADS]


def _row(line: Comparison, page: Page) -> list[str | int | float | None]:
    told, said, zone = AsRunOut.of(line), ScheduleWords(page.language), page.desk.config.zone

    def local(at: datetime | None) -> str:
        return "" if at is None else at.astimezone(zone).isoformat(" ", "milliseconds")

    return [
        local(told.planned), local(told.started_at), told.error_ms, local(told.ended_at),
        round(told.heard_ms / 1000, 3), page.words.kind(told.kind), told.title, told.artist,
        told.programme, said.outcome(told.outcome), said.started_by(told.started_by),
        said.ended_by(told.ended_by), told.by, told.item_key,
    ]  # fmt: skip
