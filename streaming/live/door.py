"""A door of presenters: accepts connections, each served by a thread of its own."""

import contextlib
import logging
import socket
from collections import Counter
from collections.abc import Callable
from random import Random
from threading import Event, Lock, Thread
from typing import Protocol

from station.config import Listen
from streaming.backoff import Backoff
from streaming.live.visit import House

logger = logging.getLogger(__name__)

WAITING = 32
"""Connections that have not shown a right key yet."""
WAITING_OF_ONE = 8
"""The same, from one address."""
CLOSE_SECONDS = 2.0
BACKLOG = 64
KEEPALIVE = (
    (socket.SOL_SOCKET, socket.SO_REUSEADDR, 1),
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 10),
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 5),
    (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3),
)
"""Set on the listening socket; Linux hands them down to every connection."""


class Visit(Protocol):
    """One connection, in a thread of its own."""

    admitted: bool
    """Whether a right key was shown."""

    def run(self) -> None:
        """Serve it until its end."""

    def hang_up(self) -> None:
        """End it; from any thread."""


class SourceDoor:
    """A port that is taken is no reason to stop: it is asked for again and again."""

    def __init__(
        self,
        settings: Listen,
        house: House,
        visit: Callable[[socket.socket, str, House], Visit],
    ) -> None:
        self._settings = settings
        self._house = house
        self._visit = visit
        self._lock = Lock()
        self._visits: dict[Visit, str] = {}
        self._thread = Thread(target=self._run, name="presenters' door", daemon=True)
        self._stop = Event()
        self._server: socket.socket | None = None

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        if self._server:
            with contextlib.suppress(OSError):
                self._server.shutdown(socket.SHUT_RDWR)
        self._thread.join(CLOSE_SECONDS)
        for visit in list(self._visits):
            visit.hang_up()

    def _run(self) -> None:
        backoff = Backoff(Random(), longest=5.0)
        while not self._stop.is_set():
            try:
                with _listening(self._settings) as server:
                    self._server = server
                    backoff.reset()
                    self._accept(server)
            except OSError as error:
                if self._stop.is_set():
                    return
                where = (self._settings.host, self._settings.port, error)
                message = "presenters cannot connect on %s:%s: %s"
                logger.error(message, *where, extra={"action": "live_door_closed"})
                self._stop.wait(backoff.next())

    def _accept(self, server: socket.socket) -> None:
        while not self._stop.is_set():
            try:
                connection, address = server.accept()
            except ConnectionAbortedError:
                continue
            self._let_in(connection, str(address[0]))

    def _let_in(self, connection: socket.socket, address: str) -> None:
        visit = self._visit(connection, address, self._house)
        with self._lock:
            waiting = Counter(a for each, a in self._visits.items() if not each.admitted)
            crowded = waiting.total() >= WAITING or waiting[address] >= WAITING_OF_ONE
            if not crowded:
                self._visits[visit] = address
        if crowded:
            connection.close()
            return
        Thread(target=self._serve, args=(visit,), name=f"visit {address}", daemon=True).start()

    def _serve(self, visit: Visit) -> None:
        try:
            visit.run()
        finally:
            with self._lock:
                del self._visits[visit]


def _listening(settings: Listen) -> socket.socket:
    """Return a bound and listening socket; raises OSError."""
    family, kind, protocol, _, address = socket.getaddrinfo(
        settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    server = socket.socket(family, kind, protocol)
    try:
        for level, option, value in KEEPALIVE:
            server.setsockopt(level, option, value)
        server.bind(address)
        server.listen(BACKLOG)
    except OSError:
        server.close()
        raise
    return server
