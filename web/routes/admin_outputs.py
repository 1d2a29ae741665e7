"""/admin/outputs: what every output really does, and the external Icecasts one may add."""

from functools import partial
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Form
from starlette.exceptions import HTTPException
from starlette.responses import Response

from station.config import Config, IcecastPush
from web.deps import Admin
from web.pages import Page, ThePage
from web.push_editing import Editing
from web.push_form import PROBLEMS, PushForm
from web.slot_form import FormWrong
from web.station_file import AnyPush, StationFile

router = APIRouter(prefix="/admin/outputs", include_in_schema=False)

TheForm = Annotated[PushForm, Form()]


@router.get("")
def outputs(page: ThePage, _account: Admin) -> Response:
    return page.render(
        "admin/outputs.html",
        view=page.desk.outputs.view,
        settings=_settings(page),
        has_television=any(channel.shape for channel in page.desk.config.channels),
    )


@router.get("/live")
def live(page: ThePage, _account: Admin) -> Response:
    """The table alone, asked for again every two seconds."""
    return page.render(
        "admin/outputs_table.html", view=page.desk.outputs.view, settings=_settings(page)
    )


@router.get("/new")
def new_push(editing: Editing) -> Response:
    return _form(editing, PushForm(channel=editing.config.channels[0].slug, enabled="on"))


@router.post("/new")
def add_push(editing: Editing, form: TheForm) -> Response:
    try:
        return editing.add(form.push)
    except FormWrong as wrong:
        return _form(editing, form, wrong)


@router.get("/{name}")
def push_page(editing: Editing, name: str) -> Response:
    return _form(editing, PushForm.of(_named(editing.config, name)), name=name)


@router.post("/{name}")
def change_push(editing: Editing, name: str, form: TheForm) -> Response:
    before = _named(editing.config, name)
    try:
        return editing.change(name, partial(form.push, before=before))
    except FormWrong as wrong:
        return _form(editing, form, wrong, name=name)


@router.post("/{name}/remove")
def remove_push(editing: Editing, name: str) -> Response:
    return editing.remove(IcecastPush, name)


class Setting(NamedTuple):
    """A push as it stands in the settings."""

    edit: str
    """Address of its page."""
    push: AnyPush


def _settings(page: Page) -> dict[str, Setting]:
    """Return the pushes on disk by the names their outputs have."""
    config = StationFile(page.desk.paths).read()
    icecasts = {
        f"icecast:{push.name}": Setting(f"/admin/outputs/{push.name}", push)
        for push in config.icecast
    }
    services = {
        f"push:{push.name}": Setting(f"/admin/services/{push.name}", push) for push in config.push
    }
    return icecasts | services


def _named(config: Config, name: str) -> IcecastPush:
    for push in config.icecast:
        if push.name == name:
            return push
    raise HTTPException(404)


def _form(
    editing: Editing, form: PushForm, wrong: FormWrong | None = None, *, name: str = ""
) -> Response:
    page = editing.page
    codes = wrong.errors if wrong else {}
    return page.render(
        "admin/push.html",
        422 if wrong else 200,
        form=form,
        name=name,
        channels=editing.config.channels,
        errors={field: page.gettext(PROBLEMS.get(code, code)) for field, code in codes.items()},
    )
