"""/schedule/import: a list of another program, first looked at, then taken over as a whole."""

from datetime import time
from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from starlette.responses import Response

from media_library.cart import CartNotFound
from media_library.names import names
from scheduler.imported.playlist_file import LARGEST, ListUnreadable, read
from scheduler.imported.playlist_matching import matched
from scheduler.stores import ProgrammeStore
from scheduler.week.programme import Fixed
from station.broadcast_day import local_date
from station.rundown import Start
from web.channels import TheChannel
from web.deps import Database, Now, Operator
from web.grid_editing import Editing
from web.pages import Page, ThePage
from web.playlist_import import REASONS, TROUBLES, Line, Where, at_times, into_programme
from web.rundown_editing import EditingRundown
from web.slot_form import read_day

router = APIRouter(prefix="/schedule/import", include_in_schema=False)

Words = Annotated[list[str], Form(default_factory=list, max_length=2_000)]


@router.get("")
def choose(page: ThePage, _account: Operator, channel: TheChannel) -> Response:
    return page.render("schedule/import.html", channel=channel, error="")


@router.post("")
def look(
    page: ThePage,
    _account: Operator,
    session: Database,
    channel: TheChannel,
    now: Now,
    file: UploadFile,
) -> Response:
    """Show every line with what it means; nothing is changed yet."""
    try:
        entries = read(file.filename or "", file.file.read(LARGEST + 1))
    except ListUnreadable as error:
        text = page.gettext(TROUBLES[error.trouble])
        return page.render("schedule/import.html", 422, channel=channel, error=text)
    lines = matched(entries, names(session))
    programmes = ProgrammeStore(session).all(channel.slug)
    return page.render(
        "schedule/import_preview.html",
        channel=channel,
        file_name=(file.filename or "")[:200],
        lines=lines,
        found=sum(line.found is not None for line in lines),
        timed=sum(line.entry.at is not None for line in lines),
        fixed=[each for each in programmes if isinstance(each.content, Fixed)],
        day=local_date(now, page.desk.config.zone),
        reason=lambda by: page.gettext(REASONS[by]),
        trouble=lambda trouble: page.gettext(TROUBLES[trouble]),
    )


@router.post("/programme")
def programme(
    page: ThePage,
    editing: Editing,
    channel: TheChannel,
    cart: Words,
    *,
    programme: Annotated[int, Form(ge=0)] = 0,
    name: Annotated[str, Form(max_length=200)] = "",
    append: Annotated[bool, Form()] = False,
) -> Response:
    """Make the chosen lines a programme's recordings."""
    chosen = [Line(int(number), None) for number in cart if number.isdecimal()]
    try:
        named = into_programme(editing, channel.slug, Where(programme, name, append), chosen)
    except CartNotFound:
        return _gone(page, channel.slug)
    text = page.language.ngettext(
        "%(num)s recording is now in %(name)s.", "%(num)s recordings are now in %(name)s.",
        len(chosen), name=named,
    )  # fmt: skip
    return page.redirect(f"/schedule/programmes?channel={channel.slug}", text)


@router.post("/times")
def times(
    page: ThePage,
    editing: EditingRundown,
    channel: TheChannel,
    cart: Words,
    at: Words,
    *,
    day: Annotated[str, Form(max_length=10)],
    start: Annotated[Start, Form()] = Start.SOFT,
) -> Response:
    """Insert the chosen lines at their times."""
    chosen = [
        Line(int(number), _time(when))
        for number, when in zip(cart, at, strict=False)
        if number.isdecimal()
    ]
    wanted = read_day(day)
    if wanted is None or not chosen:
        return page.redirect(_home(channel.slug), page.gettext("Choose at least one recording."))
    start = start if start is Start.HARD else Start.SOFT
    try:
        count = at_times(editing, wanted, chosen, start, page.desk.config.zone)
    except CartNotFound:
        return _gone(page, channel.slug)
    text = page.language.ngettext(
        "%(num)s recording is inserted.", "%(num)s recordings are inserted.", count
    )
    return page.redirect(f"/schedule/rundown?channel={channel.slug}&day={wanted}", text)


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


def _gone(page: Page, channel: str) -> Response:
    """Nothing was taken over: a recording was archived while the list was looked at."""
    text = page.gettext("A recording is gone meanwhile; nothing was changed. Import it once more.")
    return page.redirect(_home(channel), text)


def _home(channel: str) -> str:
    return f"/schedule/import?channel={channel}"
