"""One interpreter who is live: his pictures, each a drawn thing of its own as soon as it comes."""

import contextlib
import logging
import socket
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import numpy as np

from station.live import WORD, SoundReader, Word
from station.pictures import PictureRing, slot_of
from station.snapshot import LiveState
from station.video import Shape
from streaming.graphics import drawn
from streaming.graphics.inset.box import within
from streaming.graphics.inset.opaque import opaque
from streaming.graphics.inset.pace import Pace
from streaming.graphics.inset.records import file_name
from streaming.graphics.inset.sightings import Sighting, Sightings
from streaming.graphics.layout import Sized

logger = logging.getLogger(__name__)

PIECE = 1 << 16
WELCOME = WORD.dump_json(Word(LiveState.READY)) + b"\n"


class Visitor:
    """`receive` and `close` belong to one thread; what he shows is looked at by another."""

    def __init__(
        self, connection: socket.socket, folder: Path, prefix: str, since: datetime
    ) -> None:
        """`folder` is where drawn things lie, his under a prefix that nobody else has."""
        self.connection = connection
        self.since = since
        self.sightings = Sightings()
        self.has_left = False
        self._folder = folder
        self._prefix = prefix
        self._reader = SoundReader()
        self._pace = Pace()
        self._ring: PictureRing | None = None
        self._number = 0

    @property
    def who(self) -> str:
        """His login, empty while he has not told."""
        return self._reader.hello.who if self._reader.hello else ""

    def receive(self, at: int, box: Shape) -> bool:
        """Take up what has come by a station time, in µs; False at its end.

        Raises LiveBroken, RingBroken and OSError.
        """
        try:
            data = self.connection.recv(PIECE)
        except BlockingIOError:
            return True
        was_known = self._reader.hello is not None
        for _ in self._reader.feed(data):
            pass
        if self._reader.hello is not None and not was_known:
            with contextlib.suppress(BlockingIOError):
                self.connection.send(WELCOME)
        self._show(at, box)
        return bool(data)

    def leave(self) -> None:
        """Take leave; what has come of him may still be seen, and is kept for a while."""
        self.has_left = True
        self.connection.close()

    def tidy(self, at: int) -> bool:
        """Let go of what is past at a station time; return whether anything of his is left."""
        self._replace(self.sightings.since(at))
        return not self.has_left or bool(self.sightings.ready)

    def forget(self) -> None:
        """Take away all that he has shown."""
        self._replace(Sightings())

    def _show(self, at: int, box: Shape) -> None:
        came = self._reader.pictures
        while came:
            seen = came.popleft()
            shown = self._written(seen.ticket, box)
            if shown is not None:
                more = Sighting(self._pace.due(seen.frame, at), shown)
                self._replace(self.sightings.since(at).with_(more))

    def _written(self, ticket: int, box: Shape) -> Sized | None:
        """Return a picture as a file, None where it has been written over already."""
        ring = self._ring = self._ring or self._opened()
        picture = np.array(ring.picture(slot_of(ticket)))
        if not ring.holds(ticket):
            return None
        wanted = within(Fraction(ring.shape.width, ring.shape.height), box)
        shape = ring.shape if _is_near(ring.shape, wanted) else wanted
        name = file_name(self._prefix, self._number)
        self._number += 1
        (self._folder / name).write_bytes(drawn.pack(opaque(picture, ring.shape, shape)))
        return Sized(name, shape.width, shape.height)

    def _opened(self) -> PictureRing:
        assert self._reader.hello is not None
        logger.info("%s interprets", self._reader.hello.name, extra={"action": "interpreter_came"})
        return PictureRing(Path(self._reader.hello.pictures))

    def _replace(self, after: Sightings) -> None:
        before, self.sightings = self.sightings, after
        for picture in after.gone(before):
            (self._folder / picture.name).unlink(missing_ok=True)


def _is_near(shape: Shape, wanted: Shape) -> bool:
    """Whether a size is the one that is wanted but for what was rounded."""
    return abs(shape.width - wanted.width) <= 2 and abs(shape.height - wanted.height) <= 2
