"""/schedule/board: what the coming two weeks should bring, from idea to item."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, UploadFile
from sqlalchemy.orm import Session
from starlette.responses import Response

from media_library.cart import CartNotFound
from media_library.store import CartStore
from scheduler.idea import MOVES, Idea, Purpose, Source, State
from scheduler.imported.agenda_file import LARGEST, AgendaUnreadable, read
from scheduler.ruling import rule_book
from scheduler.stores.board import BoardStore
from station.broadcast_day import instant_of, local_date
from web.board import DAYS, PURPOSES, SOURCES, STATES, Day, board
from web.board_editing import EditingBoard, due_of, time_of
from web.board_filter import EVERYTHING, BoardFilter, TheFilter, owners
from web.campaign_editing import Editing as EditingCampaigns
from web.channels import TheChannel
from web.day_words import DayWords
from web.deps import Database, Now, Staff
from web.download import PDF, download
from web.grid_editing import Editing
from web.i18n import N_
from web.pages import Page, ThePage
from web.pdf_sheet import Column, Section, Sheet, pdf
from web.routes.schedule_export import letterhead
from web.rundown_editing import EditingRundown, ItemGone
from web.schedule_head import EDITORS
from web.slot_form import read_day
from web.week import monday_of

router = APIRouter(prefix="/schedule/board", include_in_schema=False)

Text = Annotated[str, Form(max_length=300)]
_OFFERS = 6
_ELSEWHERE = 30
_AROUND = timedelta(days=365)
"""How far from the shown weeks cards are searched."""
_REFUSALS = {
    "too_large": N_("The file is larger than 900 kB."),
    "too_long": N_("The agenda has more than 1,000 entries in these weeks."),
    "not_a_calendar": N_("This is not a calendar file."),
    "entry_unreadable": N_("An entry of this calendar cannot be read; nothing was taken over."),
    "not_text": N_("This is not a list: it holds something other than text."),
    "head_missing": N_("The first line must name the columns, at least the day and the event."),
    "day_unreadable": N_("Line %(line)s: its day cannot be read; write 22/11/2026 or 2026-11-22."),
    "title_empty": N_("Line %(line)s: it says nothing."),
    "time_unreadable": N_("Line %(line)s: its time cannot be read; write 09.30."),
}
_PAST, _AHEAD = timedelta(days=7), timedelta(days=120)


@router.get("")
def show(
    page: ThePage,
    account: Staff,
    session: Database,
    channel: TheChannel,
    now: Now,
    *,
    shown: TheFilter,
    week: str = "",
) -> Response:
    """Fourteen days from the Monday of `week`, else of today."""
    monday, days = _days(page, session, channel.slug, _today(page), week, shown)
    near = BoardStore(session).ideas(channel.slug, monday - _AROUND, monday + _AROUND)
    last = monday + timedelta(days=DAYS - 1)
    elsewhere = [one for one in near if shown.keeps(one) and not monday <= one.due <= last]
    return page.render(
        "schedule/board.html",
        channel=channel,
        days=days,
        monday=monday,
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
        today=local_date(now, _zone(page)),
        brief=DayWords(page.language.locale).brief,
        sources=[(code, page.gettext(words)) for code, words in SOURCES.items()],
        source=lambda code: page.gettext(SOURCES[code]),
        state=lambda code: page.gettext(STATES[code]),
        purpose=lambda code: page.gettext(PURPOSES[code]),
        states=[(code, page.gettext(words)) for code, words in STATES.items()],
        purposes=[(code, page.gettext(words)) for code, words in PURPOSES.items()],
        owners=owners(near),
        shown=shown,
        elsewhere=elsewhere[:_ELSEWHERE] if shown.is_set else [],
        query=lambda week: shown.query(channel=channel.slug, week=week),
    )


@router.get("/week.pdf")
def as_pdf(
    page: ThePage, _account: Staff, session: Database, channel: TheChannel, now: Now, week: str = ""
) -> Response:
    """One week of the board, to print."""
    monday, days = _days(page, session, channel.slug, _today(page), week)
    sheet = Sheet(
        station=letterhead(page),
        title=page.gettext("Planning of the week from %(day)s", day=page.times.day(days[0].begins)),
        made=page.gettext("Written %(moment)s", moment=page.times.moment(now)),
        note=page.gettext("* not in Latin letters in the original"),
        columns=(
            Column(page.gettext("Time"), 1.2),
            Column(page.gettext("What"), 4.5),
            Column(page.gettext("Owner"), 1.6),
            Column(page.gettext("Source"), 1.6),
            Column(page.gettext("State"), 1.4),
            Column(page.gettext("Notes"), 3.5),
        ),
        sections=[_section(page, day) for day in days[:7]],
        wide=True,
    )
    return download(f"{channel.slug}-board-{monday}.pdf", pdf(sheet), PDF)


@router.post("/add")
def add(
    page: ThePage,
    editing: EditingBoard,
    now: Now,
    title: Text,
    *,
    due: Text = "",
    owner: Text = "",
    source: Annotated[Source, Form()] = Source.OTHER,
) -> Response:
    today = local_date(now, _zone(page))
    idea = Idea(editing.channel, title, due_of(due, today), source, owner=owner[:64])
    return _back(page, editing.save(idea), page.gettext("On the board."))


@router.post("/agenda")
def agenda(page: ThePage, editing: EditingBoard, now: Now, file: UploadFile) -> Response:
    """Take an agenda over; what is known of it is brought up to date."""
    try:
        found = read(
            file.filename or "", file.file.read(LARGEST + 1), _zone(page), now - _PAST, now + _AHEAD
        )
    except AgendaUnreadable as error:
        text = page.gettext(_REFUSALS[error.why], line=error.line)
        return page.redirect(_home(editing.channel), text)
    taken = editing.take_agenda(found)
    text = page.gettext(
        "Agenda: %(added)s new, %(changed)s changed, %(same)s as before.",
        added=taken.added,
        changed=taken.changed,
        same=taken.same,
    )
    return page.redirect(_home(editing.channel), text)


@router.post("/agenda/{entry}/card")
def card(page: ThePage, editing: EditingBoard, entry: int) -> Response:
    return _back(page, editing.card_of(entry), page.gettext("On the board."))


@router.get("/{idea}")
def open_card(
    page: ThePage, account: Staff, session: Database, editing: EditingBoard, channel: TheChannel,
    idea: int,
) -> Response:  # fmt: skip
    """A card: who, when, and what it becomes."""
    found = editing.idea(idea)
    carts = CartStore(session).search(found.title[:60], order="title", limit=_OFFERS).carts
    return page.render(
        "schedule/board_card.html",
        channel=channel,
        idea=found,
        at=time_of(found, editing.board, _zone(page)),
        carts=carts,
        sources=[(code, page.gettext(words)) for code, words in SOURCES.items()],
        purposes=[("", "–"), *((code, page.gettext(words)) for code, words in PURPOSES.items())],
        states=[
            (code, page.gettext(STATES[code]))
            for code in State
            if code is found.state or code in MOVES[found.state]
        ],
        may_edit=account.has(*EDITORS),
    )


@router.post("/{idea}")
def change(
    page: ThePage,
    editing: EditingBoard,
    idea: int,
    title: Text,
    *,
    due: Text,
    source: Annotated[Source, Form()],
    state: Annotated[State, Form()],
    owner: Text = "",
    notes: Annotated[str, Form(max_length=4_000)] = "",
    purpose: Text = "",
    wall: Text = "",
    length_min: Text = "",
) -> Response:
    before = editing.idea(idea)
    changed = replace(
        before, title=title, due=due_of(due, before.due), source=source, state=state,
        owner=owner[:64], notes=notes,
        purpose=Purpose(purpose) if purpose in set(Purpose) else None,
        wall=_time(wall) if wall.strip() else None,
        length_min=int(length_min) if length_min.isdecimal() and len(length_min) < 6 else 0,
    )  # fmt: skip
    return _back(page, editing.save(changed), page.gettext("Saved."))


@router.post("/{idea}/remove")
def remove(page: ThePage, editing: EditingBoard, idea: int) -> Response:
    editing.remove(idea)
    return page.redirect(_home(editing.channel), page.gettext("Taken off the board."))


@router.post("/{idea}/programme")
def programme(page: ThePage, editing: EditingBoard, grid: Editing, idea: int, at: Text) -> Response:
    """One click: a live programme on the day of the card."""
    made = editing.into_programme(editing.idea(idea), _time(at), grid)
    text = page.gettext("“%(name)s” is on the grid; a presenter may take it.", name=made.name)
    return page.redirect(f"/schedule/programmes/{made.id}?channel={editing.channel}", text)


@router.post("/{idea}/reserve")
def reserve(
    page: ThePage, editing: EditingBoard, grid: Editing, session: Database, idea: int
) -> Response:
    """One click: the air that the card asks for is its own, on the second."""
    desk = page.desk
    book = rule_book(session, desk.config, desk.paths, editing.channel)
    made = editing.reserve(editing.idea(idea), grid, book)
    text = page.gettext("The air of “%(name)s” is reserved.", name=made.name)
    return page.redirect(f"/schedule/programmes/{made.id}?channel={editing.channel}", text)


@router.post("/{idea}/announcement")
def announcement(
    page: ThePage, editing: EditingBoard, campaigns: EditingCampaigns, idea: int, at: Text
) -> Response:
    """One click: the draft of an announcement."""
    made = editing.into_announcement(editing.idea(idea), _time(at), campaigns)
    text = page.gettext("A draft of “%(name)s” is among the announcements.", name=made.title)
    return page.redirect(f"/humas/{made.id}", text)


@router.post("/{idea}/insert")
def insert(
    page: ThePage,
    editing: EditingBoard,
    rundown: EditingRundown,
    idea: int,
    at: Text,
    cart: Annotated[int, Form()],
) -> Response:
    """One click: a recording at the time of the card."""
    found = editing.idea(idea)
    try:
        editing.into_insertion(found, cart, instant_of(found.due, _time(at), _zone(page)), rundown)
    except CartNotFound:
        raise ItemGone(str(cart)) from None
    text = page.gettext("Inserted. The plan follows.")
    return page.redirect(f"/schedule/rundown?channel={editing.channel}&day={found.due}", text)


def _days(
    page: Page,
    session: Session,
    channel: str,
    now_day: date,
    week: str,
    shown: BoardFilter = EVERYTHING,
) -> tuple[date, list[Day]]:
    wanted = read_day(week)
    near = wanted is not None and abs(wanted - now_day) < timedelta(days=3_660)
    monday = monday_of(wanted if wanted is not None and near else now_day)
    desk = page.desk
    book = rule_book(session, desk.config, desk.paths, channel)
    return monday, board(session, desk.config, channel, monday, book, shown)


def _section(page: Page, day: Day) -> Section:
    named = [one.named(page.language.code) for one in day.calendar.occasions]
    rows = [
        (
            "" if each.entry.all_day else page.times.short(each.entry.begins),
            each.entry.title, "", page.gettext(SOURCES[Source.LEADER]),
            page.gettext(N_("called off")) if each.entry.cancelled else "", each.entry.place,
        )
        for each in day.appointments
    ]  # fmt: skip
    rows += [
        (
            f"{idea.wall:%H.%M}" if idea.wall else "", idea.title, idea.owner,
            page.gettext(SOURCES[idea.source]), page.gettext(STATES[idea.state]), idea.notes,
        )
        for idea in (card.idea for card in day.cards)
    ]  # fmt: skip
    return Section(" · ".join([page.times.day(day.begins), *named]), rows)


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return time(10)


def _today(page: Page) -> date:
    return local_date(page.desk.clock.now(), _zone(page))


def _zone(page: Page) -> ZoneInfo:
    return page.desk.config.zone


def _back(page: Page, idea: Idea, notice: str) -> Response:
    return page.redirect(f"{_home(idea.channel)}&week={idea.due}", notice)


def _home(channel: str) -> str:
    return f"/schedule/board?channel={channel}"
