"""The listener server: one event loop in a thread of its own."""

import asyncio
import contextlib
import logging
import resource
import socket
from collections.abc import Sequence
from functools import partial
from threading import Thread

import uvloop

from station.errors import StationError
from streaming.connection import Connection, Site
from streaming.mount import Mount

logger = logging.getLogger(__name__)

BACKLOG = 4_096
SEND_BUFFER = 128 * 1024
OPEN_FILES = 65_536
_NOTSENT_LOWAT = 25
_SOCKET_OPTIONS = (
    (socket.SOL_SOCKET, socket.SO_REUSEADDR, 1),
    (socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER),
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 30),
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 10),
    (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3),
    (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 20_000),
    (socket.IPPROTO_TCP, _NOTSENT_LOWAT, 32 * 1024),
)
"""Set on the listening socket; Linux hands them down to every connection."""


class PortTaken(StationError):
    """The listener server cannot have its address."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"cannot listen on {host}:{port}: {why}")


def listening_socket(host: str, port: int) -> socket.socket:
    """Return a bound and listening socket; raises PortTaken."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        server = socket.socket(family, kind, protocol)
    except OSError as error:
        raise PortTaken(host, port, str(error)) from error
    try:
        for level, option, value in _SOCKET_OPTIONS:
            server.setsockopt(level, option, value)
        server.bind(address)
        server.listen(BACKLOG)
    except OSError as error:
        server.close()
        raise PortTaken(host, port, error.strerror or str(error)) from error
    server.setblocking(False)
    return server


class ListenerServer:
    """Serves one site on one socket until it is closed."""

    def __init__(self, site: Site, mounts: Sequence[Mount], server: socket.socket) -> None:
        self._site = site
        self._mounts = mounts
        self._socket = server
        self._connections: set[Connection] = set()
        self._loop = uvloop.new_event_loop()
        self._closing = asyncio.Event()
        self._thread = Thread(target=self._run, name="listeners")

    def start(self) -> None:
        _raise_file_limit()
        for mount in self._mounts:
            mount.ring.grew.append(partial(self._notify, mount))
        self._thread.start()

    def close(self) -> None:
        """Close the socket and every connection."""
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()
        self._socket.close()

    def _notify(self, mount: Mount) -> None:
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(mount.push)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        server = await self._loop.create_server(
            lambda: Connection(self._site, self._connections), sock=self._socket, backlog=BACKLOG
        )
        await self._closing.wait()
        server.close()
        for connection in list(self._connections):
            connection.abort()
        await asyncio.sleep(0)


def _raise_file_limit() -> None:
    """Allow as many connections as the system lets this process have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
