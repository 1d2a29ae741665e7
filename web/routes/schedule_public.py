"""The public week: today's programmes, the next days as JSON, and a calendar to subscribe to."""

from datetime import date, datetime

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import Response

from scheduler.week.programme import Category, Rating
from station.broadcast_day import local_date
from station.config import Config
from web.calendar_file import Event, calendar
from web.channels import TheChannel
from web.deps import PUBLIC, Database, Now, TheDesk
from web.week import airtimes, heard, span_of_days

router = APIRouter(prefix="/api/v1", tags=["public"], dependencies=[PUBLIC])

WEEK = 7


class Airs(BaseModel):
    """A programme and when it airs."""

    programme: str
    category: Category
    rating: Rating
    begins: datetime
    ends: datetime


class ScheduleOut(BaseModel):
    """The days to come."""

    station: str
    channel: str
    timezone: str
    first: date
    days: int
    programmes: list[Airs]


@router.get("/programmes/today")
def today(session: Database, desk: TheDesk, channel: TheChannel, now: Now) -> list[Airs]:
    """Return what airs on the present local day."""
    return _airing(session, desk.config, channel.slug, local_date(now, desk.config.zone), 1)


@router.get("/schedule.json")
def schedule(session: Database, desk: TheDesk, channel: TheChannel, now: Now) -> ScheduleOut:
    """Return what airs today and on the six days after."""
    first = local_date(now, desk.config.zone)
    return ScheduleOut(
        station=desk.config.name,
        channel=channel.slug,
        timezone=desk.config.timezone,
        first=first,
        days=WEEK,
        programmes=_airing(session, desk.config, channel.slug, first, WEEK),
    )


@router.get("/schedule.ics", response_class=Response)
def schedule_calendar(session: Database, desk: TheDesk, channel: TheChannel, now: Now) -> Response:
    """The same week for calendars of phones and offices."""
    zone = desk.config.zone
    begins, ends = span_of_days(local_date(now, zone), WEEK, zone)
    found = heard(airtimes(session, desk.config, channel.slug, begins, ends))
    events = [
        Event(
            uid=f"{each.occurrence.key.replace(':', '-')}@{channel.slug}.mengudara",
            begins=each.occurrence.begins,
            ends=each.occurrence.ends,
            title=each.programme.name,
        )
        for each in found
    ]
    text = calendar(f"{desk.config.name} – {channel.name}", events, now)
    return Response(text, media_type="text/calendar; charset=utf-8")


def _airing(session: Database, config: Config, channel: str, first: date, days: int) -> list[Airs]:
    begins, ends = span_of_days(first, days, config.zone)
    return [
        Airs(
            programme=each.programme.name,
            category=each.programme.category,
            rating=each.programme.rating,
            begins=each.occurrence.begins,
            ends=each.occurrence.ends,
        )
        for each in heard(airtimes(session, config, channel, begins, ends))
    ]
