"""The web process: one server thread, ended when told, without waiting for open pages."""

import gc
import logging
import secrets
import socket
from threading import Event, Thread

import uvicorn
from sqlalchemy.orm import Session, sessionmaker

from station.clock import Clock
from station.config import Config
from station.errors import StationError
from station.paths import StatePaths
from web.app import create_app
from web.desk import Desk
from web.microphone import LARGEST_CHUNK, WITH_PICTURES

logger = logging.getLogger(__name__)

GRACE_SECONDS = 2
"""How long open pages may hold up the end; the supervisor must have more patience."""
OBJECTS_OF_A_PAGE = 50_000
"""More than the largest page keeps alive."""


class WebEnded(StationError):
    """The server ended by itself."""

    def __init__(self) -> None:
        super().__init__("the web server ended by itself")


def run(
    config: Config,
    paths: StatePaths,
    sessions: sessionmaker[Session],
    clock: Clock,
    stop: Event,
) -> None:
    """Serve until `stop` is set; raises OSError for a taken port, WebEnded for a dead server."""
    app = create_app(config, paths, sessions, clock, secret=read_secret(paths))
    desk: Desk = app.state.desk
    _keep_what_is_loaded()
    with _listening(config.web.host, config.web.port) as listening:
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                ws_max_size=LARGEST_CHUNK * WITH_PICTURES,
                server_header=False,
                proxy_headers=config.web.behind_https,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        thread = Thread(target=server.run, args=([listening],), name="web server")
        thread.start()
        logger.info("http://%s:%s", config.web.host, config.web.port)
        try:
            _wait(stop, thread)
        finally:
            desk.hub.close()
            server.should_exit = True
            thread.join(GRACE_SECONDS + 10)


def read_secret(paths: StatePaths) -> str:
    """Return the secret that signs cookies, made at the first start."""
    path = paths.home / "web.secret"
    if not path.exists():
        paths.home.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _wait(stop: Event, thread: Thread) -> None:
    while not stop.wait(0.5):
        if not thread.is_alive():
            raise WebEnded


def _keep_what_is_loaded() -> None:
    """Have the collector leave alone what stays for good, and a page while it is being made.

    Looking through either holds up the page; nearly all that it is made of goes without being
    looked for.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_OF_A_PAGE)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=256)
