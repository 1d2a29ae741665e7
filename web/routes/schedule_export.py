"""/schedule/export: the rundown as CSV and PDF, the programmes as XMLTV and iCal."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from station.broadcast_day import local_date
from station.config import Channel
from web.calendar_file import Event, calendar
from web.channels import TheChannel
from web.csv_file import csv_text
from web.deps import Database, Now, Staff
from web.download import CSV, PDF, download
from web.i18n import N_
from web.pages import Page, ThePage
from web.pdf_sheet import Column, Section, Sheet, pdf
from web.rundown_view import Line, lines, published
from web.schedule_words import ScheduleWords
from web.slot_form import read_day
from web.week import airtimes, heard, span_of_days
from web.xmltv_file import xmltv

router = APIRouter(prefix="/schedule/export", include_in_schema=False)

LONGEST = 31
_HEADS = (
    N_("Day"), N_("Begins"), N_("Begins (UTC)"), N_("Length (s)"), N_("Kind"), N_("Title"),
    N_("Performer"), N_("Programme"), N_("Rating"), N_("Start"), N_("Why"), N_("Item"),
)  # fmt: skip


@router.get("")
def choose(page: ThePage, _account: Staff, channel: TheChannel, now: Now) -> Response:
    today = local_date(now, page.desk.config.zone)
    return page.render(
        "schedule/export.html", channel=channel, today=today, hours=page.desk.config.plan_hours
    )


@router.get("/file")
def file(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    now: Now,
    *,
    form: str,
    day: str = "",
    days: int = 1,
) -> Response:
    """A file of one or more days."""
    zone = page.desk.config.zone
    first = read_day(day) or local_date(now, zone)
    if form not in _FORMS or not 1 <= days <= LONGEST:
        raise HTTPException(422)
    write, ending, kind = _FORMS[form]
    begins, ends = span_of_days(first, days, zone)
    content = write(page, session, channel, begins, ends)
    until = first + timedelta(days=days - 1)
    name = f"{channel.slug}-{first}" + (f"-{until}" if days > 1 else "") + f".{ending}"
    return download(name, content, kind)


def _csv(page: Page, session: Session, channel: Channel, begins: datetime, ends: datetime) -> bytes:
    zone = page.desk.config.zone
    said = ScheduleWords(page.language)
    rows: list[Sequence[str | float]] = [[page.gettext(head) for head in _HEADS]]
    for line in _lines(page, session, channel, begins, ends):
        local = line.begins.astimezone(zone)
        rows.append(
            [
                local.date().isoformat(), local.strftime("%H:%M:%S"), line.begins.isoformat(),
                round(line.length.total_seconds(), 3), page.words.kind(line.kind), line.title,
                line.artist, line.programme, line.rating, said.start(line.start), line.why,
                line.key,
            ]
        )  # fmt: skip
    return csv_text(rows, bom=True).encode()


def _pdf(page: Page, session: Session, channel: Channel, begins: datetime, ends: datetime) -> bytes:
    zone, times = page.desk.config.zone, page.times
    found = _lines(page, session, channel, begins, ends)
    sections = [
        Section(
            times.day(rows[0].begins),
            [
                (
                    times.clock(line.begins), times.length(line.length), page.words.kind(line.kind),
                    line.title, line.artist, line.programme,
                )
                for line in rows
            ],
        )
        for rows in _by_day(found, day_of=lambda line: local_date(line.begins, zone))
    ]  # fmt: skip
    return pdf(
        Sheet(
            station=letterhead(page),
            title=page.gettext("Rundown of %(name)s", name=channel.name),
            made=page.gettext("Written %(moment)s", moment=times.moment(page.desk.clock.now())),
            note=page.gettext("* not in Latin letters in the original"),
            columns=_columns(page),
            sections=sections,
        )
    )


def _columns(page: Page) -> tuple[Column, ...]:
    return (
        Column(page.gettext("Begins"), 1.3),
        Column(page.gettext("Length"), 1.1, right=True),
        Column(page.gettext("Kind"), 1.7),
        Column(page.gettext("Title"), 4.2),
        Column(page.gettext("Performer"), 2.6),
        Column(page.gettext("Programme"), 2.6),
    )


def _xmltv(
    page: Page, session: Session, channel: Channel, begins: datetime, ends: datetime
) -> bytes:
    config = page.desk.config
    found = heard(airtimes(session, config, channel.slug, begins, ends))
    return xmltv(config.name, channel, found, config.zone)


def _ics(page: Page, session: Session, channel: Channel, begins: datetime, ends: datetime) -> bytes:
    found = heard(airtimes(session, page.desk.config, channel.slug, begins, ends))
    events = [
        Event(
            uid=f"{each.occurrence.key.replace(':', '-')}@{channel.slug}.mengudara",
            begins=each.occurrence.begins,
            ends=each.occurrence.ends,
            title=each.programme.name,
        )
        for each in found
    ]
    name = f"{page.desk.config.name} – {channel.name}"
    return calendar(name, events, page.desk.clock.now()).encode()


def letterhead(page: Page) -> str:
    """Return the station and its city."""
    config = page.desk.config
    return f"{config.name} · {config.city}" if config.city else config.name


def _lines(
    page: Page, session: Session, channel: Channel, begins: datetime, ends: datetime
) -> list[Line]:
    """Return what begins in the span: as planned once where it is over, as published to come."""
    found = lines(
        session,
        channel.slug,
        published(page.desk.paths, channel.slug),
        begins=begins,
        ends=ends,
        now=page.desk.clock.now(),
        words=page.words,
        said=ScheduleWords(page.language),
    )
    return [line for line in found if begins <= line.begins < ends]


def _by_day(found: Sequence[Line], day_of: Callable[[Line], date]) -> list[list[Line]]:
    return [list(rows) for _, rows in groupby(found, key=day_of)]


Write = Callable[[Page, Session, Channel, datetime, datetime], bytes]
_FORMS: Mapping[str, tuple[Write, str, str]] = {
    "csv": (_csv, "csv", CSV),
    "pdf": (_pdf, "pdf", PDF),
    "xmltv": (_xmltv, "xml", "application/xml"),
    "ics": (_ics, "ics", "text/calendar; charset=utf-8"),
}
