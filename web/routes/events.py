"""/api/v1/events: the air as it happens, for staff and for listeners."""

from fastapi import APIRouter
from pydantic import TypeAdapter
from starlette.responses import Response

from web.air_view import now_of, studio_of
from web.deps import PUBLIC, Staff, TheDesk
from web.event_stream import answer
from web.live import AirView
from web.outputs import OutputsView
from web.pages import ThePage

router = APIRouter(prefix="/api/v1/events", tags=["events"])
_OUTPUTS: TypeAdapter[OutputsView] = TypeAdapter(OutputsView)


@router.get("")
async def everything(desk: TheDesk, page: ThePage, _account: Staff) -> Response:
    """`air` five times a second with the snapshot, `outputs` when they were asked anew."""
    words = page.words
    told: list[OutputsView] = []

    def tell(view: AirView) -> list[tuple[str, object]]:
        events: list[tuple[str, object]] = [("air", studio_of(view, words))]
        outputs = desk.outputs.view
        if not told or told[-1] is not outputs:
            told[:] = [outputs]
            events.append(("outputs", _OUTPUTS.dump_python(outputs, mode="json")))
        return events

    return answer(desk.hub, desk.hub.watch(meters=True), tell, desk.clock.now)


@router.get("/public", dependencies=[PUBLIC])
async def now_and_next(desk: TheDesk) -> Response:
    """`now` whenever what is on or what comes next changes."""

    def tell(view: AirView) -> list[tuple[str, object]]:
        return [("now", now_of(view).model_dump(mode="json"))]

    return answer(desk.hub, desk.hub.watch(meters=False), tell, desk.clock.now)
