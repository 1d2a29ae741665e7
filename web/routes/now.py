"""/api/v1/now and /api/v1/outputs: what is on, and what the outputs really do."""

from fastapi import APIRouter

from station.outputs import Output
from web.air_view import NowOut, now_of
from web.deps import PUBLIC, Staff, TheDesk

router = APIRouter(prefix="/api/v1", tags=["air"])


@router.get("/now", dependencies=[PUBLIC])
def what_is_on(desk: TheDesk) -> list[NowOut]:
    """What is on and what comes next, on every channel."""
    return [now_of(desk.hub.view(channel.slug)) for channel in desk.config.channels]


@router.get("/outputs")
def outputs(desk: TheDesk, _account: Staff) -> list[Output]:
    """The outputs of the streaming process; empty when it does not answer."""
    return list(desk.outputs.view.outputs)
