"""/admin/outputs: what every output really does, and the external Icecasts one may add."""

from typing import Annotated, NamedTuple

from fastapi import APIRouter, Form
from starlette.exceptions import HTTPException
from starlette.responses import Response

from station.config import Config, IcecastPush
from web.deps import Admin, Audit, Now
from web.pages import Page, ThePage
from web.push_form import PROBLEMS, PushForm
from web.slot_form import FormWrong
from web.station_file import NameTaken, NoSuchOutput, StationFile

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
def new_push(page: ThePage, _account: Admin) -> Response:
    form = PushForm(channel=page.desk.config.channels[0].slug, enabled="on")
    return _form(page, form, StationFile(page.desk.paths).read())


@router.post("/new")
def add_push(page: ThePage, account: Admin, audit: Audit, now: Now, form: TheForm) -> Response:
    file = StationFile(page.desk.paths)
    config = file.read()
    try:
        push = form.push(config)
        file.add_push(push)
    except FormWrong as wrong:
        return _form(page, form, config, wrong)
    except NameTaken:
        return _form(page, form, config, FormWrong({"name": "name_taken"}))
    audit.record(now, account.name, "output.added", name=push.name, host=push.host)
    return page.redirect("/admin/outputs", page.gettext("%(name)s is added.", name=push.name))


@router.get("/{name}")
def push_page(page: ThePage, name: str, _account: Admin) -> Response:
    config = StationFile(page.desk.paths).read()
    return _form(page, PushForm.of(_named(config, name)), config, name=name)


@router.post("/{name}")
def change_push(
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
    audit.record(now, account.name, "output.changed", name=push.name, host=push.host)
    return page.redirect("/admin/outputs", page.gettext("%(name)s is changed.", name=push.name))


@router.post("/{name}/remove")
def remove_push(page: ThePage, name: str, account: Admin, audit: Audit, now: Now) -> Response:
    try:
        StationFile(page.desk.paths).remove_push(IcecastPush, name)
    except NoSuchOutput:
        raise HTTPException(404) from None
    audit.record(now, account.name, "output.removed", name=name)
    return page.redirect("/admin/outputs", page.gettext("%(name)s is removed.", name=name))


class Setting(NamedTuple):
    """A push as it stands in the settings."""

    edit: str
    """Address of its page."""
    where: str
    """Where it is sent to, without its secrets."""
    enabled: bool


def _settings(page: Page) -> dict[str, Setting]:
    """Return the pushes on disk by the names their outputs have."""
    config = StationFile(page.desk.paths).read()
    found = {
        f"icecast:{push.name}": Setting(
            f"/admin/outputs/{push.name}", f"{push.host}:{push.port}{push.mount}", push.enabled
        )
        for push in config.icecast
    }
    services = {
        f"push:{push.name}": Setting(f"/admin/services/{push.name}", push.public_url, push.enabled)
        for push in config.push
    }
    return found | services


def _named(config: Config, name: str) -> IcecastPush:
    for push in config.icecast:
        if push.name == name:
            return push
    raise HTTPException(404)


def _form(
    page: Page,
    form: PushForm,
    config: Config,
    wrong: FormWrong | None = None,
    *,
    name: str = "",
) -> Response:
    codes = wrong.errors if wrong else {}
    return page.render(
        "admin/push.html",
        422 if wrong else 200,
        form=form,
        name=name,
        channels=config.channels,
        errors={field: page.gettext(PROBLEMS.get(code, code)) for field, code in codes.items()},
    )
