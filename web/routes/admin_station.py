"""/admin/station: the station's name, place, time zone, loudness and limits."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.exceptions import HTTPException
from starlette.responses import Response

from station.config import Config, ConfigInvalid
from web.deps import Admin, Audit, Now
from web.pages import Page, ThePage
from web.slot_form import FormWrong
from web.station_file import StationFile
from web.station_form import CHANNEL_PROBLEMS, PROBLEMS, ChannelForm, StationForm

router = APIRouter(prefix="/admin/station", include_in_schema=False)

ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")


@router.get("")
def station_page(page: ThePage, _account: Admin) -> Response:
    return _page(page)


@router.post("")
def change_station(
    page: ThePage, account: Admin, audit: Audit, now: Now, form: Annotated[StationForm, Form()]
) -> Response:
    file = StationFile(page.desk.paths)
    try:
        values = form.changed(file.read())
        if values:
            file.set(values)
    except FormWrong as wrong:
        return _page(page, form, wrong)
    except ConfigInvalid as invalid:
        return _page(page, form, refused=invalid.problems)
    audit.record(now, account.name, "station.changed", **values)
    return page.redirect("/admin/station", _saved(page, bool(values)))


@router.post("/channels/{slug}")
def change_channel(
    page: ThePage,
    slug: str,
    account: Admin,
    audit: Audit,
    now: Now,
    form: Annotated[ChannelForm, Form()],
) -> Response:
    file = StationFile(page.desk.paths)
    before = next((each for each in file.read().channels if each.slug == slug), None)
    if before is None:
        raise HTTPException(404)
    try:
        values = form.values(before)
    except FormWrong as wrong:
        codes = wrong.errors.values()
        text = " ".join(page.gettext(CHANNEL_PROBLEMS[code]) for code in codes)
        return page.redirect("/admin/station", text)
    file.set_channel(slug, values)
    audit.record(now, account.name, "channel.changed", slug=slug, **values)
    return page.redirect("/admin/station", _saved(page, True))


def _page(
    page: Page,
    form: StationForm | None = None,
    wrong: FormWrong | None = None,
    *,
    refused: list[str] | None = None,
) -> Response:
    config = StationFile(page.desk.paths).read()
    codes = wrong.errors if wrong else {}
    return page.render(
        "admin/station.html",
        422 if wrong or refused else 200,
        form=form or StationForm.of(config),
        channels={channel.slug: ChannelForm.of(channel) for channel in config.channels},
        zones=ZONES,
        errors={name: page.gettext(PROBLEMS[code]) for name, code in codes.items()},
        refused=refused or [],
        restart=_differ(config, page.desk.config),
    )


def _differ(on_disk: Config, in_use: Config) -> bool:
    """Whether a start would change anything; the streaming process takes up pushes by itself."""
    by_itself = {"icecast", "push"}
    return on_disk.model_dump(exclude=by_itself) != in_use.model_dump(exclude=by_itself)


def _saved(page: Page, changed: bool) -> str:
    if not changed:
        return page.gettext("Nothing was changed.")
    return page.gettext("Saved. It takes effect at the next start of the processes.")
