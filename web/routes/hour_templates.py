"""/schedule/hour-templates: recipes of an hour, and the open hours that have one."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from scheduler.stores import HourTemplateStore, ProgrammeStore
from scheduler.week.hour_template import ElementForm, HourTemplate
from scheduler.week.programme import Templated
from station.kinds import LIBRARY_KINDS
from web.channels import TheChannel
from web.deps import Database, Operator, Staff
from web.grid_editing import Editing
from web.hour_clock import SIZE, arcs, ticks
from web.hour_template_form import HourTemplateForm, written
from web.i18n import N_
from web.pages import Page, ThePage
from web.repetition import weekday_names
from web.schedule_head import EDITORS
from web.schedule_words import ScheduleWords
from web.slot_form import FormWrong
from web.week_editing import remove_template, save_template, set_open_hours

router = APIRouter(prefix="/schedule/hour-templates", include_in_schema=False)

TheForm = Annotated[HourTemplateForm, Form()]
FORMS = {
    ElementForm.ROTATION: N_("Rotation"),
    ElementForm.CART: N_("One recording"),
    ElementForm.STATION_ID: N_("Station ID"),
    ElementForm.BREAK: N_("Break for spots"),
}


@router.get("")
def templates(page: ThePage, account: Staff, session: Database, channel: TheChannel) -> Response:
    """Every template with its clock, and the week of the open hours."""
    store = HourTemplateStore(session)
    found = store.all(channel.slug)
    return page.render(
        "schedule/hour_templates.html",
        channel=channel,
        templates=found,
        clocks={each.id: arcs(each.places) for each in found},
        used={each.id: _used_by(session, each) for each in found},
        open_hours=store.open_hours(channel.slug),
        weekdays=weekday_names(page.language),
        may_edit=account.has(*EDITORS),
        **_drawing(page),
    )


@router.get("/new")
def new_template(page: ThePage, _account: Operator, channel: TheChannel) -> Response:
    return _form(page, channel.slug, HourTemplateForm())


@router.post("/draft")
def draft(page: ThePage, _account: Operator, channel: TheChannel, form: TheForm) -> Response:
    """Show the form again, its rows rearranged and its clock drawn; nothing is stored."""
    form.arrange()
    return _form(page, channel.slug, form)


@router.post("/new")
def save(page: ThePage, editing: Editing, channel: TheChannel, form: TheForm) -> Response:
    """Add the template, or change the one whose number the form holds."""
    store = HourTemplateStore(editing.session)
    try:
        wanted = form.template(channel.slug)
    except FormWrong as wrong:
        return _form(page, channel.slug, form, wrong)
    if wanted.id and store.get(wanted.id).channel != channel.slug:
        return _form(page, channel.slug, form, FormWrong({"name": "not_found"}))
    stored = save_template(editing, wanted)
    text = (
        page.gettext("%(name)s is changed.", name=stored.name)
        if wanted.id
        else page.gettext("%(name)s is there.", name=stored.name)
    )
    return page.redirect(f"/schedule/hour-templates?channel={channel.slug}", text)


@router.post("/open-hours")
async def open_hours(
    request: Request, page: ThePage, editing: Editing, channel: TheChannel
) -> Response:
    """Set the template of each hour of the week; fields are `hN-N`."""
    known = {each.id for each in HourTemplateStore(editing.session).all(channel.slug)}
    typed = await request.form()
    wanted = {}
    for weekday in range(7):
        for hour in range(24):
            number = str(typed.get(f"h{weekday}-{hour}", ""))
            if number.isdecimal() and int(number) in known:
                wanted[weekday, hour] = int(number)
    set_open_hours(editing, channel.slug, wanted, page.gettext("Open hours"))
    text = page.gettext("The open hours are set.")
    return page.redirect(f"/schedule/hour-templates?channel={channel.slug}", text)


@router.get("/{template_id}")
def template_page(
    page: ThePage, template_id: int, _account: Operator, session: Database
) -> Response:
    template = HourTemplateStore(session).get(template_id)
    return _form(page, template.channel, HourTemplateForm.of(template))


@router.post("/{template_id}/remove")
def remove(page: ThePage, template_id: int, editing: Editing) -> Response:
    """Delete a template that no programme is made of."""
    before = remove_template(editing, template_id)
    text = page.gettext("%(name)s is deleted.", name=before.name)
    return page.redirect(f"/schedule/hour-templates?channel={before.channel}", text)


def _used_by(session: Database, template: HourTemplate) -> list[str]:
    return [
        programme.name
        for programme in ProgrammeStore(session).all(template.channel)
        if isinstance(programme.content, Templated)
        and template.id in programme.content.template_ids
    ]


def _drawing(page: Page) -> dict[str, Any]:
    forms = {code: page.gettext(text) for code, text in FORMS.items()}
    return {"forms": forms, "size": SIZE, "ticks": ticks(), "written": written}


def _form(
    page: Page, channel: str, form: HourTemplateForm, wrong: FormWrong | None = None
) -> Response:
    said = ScheduleWords(page.language)
    drawn = form.drawn(channel)
    return page.render(
        "schedule/hour_template.html",
        422 if wrong else 200,
        channel=page.desk.config.channel(channel),
        form=form,
        drawn=drawn,
        clock=arcs(drawn.places) if drawn else [],
        kinds=LIBRARY_KINDS,
        said=said,
        errors={name: said.problem(code) for name, code in wrong.errors.items()} if wrong else {},
        **_drawing(page),
    )
