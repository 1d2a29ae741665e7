"""/schedule/programmes: what the station airs, and what fills each programme."""

from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy.orm import Session
from starlette.responses import Response

from media_library.cart import Cart
from media_library.cart import Page as FoundCarts
from media_library.store import CartStore
from scheduler.problem import ScheduleInvalid
from scheduler.stores import GridStore, HourTemplateStore, ProgrammeStore
from scheduler.week.programme import Category, Fixed, Programme, Rating, Serial, Source, Templated
from station.broadcast_day import local_date
from station.kinds import LIBRARY_KINDS, Kind
from web.channels import TheChannel
from web.content_estimate import of_carts, of_rotation
from web.deps import Database, Operator, Staff
from web.grid_editing import Editing
from web.i18n import N_
from web.pages import Page, ThePage
from web.programme_form import ProgrammeForm
from web.repetition import sentence
from web.rule_notices import warned
from web.rule_watch import RuleBroken
from web.rule_words import RuleWords
from web.schedule_head import EDITORS
from web.schedule_words import ScheduleWords
from web.slot_form import FormWrong
from web.week import COLOURS

router = APIRouter(prefix="/schedule/programmes", include_in_schema=False)

FOUND = 12
SOURCES = {
    Source.OWN: N_("The station's own"),
    Source.CO_PRODUCTION: N_("Made together with others"),
    Source.COMMUNITY: N_("Made by the community"),
    Source.RELAY: N_("Relay"),
    Source.ACQUIRED: N_("Acquired in the country"),
    Source.FOREIGN: N_("Foreign"),
    Source.BLOCKED: N_("Blocking time"),
}
TheForm = Annotated[ProgrammeForm, Form()]


@router.get("")
def programmes(page: ThePage, account: Staff, session: Database, channel: TheChannel) -> Response:
    slots = GridStore(session).slots(channel.slug)
    found = ProgrammeStore(session).all(channel.slug)
    return page.render(
        "schedule/programmes.html",
        channel=channel,
        programmes=found,
        slots={each.id: [slot for slot in slots if slot.programme_id == each.id] for each in found},
        sentence=lambda slot: sentence(slot, page.language),
        said=ScheduleWords(page.language),
        colours=COLOURS,
        may_edit=account.has(*EDITORS),
    )


@router.get("/new")
def new_programme(
    page: ThePage, _account: Operator, session: Database, channel: TheChannel
) -> Response:
    return _page(page, session, channel.slug, ProgrammeForm(kinds=[Kind.MUSIC]))


@router.post("/draft")
def draft(
    page: ThePage, _account: Operator, session: Database, channel: TheChannel, form: TheForm
) -> Response:
    """Show the form again after a button of its list was pressed; nothing is stored."""
    form.arrange()
    return _page(page, session, channel.slug, form)


@router.post("/new")
def save(page: ThePage, editing: Editing, channel: TheChannel, form: TheForm) -> Response:
    """Add the programme, or change the one whose number the form holds."""
    try:
        programme = _checked(editing, form.programme(channel.slug))
    except FormWrong as wrong:
        return _page(page, editing.session, channel.slug, form, wrong)
    try:
        stored = editing.save_programme(programme)
    except RuleBroken as broken:
        told = {"rating": RuleWords(page.language).breaches(broken.breaches)}
        return _page(page, editing.session, channel.slug, form, FormWrong(told))
    if programme.id:
        text = page.gettext("%(name)s is changed.", name=stored.name)
        text = warned(page, text, editing.watch)
        return page.redirect(f"/schedule/programmes?channel={channel.slug}", text)
    text = page.gettext("%(name)s is there. When does it air?", name=stored.name)
    return page.redirect(f"/schedule/slots/new?channel={channel.slug}&programme={stored.id}", text)


@router.get("/{programme_id}")
def programme_page(
    page: ThePage, programme_id: int, _account: Operator, session: Database
) -> Response:
    programme = ProgrammeStore(session).get(programme_id)
    return _page(page, session, programme.channel, ProgrammeForm.of(programme))


@router.post("/{programme_id}/remove")
def remove(page: ThePage, programme_id: int, editing: Editing) -> Response:
    back = f"/schedule/programmes?channel={editing.programmes.get(programme_id).channel}"
    try:
        removed = editing.remove_programme(programme_id)
    except ScheduleInvalid as invalid:
        return page.redirect(back, ScheduleWords(page.language).problem(invalid.problem))
    return page.redirect(back, page.gettext("%(name)s is deleted.", name=removed.name))


def _checked(editing: Editing, programme: Programme) -> Programme:
    """Refuse recordings that are not there, and a programme of another channel."""
    if programme.id and editing.programmes.get(programme.id).channel != programme.channel:
        raise FormWrong({"name": "not_found"})
    if isinstance(programme.content, Templated):
        known = {one.id for one in HourTemplateStore(editing.session).all(programme.channel)}
        if set(programme.content.template_ids) - known:
            raise FormWrong({"template_ids": "not_found"})
    if isinstance(programme.content, Fixed | Serial):
        named = programme.content
        wanted = set(named.cart_ids if isinstance(named, Fixed) else named.before)
        if wanted - CartStore(editing.session).get_many(wanted).keys():
            raise FormWrong({"cart_ids": "not_found"})
    return programme


def _page(
    page: Page,
    session: Session,
    channel: str,
    form: ProgrammeForm,
    wrong: FormWrong | None = None,
) -> Response:
    store = CartStore(session)
    said = ScheduleWords(page.language)
    chosen = _carts(store, form.carts)
    day = local_date(page.desk.clock.now(), page.desk.config.zone)
    fixed = form.form in ("fixed", "episodes")
    over = store.get_many(set(form.over_carts))
    return page.render(
        "schedule/programme.html",
        422 if wrong else 200,
        channel=page.desk.config.channel(channel),
        form=form,
        chosen=chosen,
        found=_found(store, form.find),
        over={str(cart.id): cart for cart in over.values()},
        found_over=_found(store, form.over_find),
        estimate=of_carts(chosen)
        if fixed
        else of_rotation(store, form.chosen_kinds, form.chosen_tags, day),
        tags=list(store.tags()),
        templates=HourTemplateStore(session).all(channel),
        sources=[(code.value, page.gettext(text)) for code, text in SOURCES.items()],
        kinds=list(LIBRARY_KINDS),
        categories=list(Category),
        ratings=list(Rating),
        said=said,
        errors={name: said.problem(code) for name, code in wrong.errors.items()} if wrong else {},
    )


def _found(store: CartStore, words: str) -> FoundCarts | None:
    return store.search(words[:100], order="title", limit=FOUND) if words else None


def _carts(store: CartStore, cart_ids: list[int]) -> list[Cart]:
    found = store.get_many(set(cart_ids))
    return [found[cart_id] for cart_id in cart_ids if cart_id in found]
