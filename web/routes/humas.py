"""/humas: will my announcement air, and did it?"""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query
from sqlalchemy.orm import Session
from starlette.responses import Response

from media_library.store import CartStore
from scheduler.stores import AgencyStore, CampaignStore
from scheduler.traffic.campaign import Campaign
from station.broadcast_day import local_date
from station.kinds import SPOTS, Kind
from web.accounts import Role
from web.campaign_board import Stage, board, duties
from web.campaign_editing import Editing
from web.campaign_form import CampaignForm, blank, shown
from web.campaign_preview import Preview, preview
from web.campaign_words import CampaignWords
from web.channels import TheChannel
from web.day_words import DayWords
from web.deps import Database, Humas, Now, Staff
from web.pages import Page, ThePage
from web.rule_notices import warned
from web.rule_watch import RuleBroken
from web.rule_words import RuleWords
from web.slot_form import FormWrong
from web.undo import TheUndoLog

router = APIRouter(prefix="/humas", include_in_schema=False)

ENDED_SHOWN = 12
_RECORDINGS_SHOWN = 30
_UNDOABLE = ("campaign.added", "campaign.changed", "campaign.stopped", "campaign.continued",
             "campaign.removed")  # fmt: skip
_NONE: dict[str, str] = {}


def _typed(form: Annotated[CampaignForm, Query()]) -> CampaignForm:
    return form


TypedForm = Annotated[CampaignForm, Depends(_typed)]
"""The form as its fields stand in the address."""


@router.get("")
def humas(
    page: ThePage,
    account: Staff,
    session: Database,
    channel: TheChannel,
    undo: TheUndoLog,
    now: Now,
    ended: bool = False,
) -> Response:
    """The board: a card for each announcement."""
    store = CampaignStore(session)
    stages = board(store.all(channel.slug), store, page.desk.config.zone, now)
    last = undo.last(account.name, now)
    return page.render(
        "humas/board.html",
        channel=channel,
        channels=page.desk.config.channels,
        stages=stages,
        ended=stages[Stage.ENDED] if ended else stages[Stage.ENDED][:ENDED_SHOWN],
        any=any(stages.values()),
        last=last if last and last.what in _UNDOABLE else None,
        may_edit=account.has(Role.HUMAS),
        days=DayWords(page.language.locale),
        said=CampaignWords(page.language, page.times),
        duties=duties(card for stage in Stage for card in stages[stage]),
        Stage=Stage,
    )


@router.post("/undo")
def undo(page: ThePage, editing: Editing) -> Response:
    deed = editing.undo()
    text = page.gettext("Undone: %(name)s is as it was.", name=deed.name)
    return page.redirect("/humas", text)


@router.get("/new")
def new(
    page: ThePage,
    _account: Humas,
    session: Database,
    channel: TheChannel,
    now: Now,
    form: TypedForm,
) -> Response:
    """An empty form; with its fields in the address, the same form with the times it gives."""
    asked = "title" in page.request.query_params
    today = local_date(now, page.desk.config.zone)
    if not asked:
        opened = blank(today).model_copy(update={"cart": form.cart, "title": form.title})
        return _form(page, session, channel.slug, opened)
    ahead, errors = _ahead(page, form, channel.slug, now, None)
    return _form(page, session, channel.slug, form, errors=errors, ahead=ahead)


@router.post("/new")
def create(
    page: ThePage,
    editing: Editing,
    session: Database,
    channel: TheChannel,
    form: Annotated[CampaignForm, Form()],
) -> Response:
    try:
        stored = editing.save(form.campaign(channel.slug, page.desk.config.zone))
    except (FormWrong, RuleBroken) as error:
        errors = _sentences(page, error)
        return _form(page, session, channel.slug, form, errors=errors, status=422)
    text = warned(page, page.gettext("Saved. Its times are being planned."), editing.watch)
    return page.redirect(f"/humas/{stored.id}", text)


@router.get("/preview")
def preview_part(
    page: ThePage,
    _account: Humas,
    session: Database,
    channel: TheChannel,
    now: Now,
    form: TypedForm,
    campaign: int = 0,
) -> Response:
    """When the announcement of the form would air."""
    before = CampaignStore(session).get(campaign) if campaign else None
    ahead, errors = _ahead(page, form, channel.slug, now, before)
    return page.render("humas/preview.html", ahead=ahead, errors=errors, **_words(page))


@router.get("/recordings")
def recordings(
    page: ThePage,
    _account: Humas,
    session: Database,
    form: TypedForm,
    text: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """The list to choose recordings from; what is chosen stays at its top."""
    return page.render("humas/recordings.html", **_recordings(session, form, text))


@router.get("/{campaign_id}/edit")
def edit(campaign_id: int, page: ThePage, _account: Humas, session: Database) -> Response:
    campaign = CampaignStore(session).get(campaign_id)
    form = shown(campaign, page.desk.config.zone)
    return _form(page, session, campaign.channel, form, campaign)


@router.post("/{campaign_id}/edit")
def change(
    campaign_id: int,
    page: ThePage,
    editing: Editing,
    session: Database,
    form: Annotated[CampaignForm, Form()],
) -> Response:
    before = editing.campaigns.get(campaign_id)
    try:
        editing.save(form.campaign(before.channel, page.desk.config.zone, before))
    except (FormWrong, RuleBroken) as error:
        errors = _sentences(page, error)
        return _form(page, session, before.channel, form, before, errors, status=422)
    text = warned(page, page.gettext("Saved. Its times are being planned."), editing.watch)
    return page.redirect(f"/humas/{campaign_id}", text)


def _form(
    page: Page,
    session: Session,
    channel: str,
    form: CampaignForm,
    campaign: Campaign | None = None,
    errors: dict[str, str] = _NONE,
    *,
    ahead: Preview | None = None,
    status: int = 200,
) -> Response:
    return page.render(
        "humas/form.html",
        status,
        channel=channel,
        channels=page.desk.config.channels,
        form=form,
        campaign=campaign,
        errors=errors,
        ahead=ahead,
        largest=page.desk.config.media.max_bytes,
        **_choices(session, channel, form),
        **_recordings(session, form, ""),
        **_words(page),
    )


def _words(page: Page) -> dict[str, Any]:
    return {
        "days": DayWords(page.language.locale),
        "said": CampaignWords(page.language, page.times),
    }


def _recordings(session: Session, form: CampaignForm, text: str) -> dict[str, Any]:
    store = CartStore(session)
    chosen = list(store.get_many(form.cart).values())
    listed = [store.search(text, kind, limit=_RECORDINGS_SHOWN) for kind in SPOTS]
    others = [cart for found in listed for cart in found.carts if cart.id not in form.cart]
    more = sum(found.total - len(found.carts) for found in listed)
    return {"chosen": chosen, "others": others, "more": max(0, more)}


def _choices(session: Session, channel: str, form: CampaignForm) -> dict[str, Any]:
    """Return what the folded fields offer: names that are known, recordings that spread a hoax."""
    orders = CampaignStore(session).all(channel)
    carts = CartStore(session)
    suspects = {
        cart.id: cart
        for kind in (Kind.PROGRAMME, *SPOTS)
        for cart in carts.search("", kind, limit=_RECORDINGS_SHOWN).carts
    }
    if form.hoaxed.isdecimal():
        suspects |= carts.get_many([int(form.hoaxed)])
    return {
        "agencies": [agency.name for agency in AgencyStore(session).all()],
        "topics": sorted({one.topic for one in orders if one.topic}),
        "sequences": sorted({one.sequence for one in orders if one.sequence}),
        "suspects": [(str(cart.id), cart.title) for cart in suspects.values()],
    }


def _ahead(
    page: Page, form: CampaignForm, channel: str, now: datetime, before: Campaign | None
) -> tuple[Preview | None, dict[str, str]]:
    desk = page.desk
    try:
        campaign = form.campaign(channel, desk.config.zone, before)
    except FormWrong as error:
        return None, _sentences(page, error)
    with desk.sessions() as session:
        return preview(campaign, before, session, desk, now), {}


def _sentences(page: Page, error: FormWrong | RuleBroken) -> dict[str, str]:
    if isinstance(error, RuleBroken):
        return {"title": RuleWords(page.language).breaches(error.breaches)}
    words = CampaignWords(page.language, page.times)
    return {name: words.problem(code) for name, code in error.errors.items()}
