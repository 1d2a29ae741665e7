"""Server-sent events made from a `Watch`. Runs in asyncio and touches no database."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event

from web.live import AirView, Hub, Watch

PING_SECONDS = 15.0
LONGEST = timedelta(minutes=30)
"""Then the browser connects anew by itself, and its right to do so is looked at again."""

Tell = Callable[[AirView], list[tuple[str, object]]]
"""Turns a view into named events; runs in the loop, so it must be quick."""


def answer(hub: Hub, watch: Watch, tell: Tell, now: Callable[[], datetime]) -> EventSourceResponse:
    """Return the stream of everything `tell` makes of what the watch sees."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return EventSourceResponse(_events(hub, watch, tell, now), headers=headers)


async def _events(
    hub: Hub, watch: Watch, tell: Tell, now: Callable[[], datetime]
) -> AsyncIterator[bytes]:
    ends = now() + LONGEST
    try:
        yield format_sse_event(data_str="{}", event="hello", retry=2_000)
        while not watch.closed and now() < ends:
            try:
                views = await asyncio.wait_for(watch.next(), PING_SECONDS)
            except TimeoutError:
                yield KEEPALIVE_COMMENT
                continue
            for view in views:
                for name, data in tell(view):
                    yield format_sse_event(data_str=json.dumps(data), event=name)
    finally:
        hub.leave(watch)
