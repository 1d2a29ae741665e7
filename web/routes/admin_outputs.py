"""/admin/outputs: what every output really does, and the external Icecasts one may add."""

from typing import Annotated, NamedTuple

from fastapi import APIRouter, Form
from starlette.responses import Response

from station.config import Config, IcecastPush
from web.deps import Admin
from web.pages import Page, ThePage
from web.push_editing import LIST
from web.push_form import PROBLEMS, PushForm
from web.routes.push_routes import PushPages, push_router
from web.station_file import AnyPush, StationFile

router = APIRouter(include_in_schema=False)


@router.get(LIST)
def outputs(page: ThePage, _account: Admin) -> Response:
    return page.render(
        "admin/outputs.html",
        view=page.desk.outputs.view,
        settings=_settings(page),
        has_television=any(channel.shape for channel in page.desk.config.channels),
    )


@router.get(f"{LIST}/live")
def live(page: ThePage, _account: Admin) -> Response:
    """The table alone, asked for again every two seconds."""
    return page.render(
        "admin/outputs_table.html", view=page.desk.outputs.view, settings=_settings(page)
    )


class Setting(NamedTuple):
    """A push as it stands in the settings."""

    edit: str
    """Address of its page."""
    push: AnyPush


def _settings(page: Page) -> dict[str, Setting]:
    """Return the pushes on disk by the names their outputs have."""
    config = StationFile(page.desk.paths).read()
    icecasts = {
        f"icecast:{push.name}": Setting(f"{LIST}/{push.name}", push) for push in config.icecast
    }
    services = {
        f"push:{push.name}": Setting(f"/admin/services/{push.name}", push) for push in config.push
    }
    return icecasts | services


def _typed(form: Annotated[PushForm, Form()]) -> PushForm:
    return form


def _blank(config: Config) -> PushForm:
    return PushForm(channel=config.channels[0].slug, enabled="on")


ICECASTS = PushPages(
    template="admin/push.html",
    kind=IcecastPush,
    stored=lambda config: config.icecast,
    form=PushForm,
    blank=_blank,
    problems=PROBLEMS,
    choices=lambda _page, config: {"channels": config.channels},
)

router.include_router(push_router(LIST, ICECASTS, _typed))
