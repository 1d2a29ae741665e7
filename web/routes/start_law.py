"""/schedule/start/law: the songs of the state, the azan, and announcements for the public."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from media_library.cart import Cart
from media_library.store import CartStore
from scheduler import ruling
from scheduler.prayer.times import PRAYERS
from scheduler.problem import NotInSchedule
from scheduler.rules.pack import Pack
from scheduler.start.progress import Step
from scheduler.start.sound import rules_of
from scheduler.stores import CampaignStore, RuleStore
from scheduler.traffic.campaign import Campaign, Spread
from station.broadcast_day import local_date
from station.kinds import Kind
from web.accounts import Role
from web.campaign_editing import CampaignEditing
from web.day_editing import Editing
from web.deps import Operator
from web.prayer_words import PrayerWords
from web.rule_watch import watch_of
from web.slot_form import FormWrong
from web.start_form import PROBLEMS, LawStart, order_of
from web.start_step import Starting, TheStart

router = APIRouter(prefix="/schedule/start/law", include_in_schema=False)
USUAL_PER_DAY = 12
MOST_SPOTS = 50
TheForm = Annotated[LawStart, Form()]


@router.get("")
def law(start: TheStart, account: Operator) -> Response:
    return _page(start, _form(start), may_order=account.has(Role.HUMAS))


@router.post("")
def save(start: TheStart, account: Operator, editing: Editing, form: TheForm) -> Response:
    """Keep what is observed; the order for announcements is for the humas office to give."""
    before, may_order = start.observances, account.has(Role.HUMAS)
    try:
        plays = form.plays(before.broadcast_day)
    except FormWrong as wrong:
        return _page(start, form, wrong, may_order=may_order)
    wanted = form.observances(before)
    if wanted != before:
        editing.observe(wanted)
    progress = start.progress
    if may_order:
        order = _order(start, editing, plays)
        progress = progress.model_copy(update={"order": order})
    return start.on(Step.LAW, progress=progress)


def _form(start: Starting) -> LawStart:
    """Return what is set; before the step was done for the first time, what suits the library."""
    settings, found = start.observances, start.songs()
    order = _stored(start)
    per_day = order.plays.per_day if order and isinstance(order.plays, Spread) else 0
    if Step.LAW in start.progress.done:
        return LawStart.of(settings, per_day if order and order.active else 0)
    azans = start.azans()
    form = LawStart.of(settings, per_day or USUAL_PER_DAY)
    mode = "audio" if azans else "text"
    usual: dict[str, object] = {} if settings.azan.prayers else {
        f"azan_{name}": mode for name in PRAYERS
    }  # fmt: skip
    return form.model_copy(
        update=usual
        | {
            "azan": form.azan or _ids(azans),
            "anthem": form.anthem or _ids(found.anthem),
            "national": form.national or _ids(found.national),
            "beside": "on",
        }
    )


def _stored(start: Starting) -> Campaign | None:
    number = start.progress.order
    try:
        return CampaignStore(start.session).get(number) if number else None
    except NotInSchedule:
        return None


def _order(start: Starting, editing: Editing, plays: Spread | None) -> int:
    """Give, change or stop the station's order for its announcements; return its number."""
    before = _stored(start)
    page = start.page
    found = CartStore(start.session).search(kind=Kind.PSA, limit=MOST_SPOTS).carts
    orders = CampaignEditing(
        start.session, editing.account, editing.audit, editing.undo_log, editing.replan, start.now,
        watch_of(page.desk, start.session, start.now),
    )  # fmt: skip
    if plays is None or not found:
        if before is not None and before.active:
            orders.stop(before.id)
        return 0 if before is None else before.id
    wanted = order_of(
        before,
        start.channel.slug,
        tuple(sorted(cart.id for cart in found)),
        plays,
        title=page.gettext("The station's own choice of announcements"),
        agency=page.desk.config.name,
        today=local_date(start.now, page.desk.config.zone),
    )
    return before.id if before == wanted and before is not None else orders.save(wanted).id


def _page(
    start: Starting, form: LawStart, wrong: FormWrong | None = None, *, may_order: bool
) -> Response:
    page, found, azans = start.page, start.songs(), start.azans()
    settings = start.observances
    counts = CartStore(start.session).counts()
    return start.render(
        "law",
        Step.LAW,
        422 if wrong else 200,
        form=form,
        modes=form.modes(),
        prayers=PRAYERS,
        observances=settings,
        anthems=_with_chosen(start, found.anthem, settings.songs.anthem),
        nationals=_with_chosen(start, found.national, settings.songs.national),
        azans=_with_chosen(start, azans, settings.azan.carts),
        announcements=counts[Kind.PSA],
        may_order=may_order,
        rules=rules_of(start.book),
        packs=_packs(start),
        spoken=PrayerWords(page.language),
        errors={name: page.gettext(PROBLEMS[code]) for name, code in wrong.errors.items()}
        if wrong
        else {},
    )


def _packs(start: Starting) -> list[tuple[Pack, bool]]:
    """Return the rule packs with whether they are asked."""
    decided = {each.name: each.enabled for each in RuleStore(start.session).settings()}
    found = ruling.packs(start.page.desk.paths).packs
    return [
        (pack, pack.enabled if decided.get(pack.id) is None else bool(decided[pack.id]))
        for pack in found
    ]


def _with_chosen(start: Starting, found: Sequence[Cart], chosen: tuple[int, ...]) -> list[Cart]:
    """Return what can be chosen, with what is chosen already although nobody would guess it."""
    carts = {cart.id: cart for cart in found}
    carts |= CartStore(start.session).get_many(set(chosen) - carts.keys())
    return list(carts.values())


def _ids(carts: Sequence[Cart]) -> list[str]:
    return [str(cart.id) for cart in carts]
