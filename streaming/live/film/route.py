"""What a live input needs to be seen on a channel: the size of its pictures, and their place."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from station.audio import Block
from station.config import Channel
from station.live import Door, Hello, SoundReader
from station.paths import StatePaths
from station.pictures import MOST_SLOTS
from station.video import FPS, Shape

BESIDE = int(FPS)
"""Pictures on their way to the air, beside those that it holds against an uneven line."""


@dataclass(frozen=True, slots=True)
class FilmRoute:
    """Of one television channel."""

    shape: Shape
    slots: int
    """Pictures that an input's ring holds."""
    ring: Callable[[str], Path]
    """Where that of a session is made."""
    program: str = "streaming.live.film.child"
    """Module that decodes."""

    def command(self, ring: str, demuxer: str) -> list[str]:
        """Return the program that decodes an input; it holds nothing secret."""
        size = (self.shape.width, self.shape.height, self.slots)
        return [sys.executable, "-m", self.program, ring, *map(str, size), demuxer]


def film_route(channel: Channel, paths: StatePaths) -> FilmRoute | None:
    """Return what inputs of a channel need to be seen, None on radio."""
    if channel.shape is None:
        return None
    held = -(-channel.air.live_buffer_ms * int(FPS) // 1000)
    return FilmRoute(channel.shape, min(2 * held + BESIDE, MOST_SLOTS), paths.live_pictures)


class Packets:
    """Makes sound and tickets of what such a program writes."""

    def __init__(
        self,
        sound: Callable[[Block], None],
        picture: Callable[[int], None],
        mute: Callable[[bool], None] = lambda _: None,
    ) -> None:
        """`mute` is told whether there is no sound to what is seen, whenever that changes."""
        self._mute = mute
        self._is_mute = False
        self._reader = SoundReader(Hello("", Door.RELAY, ""))
        self._sound = sound
        self._picture = picture
        self._frames = 0

    def __call__(self, data: bytes) -> None:
        """Hand everything on in its order; raises LiveBroken."""
        for block in self._reader.feed(data):
            self._show()
            self._sound(block)
            self._frames += len(block)
        hello = self._reader.hello
        if hello is not None and hello.mute is not self._is_mute:
            self._is_mute = hello.mute
            self._mute(self._is_mute)

    def _show(self) -> None:
        pictures = self._reader.pictures
        while pictures and pictures[0].frame <= self._frames:
            self._picture(pictures.popleft().ticket)


def forget(paths: StatePaths) -> None:
    """Give back the memory of inputs that a life has left: a former one, or this at its end."""
    pattern = paths.live_pictures("*")
    for left in pattern.parent.glob(f"{pattern.name}*"):
        left.unlink(missing_ok=True)
