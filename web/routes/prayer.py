"""/schedule/prayer: times of prayer, what is observed, single days, official tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session
from starlette.responses import Response

from media_library.cart import Cart, CartNotFound
from media_library.store import CartStore
from scheduler.observance.modes import ModeRule
from scheduler.observance.settings import Observances, tri_sandya
from scheduler.planner.event import EventMode
from scheduler.prayer.criteria import criteria_on
from scheduler.prayer.places import known_places
from scheduler.prayer.table import Reading, read
from scheduler.prayer.times import PRAYERS, Time
from scheduler.problem import ScheduleInvalid
from scheduler.stores import EventModeStore, PrayerTableStore, ScheduleSettingStore
from station.broadcast_day import local_date
from station.config import Channel
from station.kinds import Kind
from web.channels import TheChannel
from web.day_editing import Editing
from web.day_words import DayWords
from web.deps import Database, Now, Operator, Staff
from web.observance_form import ObservanceForm
from web.pages import Page, ThePage
from web.prayer_view import SUSPICIOUS, apart, views
from web.prayer_words import PrayerWords
from web.publication import ThePublication
from web.routes.schedule import EDITORS
from web.schedule_words import ScheduleWords
from web.slot_form import FormWrong, read_day
from web.undo import KEPT, TheUndoLog
from web.week import sensible_day

router = APIRouter(prefix="/schedule/prayer", include_in_schema=False)

MAX_TABLE_BYTES = 500_000
_INSTRUMENTAL = "instrumental"
_SHOWN = 60
TheForm = Annotated[ObservanceForm, Form()]


class ModeForm(BaseModel):
    """Other than usual, on some days."""

    names: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=40)] = []
    first_day: Annotated[str, Field(max_length=20)] = ""
    last_day: Annotated[str, Field(max_length=20)] = ""
    mode: EventMode = EventMode.TEXT_ONLY
    text: Annotated[str, Field(max_length=200)] = ""
    reason: Annotated[str, Field(max_length=200)] = ""

    def rule(self, channel: str) -> ModeRule:
        """Return the rule; raises FormWrong."""
        first, last = read_day(self.first_day), read_day(self.last_day or self.first_day)
        wrong = {"first_day": first, "last_day": last}
        errors = {name: "day_unreadable" for name, day in wrong.items() if day is None}
        if first is None or last is None:
            raise FormWrong(errors)
        names = () if "" in self.names else tuple(self.names)
        try:
            return ModeRule(channel, names, first, last, self.mode, self.text, self.reason)
        except ScheduleInvalid as invalid:
            raise FormWrong({invalid.field: invalid.problem}) from None


@router.get("")
def prayer(
    page: ThePage,
    account: Staff,
    session: Database,
    channel: TheChannel,
    published: ThePublication,
    now: Now,
    undo: TheUndoLog,
    month: str = "",
) -> Response:
    """Today, the month that is asked for, and how the days are observed."""
    return _main(
        page, session, channel, ModeForm(), {},
        published=published, may_edit=account.has(*EDITORS), month=month,
        last=undo.last(account.name, now), today=local_date(now, page.desk.config.zone),
    )  # fmt: skip


def _main(
    page: Page,
    session: Session,
    channel: Channel,
    form: ModeForm,
    errors: Mapping[str, str],
    *,
    month: str,
    today: date,
    **more: object,
) -> Response:
    first = sensible_day(read_day(f"{month}-01"), today.replace(day=1))
    following = (first + timedelta(days=31)).replace(day=1)
    rules = EventModeStore(session).since(channel.slug, today)
    config = page.desk.config
    observances = ScheduleSettingStore(session).observances(channel.slug)
    return page.render(
        "schedule/prayer.html",
        422 if errors else 200,
        channel=channel,
        observances=observances,
        today=today,
        now_view=views(session, config, channel.slug, today, today)[0],
        month=views(session, config, channel.slug, first, following - timedelta(days=1)),
        first=first,
        before=f"{first - timedelta(days=1):%Y-%m}",
        after=f"{following:%Y-%m}",
        coverage=PrayerTableStore(session).coverage(),
        criteria=criteria_on(today),
        rules=rules,
        form=form,
        errors=errors,
        choices=_choices(page, observances),
        titles=dict(_choices(page, observances)),
        names=list(Time),
        prayers=PRAYERS,
        modes=list(EventMode),
        kept_minutes=KEPT // timedelta(minutes=1),
        said=ScheduleWords(page.language),
        spoken=PrayerWords(page.language),
        days=DayWords(page.language.locale),
        **more,
    )


def _choices(page: Page, observances: Observances) -> list[tuple[str, str]]:
    """Return what a rule of single days can be about: name and words."""
    words = PrayerWords(page.language)
    found = [("", words.named((), {})), ("azan", words.named(("azan",), {}))]
    found += [(f"azan-{name}", f"Azan {words.time(name)}") for name in observances.azan.prayers]
    found += [("imsak", words.named(("imsak",), {})), ("sahur", words.named(("sahur",), {}))]
    found += [(one.name, one.title) for one in observances.devotions]
    songs = observances.songs
    found += [("anthem", words.named(("anthem",), {}))] if songs.anthem else []
    return found + (
        [("national-song", words.named(("national-song",), {}))] if songs.national else []
    )


@router.post("/modes")
def add_mode(
    page: ThePage,
    editing: Editing,
    session: Database,
    channel: TheChannel,
    published: ThePublication,
    now: Now,
    form: Annotated[ModeForm, Form()],
) -> Response:
    try:
        editing.add_mode(form.rule(channel.slug))
    except FormWrong as wrong:
        said, words = ScheduleWords(page.language), PrayerWords(page.language)
        errors = {
            name: words.wrong(code) if code == "day_unreadable" else said.problem(code)
            for name, code in wrong.errors.items()
        }
        return _main(
            page, session, channel, form, errors,
            published=published, may_edit=True, month="", last=None,
            today=local_date(now, page.desk.config.zone),
        )  # fmt: skip
    return page.redirect(_address(channel), page.gettext("These days are observed otherwise."))


@router.post("/modes/{rule_id}/remove")
def remove_mode(page: ThePage, rule_id: int, editing: Editing, channel: TheChannel) -> Response:
    editing.remove_mode(rule_id)
    return page.redirect(_address(channel), page.gettext("These days are observed as usual."))


@router.post("/table")
async def preview(
    page: ThePage,
    _account: Operator,
    session: Database,
    channel: TheChannel,
    file: Annotated[UploadFile | None, File()] = None,
    text: Annotated[str, Form(max_length=MAX_TABLE_BYTES)] = "",
    place: Annotated[str, Form(max_length=100)] = "",
    month: Annotated[str, Form(max_length=7)] = "",
    source: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Show what a file holds, line by line what is wrong with it, before anything is stored."""
    if file is not None and file.filename:
        text = (await file.read(MAX_TABLE_BYTES)).decode("utf-8", "replace")
    typed = {"text": text, "place": place, "month": month, "source": source}
    return _preview(
        page, session, channel, read(text, place=place, month=month, source=source), typed
    )


def _preview(
    page: Page, session: Session, channel: Channel, reading: Reading, typed: Mapping[str, str]
) -> Response:
    observances = ScheduleSettingStore(session).observances(channel.slug)
    return page.render(
        "schedule/prayer_table.html",
        200 if reading.days else 422,
        channel=channel,
        reading=reading,
        typed=typed,
        apart=apart(reading.days, observances, page.desk.config),
        suspicious=SUSPICIOUS,
        names=list(Time),
        spoken=PrayerWords(page.language),
        days=DayWords(page.language.locale),
    )


@router.post("/table/load")
def load(
    page: ThePage,
    editing: Editing,
    session: Database,
    channel: TheChannel,
    text: Annotated[str, Form(max_length=MAX_TABLE_BYTES)] = "",
    place: Annotated[str, Form(max_length=100)] = "",
    month: Annotated[str, Form(max_length=7)] = "",
    source: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    reading = read(text, place=place, month=month, source=source)
    if not reading.days:
        typed = {"text": text, "place": place, "month": month, "source": source}
        return _preview(page, session, channel, reading, typed)
    editing.load_table(reading.days)
    told = page.language.ngettext(
        "%(num)s day of the official table counts now.",
        "%(num)s days of the official table count now.",
        len(reading.days),
    )
    return page.redirect(_address(channel), told)


@router.post("/table/clear")
def clear(page: ThePage, editing: Editing, channel: TheChannel) -> Response:
    editing.clear_table()
    return page.redirect(_address(channel), page.gettext("All times are computed now."))


@router.get("/settings")
def settings(
    page: ThePage, _account: Operator, session: Database, channel: TheChannel, find: str = ""
) -> Response:
    form = ObservanceForm.of(ScheduleSettingStore(session).observances(channel.slug))
    return _settings(page, session, channel, form.model_copy(update={"find": find}))


@router.post("/settings/draft")
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


@router.post("/settings")
def settle(
    page: ThePage, editing: Editing, session: Database, channel: TheChannel, form: TheForm
) -> Response:
    try:
        editing.observe(form.observances())
    except FormWrong as wrong:
        return _settings(page, session, channel, form, wrong)
    return page.redirect(_address(channel), page.gettext("The settings are stored."))


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


def _address(channel: Channel) -> str:
    return f"/schedule/prayer?channel={channel.slug}"
