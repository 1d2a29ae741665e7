"""/admin/services: where television is sent to beside the station's own players."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.exceptions import HTTPException
from starlette.responses import Response

from station.config import Config, Push
from web.push_editing import Editing
from web.service_form import OWN_SIZE, PROBLEMS, ServiceForm, sizes_of
from web.slot_form import FormWrong

router = APIRouter(prefix="/admin/services", include_in_schema=False)

TheForm = Annotated[ServiceForm, Form()]


@router.get("/new")
def new_service(editing: Editing) -> Response:
    channel = next((each.slug for each in editing.config.channels if each.shape), "")
    return _form(editing, ServiceForm(channel=channel, enabled="on"))


@router.post("/new")
def add_service(editing: Editing, form: TheForm) -> Response:
    try:
        return editing.add(form.push)
    except FormWrong as wrong:
        return _form(editing, form, wrong)


@router.get("/{name}")
def service_page(editing: Editing, name: str) -> Response:
    return _form(editing, ServiceForm.of(_named(editing.config, name)), name=name)


@router.post("/{name}")
def change_service(editing: Editing, name: str, form: TheForm) -> Response:
    before = _named(editing.config, name)
    try:
        return editing.change(name, partial(form.push, before=before))
    except FormWrong as wrong:
        return _form(editing, form, wrong, name=name)


@router.post("/{name}/remove")
def remove_service(editing: Editing, name: str) -> Response:
    return editing.remove(Push, name)


def _named(config: Config, name: str) -> Push:
    for push in config.push:
        if push.name == name:
            return push
    raise HTTPException(404)


def _form(
    editing: Editing, form: ServiceForm, wrong: FormWrong | None = None, *, name: str = ""
) -> Response:
    page, config = editing.page, editing.config
    codes = wrong.errors if wrong else {}
    sizes = {size: size for each in config.channels for size in sizes_of(config, each.slug)}
    own = page.gettext("The channel's own")
    return page.render(
        "admin/service.html",
        422 if wrong else 200,
        form=form,
        name=name,
        channels=[(each.slug, each.name) for each in config.channels if each.shape],
        sizes=[(size, own if size == OWN_SIZE else size) for size in sizes],
        errors={field: page.gettext(PROBLEMS.get(code, code)) for field, code in codes.items()},
    )
