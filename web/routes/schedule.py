"""/schedule: the week in station time, as a grid and as a list."""

from datetime import date, timedelta

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.responses import Response

from scheduler.calendar.day import CalendarDay, between
from scheduler.stores import CalendarStore, GridStore
from station.broadcast_day import local_date
from web.channels import TheChannel
from web.day_words import DayWords
from web.deps import Database, Now, Staff
from web.grid_editing import Editing
from web.pages import Page, ThePage
from web.publication import ThePublication
from web.schedule_head import EDITORS, TheHead
from web.schedule_words import ScheduleWords
from web.slot_form import read_day
from web.week import (
    COLOURS,
    airtimes,
    by_day,
    cancelled,
    monday_of,
    sensible_day,
    span_of_days,
)
from web.week_list import WeekList

router = APIRouter(include_in_schema=False)

DAYS = 7


@router.get("/schedule")
def week(
    page: ThePage,
    account: Staff,
    session: Database,
    channel: TheChannel,
    head: TheHead,
    now: Now,
    week: str = "",
) -> Response:
    """The week that holds the day `week`, else today's."""
    zone = page.desk.config.zone
    today = local_date(now, zone)
    monday = monday_of(sensible_day(read_day(week), today))
    begins, ends = span_of_days(monday, DAYS, zone)
    found = airtimes(session, page.desk.config, channel.slug, begins, ends)
    return page.render(
        "schedule/week.html",
        channel=channel,
        monday=monday,
        before=monday - timedelta(days=DAYS),
        after=monday + timedelta(days=DAYS),
        today=today,
        begins=begins,
        days=by_day(found, monday, DAYS, zone),
        cancelled=cancelled(session, channel.slug, monday, DAYS),
        fresh=GridStore(session).is_empty(channel.slug),
        lines=WeekList(page.language, page.times, may_edit=account.has(*EDITORS)),
        categories=[(code, COLOURS[code]) for code in COLOURS],
        midnight=lambda day: span_of_days(day, 1, zone)[0],
        marks=_marks(session, page, monday),
        brief=DayWords(page.language.locale).brief,
        offset=begins.astimezone(zone).strftime("%z"),
        **head,
    )


@router.get("/schedule/publication")
def publication(page: ThePage, account: Staff, published: ThePublication) -> Response:
    """The line that tells what became of the last change; the page asks for it again."""
    return page.render(
        "schedule/publication.html", published=published, said=ScheduleWords(page.language)
    )


@router.post("/schedule/undo")
def undo(page: ThePage, editing: Editing) -> Response:
    deed = editing.undo()
    text = page.gettext("Undone: %(name)s is as it was.", name=deed.name)
    return page.redirect(f"/schedule?channel={deed.channel}", text)


def _marks(session: Session, page: Page, monday: date) -> list[CalendarDay]:
    """Return what each day of a week is."""
    sources = CalendarStore(session).sources(page.desk.config)
    return between(monday, monday + timedelta(days=DAYS - 1), sources)
