"""Builds the web application from things already built."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from functools import cache
from threading import Thread

from fastapi import APIRouter, Depends, FastAPI, Request
from sqlalchemy.orm import Session, sessionmaker
from starlette.middleware.gzip import GZipMiddleware

from station.clock import Clock
from station.config import Config
from station.paths import StatePaths
from station.running_texts import RunningTexts
from web import errors, i18n, rehearsal_process, schedule_errors
from web.assets import PREFIX, STATIC, VersionedFiles
from web.desk import Desk, desk_of
from web.forgery import Forgery
from web.headers import SecurityHeaders
from web.live import Hub
from web.metrics import CountRequests, Metrics
from web.microphone import Microphones
from web.outputs import OutputsWatch, asking
from web.published_files import PublishedFiles
from web.rendering import Renderer
from web.routes import (
    account,
    accounts_api,
    admin,
    admin_accounts,
    admin_outputs,
    admin_services,
    admin_station,
    agencies,
    agencies_api,
    api_docs,
    board,
    calendar,
    calendar_api,
    calendar_import,
    carts,
    commands,
    draft,
    episodes,
    events,
    graphics,
    health,
    hour_templates,
    humas,
    humas_api,
    humas_campaign,
    ingest,
    library,
    library_arrivals,
    library_captions,
    listener,
    live_reads,
    look_api,
    microphone,
    now,
    playlist_import,
    prayer,
    prayer_api,
    prayer_settings,
    prayer_table,
    presenters,
    programmes,
    reports,
    reports_api,
    reports_recordings,
    reports_relays,
    reports_rules,
    rules,
    rules_api,
    rundown_api,
    rundown_page,
    schedule,
    schedule_api,
    schedule_export,
    schedule_public,
    schedule_slots,
    seasons,
    sign_in,
    start,
    start_air,
    start_law,
    start_week,
    studio,
    studio_checks,
    studio_texts,
    studio_wall,
    transitions,
    uploads,
    urgent,
    versions,
    wall,
    week_api,
    week_pattern,
    why_not,
)
from web.sign_in import SignIn

MAX_BODY_BYTES = 1_000_000
"""Of every request, except on routes that name their own `max_body_size`."""

ROUTERS: tuple[APIRouter, ...] = (
    account.router,
    accounts_api.router,
    admin.router,
    admin_accounts.router,
    admin_outputs.router,
    admin_services.router,
    admin_station.router,
    agencies.router,
    agencies_api.router,
    api_docs.router,
    board.router,
    calendar.router,
    calendar_api.router,
    calendar_import.router,
    carts.router,
    commands.router,
    draft.router,
    events.router,
    health.router,
    humas.router,
    humas_api.router,
    humas_campaign.router,
    ingest.router,
    library.router,
    library_arrivals.router,
    library_captions.router,
    listener.router,
    live_reads.router,
    look_api.router,
    now.router,
    prayer.router,
    prayer_api.router,
    prayer_settings.router,
    prayer_table.router,
    playlist_import.router,
    programmes.router,
    episodes.router,
    reports.router,
    reports_api.router,
    reports_recordings.router,
    reports_relays.router,
    reports_rules.router,
    rules.router,
    rules_api.router,
    rundown_api.router,
    rundown_page.router,
    schedule.router,
    schedule_public.router,
    schedule_api.router,
    week_api.router,
    schedule_export.router,
    schedule_slots.router,
    why_not.router,
    week_pattern.router,
    graphics.router,
    hour_templates.router,
    seasons.router,
    sign_in.router,
    start.router,
    start_air.router,
    start_law.router,
    start_week.router,
    studio.router,
    transitions.router,
    uploads.router,
    urgent.router,
    versions.router,
    wall.router,
    studio_wall.router,
    studio_checks.router,
    studio_texts.router,
    presenters.router,
    microphone.router,
)
"""All routes; a new page adds its router here."""


def create_app(
    config: Config, paths: StatePaths, sessions: sessionmaker[Session], clock: Clock, *, secret: str
) -> FastAPI:
    """Return the application; its lifespan follows the air and the outputs."""
    app = FastAPI(
        title=f"Mengudara – {config.name}",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_following_the_air,
        max_body_size=MAX_BODY_BYTES,
        routes=list(_site().routes),
    )
    desk = _desk(config, paths, sessions, clock, secret)
    desk.files.follow()
    app.state.desk = desk
    app.mount(PREFIX, VersionedFiles(directory=STATIC), name="static")
    errors.add_handlers(app)
    schedule_errors.add_handlers(app)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=6)
    app.add_middleware(
        SecurityHeaders,
        public_stream_url=config.web.public_stream_url,
        stream_port=config.streams.port,
        https=config.web.behind_https,
    )
    app.add_middleware(CountRequests, metrics=desk.metrics)
    return app


@cache
def _site() -> APIRouter:
    """Return all routes; what each needs is read off its signature once a process."""
    site = APIRouter(dependencies=[Depends(_refuse_forgery)], max_body_size=MAX_BODY_BYTES)
    for router in ROUTERS:
        site.include_router(router)
    return site


def _desk(
    config: Config, paths: StatePaths, sessions: sessionmaker[Session], clock: Clock, secret: str
) -> Desk:
    languages = i18n.load()
    sockets = {channel.slug: paths.control_socket(channel.slug) for channel in config.channels}
    texts = {each.slug: RunningTexts(paths.rundown(each.slug)) for each in config.channels}
    return Desk(
        config=config,
        paths=paths,
        sessions=sessions,
        clock=clock,
        languages=languages,
        renderer=Renderer(config, languages),
        forgery=Forgery(secret),
        sign_in=SignIn(sessions, clock),
        hub=Hub(sockets, clock, texts),
        outputs=OutputsWatch(asking(config.streams.host, config.streams.port), clock),
        metrics=Metrics(),
        files=PublishedFiles(config, paths, sessions),
        microphones=Microphones(),
        addresses=frozenset(_addresses(ROUTERS)),
    )


def _addresses(routers: Iterable[APIRouter]) -> Iterable[str]:
    for router in routers:
        for route in router.routes:
            yield getattr(route, "path", "")


@asynccontextmanager
async def _following_the_air(app: FastAPI) -> AsyncIterator[None]:
    desk: Desk = app.state.desk
    desk.hub.start()
    desk.outputs.start()
    files = Thread(target=desk.files.write_all, name="published files")
    files.start()
    yield
    files.join()
    rehearsal_process.close(app.state)
    desk.hub.stop()
    desk.outputs.stop()


async def _refuse_forgery(request: Request) -> None:
    await desk_of(request).forgery.refuse(request)
