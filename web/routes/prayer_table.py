"""/schedule/prayer/table: official times of prayer, looked at line by line before they count."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from sqlalchemy.orm import Session
from starlette.responses import Response

from scheduler.prayer.table import Reading, read
from scheduler.prayer.times import Time
from scheduler.stores import ScheduleSettingStore
from station.config import Channel
from web.channels import TheChannel
from web.day_editing import Editing
from web.day_words import DayWords
from web.deps import Database, Operator
from web.pages import Page, ThePage
from web.prayer_view import SUSPICIOUS, address, apart
from web.prayer_words import PrayerWords

router = APIRouter(prefix="/schedule/prayer/table", include_in_schema=False)

MAX_TABLE_BYTES = 500_000


@router.post("")
async def preview(
    page: ThePage,
    _account: Operator,
    session: Database,
    channel: TheChannel,
    file: Annotated[UploadFile | None, File()] = None,
    text: Annotated[str, Form(max_length=MAX_TABLE_BYTES)] = "",
    place: Annotated[str, Form(max_length=100)] = "",
    month: Annotated[str, Form(max_length=7)] = "",
    source: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Show what a file holds, line by line what is wrong with it, before anything is stored."""
    if file is not None and file.filename:
        text = (await file.read(MAX_TABLE_BYTES)).decode("utf-8", "replace")
    typed = {"text": text, "place": place, "month": month, "source": source}
    return _preview(
        page, session, channel, read(text, place=place, month=month, source=source), typed
    )


def _preview(
    page: Page, session: Session, channel: Channel, reading: Reading, typed: Mapping[str, str]
) -> Response:
    observances = ScheduleSettingStore(session).observances(channel.slug)
    return page.render(
        "schedule/prayer_table.html",
        200 if reading.days else 422,
        channel=channel,
        reading=reading,
        typed=typed,
        apart=apart(reading.days, observances, page.desk.config),
        suspicious=SUSPICIOUS,
        names=list(Time),
        spoken=PrayerWords(page.language),
        days=DayWords(page.language.locale),
    )


@router.post("/load")
def load(
    page: ThePage,
    editing: Editing,
    session: Database,
    channel: TheChannel,
    text: Annotated[str, Form(max_length=MAX_TABLE_BYTES)] = "",
    place: Annotated[str, Form(max_length=100)] = "",
    month: Annotated[str, Form(max_length=7)] = "",
    source: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    reading = read(text, place=place, month=month, source=source)
    if not reading.days:
        typed = {"text": text, "place": place, "month": month, "source": source}
        return _preview(page, session, channel, reading, typed)
    editing.load_table(reading.days)
    told = page.language.ngettext(
        "%(num)s day of the official table counts now.",
        "%(num)s days of the official table count now.",
        len(reading.days),
    )
    return page.redirect(address(channel), told)


@router.post("/clear")
def clear(page: ThePage, editing: Editing, channel: TheChannel) -> Response:
    editing.clear_table()
    return page.redirect(address(channel), page.gettext("All times are computed now."))
