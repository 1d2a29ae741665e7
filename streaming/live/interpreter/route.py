"""The way of a live interpreter: pictures in small to what stands over the channel's pictures."""

import logging
from pathlib import Path

from station import look as looks
from station.config import Channel
from station.look import Look, LookUnreadable
from station.paths import StatePaths
from streaming.graphics.inset.box import largest
from streaming.live.film.route import FilmRoute
from streaming.live.session import Route

logger = logging.getLogger(__name__)

PROGRAM = "streaming.live.interpreter.child"
SLOTS = 75
"""Pictures of three seconds: one is held while the other end is away, and two may come at once."""


def interpreter_route(channel: Channel, paths: StatePaths, exe: str) -> Route | None:
    """Return where an interpreter's pictures go, as large as the look wants them; None on radio."""
    if channel.shape is None:
        return None
    box = largest(_look(paths.look(channel.slug)), channel.shape)
    film = FilmRoute(box, SLOTS, paths.live_pictures, PROGRAM)
    socket = paths.interpreters_socket(channel.slug)
    return Route(channel.slug, socket, exe, film, interprets=True)


def _look(path: Path) -> Look:
    """Return the published look, the defaults where it is damaged: sizes are set right later."""
    try:
        return looks.read(path)
    except LookUnreadable as error:
        logger.error("interpreter: %s", error, extra={"action": "graphics_source_unreadable"})
        return Look()
