"""/humas/N: one announcement, its plays to the second, and the proof."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session
from starlette.responses import Response

from media_library.store import CartStore
from scheduler.airing import DayCount, Outcome
from scheduler.stores import CampaignStore, OwedStore
from scheduler.traffic.campaign import Campaign
from station.commands import Insert
from station.kinds import Kind
from web.accounts import Role
from web.air_commands import AirCommands
from web.campaign_board import Card, Stage, card_of
from web.campaign_editing import CampaignAired, Editing
from web.campaign_proof import MADE_GOOD, Line, as_csv, lines, seal
from web.campaign_words import CampaignWords
from web.clip_span import clip_address
from web.day_words import DayWords
from web.deps import Audit, Database, Now, Operator, Staff
from web.download import download
from web.pages import Page, ThePage
from web.publication import publication
from web.replanning import TheReplanning
from web.routes.commands import item_of
from web.schedule_words import ScheduleWords

router = APIRouter(prefix="/humas/{campaign_id}", include_in_schema=False)

Month = Annotated[str, Query(pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")]


@router.get("")
def show(
    campaign_id: int,
    page: ThePage,
    account: Staff,
    session: Database,
    now: Now,
    replanning: TheReplanning,
) -> Response:
    return _campaign(page, session, campaign_id, now, replanning, "humas/campaign.html")


@router.get("/plays")
def plays(
    campaign_id: int,
    page: ThePage,
    _account: Staff,
    session: Database,
    now: Now,
    replanning: TheReplanning,
) -> Response:
    """The table of plays; it asks for itself again while the plan is being made."""
    return _campaign(page, session, campaign_id, now, replanning, "humas/plays.html")


@router.post("/stop")
def stop(campaign_id: int, page: ThePage, editing: Editing) -> Response:
    editing.stop(campaign_id)
    text = page.gettext("Stopped: it no longer airs. What has aired stays on record.")
    return page.redirect(f"/humas/{campaign_id}", text)


@router.post("/continue")
def go_on(campaign_id: int, page: ThePage, editing: Editing) -> Response:
    editing.go_on(campaign_id)
    return page.redirect(f"/humas/{campaign_id}", page.gettext("It airs again."))


@router.post("/delete")
def delete(campaign_id: int, page: ThePage, editing: Editing) -> Response:
    try:
        editing.remove(campaign_id)
    except CampaignAired:
        text = page.gettext("It has aired, so it is kept for its proof. Stop it instead.")
        return page.redirect(f"/humas/{campaign_id}", text)
    return page.redirect("/humas")


@router.post("/air")
def air_next(
    campaign_id: int, page: ThePage, account: Operator, session: Database, audit: Audit, now: Now
) -> Response:
    """Put it on the air after the present item; it counts as a play of the announcement."""
    desk = page.desk
    campaign = CampaignStore(session).get(campaign_id)
    opened = OwedStore(session).opened(campaign.channel, [campaign])
    if not campaign.cart_ids or opened.get(campaign.id, now) is None:
        text = page.gettext("It waits: the phase before it has not aired yet.")
        return page.redirect(f"/humas/{campaign_id}", text)
    cart = CartStore(session).get(campaign.cart_ids[0])
    item = item_of(cart, desk.config.media.target_lufs, account.display_name, now)
    air = AirCommands(desk.paths, campaign.channel, account, audit, now)
    kind = Kind.COMMERCIAL if campaign.paid else item.kind
    air.send(Insert(replace(item, campaign_id=campaign.id, kind=kind), when="next"))
    text = page.gettext("It airs next, after what is on now.")
    return page.redirect(f"/humas/{campaign_id}", text)


@router.get("/proof")
def proof(
    campaign_id: int,
    page: ThePage,
    _account: Staff,
    session: Database,
    now: Now,
    month: Month = "",
) -> Response:
    """Proof of broadcast, to be printed."""
    campaign = CampaignStore(session).get(campaign_id)
    zone = page.desk.config.zone
    every = [line for line in lines(session, campaign, zone, now) if _over(line)]
    found = _of_month(every, month)
    card = card_of(campaign, CampaignStore(session), zone, now)
    days = [day for day in card.days if f"{day.day}".startswith(month)]
    past = [day for day in days if day.day < card.today and day.aired < day.ordered]
    return page.render(
        "humas/proof.html",
        campaign=campaign,
        lines=found,
        month=date.fromisoformat(f"{month}-01") if month else None,
        months=sorted({line.day.replace(day=1) for line in every}),
        ordered=sum(day.ordered for day in days),
        aired=sum(line.outcome in (Outcome.AIRED, Outcome.UNPLANNED) for line in found),
        made_good=sum(day.made_good for day in days),
        owed=card.owed,
        short=max(0, sum(day.ordered - day.aired for day in past) - card.owed),
        short_days=past,
        cut=sum(line.outcome is Outcome.CUT for line in found),
        seal=seal(campaign, found),
        medium=_medium(page, campaign),
        clip_address=lambda line: clip_address(
            campaign.channel, line.started, line.started + timedelta(seconds=line.seconds), zone
        ),
        **_words(page),
    )


@router.get("/proof.csv")
def proof_csv(
    campaign_id: int,
    page: ThePage,
    _account: Staff,
    session: Database,
    now: Now,
    month: Month = "",
) -> Response:
    """The same list for a spreadsheet."""
    campaign = CampaignStore(session).get(campaign_id)
    zone = page.desk.config.zone
    over = [line for line in lines(session, campaign, zone, now) if _over(line)]
    found = _of_month(over, month)
    gettext = page.gettext
    text = as_csv(
        [gettext("No."), gettext("Agency"), gettext("Letter number"), gettext("Title"),
         gettext("Version"), gettext("Day"), gettext("Planned"), gettext("Aired"),
         gettext("Seconds"), gettext("Medium"), gettext("Programme"), gettext("Operator"),
         gettext("Status"), "SHA-256"],
        found,
        zone,
        fixed={
            "agency": campaign.agency,
            "letter": campaign.letter_number,
            "title": campaign.title,
            "medium": _medium(page, campaign),
        },
        outcomes={
            MADE_GOOD: gettext("make-good"),
            **{code: ScheduleWords(page.language).outcome(code) for code in Outcome},
        },
        separator=";" if page.language.code == "id" else ",",
    )  # fmt: skip
    name = f"bukti-siar-{campaign.id}{'-' + month if month else ''}.csv"
    return download(name, "\ufeff" + text)


def _campaign(
    page: Page,
    session: Session,
    campaign_id: int,
    now: datetime,
    replanning: TheReplanning,
    template: str,
) -> Response:
    store = CampaignStore(session)
    campaign = store.get(campaign_id)
    card = card_of(campaign, store, page.desk.config.zone, now)
    account = page.account
    state, air = replanning.state(campaign.channel), page.desk.hub.view(campaign.channel)
    found = lines(session, campaign, page.desk.config.zone, now)
    return page.render(
        template,
        campaign=campaign,
        card=card,
        by_day=_by_day(card, found),
        carts=CartStore(session).get_many(campaign.cart_ids),
        published=publication(session, campaign.channel, state, air, now),
        may_edit=account is not None and account.has(Role.HUMAS),
        may_air=account is not None and account.has(Role.OPERATOR),
        Stage=Stage,
        **_words(page),
    )


def _by_day(card: Card, found: list[Line]) -> list[tuple[DayCount, list[Line]]]:
    """Return the days that have something to tell: from today on, then back from yesterday."""
    rows = ((day, [line for line in found if line.day == day.day]) for day in card.days)
    told = [(day, own) for day, own in rows if own or (day.ordered and day.day < card.today)]
    coming = [row for row in told if row[0].day >= card.today]
    return coming + told[: len(told) - len(coming)][::-1]


def _words(page: Page) -> dict[str, Any]:
    return {
        "days": DayWords(page.language.locale),
        "campaign_said": CampaignWords(page.language, page.times),
        "said": ScheduleWords(page.language),
        "Outcome": Outcome,
    }


def _medium(page: Page, campaign: Campaign) -> str:
    try:
        return page.desk.config.channel(campaign.channel).name
    except KeyError:
        return campaign.channel


def _over(line: Line) -> bool:
    return line.outcome not in (Outcome.PLANNED, Outcome.ON_AIR)


def _of_month(found: list[Line], month: str) -> list[Line]:
    return [line for line in found if f"{line.day}".startswith(month)]
