"""/schedule/calendar/import: holidays and days of the city from a file, seen before they count."""

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from sqlalchemy.orm import Session
from starlette.responses import Response

from media_library.fold import fold
from scheduler.calendar.day import between
from scheduler.calendar.occasion import OwnDay
from scheduler.imported.day_file import DayProblem, Reading, read
from scheduler.stores import CalendarStore
from station.broadcast_day import local_date
from station.config import Channel
from web.calendar_words import CalendarWords
from web.channels import TheChannel
from web.day_editing import Editing
from web.day_words import DayWords
from web.deps import Database, Now, Operator
from web.i18n import N_
from web.pages import Page, ThePage

router = APIRouter(prefix="/schedule/calendar/import", include_in_schema=False)

LARGEST = 500_000
WRONG = {
    DayProblem.HEAD_MISSING: N_("The first line must name the columns, tanggal and nama at least."),
    DayProblem.DAY_UNREADABLE: N_("“%(value)s” is no date such as 2026-11-22 or 22/11/2026."),
    DayProblem.NAME_EMPTY: N_("The day has no name."),
    DayProblem.NAME_LONG: N_("The name is longer than %(value)s letters."),
    DayProblem.KIND_UNKNOWN: N_("“%(value)s” is none of libur, cuti bersama, tematik, lokal."),
    DayProblem.YEARLY_UNREADABLE: N_("“%(value)s” is neither ya nor tidak."),
    DayProblem.DAYS_REVERSED: N_("The last day is before the first."),
    DayProblem.TOO_MANY_DAYS: N_("The span is longer than 92 days."),
    DayProblem.LINE_TWICE: N_("“%(value)s” stands on this day already, further up."),
    DayProblem.TOO_LONG: N_("The file has more than %(value)s lines."),
}
Typed = Annotated[str, Form(max_length=LARGEST)]


@router.get("")
def choose(page: ThePage, _account: Operator, channel: TheChannel) -> Response:
    return page.render("schedule/calendar_import.html", channel=channel, reading=None, text="")


@router.post("")
async def preview(
    page: ThePage,
    _account: Operator,
    session: Database,
    channel: TheChannel,
    now: Now,
    file: Annotated[UploadFile | None, File()] = None,
    text: Typed = "",
) -> Response:
    """Show what a file holds, and line by line what is wrong with it; nothing is stored."""
    if file is not None and file.filename:
        text = _decoded(await file.read(LARGEST))
    year = local_date(now, page.desk.config.zone).year
    return _preview(page, session, channel, read(text, year), text)


@router.post("/load")
def load(
    page: ThePage,
    editing: Editing,
    session: Database,
    channel: TheChannel,
    now: Now,
    text: Typed = "",
) -> Response:
    """Put into the calendar what is not there yet."""
    reading = read(text, local_date(now, page.desk.config.zone).year)
    new = [entry for entry in reading.days if not _is_known(session, page, entry)]
    if not new:
        return _preview(page, session, channel, reading, text)
    editing.load_days(new)
    told = page.language.ngettext(
        "%(num)s day is in the calendar.", "%(num)s days are in the calendar.", len(new)
    )
    address = f"/schedule/calendar?channel={channel.slug}&month={new[0].first_day:%Y-%m}"
    return page.redirect(address, told)


def _preview(
    page: Page, session: Session, channel: Channel, reading: Reading, text: str
) -> Response:
    known = [_is_known(session, page, entry) for entry in reading.days]
    wrong = [
        (one.line, page.gettext(WRONG[one.problem], value=one.value)) for one in reading.problems
    ]
    return page.render(
        "schedule/calendar_import.html",
        200 if reading.days else 422,
        channel=channel,
        reading=reading,
        entries=list(zip(reading.days, known, strict=True)),
        new=known.count(False),
        wrong=wrong,
        text=text,
        spoken=CalendarWords(page.language),
        days=DayWords(page.language.locale),
    )


def _is_known(session: Session, page: Page, entry: OwnDay) -> bool:
    """Whether the calendar has an occasion of this kind and name on its first day already."""
    sources = CalendarStore(session).sources(page.desk.config)
    (day,) = between(entry.first_day, entry.first_day, sources)
    return any(
        one.kind is entry.kind and fold(one.name_id) == fold(entry.name_id) for one in day.occasions
    )


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
