"""/schedule/start/week: a ready week, looked at, put on the grid, taken back."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from sqlalchemy.orm import Session
from starlette.responses import Response

from scheduler.problem import ScheduleInvalid
from scheduler.start.progress import Laid, Step
from scheduler.start.ready_week import ReadyWeek, built_in
from scheduler.stores import PinStore, SeasonStore
from scheduler.week.season import Season, check_switch
from station.broadcast_day import local_date
from web.grid_editing import Editing
from web.repetition import weekday_names
from web.slot_form import FormWrong
from web.start_form import PROBLEMS, WeekStart
from web.start_step import Starting, TheStart
from web.start_view import preview
from web.start_week import Standing, WeekLaying, Where
from web.version_editing import EditingVersions, VersionEditing

router = APIRouter(prefix="/schedule/start/week", include_in_schema=False)
TheForm = Annotated[WeekStart, Form()]
SEASON = timedelta(days=29)
"""How long a season is offered for."""


@router.get("")
def week(start: TheStart, editing: Editing, week: str = "") -> Response:
    """The ready weeks, and the chosen one as it would air."""
    laid = start.progress.laid
    chosen = week or (laid.week if laid else "")
    return _page(start, _laying(start, editing), WeekStart(week=chosen))


@router.post("")
def use(start: TheStart, editing: Editing, versions: EditingVersions, form: TheForm) -> Response:
    """Put a ready week on the grid; what is there already needs a word where it goes."""
    laying, ready = _laying(start, editing), built_in().get(form.week)
    if ready is None:
        return _page(start, laying, form, FormWrong({"week": "week"}))
    try:
        where = _where(start, laying, form)
    except FormWrong as wrong:
        return _page(start, laying, form, wrong)
    _gather(start, versions)
    laid = _laid(start, laying, ready, where)
    name = ready.title.said(start.page.language.code)
    before = start.progress
    editing.did(start.channel.slug, "week.laid", name, lambda session: _undo(session, laying, laid))
    progress = before.model_copy(update={"laid": laid}).without(Step.AIR)
    return start.on(Step.WEEK, progress=progress)


@router.post("/take-back")
def take_back(start: TheStart, editing: Editing) -> Response:
    """Take the week back as a whole, as long as nobody has changed anything of it."""
    laying, laid = _laying(start, editing), start.progress.laid
    page = start.page
    if laid is None or laying.standing(laid) is not Standing.UNTOUCHED:
        text = page.gettext("The week was changed since: take its slots away in the schedule.")
        return page.redirect(start.address(Step.WEEK), text)
    laying.take_back(laid)
    progress = start.progress.model_copy(update={"laid": None})
    start.keep(progress.without(Step.WEEK).without(Step.AIR))
    title = built_in()[laid.week].title.said(page.language.code) if laid.week in built_in() else ""
    editing.audit.record(
        start.now, editing.account.name, "schedule.week.taken_back", week=laid.week
    )
    editing.replan(start.channel.slug)
    text = page.gettext("“%(name)s” is taken back; the grid is as it was.", name=title)
    return page.redirect(start.address(Step.WEEK), text)


def _laid(start: Starting, laying: WeekLaying, ready: ReadyWeek, where: Where) -> Laid:
    """Put a week on the grid, in place of the one before where nobody has touched that."""
    before = start.progress.laid
    if before is not None and laying.standing(before) is Standing.UNTOUCHED:
        laying.take_back(before)
    today = local_date(start.now, start.page.desk.config.zone)
    return laying.lay(ready, start.observances.broadcast_day, today, where)


def _where(start: Starting, laying: WeekLaying, form: WeekStart) -> Where:
    if not laying.in_the_way(start.progress.laid):
        return Where()
    kept = start.page.gettext("The week before %(day)s", day=start.page.times.date(start.now))
    where = form.place(start.channel.slug, kept)
    if where.season is not None:
        _check_days(start, laying, where.season)
    return where


def _check_days(start: Starting, laying: WeekLaying, season: Season) -> None:
    """Raise FormWrong when another season is on; the one of a week that goes does not count."""
    laid = start.progress.laid
    goes = laid is not None and laying.standing(laid) is Standing.UNTOUCHED
    others = [
        other
        for other in SeasonStore(start.session).all(start.channel.slug)
        if not (goes and laid is not None and other.id == laid.season)
    ]
    try:
        check_switch(season, others)
    except ScheduleInvalid:
        raise FormWrong({"first_day": "seasons_overlap"}) from None


def _gather(start: Starting, versions: VersionEditing) -> None:
    """Let what is published air on until the last step publishes the week, if anything is."""
    slug = start.channel.slug
    held = PinStore(start.session).in_force(slug, start.now)
    if held is None:
        with suppress(ScheduleInvalid):  # nothing is published yet, or not noted
            versions.collect()


def _undo(session: Session, laying: WeekLaying, laid: Laid) -> None:
    again = replace(laying, session=session)
    if again.standing(laid) is Standing.UNTOUCHED:
        again.take_back(laid)


def _laying(start: Starting, editing: Editing) -> WeekLaying:
    return WeekLaying(start.session, start.channel.slug, editing.watch)


def _page(
    start: Starting, laying: WeekLaying, form: WeekStart, wrong: FormWrong | None = None
) -> Response:
    page, weeks, laid = start.page, built_in(), start.progress.laid
    zone = page.desk.config.zone
    today = local_date(start.now, zone)
    shown = weeks.get(form.week) or next(iter(weeks.values()))
    if not form.first_day and not wrong:
        ends = today + SEASON
        form = form.model_copy(update={"first_day": f"{today}", "last_day": f"{ends}"})
    return start.render(
        "week",
        Step.WEEK,
        422 if wrong else 200,
        form=form,
        weeks=list(weeks.values()),
        shown=shown,
        preview=preview(shown, start.observances.broadcast_day, today, zone),
        laid=laid,
        standing=None if laid is None else laying.standing(laid),
        in_the_way=len(laying.in_the_way(laid)),
        weekdays=weekday_names(page.language),
        errors={name: page.gettext(PROBLEMS[code]) for name, code in wrong.errors.items()}
        if wrong
        else {},
    )
