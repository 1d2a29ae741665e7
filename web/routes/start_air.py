"""/schedule/start/air: 24 hours planned and judged, then published; and then on the air."""

from fastapi import APIRouter
from starlette.responses import Response

from scheduler.pin import Pin, Purpose
from scheduler.planning import Planning
from scheduler.start.progress import Progress, Step
from scheduler.start.sound import Need
from scheduler.stores import PinStore
from web.i18n import N_
from web.publication import Publication, ThePublication
from web.replanning import Replans
from web.start_findings import FirstDay, first_day
from web.start_step import Starting, TheStart
from web.station_file import StationFile
from web.version_editing import EditingVersions

router = APIRouter(prefix="/schedule/start/air", include_in_schema=False)

_NEEDED = {Need.ANTHEM: "identity/indonesia-raya", Need.NATIONAL_SONG: "identity/national-song"}
BLOCKED = N_("A rule forbids this: mend it first. Nothing was published.")
HELD = N_("An older version is held on the air. Let it go on the page of the versions first.")


@router.get("")
def check(start: TheStart, published: ThePublication) -> Response:
    """The next 24 hours as they would be published, and what the rules say of them."""
    return start.render(
        "air",
        Step.AIR,
        day=_day(start),
        published=published,
        on_the_air=_on_the_air(start.progress, published),
        rolled_back=_rolled_back(_held(start)),
        zone_waits=_zone_waits(start),
    )


@router.post("")
def publish(start: TheStart, versions: EditingVersions, replan: Replans) -> Response:
    """Publish, unless a rule forbids it or a version is held by hand."""
    page, held = start.page, _held(start)
    if _rolled_back(held):
        return page.redirect(start.address(Step.AIR), page.gettext(HELD))
    if not _day(start).may_publish:
        return page.redirect(start.address(Step.AIR), page.gettext(BLOCKED))
    if held is not None:
        versions.publish()
    else:
        replan(start.channel.slug)
    start.keep(start.progress.with_done(Step.AIR))
    return page.redirect(start.address(Step.AIR))


def _day(start: Starting) -> FirstDay:
    desk = start.page.desk
    planning = Planning(desk.config, desk.paths, desk.sessions, desk.clock)
    plan = planning.draft(start.session, start.channel.slug, pinned=False)
    without = {each.need for each in start.supplies() if not each.count}
    return first_day(
        plan, start.now, missing=[rule for need, rule in _NEEDED.items() if need in without]
    )


def _held(start: Starting) -> Pin | None:
    return PinStore(start.session).in_force(start.channel.slug, start.now)


def _rolled_back(held: Pin | None) -> bool:
    return held is not None and held.purpose is not Purpose.COLLECTING


def _on_the_air(progress: Progress, published: Publication) -> bool:
    """Whether the last step was done and nothing gathers that is not published."""
    return Step.AIR in progress.done and not published.collecting


def _zone_waits(start: Starting) -> str:
    """Return the time zone that counts from the next start on; empty: it does already."""
    desk = start.page.desk
    wanted = StationFile(desk.paths).read().timezone
    return "" if wanted == desk.config.timezone else wanted
