"""/reports: what truly aired, against what was planned."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from fastapi import APIRouter
from starlette.responses import Response

from scheduler.airing import AirEvent, Airing, Comparison, Outcome
from scheduler.as_run import behind
from scheduler.stores import AiringStore, CampaignStore
from station.audio import RATE
from station.kinds import Kind
from web.as_run_report import source_of, totals
from web.channels import TheChannel
from web.clip_span import clip_address
from web.csv_file import csv_text
from web.deps import Database, Now, Staff
from web.download import download
from web.event_words import EventWords
from web.i18n import N_
from web.pages import Page, ThePage
from web.report_span import TheWanted, Wanted
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
_OVER_HEADS = (
    N_("Started"), N_("Ended"), N_("Heard (s)"), N_("Kind"), N_("Title"), N_("Performer"),
    N_("Programme"), N_("Started by"), N_("Ended by"), N_("Operator"), N_("Item"),
)  # fmt: skip
_EVENT_HEADS = (N_("Time"), N_("What happened"), N_("Code"), N_("Details"))
Cells = list[str | int | float | None]


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
        over=store.over(channel.slug, wanted.begins, wanted.ends),
        events=store.events(channel.slug, wanted.begins, wanted.ends),
        event_words=EventWords(page.language),
        totals=totals(heard, lines, wanted.begins, wanted.ends, now),
        all_lines=len(lines),
        said=ScheduleWords(page.language),
        kinds=list(Kind),
        outcomes=list(Outcome),
        programmes=sorted({source_of(line).programme for line in lines} - {""}),
        campaigns=campaigns,
        address=lambda **changes: wanted.address("/reports", channel.slug, **changes),
        csv_address=wanted.address("/reports.csv", channel.slug),
        over_address=wanted.address("/reports/over.csv", channel.slug),
        events_address=wanted.address("/reports/events.csv", channel.slug),
        clip_address=lambda airing: clip_address(
            channel.slug, airing.started_at, airing.ended_at, page.desk.config.zone
        ),
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
    return _csv(page, f"as-run-{channel.slug}-{_span(wanted)}", _HEADS, rows, bom=bom)


@router.get("/reports/{part}.csv")
def part_as_csv(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    wanted: TheWanted,
    part: Literal["over", "events"],
    bom: bool = True,
) -> Response:
    """What sounded over the programme, or what happened besides; the filter does not count."""
    store, name = AiringStore(session), f"{part}-{channel.slug}-{_span(wanted)}"
    if part == "over":
        found = store.over(channel.slug, wanted.begins, wanted.ends)
        return _csv(page, name, _OVER_HEADS, [_over_row(each, page) for each in found], bom=bom)
    events = store.events(channel.slug, wanted.begins, wanted.ends)
    return _csv(page, name, _EVENT_HEADS, [_event_row(each, page) for each in events], bom=bom)


def _span(wanted: Wanted) -> str:
    return f"{wanted.day}{'' if wanted.hour is None else f'-{wanted.hour:02d}'}"


def _csv(
    page: Page, name: str, heads: Sequence[str], rows: Sequence[Cells], *, bom: bool
) -> Response:
    translated: Cells = [page.gettext(head) for head in heads]
    return download(f"{name}.csv", csv_text([translated, *rows], bom=bom))


def _local(at: datetime | None, page: Page) -> str:
    if at is None:
        return ""
    return at.astimezone(page.desk.config.zone).isoformat(" ", "milliseconds")


def _row(line: Comparison, page: Page) -> Cells:
    told, said = AsRunOut.of(line), ScheduleWords(page.language)
    return [
        _local(told.planned, page), _local(told.started_at, page), told.error_ms,
        _local(told.ended_at, page), round(told.heard_ms / 1000, 3), page.words.kind(told.kind),
        told.title, told.artist, told.programme, said.outcome(told.outcome),
        said.started_by(told.started_by), said.ended_by(told.ended_by), told.by, told.item_key,
    ]  # fmt: skip


def _over_row(airing: Airing, page: Page) -> Cells:
    said = ScheduleWords(page.language)
    return [
        _local(airing.started_at, page), _local(airing.ended_at, page),
        round(airing.frames / RATE, 3), page.words.kind(airing.kind), airing.title, airing.artist,
        airing.programme, said.started_by(airing.started_by), said.ended_by(airing.ended_by),
        airing.by, airing.item_key,
    ]  # fmt: skip


def _event_row(event: AirEvent, page: Page) -> Cells:
    told = EventWords(page.language).told(event)
    return [_local(event.at, page), told, event.title or event.act, event.detail]
