"""/schedule/prayer: times of prayer, and the days on which they are observed otherwise."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy.orm import Session
from starlette.responses import Response

from scheduler.observance.settings import Observances
from scheduler.planner.event import EventMode
from scheduler.prayer.criteria import criteria_on
from scheduler.prayer.times import PRAYERS, Time
from scheduler.stores import EventModeStore, PrayerTableStore, ScheduleSettingStore
from station.broadcast_day import local_date
from station.config import Channel
from web.channels import TheChannel
from web.day_editing import Editing
from web.day_words import DayWords
from web.deps import Database, Now, Staff
from web.mode_form import ModeForm
from web.pages import Page, ThePage
from web.prayer_view import address, views
from web.prayer_words import PrayerWords
from web.schedule_head import TheHead
from web.schedule_words import ScheduleWords
from web.slot_form import FormWrong, read_day
from web.week import sensible_day

router = APIRouter(prefix="/schedule/prayer", include_in_schema=False)


@router.get("")
def prayer(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    head: TheHead,
    now: Now,
    month: str = "",
) -> Response:
    """Today, the month that is asked for, and how the days are observed."""
    today = local_date(now, page.desk.config.zone)
    return _main(page, session, channel, ModeForm(), {}, head, month=month, today=today)


def _main(
    page: Page,
    session: Session,
    channel: Channel,
    form: ModeForm,
    errors: Mapping[str, str],
    head: Mapping[str, object],
    *,
    month: str,
    today: date,
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
        spoken=PrayerWords(page.language),
        days=DayWords(page.language.locale),
        **head,
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
    head: TheHead,
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
        today, head = local_date(now, page.desk.config.zone), {**head, "last": None}
        return _main(page, session, channel, form, errors, head, month="", today=today)
    return page.redirect(address(channel), page.gettext("These days are observed otherwise."))


@router.post("/modes/{rule_id}/remove")
def remove_mode(page: ThePage, rule_id: int, editing: Editing, channel: TheChannel) -> Response:
    editing.remove_mode(rule_id)
    return page.redirect(address(channel), page.gettext("These days are observed as usual."))
