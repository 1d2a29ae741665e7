"""/schedule/slots: forms for slots of the grid and for single occurrences."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from scheduler.problem import NotInSchedule, Problem, ScheduleInvalid
from scheduler.stores import GridStore, ProgrammeStore, SeasonStore
from scheduler.week.grid import GridSlot, Occurrence, occurrences
from scheduler.week.season import Seasons
from station.broadcast_day import local_date
from web.channels import TheChannel
from web.deps import Database, Now, Operator
from web.grid_editing import Editing
from web.pages import Page, ThePage
from web.repetition import Pattern, sentence, weekday_names
from web.rule_notices import warned
from web.rule_watch import RuleBroken
from web.rule_words import RuleWords
from web.schedule_words import ScheduleWords
from web.slot_form import FormWrong, SlotForm, TimeForm, read_day
from web.week import monday_of, span_of_days

router = APIRouter(prefix="/schedule/slots", include_in_schema=False)


@router.get("/new")
def new_slot(
    page: ThePage,
    _account: Operator,
    session: Database,
    channel: TheChannel,
    now: Now,
    *,
    day: str = "",
    at: str = "",
    minutes: int = 60,
    programme: int = 0,
) -> Response:
    """An empty form; a stretch drawn on the grid comes along in the address."""
    hours, rest = divmod(max(1, min(minutes, 7 * 24 * 60)), 60)
    form = SlotForm(
        day=(read_day(day) or local_date(now, page.desk.config.zone)).isoformat(),
        wall=at[:8] or "08:00",
        hours=str(hours),
        minutes=str(rest),
        programme_id=str(programme or ""),
        season=_season_on(session, channel.slug, day),
    )
    return _slot_page(page, session, channel.slug, form)


@router.post("/new")
def add_slot(
    page: ThePage, editing: Editing, channel: TheChannel, form: Annotated[SlotForm, Form()]
) -> Response:
    try:
        slot = editing.add_slot(_with_programme(editing, form.slot(channel.slug)))
    except (FormWrong, RuleBroken) as wrong:
        return _slot_page(page, editing.session, channel.slug, form, wrong)
    text = warned(page, page.gettext("The slot is on the grid."), editing.watch)
    return _to_week(page, slot, slot.first_day, text)


@router.get("/{slot_id}")
def slot_page(page: ThePage, slot_id: int, _account: Operator, session: Database) -> Response:
    slot = GridStore(session).get(slot_id)
    return _slot_page(page, session, slot.channel, SlotForm.of(slot), slot=slot)


@router.post("/{slot_id}")
def change_slot(
    page: ThePage, slot_id: int, editing: Editing, form: Annotated[SlotForm, Form()]
) -> Response:
    before = editing.grid.get(slot_id)
    try:
        slot = editing.change_slot(_with_programme(editing, form.slot(before.channel, slot_id)))
    except (FormWrong, RuleBroken) as wrong:
        return _slot_page(page, editing.session, before.channel, form, wrong, slot=before)
    text = warned(page, page.gettext("The slot is changed."), editing.watch)
    return _to_week(page, slot, slot.first_day, text)


@router.post("/{slot_id}/remove")
def remove_slot(page: ThePage, slot_id: int, editing: Editing, now: Now) -> Response:
    slot = editing.grid.get(slot_id)
    editing.remove_slot(slot_id)
    today = local_date(now, page.desk.config.zone)
    return _to_week(page, slot, today, page.gettext("The slot is removed with all its airings."))


@router.get("/{slot_id}/{day}")
def occurrence_page(
    page: ThePage, slot_id: int, day: date, _account: Operator, session: Database
) -> Response:
    slot = GridStore(session).get(slot_id)
    found = find_occurrence(session, slot, day, page)
    local = found.begins.astimezone(page.desk.config.zone)
    hours, minutes = divmod((found.ends - found.begins) // timedelta(minutes=1), 60)
    form = TimeForm(
        day=local.date().isoformat(),
        wall=local.strftime("%H:%M:%S" if local.second else "%H:%M"),
        hours=str(hours),
        minutes=str(minutes),
    )
    return _occurrence_page(page, session, found, form)


@router.post("/{slot_id}/{day}")
def change_occurrence(
    page: ThePage,
    slot_id: int,
    day: date,
    editing: Editing,
    form: Annotated[TimeForm, Form()],
    scope: Annotated[str, Form()] = "one",
) -> Response:
    slot = editing.grid.get(slot_id)
    try:
        to, length = form.when()
    except FormWrong as wrong:
        found = find_occurrence(editing.session, slot, day, page)
        return _occurrence_page(page, editing.session, found, form, wrong)
    move = editing.move_series if scope == "series" else editing.move_one
    move(slot_id, day, to, length)
    return _to_week(page, slot, to.date(), page.gettext("Moved."))


@router.post("/{slot_id}/{day}/cancel")
def cancel_occurrence(page: ThePage, slot_id: int, day: date, editing: Editing) -> Response:
    slot = editing.grid.get(slot_id)
    editing.cancel(slot_id, day)
    return _to_week(page, slot, day, page.gettext("This one airing is cancelled."))


@router.post("/{slot_id}/{day}/restore")
def restore_occurrence(page: ThePage, slot_id: int, day: date, editing: Editing) -> Response:
    slot = editing.grid.get(slot_id)
    editing.restore(slot_id, day)
    return _to_week(page, slot, day, page.gettext("It airs again where its series has it."))


def find_occurrence(session: Database, slot: GridSlot, day: date, page: Page) -> Occurrence:
    """Return the occurrence that the rule puts on `day`; raises ScheduleInvalid."""
    zone = page.desk.config.zone
    exceptions = [
        each
        for each in GridStore(session).exceptions(slot.channel)
        if each.slot_id == slot.id and each.day == day
    ]
    moved = [each.to_day for each in exceptions if each.to_day is not None]
    for looked_at in [day, *moved]:
        begins, ends = span_of_days(looked_at, 1, zone)
        for found in occurrences([slot], exceptions, begins, ends, zone=zone):
            if found.day == day:
                return found
    raise ScheduleInvalid(Problem.NO_OCCURRENCE, "day", day)


def _season_on(session: Database, channel: str, day: str) -> str:
    """Return the season whose grid is on for the day that was drawn on."""
    drawn = read_day(day)
    found = Seasons(SeasonStore(session).all(channel)).on(drawn) if drawn else None
    return str(found.id) if found else ""


def _with_programme(editing: Editing, slot: GridSlot) -> GridSlot:
    try:
        programme = editing.programmes.get(slot.programme_id)
    except NotInSchedule:
        raise FormWrong({"programme_id": "programme_missing"}) from None
    if programme.channel != slot.channel:
        raise FormWrong({"programme_id": "programme_missing"})
    seasons = SeasonStore(editing.session).all(slot.channel)
    if slot.season_id is not None and slot.season_id not in {one.id for one in seasons}:
        raise FormWrong({"season": "not_found"})
    return slot


def _to_week(page: Page, slot: GridSlot, day: date, notice: str) -> Response:
    return page.redirect(f"/schedule?channel={slot.channel}&week={monday_of(day)}", notice)


def _slot_page(
    page: Page,
    session: Database,
    channel: str,
    form: SlotForm,
    wrong: FormWrong | RuleBroken | None = None,
    *,
    slot: GridSlot | None = None,
) -> Response:
    said = ScheduleWords(page.language)
    return page.render(
        "schedule/slot.html",
        422 if wrong else 200,
        channel=page.desk.config.channel(channel),
        form=form,
        slot=slot,
        said=said,
        errors=_refused(page, wrong) if isinstance(wrong, RuleBroken) else _sentences(said, wrong),
        programmes=ProgrammeStore(session).all(channel),
        patterns=Pattern,
        weekdays=weekday_names(page.language),
        seasons=SeasonStore(session).all(channel),
    )


def _occurrence_page(
    page: Page,
    session: Database,
    found: Occurrence,
    form: TimeForm,
    wrong: FormWrong | None = None,
) -> Response:
    said = ScheduleWords(page.language)
    return page.render(
        "schedule/occurrence.html",
        422 if wrong else 200,
        occurrence=found,
        programme=ProgrammeStore(session).get(found.slot.programme_id),
        repeats=sentence(found.slot, page.language),
        form=form,
        said=said,
        errors=_sentences(said, wrong),
    )


def _refused(page: Page, wrong: RuleBroken) -> dict[str, str]:
    return {"wall": RuleWords(page.language).breaches(wrong.breaches)}


def _sentences(said: ScheduleWords, wrong: FormWrong | None) -> dict[str, str]:
    return {name: said.problem(code) for name, code in wrong.errors.items()} if wrong else {}
