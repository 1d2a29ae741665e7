"""One thread behind a listening local socket: serves each connection when something is ready.

Nobody is waited for. Other threads leave work with the `Guests` and `ring`.
"""

import contextlib
import selectors
import socket
import threading
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from station.local_socket import listen

Guest = TypeVar("Guest")
Served = TypeVar("Served", contravariant=True)


class Guests(Protocol[Served]):
    """Who knows what the connections are for; called by the thread alone."""

    def admit(self, connection: socket.socket) -> None:
        """Take a new connection, or close it."""

    def serve(self, guest: Served) -> None:
        """Read, and write what waits; never raises."""

    def deliver(self) -> None:
        """Do what other threads have left."""

    def dismiss(self) -> None:
        """Close every connection; it is over."""


class SelectorThread(Generic[Guest]):
    """`ring` and `close` may be called by any thread, all else by the guests."""

    def __init__(self, path: Path, guests: Guests[Guest], name: str) -> None:
        self._path = path
        self._guests = guests
        self._stopping = False
        self._listener = listen(path)
        self._listener.setblocking(False)
        self._bell, self._ear = socket.socketpair()
        self._bell.setblocking(False)
        self._ear.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._ear, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ring(self) -> None:
        """Have what was left delivered."""
        with contextlib.suppress(OSError):
            self._bell.send(b".")

    def close(self) -> None:
        self._stopping = True
        self.ring()
        self._thread.join(1.0)
        self._path.unlink(missing_ok=True)

    def watch(self, connection: socket.socket, guest: Guest) -> None:
        """Serve a guest from now on."""
        self._selector.register(connection, selectors.EVENT_READ, guest)

    def expect(self, connection: socket.socket, guest: Guest, *, writes: bool) -> None:
        """Serve a guest also when there is room to write, or no more."""
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if writes else 0)
        self._selector.modify(connection, events, guest)

    def forget(self, connection: socket.socket) -> None:
        self._selector.unregister(connection)

    def _run(self) -> None:
        while not self._stopping:
            for key, _ in self._selector.select():
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj is self._ear:
                    self._hear()
                else:
                    self._guests.serve(key.data)
        self._guests.dismiss()
        for own in (self._listener, self._bell, self._ear):
            own.close()
        self._selector.close()

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return
        connection.setblocking(False)
        self._guests.admit(connection)

    def _hear(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._ear.recv(4096)
        self._guests.deliver()
