"""Interpreters who are live: the live process brings them to a socket, the newest one is seen.

`seen` never waits: it belongs to the thread that feeds the encoder. The rest is in a thread of its
own; whoever sends what cannot be read is parted with, and costs nobody else anything.
"""

import logging
import select
import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from threading import Event, Thread

from station.clock import Clock
from station.errors import StationError
from station.local_socket import listen
from station.outputs import Output, OutputState
from station.video import Shape
from streaming.graphics.inset.visitor import Visitor
from streaming.graphics.layout import Sized

logger = logging.getLogger(__name__)

KIND = "interpreter"
MOST = 4
"""Interpreters at once."""
LOOK_MS = 200
REST_SECONDS = 5.0
"""Before a socket that cannot be opened is tried again."""


class Visitors:
    """Of one channel."""

    def __init__(self, channel: str, path: Path, folder: Path, clock: Clock) -> None:
        """`path` is where they come in, `folder` where drawn things lie."""
        self._channel = channel
        self._path = path
        self._folder = folder
        self._clock = clock
        self._visitors: tuple[Visitor, ...] = ()
        """In the order of their coming; replaced whole."""
        self._wish = (0, Shape(2, 2))
        self._prefixes = count()
        self._stop = Event()
        self._thread = Thread(target=self._run, name=f"interpreters {channel}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def seen(self, at: int, box: Shape) -> Sized | None:
        """Return the newest interpreter's picture at a station time, in µs; `box`: how large."""
        self._wish = at, box
        found = (each.sightings.seen(at) for each in reversed(self._visitors))
        return next((picture for picture in found if picture is not None), None)

    def outputs(self) -> Iterator[Output]:
        """Yield who is there, and whether there is anything to be seen of him."""
        at, _ = self._wish
        there = [each for each in self._visitors if each.who and not each.has_left]
        by_login = {each.who: each for each in there}
        for who, each in by_login.items():
            is_seen = each.sightings.seen(at) is not None
            state = OutputState.UP if is_seen else OutputState.STALLED
            name = f"{KIND}:{self._channel}/{who}"
            yield Output(name, KIND, self._channel, state, each.since)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                with listen(self._path) as door:
                    self._serve(door)
            except OSError as error:
                message = "interpreters of %s cannot come in: %s"
                logger.error(message, self._channel, error, extra={"action": "live_door_closed"})
                self._stop.wait(REST_SECONDS)
            except Exception:
                logger.exception("no interpreters now", extra={"action": "inset_failed"})
                self._stop.wait(REST_SECONDS)
            finally:
                self._dismiss()
        self._path.unlink(missing_ok=True)

    def _serve(self, door: socket.socket) -> None:
        door.setblocking(False)
        while not self._stop.is_set():
            there = (each for each in self._visitors if not each.has_left)
            at_hand = {each.connection.fileno(): each for each in there}
            poll = select.poll()
            for descriptor in (door.fileno(), *at_hand):
                poll.register(descriptor, select.POLLIN)
            for descriptor, _ in poll.poll(LOOK_MS):
                if descriptor == door.fileno():
                    self._admit(door)
                else:
                    self._receive(at_hand[descriptor])
            at, _ = self._wish
            self._visitors = tuple(each for each in self._visitors if each.tidy(at))

    def _admit(self, door: socket.socket) -> None:
        try:
            connection, _ = door.accept()
        except OSError:
            return
        if sum(not each.has_left for each in self._visitors) >= MOST:
            connection.close()
            return
        connection.setblocking(False)
        prefix = f"live-{next(self._prefixes)}"
        visitor = Visitor(connection, self._folder, prefix, self._clock.now())
        self._visitors = (*self._visitors, visitor)

    def _receive(self, visitor: Visitor) -> None:
        try:
            stays = visitor.receive(*self._wish)
        except (StationError, OSError, ValueError) as error:
            logger.warning("an interpreter is lost: %s", error, extra={"action": "inset_failed"})
            stays = False
        except Exception:
            logger.exception("an interpreter is lost", extra={"action": "inset_failed"})
            stays = False
        if not stays:
            visitor.leave()

    def _dismiss(self) -> None:
        visitors, self._visitors = self._visitors, ()
        for each in visitors:
            each.leave()
            each.forget()
