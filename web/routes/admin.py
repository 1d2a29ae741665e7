"""/admin/system: processes, disk, database, FFmpeg, versions of the rundown, the audit trail."""

from fastapi import APIRouter
from starlette.responses import Response

from scheduler.stores import PublishedStore
from web.deps import Admin, Audit, Database
from web.pages import ThePage
from web.system_state import database_kind, disk, ffmpeg_version, processes

router = APIRouter(prefix="/admin", include_in_schema=False)

ENTRIES = 50
_VERSIONS = 15


@router.get("/system")
def system(
    page: ThePage, _account: Admin, session: Database, audit: Audit, before: int = 0
) -> Response:
    """`before` is how many entries of the audit trail are skipped."""
    desk = page.desk
    skipped = max(0, min(before, 1_000_000))
    entries = audit.newest(ENTRIES + 1, skipped)
    channels = desk.config.channels
    return page.render(
        "admin/system.html",
        processes=list(processes(desk.config, desk.paths)),
        air={channel.slug: desk.hub.view(channel.slug) for channel in channels},
        streams=desk.outputs.view,
        disk=disk(desk.paths),
        database=database_kind(session),
        ffmpeg=ffmpeg_version(desk.config),
        versions={
            channel: PublishedStore(session).versions(channel.slug, _VERSIONS)
            for channel in channels
        },
        entries=entries[:ENTRIES],
        older=skipped + ENTRIES if len(entries) > ENTRIES else None,
        newer=max(0, skipped - ENTRIES) if skipped else None,
    )
