"""/schedule/pattern: the week pattern (pola siar) by categories, to look at, print and keep."""

from datetime import datetime

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.responses import Response

from scheduler.week.programme import Category
from station.broadcast_day import local_date
from web.channels import TheChannel
from web.csv_file import csv_text
from web.deps import Database, Now, Staff
from web.download import download
from web.i18n import N_
from web.pages import Page, ThePage
from web.repetition import weekday_names
from web.routes.programmes import SOURCES
from web.schedule_words import ScheduleWords
from web.slot_form import read_day
from web.week import airtimes, heard, monday_of, sensible_day, span_of_days
from web.week_pattern import DAYS, Pattern, csv_rows, pattern

router = APIRouter(prefix="/schedule", include_in_schema=False)


@router.get("/pattern")
def week_pattern(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    now: Now,
    week: str = "",
) -> Response:
    """The pattern of the week that holds the day `week`, else of today's."""
    made = _pattern(page, session, channel.slug, now, week)
    return page.render(
        "schedule/pattern.html",
        channel=channel,
        made=made,
        weekdays=weekday_names(page.language),
        said=ScheduleWords(page.language),
        sources=_sources(page),
        midnight=lambda day: span_of_days(day, 1, page.desk.config.zone)[0],
    )


@router.get("/pattern.csv")
def week_pattern_csv(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    now: Now,
    week: str = "",
) -> Response:
    made = _pattern(page, session, channel.slug, now, week)
    said = ScheduleWords(page.language)
    names = {str(code): said.category(code) for code in Category}
    head = [page.gettext(text) for text in (N_("Part"), N_("Name"), N_("Minutes"), N_("Percent"))]
    rows = csv_rows(made, names, _sources(page), page.gettext("The station's main language"))
    return download(f"{channel.slug}-{made.monday}.csv", csv_text([head, *rows], bom=True))


def _sources(page: Page) -> dict[str, str]:
    return {str(code): page.gettext(text) for code, text in SOURCES.items()}


def _pattern(page: Page, session: Session, channel: str, now: datetime, week: str) -> Pattern:
    zone = page.desk.config.zone
    monday = monday_of(sensible_day(read_day(week), local_date(now, zone)))
    begins, ends = span_of_days(monday, DAYS, zone)
    found = heard(airtimes(session, page.desk.config, channel, begins, ends))
    return pattern(found, monday, zone)
