"""/library: where is that recording?"""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from sqlalchemy.orm import Session
from starlette.responses import Response

from media_library import signs
from media_library.cart import Cart, Mood
from media_library.film_store import FilmStore
from media_library.quarantine import Quarantine
from media_library.store import CartStore, Order
from scheduler.stores import AiringStore, CampaignStore, PublishedStore
from scheduler.traffic.campaign import Campaign
from station.broadcast_day import local_date
from station.kinds import LIBRARY_KINDS, Kind
from station.rating import FilmClass, Rating
from web.accounts import Role
from web.cart_edit import CartUnacceptable, change, interpreter
from web.cart_form import CartFields, read, shown
from web.day_words import DayWords
from web.deps import Audit, Database, Now, Operator, Staff
from web.film_words import FilmWords
from web.library_list import ORDERS, Search
from web.library_waveform import COLUMNS, HEIGHT, outline
from web.pages import Page, ThePage
from web.routes.carts import Carts
from web.schedule_words import ScheduleWords

router = APIRouter(prefix="/library", include_in_schema=False)

UNDO_FOR = timedelta(minutes=10)
_ERRORS: dict[str, str] = {}


def _search(
    text: Annotated[str, Query(max_length=200)] = "",
    kind: str = "",
    tag: Annotated[str, Query(max_length=64)] = "",
    order: str = "added",
    archived: bool = False,
    film: bool = False,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Search:
    """Read the address; what it does not understand it leaves out."""
    known: Order = next((name for name in ORDERS if name == order), "added")
    wanted = Kind(kind) if kind in LIBRARY_KINDS else None
    return Search(text.strip(), wanted, tag.strip(), known, archived, page, film)


@router.get("")
def library(
    page: ThePage,
    _account: Staff,
    session: Database,
    now: Now,
    search: Annotated[Search, Depends(_search)],
    away: int = 0,
) -> Response:
    """The table; typing in its search field fetches only the table again."""
    template = "library/carts.html" if _wants_part(page) else "library/library.html"
    carts = CartStore(session)
    counts = carts.counts()
    found = search.run(carts)
    films = [cart.id for cart in found.carts if cart.has_picture]
    return page.render(
        template,
        search=search,
        found=found,
        thumbnails=FilmStore(session).thumbnails(films) if films else {},
        counts=counts,
        total=sum(counts.values()),
        tags=carts.tags(),
        orders=ORDERS,
        days=DayWords(page.language.locale),
        quarantined=Quarantine(session, page.desk.paths.quarantine).count(),
        put_away=_just_put_away(carts, away, now),
        may_edit=_may_edit(page),
    )


@router.get("/carts/{cart_id}")
def cart(cart_id: int, page: ThePage, _account: Staff, session: Database, now: Now) -> Response:
    found = CartStore(session).get(cart_id)
    return _cart_page(page, session, found, shown(found), now)


@router.post("/carts/{cart_id}")
def edit(
    cart_id: int,
    page: ThePage,
    account: Operator,
    session: Database,
    audit: Audit,
    now: Now,
    fields: Annotated[CartFields, Form()],
) -> Response:
    carts = CartStore(session)
    before = carts.get(cart_id)
    wish = read(fields, before)
    wrong = wish.wrong
    if not wrong:
        try:
            if fields.cleared:
                wish.changes["sign_path"] = interpreter(session, before, fields.sign)
            change(carts, audit, cart_id, wish.changes, by=account.name, now=now)
        except CartUnacceptable as error:
            wrong = {error.field: error.code}
    if wrong:
        errors = {name: page.words.refusal(code) for name, code in wrong.items()}
        return _cart_page(page, session, before, fields, now, errors, 422)
    return page.redirect(f"/library/carts/{cart_id}", page.gettext("Saved."))


@router.post("/carts/{cart_id}/archive")
def archive(
    cart_id: int, page: ThePage, account: Operator, carts: Carts, audit: Audit, now: Now
) -> Response:
    carts.archive(cart_id, now)
    audit.record(now, account.name, "cart.archive", cart=cart_id)
    return page.redirect(f"/library?away={cart_id}")


@router.post("/carts/{cart_id}/restore")
def restore(
    cart_id: int, page: ThePage, account: Operator, carts: Carts, audit: Audit, now: Now
) -> Response:
    found = carts.restore(cart_id)
    audit.record(now, account.name, "cart.restore", cart=cart_id)
    text = page.gettext("“%(title)s” is back in the library.", title=found.title)
    return page.redirect(f"/library/carts/{cart_id}", text)


def _cart_page(
    page: Page,
    session: Session,
    cart: Cart,
    fields: CartFields,
    now: datetime,
    errors: dict[str, str] = _ERRORS,
    status: int = 200,
) -> Response:
    films, sign = FilmStore(session), signs.of(session, cart)
    return page.render(
        "library/cart.html",
        status,
        cart=cart,
        film=films.get(cart.id),
        preview=films.preview(cart.id),
        thumbnails=films.thumbnails([cart.id]).get(cart.id, 0),
        house=films.house(cart.id),
        film_words=FilmWords(page.language, page.times),
        fields=fields,
        sign=sign,
        errors=errors,
        outline=outline(cart, CartStore(session).peaks(cart.id)),
        columns=COLUMNS,
        height=HEIGHT,
        kinds=[(kind.value, page.words.kind(kind)) for kind in LIBRARY_KINDS],
        ratings=[(code.value, ScheduleWords(page.language).rating(code)) for code in Rating],
        film_classes=[(code.value, code.value or "\u2013") for code in FilmClass],
        moods=[("", "\u2013"), *((code.value, page.words.mood(code)) for code in Mood)],
        planned=PublishedStore(session).of_cart(cart.id, now, 8),
        aired=AiringStore(session).of_cart(cart.id, 8),
        campaigns=_campaigns(page, session, cart),
        days=DayWords(page.language.locale),
        may_edit=_may_edit(page),
        today=local_date(now, page.desk.config.zone),
    )


def _campaigns(page: Page, session: Session, cart: Cart) -> list[Campaign]:
    store = CampaignStore(session)
    return [
        campaign
        for channel in page.desk.config.channels
        for campaign in store.all(channel.slug)
        if cart.id in campaign.cart_ids
    ]


def _just_put_away(carts: CartStore, cart_id: int, now: datetime) -> Cart | None:
    """Return the recording that may still be brought back with one press."""
    cart = carts.get_many([cart_id]).get(cart_id) if cart_id else None
    fresh = cart is not None and cart.archived_at and now - cart.archived_at < UNDO_FOR
    return cart if fresh else None


def _wants_part(page: Page) -> bool:
    headers = page.request.headers
    return headers.get("hx-target") == "carts" and "hx-history-restore-request" not in headers


def _may_edit(page: Page) -> bool:
    return page.account is not None and page.account.has(Role.OPERATOR)
