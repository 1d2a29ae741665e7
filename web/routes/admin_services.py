"""/admin/services: where television is sent to beside the station's own players."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.exceptions import HTTPException
from starlette.responses import Response

from station.config import Config, Push
from web.deps import Admin, Audit, Now
from web.pages import Page, ThePage
from web.service_form import OWN_SIZE, PROBLEMS, ServiceForm, sizes_of
from web.slot_form import FormWrong
from web.station_file import NameTaken, NoSuchOutput, StationFile

router = APIRouter(prefix="/admin/services", include_in_schema=False)

TheForm = Annotated[ServiceForm, Form()]
_LIST = "/admin/outputs"


@router.get("/new")
def new_service(page: ThePage, _account: Admin) -> Response:
    config = StationFile(page.desk.paths).read()
    channel = next((each.slug for each in config.channels if each.shape), "")
    return _form(page, ServiceForm(channel=channel, enabled="on"), config)


@router.post("/new")
def add_service(page: ThePage, account: Admin, audit: Audit, now: Now, form: TheForm) -> Response:
    file = StationFile(page.desk.paths)
    config = file.read()
    try:
        push = form.push(config)
        file.add_push(push)
    except FormWrong as wrong:
        return _form(page, form, config, wrong)
    except NameTaken:
        return _form(page, form, config, FormWrong({"name": "name_taken"}))
    audit.record(now, account.name, "output.added", name=push.name, host=push.public_url)
    return page.redirect(_LIST, page.gettext("%(name)s is added.", name=push.name))


@router.get("/{name}")
def service_page(page: ThePage, name: str, _account: Admin) -> Response:
    config = StationFile(page.desk.paths).read()
    return _form(page, ServiceForm.of(_named(config, name)), config, name=name)


@router.post("/{name}")
def change_service(
    page: ThePage, name: str, account: Admin, audit: Audit, now: Now, form: TheForm
) -> Response:
    file = StationFile(page.desk.paths)
    config = file.read()
    try:
        push = form.push(config, _named(config, name))
        file.change_push(name, push)
    except FormWrong as wrong:
        return _form(page, form, config, wrong, name=name)
    except NameTaken:
        return _form(page, form, config, FormWrong({"name": "name_taken"}), name=name)
    audit.record(now, account.name, "output.changed", name=push.name, host=push.public_url)
    return page.redirect(_LIST, page.gettext("%(name)s is changed.", name=push.name))


@router.post("/{name}/remove")
def remove_service(page: ThePage, name: str, account: Admin, audit: Audit, now: Now) -> Response:
    try:
        StationFile(page.desk.paths).remove_push(Push, name)
    except NoSuchOutput:
        raise HTTPException(404) from None
    audit.record(now, account.name, "output.removed", name=name)
    return page.redirect(_LIST, page.gettext("%(name)s is removed.", name=name))


def _named(config: Config, name: str) -> Push:
    for push in config.push:
        if push.name == name:
            return push
    raise HTTPException(404)


def _form(
    page: Page,
    form: ServiceForm,
    config: Config,
    wrong: FormWrong | None = None,
    *,
    name: str = "",
) -> Response:
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
