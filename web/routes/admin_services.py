"""/admin/services: where television is sent to beside the station's own players."""

from typing import Annotated

from fastapi import Form

from station.config import Config, Push
from web.pages import Page
from web.routes.push_routes import PushPages, push_router
from web.service_form import OWN_SIZE, PROBLEMS, ServiceForm, sizes_of


def _typed(form: Annotated[ServiceForm, Form()]) -> ServiceForm:
    return form


def _blank(config: Config) -> ServiceForm:
    channel = next((each.slug for each in config.channels if each.shape), "")
    return ServiceForm(channel=channel, enabled="on")


def _choices(page: Page, config: Config) -> dict[str, object]:
    sizes = {size: size for each in config.channels for size in sizes_of(config, each.slug)}
    own = page.gettext("The channel's own")
    return {
        "channels": [(each.slug, each.name) for each in config.channels if each.shape],
        "sizes": [(size, own if size == OWN_SIZE else size) for size in sizes],
    }


SERVICES = PushPages(
    template="admin/service.html",
    kind=Push,
    stored=lambda config: config.push,
    form=ServiceForm,
    blank=_blank,
    problems=PROBLEMS,
    choices=_choices,
)

router = push_router("/admin/services", SERVICES, _typed)
