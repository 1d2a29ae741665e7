"""/schedule/start: the first steps of a station, its settings, and what its library lacks."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from scheduler.observance.settings import Observances
from scheduler.prayer.places import known_places, known_zones
from scheduler.start.progress import Step
from scheduler.start.sound import rules_of
from station.config import Config, ConfigInvalid
from station.kinds import LIBRARY_KINDS
from web.accounts import Role
from web.day_editing import Editing as EditingDays
from web.deps import Audit, Operator
from web.routes.admin_station import ZONES
from web.slot_form import FormWrong
from web.start_form import PROBLEMS, StationStart
from web.start_step import Starting, TheStart
from web.station_file import StationFile
from web.station_form import PROBLEMS as STATION_PROBLEMS

router = APIRouter(prefix="/schedule/start", include_in_schema=False)
TheForm = Annotated[StationStart, Form()]


@router.get("")
def overview(start: TheStart) -> Response:
    """Every step with whether it is done, and the way to the first that is not."""
    return start.render("overview", next_step=start.progress.next_step)


@router.get("/station")
def station(start: TheStart, account: Operator) -> Response:
    config = StationFile(start.page.desk.paths).read()
    form = StationStart.of(config, start.observances)
    return _station(start, form, may_name=account.has(Role.ADMIN))


@router.post("/station")
def save_station(
    start: TheStart, account: Operator, editing: EditingDays, audit: Audit, form: TheForm
) -> Response:
    """Keep the settings; name, city and time zone are for administrators to change."""
    file = StationFile(start.page.desk.paths)
    before, may_name = start.observances, account.has(Role.ADMIN)
    refused: list[str] = []
    try:
        wanted, values, errors = _read(form, before, file.read(), may_name=may_name)
        if errors or wanted is None:
            return _station(start, form, FormWrong(errors), may_name=may_name)
        if values:
            file.set(values)
    except ConfigInvalid as invalid:
        refused = invalid.problems
        return _station(start, form, may_name=may_name, refused=refused)
    if values:
        audit.record(start.now, account.name, "station.changed", **values)
    if wanted != before:
        editing.observe(wanted)
    progress = start.progress
    if wanted.broadcast_day != before.broadcast_day:
        progress = progress.without(Step.WEEK).without(Step.AIR)
    return start.on(Step.STATION, progress=progress)


@router.get("/sound")
def sound(start: TheStart) -> Response:
    """What the library has and lacks, with the door for files beside it."""
    words = start.page.words
    return start.render(
        "sound",
        Step.SOUND,
        supplies=start.supplies(),
        rules=rules_of(start.book),
        kinds=[(kind.value, words.kind(kind)) for kind in LIBRARY_KINDS],
        largest=start.page.desk.config.media.max_bytes,
    )


@router.post("/sound")
def leave_sound(start: TheStart) -> Response:
    return start.on(Step.SOUND)


def _read(
    form: StationStart, before: Observances, config: Config, *, may_name: bool
) -> tuple[Observances | None, dict[str, object], dict[str, str]]:
    """Return what is observed, the settings that change, and what is wrong."""
    errors: dict[str, str] = {}
    values: dict[str, object] = {}
    wanted: Observances | None = None
    try:
        values = form.settings(config) if may_name else {}
    except FormWrong as wrong:
        errors |= wrong.errors
    try:
        wanted = form.observances(before)
    except FormWrong as wrong:
        errors |= wrong.errors
    return wanted, values, errors


def _station(
    start: Starting,
    form: StationStart,
    wrong: FormWrong | None = None,
    *,
    may_name: bool,
    refused: list[str] | None = None,
) -> Response:
    page = start.page
    texts = {**STATION_PROBLEMS, **PROBLEMS}
    config = StationFile(page.desk.paths).read()
    return start.render(
        "station",
        Step.STATION,
        422 if wrong or refused else 200,
        form=form,
        may_name=may_name,
        refused=refused or [],
        towns=list(known_places()),
        town_zones=known_zones(),
        zones=sorted({*ZONES, config.timezone} - {""}, key=lambda zone: (zone not in ZONES, zone)),
        on_disk=config,
        errors={name: page.gettext(texts[code]) for name, code in wrong.errors.items()}
        if wrong
        else {},
    )
