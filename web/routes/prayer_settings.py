"""/schedule/prayer/settings: where the station is, what it observes, and with which recordings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy.orm import Session
from starlette.responses import Response

from media_library.cart import Cart, CartNotFound
from media_library.store import CartStore
from scheduler.observance.settings import tri_sandya
from scheduler.prayer.places import known_places
from scheduler.prayer.times import PRAYERS, Time
from scheduler.stores import ScheduleSettingStore
from station.config import Channel
from station.kinds import Kind
from web.channels import TheChannel
from web.day_editing import Editing
from web.deps import Database, Operator
from web.observance_form import ObservanceForm
from web.pages import Page, ThePage
from web.prayer_view import address
from web.prayer_words import PrayerWords
from web.slot_form import FormWrong

router = APIRouter(prefix="/schedule/prayer/settings", include_in_schema=False)

_INSTRUMENTAL = "instrumental"
_SHOWN = 60
TheForm = Annotated[ObservanceForm, Form()]


@router.get("")
def settings(
    page: ThePage, _account: Operator, session: Database, channel: TheChannel, find: str = ""
) -> Response:
    form = ObservanceForm.of(ScheduleSettingStore(session).observances(channel.slug))
    return _settings(page, session, channel, form.model_copy(update={"find": find}))


@router.post("/draft")
def draft(
    page: ThePage,
    _account: Operator,
    session: Database,
    channel: TheChannel,
    form: TheForm,
    act: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Show the form again with found recordings, or with the prayers of Bali; nothing is stored."""
    if act == "tri-sandya":
        known = {row[0] for row in form.rows}
        for one in tri_sandya():
            if one.name not in known:
                form.devotion_name.append(one.name)
                form.devotion_title.append(one.title)
                form.devotion_time.append(f"{one.wall:%H:%M}")
                form.devotion_offset.append("0")
                form.devotion_cart.append("")
    return _settings(page, session, channel, form)


@router.post("")
def settle(
    page: ThePage, editing: Editing, session: Database, channel: TheChannel, form: TheForm
) -> Response:
    try:
        editing.observe(form.observances())
    except FormWrong as wrong:
        return _settings(page, session, channel, form, wrong)
    return page.redirect(address(channel), page.gettext("The settings are stored."))


@dataclass(frozen=True, slots=True)
class Choice:
    """A recording that can be chosen for an event."""

    cart: Cart
    instrumental: bool
    """Marked so: it does not satisfy where words are asked for."""


def _settings(
    page: Page,
    session: Session,
    channel: Channel,
    form: ObservanceForm,
    wrong: FormWrong | None = None,
) -> Response:
    words = PrayerWords(page.language)
    return page.render(
        "schedule/prayer_settings.html",
        422 if wrong else 200,
        channel=channel,
        form=form,
        errors={name: words.wrong(code) for name, code in wrong.errors.items()} if wrong else {},
        carts=_recordings(session, form),
        towns=list(known_places()),
        names=list(Time),
        prayers=PRAYERS,
        spoken=words,
    )


def _recordings(session: Session, form: ObservanceForm) -> Sequence[Choice]:
    """Return what can be chosen: what is chosen, anthems, what is tagged azan, what is found."""
    store = CartStore(session)
    found: dict[int, Cart] = {}
    for number in sorted(form.chosen):
        try:
            found[number] = store.get(number)
        except CartNotFound:
            continue
    pages = [store.search(kind=Kind.ANTHEM, limit=_SHOWN), store.search(tag="azan", limit=_SHOWN)]
    if form.find.strip():
        pages.append(store.search(form.find, limit=20))
    for one in pages:
        found |= {cart.id: cart for cart in one.carts}
    ordered = sorted(found.values(), key=lambda cart: (cart.title.lower(), cart.id))
    return [Choice(cart, _INSTRUMENTAL in cart.tags) for cart in ordered]
