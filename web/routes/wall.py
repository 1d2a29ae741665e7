"""/wall: the pages of buttons and the emergency messages, edited."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from media_library.cart import Cart
from media_library.store import CartStore
from station.config import Channel
from web.channels import TheChannel
from web.deps import Database, Operator
from web.pages import Page, ThePage
from web.wall import BUTTONS, MESSAGES, PAGES, Layout, WallEntryNotFound, WallFull, WallPage
from web.wall_editing import EditingWall
from web.wall_form import (
    COLOURS,
    DUCKS,
    LEVELS,
    LONGEST_LABEL,
    LONGEST_WORDS,
    ButtonForm,
    label_fits,
)

router = APIRouter(prefix="/wall", include_in_schema=False)

EMERGENCY = "emergency"
_FOUND = 20

PageName = Annotated[str, Form(max_length=200)]
WhichButton = Annotated[str, Form(max_length=32)]
WhichPage = Annotated[str, Form(max_length=20)]


@router.get("")
def wall_page(
    page: ThePage,
    _account: Operator,
    session: Database,
    channel: TheChannel,
    editing: EditingWall,
    shown: str = "",
    text: str = "",
) -> Response:
    """One page of the wall, or the messages; the recordings that can be put on it."""
    layout = editing.store.layout()
    here = _shown(layout, shown)
    emergency = shown == EMERGENCY
    buttons = layout.messages if emergency else here.buttons if here else ()
    carts = CartStore(session)
    return page.render(
        "wall/wall.html",
        channel=channel,
        layout=layout,
        here=here,
        emergency=emergency,
        shown=EMERGENCY if emergency else str(here.id) if here else "",
        buttons=buttons,
        neighbours=_neighbours([button.id for button in buttons]),
        full=len(buttons) >= (MESSAGES if emergency else BUTTONS),
        more_pages=len(layout.pages) < PAGES,
        carts=carts.get_many(layout.cart_ids),
        text=text[:100],
        found=carts.search(text[:100], order="title", limit=_FOUND),
        last=editing.last,
    )


@router.post("/pages")
def add_page(page: ThePage, editing: EditingWall, name: PageName = "") -> Response:
    if not label_fits(name):
        return _to(page, editing.channel, EMERGENCY, page.gettext("Give it 1 to 40 letters."))
    try:
        made = editing.add_page(name.strip())
    except WallFull:
        return _full(page, editing.channel, EMERGENCY)
    return _to(page, editing.channel, str(made.id))


@router.post("/pages/{page_id}")
def rename_page(page: ThePage, editing: EditingWall, page_id: int, name: PageName = "") -> Response:
    if not label_fits(name):
        return _to(page, editing.channel, str(page_id), page.gettext("Give it 1 to 40 letters."))
    editing.rename_page(page_id, name.strip())
    return _to(page, editing.channel, str(page_id), page.gettext("Saved."))


@router.post("/pages/{page_id}/earlier")
def move_page(page: ThePage, editing: EditingWall, page_id: int) -> Response:
    """Swap a page with the one before it."""
    order = [each.id for each in editing.store.layout().pages]
    if page_id not in order:
        raise WallEntryNotFound(page_id)
    place = order.index(page_id)
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
        editing.order_pages(order)
    return _to(page, editing.channel, str(page_id))


@router.post("/pages/{page_id}/remove")
def remove_page(page: ThePage, editing: EditingWall, page_id: int) -> Response:
    name = editing.remove_page(page_id)
    text = page.gettext("“%(name)s” is taken off the wall.", name=name)
    return _to(page, editing.channel, "", text)


@router.post("/buttons")
def add_button(
    page: ThePage,
    editing: EditingWall,
    cart: Annotated[int, Form()],
    shown: WhichPage = "",
) -> Response:
    """Put a recording on the page that is shown."""
    try:
        button = editing.add(_page_id(shown), cart)
    except WallFull:
        return _full(page, editing.channel, shown)
    text = page.gettext("“%(name)s” is on the wall.", name=button.label)
    return _to(page, editing.channel, shown, text)


@router.post("/order")
def order_buttons(
    page: ThePage,
    editing: EditingWall,
    shown: WhichPage = "",
    order: Annotated[str, Form(max_length=2_000)] = "",
    moved: WhichButton = "",
) -> Response:
    """Put the buttons of a page into the order of the ids, separated by spaces."""
    editing.order(_page_id(shown), order.split())
    place = f"#button-{moved}" if moved.isalnum() else ""
    return page.redirect(_address(editing.channel, shown) + place)


@router.post("/undo")
def undo(page: ThePage, editing: EditingWall, shown: WhichPage = "") -> Response:
    deed = editing.undo()
    text = page.gettext(
        "Undone: %(name)s is as it was.", name=deed.name or page.gettext("the wall")
    )
    return _to(page, editing.channel, shown, text)


@router.get("/buttons/{button_id}")
def button_page(
    page: ThePage, session: Database, channel: TheChannel, editing: EditingWall, button_id: str
) -> Response:
    form = ButtonForm.of(editing.store.button(button_id))
    return _form(page, session, channel, editing, button_id, form)


@router.post("/buttons/{button_id}")
def change_button(
    page: ThePage,
    session: Database,
    channel: TheChannel,
    editing: EditingWall,
    button_id: str,
    form: Annotated[ButtonForm, Form()],
) -> Response:
    if form.mistakes:
        return _form(page, session, channel, editing, button_id, form)
    try:
        button = editing.change(button_id, form)
    except WallFull:
        return _full(page, editing.channel, form.page)
    text = page.gettext("“%(name)s” is changed.", name=button.label)
    return _to(page, editing.channel, _tab(button.page_id), text)


@router.post("/buttons/{button_id}/remove")
def remove_button(page: ThePage, editing: EditingWall, button_id: str) -> Response:
    removed = editing.remove(button_id)
    text = page.gettext("“%(name)s” is taken off the wall.", name=removed.label)
    return _to(page, editing.channel, _tab(removed.page_id), text)


def _form(
    page: Page,
    session: Database,
    channel: Channel,
    editing: EditingWall,
    button_id: str,
    form: ButtonForm,
) -> Response:
    button = editing.store.button(button_id)
    cart: Cart | None = CartStore(session).get_many([button.cart_id]).get(button.cart_id)
    errors = {name: page.gettext(sentence) for name, sentence in form.mistakes.items()}
    return page.render(
        "wall/button.html",
        422 if errors else 200,
        channel=channel,
        button=button,
        cart=cart,
        form=form,
        errors=errors,
        pages=editing.store.layout().pages,
        ducks=DUCKS,
        colours={code: page.gettext(word) for code, word in COLOURS.items()},
        longest=LONGEST_LABEL,
        levels={code: page.gettext(word) for code, word in LEVELS.items()},
        longest_words=LONGEST_WORDS,
        back=_address(channel.slug, _tab(button.page_id)),
    )


def _shown(layout: Layout, shown: str) -> WallPage | None:
    """Return the page that is wanted, else the first; None for the messages or an empty wall."""
    if shown == EMERGENCY:
        return None
    named = (each for each in layout.pages if str(each.id) == shown)
    return next(named, layout.pages[0] if layout.pages else None)


def _neighbours(ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return for each id the order with it one place earlier, and one later; empty at the ends."""
    swaps = [
        " ".join((*ids[:place], ids[place + 1], ids[place], *ids[place + 2 :]))
        for place in range(len(ids) - 1)
    ]
    return dict(zip(ids, zip(["", *swaps], [*swaps, ""], strict=True), strict=True)) if ids else {}


def _page_id(shown: str) -> int | None:
    if shown == EMERGENCY:
        return None
    if not shown.isdecimal():
        raise WallEntryNotFound(shown)
    return int(shown)


def _tab(page_id: int | None) -> str:
    return EMERGENCY if page_id is None else str(page_id)


def _address(channel: str, shown: str) -> str:
    return f"/wall?channel={channel}" + (f"&shown={shown}" if shown else "")


def _to(page: Page, channel: str, shown: str, notice: str = "") -> Response:
    return page.redirect(_address(channel, shown), notice)


def _full(page: Page, channel: str, shown: str) -> Response:
    text = page.gettext("There is no room for one more here. Take something off first.")
    return _to(page, channel, shown, text)
