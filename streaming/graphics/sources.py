"""Reads what the graphics depend on, when it has changed; what is damaged changes nothing."""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Generic, TypeVar

from PIL import Image

from station import look, urgent, wall
from station.errors import StationError
from station.look import Look
from station.paths import StatePaths
from station.rundown import CURRENT, RunningText, read_current
from station.wall import Button
from streaming.graphics.plan import Plan, plan_of

logger = logging.getLogger(__name__)

LOGO_SIDE = 1_024
"""A logo is kept no larger than this."""
MOST_PIXELS = 40_000_000

T = TypeVar("T")
Stamp = tuple[int, int, int]


class _Watched(Generic[T]):
    """The last good value of a file."""

    def __init__(self, path: Path, read: Callable[[], T], first: T) -> None:
        self.value = first
        self._path = path
        self._read = read
        self._seen: Stamp | None = None

    def look(self) -> None:
        stamp = self._stamp()
        if stamp == self._seen:
            return
        self._seen = stamp
        try:
            self.value = self._read()
        except (StationError, OSError, ValueError) as error:
            logger.error("graphics: %s", error, extra={"action": "graphics_source_unreadable"})

    def _stamp(self) -> Stamp | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


class Sources:
    """The look, the logo, the plan and the emergency messages of a channel."""

    def __init__(self, channel: str, paths: StatePaths) -> None:
        rundown = paths.rundown(channel)
        logo, messages = paths.logo(channel), paths.wall(channel)
        self._look = _Watched(paths.look(channel), lambda: look.read(paths.look(channel)), Look())
        self._logo = _Watched[Image.Image | None](logo, lambda: _logo(logo), None)
        self._plan = _Watched(rundown / CURRENT, lambda: _plan(rundown), Plan())
        self._urgent = _Watched[tuple[RunningText, ...]](
            rundown / urgent.NAME, lambda: urgent.read(rundown), ()
        )
        self._messages = _Watched[dict[str, Button]](messages, lambda: _messages(messages), {})

    def read(self) -> None:
        for watched in (self._look, self._logo, self._plan, self._urgent, self._messages):
            watched.look()

    @property
    def look(self) -> Look:
        return self._look.value

    @property
    def logo(self) -> Image.Image | None:
        return self._logo.value

    @property
    def plan(self) -> Plan:
        """The plan with the urgent texts."""
        plan, urgent_ones = self._plan.value, self._urgent.value
        return replace(plan, texts=(*urgent_ones, *plan.texts)) if urgent_ones else plan

    @property
    def messages(self) -> dict[str, Button]:
        return self._messages.value


def open_logo(path: Path) -> Image.Image:
    """Return a logo as RGBA, no larger than needed; raises ValueError or OSError."""
    try:
        with Image.open(path, formats=("PNG",)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValueError(f"{path.name} is too large")
            image.thumbnail((LOGO_SIDE, LOGO_SIDE))
            return image.convert("RGBA")
    except (SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _logo(path: Path) -> Image.Image | None:
    return open_logo(path) if path.exists() else None


def _plan(folder: Path) -> Plan:
    return plan_of(read_current(folder)) if (folder / CURRENT).exists() else Plan()


def _messages(path: Path) -> dict[str, Button]:
    return {button.item.key: button for button in wall.read(path).emergency}
