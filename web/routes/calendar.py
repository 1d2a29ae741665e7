"""/schedule/calendar: the month with its occasions, reminders, own days, and what days bring."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy.orm import Session
from starlette.responses import Response

from media_library.cart import Cart, CartNotFound
from media_library.store import CartStore
from scheduler.calendar.day import between
from scheduler.calendar.hijri import HijriMonth
from scheduler.calendar.occasion import OWN_KINDS
from scheduler.calendar.pasaran import PASARAN
from scheduler.calendar.reminders import reminders
from scheduler.stores import (
    AttachmentStore,
    CalendarStore,
    CampaignStore,
    ProgrammeStore,
    ScheduleSettingStore,
)
from station.broadcast_day import local_date
from station.config import Channel
from web.calendar_form import AttachmentForm, CountingForm, DeclarationForm, OwnDayForm
from web.calendar_words import CalendarWords, month_span
from web.channels import TheChannel
from web.day_editing import Editing
from web.deps import Database, Now, Operator, Staff
from web.pages import Page, ThePage
from web.prayer_words import WRONG
from web.schedule_head import TheHead
from web.schedule_words import ScheduleWords
from web.slot_form import FormWrong, read_day
from web.week import sensible_day

router = APIRouter(prefix="/schedule/calendar", include_in_schema=False)

_A_YEAR = timedelta(days=366)
TheDay = Annotated[OwnDayForm, Form()]
TheRule = Annotated[AttachmentForm, Form()]


@router.get("")
def calendar(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    head: TheHead,
    now: Now,
    month: str = "",
) -> Response:
    """The month that holds today, or the one that is asked for."""
    today = local_date(now, page.desk.config.zone)
    first = sensible_day(read_day(f"{month}-01"), today.replace(day=1))
    begins, ends = month_span(first)
    store = CalendarStore(session)
    sources = store.sources(page.desk.config)
    settings = ScheduleSettingStore(session).calendar()
    rules = AttachmentStore(session).all(channel.slug)
    days = between(begins, ends + timedelta(days=1), sources)
    known = {day.day: day for day in between(begins, ends + timedelta(days=62), sources)}
    return page.render(
        "schedule/calendar.html",
        channel=channel,
        first=first,
        today=today,
        before=f"{first - timedelta(days=1):%Y-%m}",
        after=f"{(first + timedelta(days=31)).replace(day=1):%Y-%m}",
        weeks=[days[index : index + 7] for index in range(0, len(days) - 1, 7)],
        brought={
            day.day: [rule.name for rule in rules if rule.airs_on(day.day, known)] for day in days
        },
        reminders=reminders(today, sources, rules, settings.lead_days),
        lead_days=settings.lead_days,
        own=store.days(),
        rules=rules,
        names=_names(session, channel),
        spoken=CalendarWords(page.language),
        **head,
    )


@router.get("/days/new")
def new_day(page: ThePage, _account: Operator, channel: TheChannel, day: str = "") -> Response:
    return _day_page(page, channel, OwnDayForm(first_day=day))


@router.get("/days/{entry_id}")
def day_page(
    page: ThePage, entry_id: int, _account: Operator, session: Database, channel: TheChannel
) -> Response:
    return _day_page(page, channel, OwnDayForm.of(CalendarStore(session).get(entry_id)))


@router.post("/days")
def save_day(page: ThePage, editing: Editing, channel: TheChannel, form: TheDay) -> Response:
    try:
        stored = editing.save_day(form.entry())
    except FormWrong as wrong:
        return _day_page(page, channel, form, wrong)
    text = page.gettext("%(name)s is in the calendar.", name=stored.name_id)
    return page.redirect(f"{_address(channel)}&month={stored.first_day:%Y-%m}", text)


@router.post("/days/{entry_id}/remove")
def remove_day(page: ThePage, entry_id: int, editing: Editing, channel: TheChannel) -> Response:
    gone = editing.remove_day(entry_id)
    text = page.gettext("%(name)s is no longer in the calendar.", name=gone.name_id)
    return page.redirect(_address(channel), text)


@router.get("/rules/new")
def new_rule(
    page: ThePage,
    _account: Operator,
    session: Database,
    channel: TheChannel,
    occasion: str = "",
) -> Response:
    form = AttachmentForm(name=occasion[:200], occasion=occasion[:200], active="on")
    return _rule_page(page, session, channel, form, _today(page))


@router.get("/rules/{rule_id}")
def rule_page(
    page: ThePage,
    rule_id: int,
    _account: Operator,
    session: Database,
    channel: TheChannel,
) -> Response:
    rule = AttachmentStore(session).get(channel.slug, rule_id)
    return _rule_page(page, session, channel, AttachmentForm.of(rule), _today(page))


@router.post("/rules/draft")
def draft(
    page: ThePage,
    _account: Operator,
    session: Database,
    channel: TheChannel,
    form: TheRule,
) -> Response:
    """Show the form again with the recordings that were searched for; nothing is stored."""
    return _rule_page(page, session, channel, form, _today(page))


@router.post("/rules")
def save_rule(
    page: ThePage,
    editing: Editing,
    session: Database,
    channel: TheChannel,
    form: TheRule,
) -> Response:
    try:
        stored = editing.save_attachment(form.attachment(channel.slug))
    except FormWrong as wrong:
        return _rule_page(page, session, channel, form, _today(page), wrong)
    text = page.gettext("%(name)s is attached to its days.", name=stored.name)
    return page.redirect(_address(channel), text)


@router.post("/rules/{rule_id}/remove")
def remove_rule(page: ThePage, rule_id: int, editing: Editing, channel: TheChannel) -> Response:
    gone = editing.remove_attachment(rule_id)
    text = page.gettext("%(name)s is no longer attached.", name=gone.name)
    return page.redirect(_address(channel), text)


@router.get("/settings")
def settings(page: ThePage, _account: Operator, session: Database, channel: TheChannel) -> Response:
    found = ScheduleSettingStore(session).calendar()
    form = CountingForm(
        hijri_offset=str(found.hijri_offset),
        lead_days=str(found.lead_days),
        places=", ".join(found.places),
    )
    return _settings(page, session, channel, form, DeclarationForm())


@router.post("/settings")
def settle(
    page: ThePage,
    editing: Editing,
    session: Database,
    channel: TheChannel,
    form: Annotated[CountingForm, Form()],
) -> Response:
    try:
        editing.settle_calendar(form.settings())
    except FormWrong as wrong:
        return _settings(page, session, channel, form, DeclarationForm(), wrong)
    return page.redirect(_address(channel), page.gettext("The settings are stored."))


@router.post("/hijri")
def declare(
    page: ThePage,
    editing: Editing,
    session: Database,
    channel: TheChannel,
    form: Annotated[DeclarationForm, Form()],
) -> Response:
    """Let a month begin on a day; without one it is reckoned again."""
    first_day = read_day(form.first_day)
    try:
        month = form.declared()
        if form.first_day and first_day is None:
            raise FormWrong({"first_day": "day_unreadable"})
    except FormWrong as wrong:
        return _settings(page, session, channel, CountingForm(), form, wrong)
    editing.declare(month, first_day, form.decree)
    return page.redirect(
        f"/schedule/calendar/settings?channel={channel.slug}",
        page.gettext("The month is settled."),
    )


def _errors(page: Page, wrong: FormWrong | None) -> Mapping[str, str]:
    said = ScheduleWords(page.language)
    return {
        name: page.gettext(WRONG[code]) if code in WRONG else said.problem(code)
        for name, code in (wrong.errors.items() if wrong else ())
    }


def _day_page(
    page: Page, channel: Channel, form: OwnDayForm, wrong: FormWrong | None = None
) -> Response:
    words = CalendarWords(page.language)
    return page.render(
        "schedule/calendar_day.html",
        422 if wrong else 200,
        channel=channel,
        form=form,
        kinds=[(kind.value, words.kind(kind)) for kind in OWN_KINDS],
        errors=_errors(page, wrong),
    )


def _rule_page(
    page: Page,
    session: Session,
    channel: Channel,
    form: AttachmentForm,
    today: date,
    wrong: FormWrong | None = None,
) -> Response:
    words = CalendarWords(page.language)
    sources = CalendarStore(session).sources(page.desk.config)
    days = between(today, today + _A_YEAR, sources)
    return page.render(
        "schedule/calendar_rule.html",
        422 if wrong else 200,
        channel=channel,
        form=form,
        occasions=sorted({one.name_id for day in days for one in day.occasions}),
        months=words.months(),
        pasaran=[(name, name) for name in PASARAN],
        weekdays=[("", "–"), *((str(n), full) for n, _, full in words.days.weekdays())],
        programmes=[(str(one.id), one.name) for one in ProgrammeStore(session).all(channel.slug)],
        campaigns=[(str(one.id), one.title) for one in CampaignStore(session).all(channel.slug)],
        carts=_carts(session, form),
        errors=_errors(page, wrong),
    )


def _settings(
    page: Page,
    session: Session,
    channel: Channel,
    form: CountingForm,
    declaration: DeclarationForm,
    wrong: FormWrong | None = None,
) -> Response:
    words = CalendarWords(page.language)
    store = CalendarStore(session)
    decrees = store.decrees()
    months: dict[HijriMonth, date] = dict(store.months())
    return page.render(
        "schedule/calendar_settings.html",
        422 if wrong else 200,
        channel=channel,
        form=form,
        declaration=declaration,
        declared=[
            (month, dict(words.months())[str(month.month)], day, decrees.get(month, ""))
            for month, day in sorted(months.items(), reverse=True)
        ],
        months=words.months(),
        spoken=words,
        errors=_errors(page, wrong),
    )


def _carts(session: Session, form: AttachmentForm) -> list[Cart]:
    """Return what is chosen, in its order, and what is found."""
    store = CartStore(session)
    found: dict[int, Cart] = {}
    for number in form.cart_ids:
        try:
            found[int(number)] = store.get(int(number))
        except (ValueError, CartNotFound):
            continue
    if form.find.strip():
        found |= {cart.id: cart for cart in store.search(form.find, limit=20).carts}
    return list(found.values())


def _today(page: Page) -> date:
    return local_date(page.desk.clock.now(), page.desk.config.zone)


def _names(session: Session, channel: Channel) -> dict[str, str]:
    """Return what programmes and campaigns are called, by `form:number`."""
    names = {f"programme:{one.id}": one.name for one in ProgrammeStore(session).all(channel.slug)}
    campaigns = CampaignStore(session).all(channel.slug)
    return names | {f"campaign:{one.id}": one.title for one in campaigns}


def _address(channel: Channel) -> str:
    return f"/schedule/calendar?channel={channel.slug}"
