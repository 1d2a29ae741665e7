"""/healthz and /metrics."""

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from web.deps import PUBLIC, TheDesk

router = APIRouter(dependencies=[PUBLIC], include_in_schema=False)


@router.get("/healthz")
def health(desk: TheDesk) -> Response:
    """The desk answers; whether the air does is told, and is not the desk's own health."""
    air = {channel.slug: desk.hub.view(channel.slug).reachable for channel in desk.config.channels}
    return JSONResponse({"ok": True, "air": air, "streams": desk.outputs.view.reachable})


@router.get("/metrics")
def metrics(desk: TheDesk) -> Response:
    for channel in desk.config.channels:
        reachable = desk.hub.view(channel.slug).reachable
        desk.metrics.air_reachable.labels(channel.slug).set(reachable)
    desk.metrics.streams_reachable.set(desk.outputs.view.reachable)
    desk.metrics.pages_open.set(desk.hub.watching)
    return Response(desk.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
