"""/schedule/seasons: grids by ranges of days, each with one switch."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from scheduler.problem import ScheduleInvalid
from scheduler.stores import GridStore, SeasonStore
from scheduler.week.season import Cover, Season, Seasons, week_of
from station.broadcast_day import local_date
from web.channels import TheChannel
from web.deps import Database, Now, Operator, Staff
from web.grid_editing import Editing
from web.i18n import N_
from web.pages import Page, ThePage
from web.repetition import weekday_names
from web.schedule_head import EDITORS
from web.schedule_words import ScheduleWords
from web.season_form import SeasonForm
from web.slot_form import FormWrong
from web.week import monday_of, span_of_days
from web.week_editing import remove_season, save_season

router = APIRouter(prefix="/schedule/seasons", include_in_schema=False)

WEEKS = 16
TheForm = Annotated[SeasonForm, Form()]
COVERS = {
    Cover.REPLACE: N_("Instead of the standing grid, the whole day"),
    Cover.OVER: N_("Over the standing grid, which fills the rest"),
}


@router.get("")
def seasons(
    page: ThePage, account: Staff, session: Database, channel: TheChannel, now: Now
) -> Response:
    """Every season, and which grid is on in the coming weeks."""
    zone = page.desk.config.zone
    found = SeasonStore(session).all(channel.slug)
    slots = GridStore(session).slots(channel.slug)
    monday = monday_of(local_date(now, zone))
    return page.render(
        "schedule/seasons.html",
        channel=channel,
        seasons=found,
        counts={each.id: sum(slot.season_id == each.id for slot in slots) for each in found},
        weeks=_weeks(found, monday),
        covers=_covers(page),
        weekdays=weekday_names(page.language),
        midnight=lambda day: span_of_days(day, 1, zone)[0],
        may_edit=account.has(*EDITORS),
    )


@router.get("/new")
def new_season(page: ThePage, _account: Operator, channel: TheChannel) -> Response:
    return _form(page, channel.slug, SeasonForm(copied="on"), None)


@router.post("/new")
def add_season(page: ThePage, editing: Editing, channel: TheChannel, form: TheForm) -> Response:
    try:
        wanted = form.season(channel.slug)
    except FormWrong as wrong:
        return _form(page, channel.slug, form, None, wrong)
    stored = save_season(editing, wanted, copied=bool(form.copied))
    text = page.gettext("%(name)s is there, switched off.", name=stored.name)
    return page.redirect(f"/schedule/seasons?channel={channel.slug}", text)


@router.get("/{season_id}")
def season_page(page: ThePage, season_id: int, _account: Operator, session: Database) -> Response:
    season = SeasonStore(session).get(season_id)
    return _form(page, season.channel, SeasonForm.of(season), season)


@router.post("/{season_id}")
def change_season(page: ThePage, season_id: int, editing: Editing, form: TheForm) -> Response:
    before = SeasonStore(editing.session).get(season_id)
    try:
        stored = save_season(editing, form.season(before.channel, before))
    except FormWrong as wrong:
        return _form(page, before.channel, form, before, wrong)
    except ScheduleInvalid as invalid:
        told = FormWrong({"last_day": invalid.problem})
        return _form(page, before.channel, form, before, told)
    text = page.gettext("%(name)s is changed.", name=stored.name)
    return page.redirect(f"/schedule/seasons?channel={before.channel}", text)


@router.post("/{season_id}/switch")
def switch(
    page: ThePage, season_id: int, editing: Editing, to: Annotated[str, Form(max_length=3)]
) -> Response:
    """Switch the season on or off; the plan follows."""
    before = SeasonStore(editing.session).get(season_id)
    save_season(editing, replace(before, active=to == "on"))
    text = (
        page.gettext("%(name)s is on. The plan follows.", name=before.name)
        if to == "on"
        else page.gettext("%(name)s is off. The plan follows.", name=before.name)
    )
    return page.redirect(f"/schedule/seasons?channel={before.channel}", text)


@router.post("/{season_id}/remove")
def remove(page: ThePage, season_id: int, editing: Editing) -> Response:
    """Delete the season with the slots of its grid."""
    before = remove_season(editing, season_id)
    text = page.gettext("%(name)s is deleted.", name=before.name)
    return page.redirect(f"/schedule/seasons?channel={before.channel}", text)


def _weeks(found: list[Season], monday: date) -> list[tuple[date, list[Season | None]]]:
    known = Seasons(found)
    mondays = [monday + timedelta(days=7 * number) for number in range(WEEKS)]
    return [(first, week_of(known, first)) for first in mondays]


def _covers(page: Page) -> list[tuple[str, str]]:
    return [(code, page.gettext(text)) for code, text in COVERS.items()]


def _form(
    page: Page,
    channel: str,
    form: SeasonForm,
    season: Season | None,
    wrong: FormWrong | None = None,
) -> Response:
    said = ScheduleWords(page.language)
    return page.render(
        "schedule/season.html",
        422 if wrong else 200,
        channel=page.desk.config.channel(channel),
        form=form,
        season=season,
        covers=_covers(page),
        errors={name: said.problem(code) for name, code in wrong.errors.items()} if wrong else {},
    )
