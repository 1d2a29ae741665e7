"""/studio/microphone: speaking live through the browser, and the line its sound takes."""

from collections.abc import Callable
from functools import partial

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from station.live import Microphone
from web.browser_sessions import COOKIE, BrowserSessions
from web.deps import Database, Presenter
from web.desk import Desk
from web.forgery import same_origin
from web.microphone import Bridge, always_open_to, channels_open_to, ended, tell
from web.pages import ThePage
from web.presenter_keys import PresenterKeys

router = APIRouter(include_in_schema=False)

MIMES = ("audio/webm;codecs=opus", "audio/webm; codecs=opus", "audio/webm")
CAMERA_MIMES = ("video/webm;codecs=h264,opus", "video/webm;codecs=vp8,opus", "video/webm")
"""What a television channel takes beside them."""


@router.get("/studio/microphone")
def microphone_page(
    page: ThePage, account: Presenter, session: Database, channel: str = ""
) -> Response:
    config = page.desk.config
    key = PresenterKeys(session).of(account.id)
    slugs = channels_open_to(account, key, config)
    return page.render(
        "microphone.html",
        channels=[config.channel(slug) for slug in slugs],
        seen=[config.channel(slug) for slug in slugs if config.channel(slug).shape],
        chosen=channel,
        always=always_open_to(account, key),
    )


async def speak(websocket: WebSocket) -> None:
    """Sound of one browser as it comes; back go words about where it stands."""
    if "origin" not in websocket.headers or not same_origin(websocket):
        await websocket.close()
        return
    desk: Desk = websocket.app.state.desk
    admit = partial(
        admitted,
        desk,
        token=websocket.cookies.get(COOKIE, ""),
        channel=websocket.query_params.get("channel", ""),
        mime=websocket.query_params.get("mime", MIMES[0]),
    )
    hello = await run_in_threadpool(admit)
    await websocket.accept()
    try:
        why = hello if isinstance(hello, str) else await _carry(websocket, desk, hello, admit)
        if why:
            await tell(websocket, ended(why))
            await websocket.close()
    except WebSocketDisconnect:
        return


async def _carry(
    websocket: WebSocket, desk: Desk, hello: Microphone, admit: Callable[[], Microphone | str]
) -> str:
    replaced = desk.microphones.enter(hello.who)
    try:
        return await Bridge(
            websocket,
            desk.paths.microphone_socket,
            hello,
            now=desk.clock.now,
            may_stay=lambda: isinstance(admit(), Microphone),
        ).carry(replaced)
    finally:
        desk.microphones.leave(hello.who, replaced)


def admitted(desk: Desk, *, token: str, channel: str, mime: str) -> Microphone | str:
    """Return what the live process is told of him, or the code of why he may not speak."""
    now = desk.clock.now()
    with desk.sessions.begin() as session:
        account = BrowserSessions(session).account(token, now) if token else None
        key = None if account is None else PresenterKeys(session).of(account.id)
    if account is None:
        return "signed_out"
    if channel not in channels_open_to(account, key, desk.config):
        return "forbidden"
    seen = CAMERA_MIMES if desk.config.channel(channel).shape else ()
    if mime not in (*MIMES, *seen):
        return "bad_sound"
    always = always_open_to(account, key)
    return Microphone(channel, account.name, account.display_name, always, mime)


router.add_websocket_route("/api/v1/live/microphone", speak)
