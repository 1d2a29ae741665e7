"""/schedule/rundown: the concrete list of an hour, and the operator's hand on what is coming."""

from datetime import datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from media_library.cart import Cart, CartNotFound
from media_library.soundness import Flaw
from media_library.store import CartStore
from scheduler.override import Override
from scheduler.stores import OverrideStore, PreflightStore
from station.broadcast_day import hour_floor, instant_of, local_date
from web import studio_words
from web.channels import TheChannel
from web.deps import Database, Now, Operator, Staff
from web.pages import Page, ThePage
from web.publication import ThePublication
from web.rundown_editing import EditingRundown, ItemGone
from web.rundown_view import Line, lines, published
from web.schedule_head import EDITORS
from web.schedule_words import ScheduleWords
from web.slot_form import read_day
from web.words import KINDS

router = APIRouter(prefix="/schedule/rundown", include_in_schema=False)

HOUR = timedelta(hours=1)
_SHOWN_OVERRIDES = 12
Text = Annotated[str, Form(max_length=200)]


@router.get("")
def rundown(
    page: ThePage,
    account: Staff,
    session: Database,
    channel: TheChannel,
    publication: ThePublication,
    now: Now,
    *,
    day: str = "",
    hour: str = "",
) -> Response:
    """The hour asked for, else the one that is on the air."""
    begins = _hour(page, day, hour, now)
    return page.render(
        "schedule/rundown.html",
        channel=channel,
        begins=begins,
        ends=begins + HOUR,
        hour_before=begins - HOUR,
        on_air=_on_air(page, channel.slug),
        lines=_lines(page, session, channel.slug, begins, now),
        published=publication,
        said=ScheduleWords(page.language),
        may_edit=account.has(*EDITORS),
        overrides=_recent(session, channel.slug, now),
        failed=_failed(session),
        titles=_titles(session, channel.slug, now),
        local=begins.astimezone(page.desk.config.zone),
        coded=studio_words.in_words(studio_words.BACKTIMING, page.language),
        kinds=studio_words.in_words(KINDS, page.language),
        address=lambda at: _address(page, channel.slug, at),
    )


@router.post("/move")
def move(page: ThePage, editing: EditingRundown, item: Text, after: Text) -> Response:
    editing.move_after(item, after)
    return _back(page, editing.channel, page.gettext("Moved. The plan follows."))


@router.post("/remove")
def remove(page: ThePage, editing: EditingRundown, item: Text) -> Response:
    editing.remove(item)
    return _back(page, editing.channel, page.gettext("Taken out. The plan follows."))


@router.post("/undo")
def undo(page: ThePage, editing: EditingRundown, override: Annotated[int, Form()]) -> Response:
    editing.undo(override)
    return _back(page, editing.channel, page.gettext("Undone. The plan follows."))


@router.get("/insert")
def choose(
    page: ThePage,
    _account: Operator,
    session: Database,
    channel: TheChannel,
    now: Now,
    *,
    after: str,
    text: str = "",
) -> Response:
    """Choose the recording that is inserted behind an item."""
    return page.render(
        "schedule/insert.html",
        channel=channel,
        after=_item(page, channel.slug, after),
        text=text[:100],
        found=CartStore(session).search(text[:100], order="title", limit=40),
    )


@router.post("/insert")
def insert(
    page: ThePage, editing: EditingRundown, cart: Annotated[int, Form()], after: Text
) -> Response:
    try:
        editing.insert_after(cart, after)
    except CartNotFound:
        raise ItemGone(str(cart)) from None
    at = _item(page, editing.channel, after).begins
    return page.redirect(
        _address(page, editing.channel, at), page.gettext("Inserted. The plan follows.")
    )


def _lines(
    page: Page, session: Database, channel: str, begins: datetime, now: datetime
) -> list[Line]:
    return lines(
        session,
        channel,
        published(page.desk.paths, channel),
        begins=begins,
        ends=begins + HOUR,
        now=now,
        words=page.words,
        said=ScheduleWords(page.language),
    )


def _on_air(page: Page, channel: str) -> str:
    """Return the key of the item that is heard, empty when the air does not answer."""
    view = page.desk.hub.view(channel)
    return view.snapshot.on_air.item_key if view.reachable and view.snapshot else ""


def _hour(page: Page, day: str, hour: str, now: datetime) -> datetime:
    zone = page.desk.config.zone
    present = hour_floor(now, zone)
    wanted = read_day(day) or local_date(present, zone)
    if hour.isdecimal() and int(hour) < 24:
        return instant_of(wanted, time(int(hour)), zone)
    return present if not day else instant_of(wanted, present.astimezone(zone).time(), zone)


def _recent(session: Database, channel: str, now: datetime) -> list[Override]:
    """Return the operators' wishes that still mean something."""
    newest = OverrideStore(session).newest(channel, limit=_SHOWN_OVERRIDES)
    return [each for each in newest if each.expires_at is None or each.expires_at > now]


def _failed(session: Database) -> list[tuple[Cart, Flaw]]:
    """Return what must not go on air until a later check finds it sound."""
    checks = PreflightStore(session).failed()
    carts = CartStore(session).get_many(checks)
    found = [(carts[id], check.flaw) for id, check in checks.items() if id in carts]
    return [(cart, flaw) for cart, flaw in found if flaw is not None and not cart.archived_at]


def _titles(session: Database, channel: str, now: datetime) -> dict[int, str]:
    wanted = {each.cart_id for each in _recent(session, channel, now)}
    return {cart.id: cart.title for cart in CartStore(session).get_many(wanted).values()}


def _item(page: Page, channel: str, key: str) -> Line:
    """Return a published item; raises ItemGone."""
    rundown = published(page.desk.paths, channel)
    for item in rundown.items if rundown else ():
        if item.key == key:
            return Line(
                key=item.key,
                begins=item.begins,
                length=item.ends - item.begins,
                kind=item.kind,
                title=item.title,
                artist=item.artist,
                programme=item.programme,
                start=item.start,
                cart_id=item.cart_id,
                why="",
            )
    raise ItemGone(key)


def _address(page: Page, channel: str, at: datetime) -> str:
    local = at.astimezone(page.desk.config.zone)
    return f"/schedule/rundown?channel={channel}&day={local:%Y-%m-%d}&hour={local.hour}"


def _back(page: Page, channel: str, notice: str) -> Response:
    """Return to the hour that the form was on."""
    query = page.request.query_params
    day, hour = read_day(query.get("day", "")), query.get("hour", "")
    where = f"&day={day}&hour={int(hour)}" if day and hour.isdecimal() else ""
    return page.redirect(f"/schedule/rundown?channel={channel}{where}", notice)
