"""The control socket: commands in, answers and snapshots out. One thread, no waiting on clients."""

import logging
import socket
from collections import deque
from collections.abc import Callable
from pathlib import Path

from playout.answers import Reply
from playout.selector_thread import SelectorThread
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
        self._submit = submit
        self._clients: dict[socket.socket, Client] = {}
        self._outbox: deque[tuple[Client | None, Answer | Snapshot]] = deque()
        self._thread = SelectorThread(path, self, "control")
        self._thread.start()

    @property
    def watched(self) -> bool:
        return any(client.subscribed for client in list(self._clients.values()))

    def publish(self, snapshot: Snapshot) -> None:
        self._post(None, snapshot)

    def close(self) -> None:
        self._thread.close()

    def admit(self, connection: socket.socket) -> None:
        """Take a client, unless there are too many."""
        if len(self._clients) >= MAX_CLIENTS:
            connection.close()
            return
        client = self._clients[connection] = Client(connection)
        self._thread.watch(connection, client)

    def serve(self, client: Client) -> None:
        """Serve a client; one that breaks something is disconnected, the others stay."""
        try:
            self._serve(client)
        except Exception:
            logger.exception("control client dropped", extra={"action": "control_failed"})
            self._drop(client)

    def deliver(self) -> None:
        """Send the answers and snapshots that were left."""
        while self._outbox:
            client, reply = self._outbox.popleft()
            if client is not None:
                self._reply(client, reply)
                continue
            line = REPLY.dump_json(reply) + b"\n"
            for subscriber in [c for c in self._clients.values() if c.subscribed]:
                self._send(subscriber, line, droppable=True)

    def dismiss(self) -> None:
        for client in list(self._clients.values()):
            self._drop(client)

    def _post(self, client: Client | None, reply: Answer | Snapshot) -> None:
        self._outbox.append((client, reply))
        self._thread.ring()

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

    def _reply(self, client: Client, reply: Answer | Snapshot) -> None:
        if client.connection in self._clients:
            self._send(client, REPLY.dump_json(reply) + b"\n")

    def _send(self, client: Client, line: bytes, *, droppable: bool = False) -> None:
        if not client.send(line, droppable=droppable):
            self._drop(client)
            return
        self._thread.expect(client.connection, client, writes=client.waiting)

    def _drop(self, client: Client) -> None:
        if self._clients.pop(client.connection, None) is not None:
            self._thread.forget(client.connection)
            client.connection.close()
