"""The control socket: commands in, answers and snapshots out. One thread, no waiting on clients."""

import contextlib
import logging
import selectors
import socket
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

from playout.answers import Reply
from playout.sockets import listen
from station.commands import Request, Subscribe
from station.control import REPLY, REQUEST, Answer
from station.snapshot import Snapshot

logger = logging.getLogger(__name__)

MAX_CLIENTS = 32
MAX_LINE = 1 << 20
MAX_UNREAD = 1 << 20
"""A client that leaves more than this unread is disconnected."""

Submit = Callable[[Request, Reply], None]


class Client:
    """One connection: a line being received, replies being sent."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.subscribed = False
        self._received = bytearray()
        self._unsent = bytearray()

    def receive(self) -> list[bytes] | None:
        """Return the lines that are complete, None when the client has gone."""
        try:
            data = self.connection.recv(65_536)
        except BlockingIOError:
            return []
        except OSError:
            return None
        self._received += data
        if not data or len(self._received) > MAX_LINE:
            return None
        *lines, rest = bytes(self._received).split(b"\n")
        self._received[:] = rest
        return lines

    def send(self, line: bytes, *, droppable: bool = False) -> bool:
        """Send or keep a line; False when the client is to be dropped."""
        if droppable and self._unsent:
            return True
        self._unsent += line
        try:
            sent = self.connection.send(self._unsent)
            del self._unsent[:sent]
        except BlockingIOError:
            pass
        except OSError:
            return False
        return len(self._unsent) <= MAX_UNREAD

    @property
    def waiting(self) -> bool:
        return bool(self._unsent)


class ControlServer:
    """Watcher of the engine and door for commands."""

    def __init__(self, path: Path, submit: Submit) -> None:
        self._path = path
        self._submit = submit
        self._clients: dict[socket.socket, Client] = {}
        self._outbox: deque[tuple[Client | None, Answer | Snapshot]] = deque()
        self._stopping = False
        self._listener = listen(path)
        self._listener.setblocking(False)
        self._bell, self._ear = socket.socketpair()
        self._bell.setblocking(False)
        self._ear.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._ear, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name="control", daemon=True)
        self._thread.start()

    @property
    def watched(self) -> bool:
        return any(client.subscribed for client in list(self._clients.values()))

    def publish(self, snapshot: Snapshot) -> None:
        self._post(None, snapshot)

    def close(self) -> None:
        self._stopping = True
        self._ring()
        self._thread.join(1.0)
        self._path.unlink(missing_ok=True)

    def _post(self, client: Client | None, reply: Answer | Snapshot) -> None:
        self._outbox.append((client, reply))
        self._ring()

    def _ring(self) -> None:
        with contextlib.suppress(OSError):
            self._bell.send(b".")

    def _run(self) -> None:
        while not self._stopping:
            for key, _ in self._selector.select():
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj is self._ear:
                    self._deliver()
                else:
                    self._serve_safely(key.data)
        for client in list(self._clients.values()):
            self._drop(client)
        for own in (self._listener, self._bell, self._ear):
            own.close()
        self._selector.close()

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return
        if len(self._clients) >= MAX_CLIENTS:
            connection.close()
            return
        connection.setblocking(False)
        client = self._clients[connection] = Client(connection)
        self._selector.register(connection, selectors.EVENT_READ, client)

    def _serve_safely(self, client: Client) -> None:
        """Serve a client; one that breaks something is disconnected, the others stay."""
        try:
            self._serve(client)
        except Exception:
            logger.exception("control client dropped", extra={"action": "control_failed"})
            self._drop(client)

    def _serve(self, client: Client) -> None:
        if client.waiting:
            self._send(client, b"")
        lines = client.receive()
        if lines is None:
            self._drop(client)
            return
        for line in filter(None, lines):
            self._obey(client, line)

    def _obey(self, client: Client, line: bytes) -> None:
        try:
            request = REQUEST.validate_json(line)
        except ValueError as error:
            detail = str(error).splitlines()[0][:200]
            self._reply(client, Answer("", ok=False, error="bad_request", detail=detail))
            return
        if isinstance(request.command, Subscribe):
            client.subscribed = True
            self._reply(client, Answer(request.id, ok=True))
        else:
            self._submit(request, lambda answer: self._post(client, answer))

    def _deliver(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._ear.recv(4096)
        while self._outbox:
            client, reply = self._outbox.popleft()
            if client is not None:
                self._reply(client, reply)
                continue
            line = REPLY.dump_json(reply) + b"\n"
            for subscriber in [c for c in self._clients.values() if c.subscribed]:
                self._send(subscriber, line, droppable=True)

    def _reply(self, client: Client, reply: Answer | Snapshot) -> None:
        if client.connection in self._clients:
            self._send(client, REPLY.dump_json(reply) + b"\n")

    def _send(self, client: Client, line: bytes, *, droppable: bool = False) -> None:
        if not client.send(line, droppable=droppable):
            self._drop(client)
            return
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if client.waiting else 0)
        self._selector.modify(client.connection, events, client)

    def _drop(self, client: Client) -> None:
        if self._clients.pop(client.connection, None) is not None:
            self._selector.unregister(client.connection)
            client.connection.close()
