"""The program bus: hands every block to every subscriber of a local socket.

The tick itself writes, without waiting: into the kernel's buffer while there is room, then into a
short queue, then nowhere, and what was lost is told with the next block that fits, with what began
meanwhile. That is less work than waking a thread per subscriber 25 times a second, and nothing
stands between a block and its readers. Another thread accepts.
"""

import contextlib
import logging
import socket
import threading
from collections import deque
from dataclasses import replace
from pathlib import Path

from station.bus import Hello, Metadata, Packet, pack, pack_hello
from station.ladder import Rung
from station.local_socket import listen

logger = logging.getLogger(__name__)

QUEUE_BLOCKS = 50
"""Two seconds of air behind what the kernel holds."""
KERNEL_BYTES = 1 << 18
MAX_SUBSCRIBERS = 32


class BusServer:
    """A sink of the engine. `write` belongs to the tick; the rest to its own thread."""

    def __init__(self, path: Path, hello: Hello) -> None:
        self._path = path
        self._hello = pack_hello(hello)
        self._arrived: deque[socket.socket] = deque()
        self._subscribers: list[Subscriber] = []
        self._current = Metadata(0, Rung.SILENCE)
        self._gone = False
        self._listener = listen(path)
        self._thread = threading.Thread(target=self._accept, name="bus accept", daemon=True)
        self._thread.start()

    @property
    def subscribers(self) -> int:
        return len(self._subscribers)

    def write(self, packet: Packet) -> None:
        """Send a block to all; newcomers are told what is already on the air."""
        if self._subscribers:
            data = pack(packet)
            for subscriber in self._subscribers:
                subscriber.send(packet, data)
                self._gone |= not subscriber.alive
            if self._gone:
                self._forget_gone()
        while self._arrived:
            self._welcome(self._arrived.popleft(), packet)
        if packet.metadata:
            self._current = packet.metadata[-1]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(1.0)
        self._path.unlink(missing_ok=True)
        for subscriber in self._subscribers:
            subscriber.close()

    def _welcome(self, connection: socket.socket, packet: Packet) -> None:
        if len(self._subscribers) >= MAX_SUBSCRIBERS:
            connection.close()
            return
        subscriber = Subscriber(connection)
        subscriber.queue(self._hello)
        subscriber.send(packet, pack(_told(packet, self._current)))
        self._subscribers.append(subscriber)

    def _forget_gone(self) -> None:
        self._gone = False
        for subscriber in [s for s in self._subscribers if not s.alive]:
            subscriber.close()
            self._subscribers.remove(subscriber)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setblocking(False)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)
            self._arrived.append(connection)


class Subscriber:
    """One reader of the bus, served without waiting for it."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._waiting: deque[memoryview] = deque()
        self._lost = 0
        self._missed: Metadata | None = None
        """What began last in the blocks that were lost."""
        self.alive = True

    def queue(self, data: bytes) -> None:
        self._waiting.append(memoryview(data))

    def send(self, packet: Packet, data: bytes) -> None:
        """Queue a block, or count it as lost when the queue is full; then send what goes."""
        if len(self._waiting) >= QUEUE_BLOCKS:
            self._flush()
        if len(self._waiting) >= QUEUE_BLOCKS:
            self._lost += 1
            self._missed = packet.metadata[-1] if packet.metadata else self._missed
            return
        if self._lost:
            data = pack(replace(_told(packet, self._missed), lost=self._lost))
            logger.warning(
                "a bus subscriber lost %d blocks", self._lost,
                extra={"action": "blocks_lost", "blocks": self._lost},
            )  # fmt: skip
            self._lost, self._missed = 0, None
        self.queue(data)
        self._flush()

    def close(self) -> None:
        self.alive = False
        self._connection.close()

    def _flush(self) -> None:
        try:
            while self._waiting:
                sent = self._connection.send(self._waiting[0])
                if sent < len(self._waiting[0]):
                    self._waiting[0] = self._waiting[0][sent:]
                    return
                self._waiting.popleft()
        except BlockingIOError:
            return
        except OSError:
            self.alive = False


def _told(packet: Packet, before: Metadata | None) -> Packet:
    """Return a block that also tells what began before it, unless something begins with it."""
    if before is None or (packet.metadata and packet.metadata[0].offset == 0):
        return packet
    return replace(packet, metadata=(replace(before, offset=0), *packet.metadata))
