"""A line to a server on this machine that can be cut as a real one: nobody is told of it."""

import select
import socket
from contextlib import suppress
from threading import Event, Thread

from tests.ports import unused_port

LITTLE = 4_096
"""Bytes that the system takes for a line that is cut, before it takes no more."""
PIECE = 65_536
LOOK_SECONDS = 0.2


class Line:
    """Passes on what comes to `port`."""

    def __init__(self, server: int) -> None:
        """`server` is the port to which it leads."""
        self.port = unused_port()
        self._server = ("127.0.0.1", server)
        self._whole = Event()
        self._whole.set()
        self._stop = Event()

    def __enter__(self) -> "Line":
        Thread(target=self._run, name="line", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._whole.set()

    def cut(self) -> None:
        self._whole.clear()

    def restore(self) -> None:
        self._whole.set()

    def _run(self) -> None:
        raise NotImplementedError


class TcpLine(Line):
    """What is on its way when it is cut waits; a connection that is asked for comes about later."""

    def _run(self) -> None:
        with socket.socket() as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LITTLE)
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(("127.0.0.1", self.port))
            door.listen(1)
            door.settimeout(LOOK_SECONDS)
            while not self._stop.is_set():
                self._whole.wait()
                with suppress(TimeoutError):
                    self._connect(door.accept()[0])

    def _connect(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._server)
        except OSError:
            near.close()
            return
        for one, other in ((near, far), (far, near)):
            Thread(target=self._pass_on, args=(one, other), name="line", daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError, ValueError):
            while not self._stop.is_set():
                self._whole.wait()
                if not select.select([one], [], [], LOOK_SECONDS)[0]:
                    continue
                data = one.recv(PIECE) if self._whole.is_set() else None
                if data == b"":
                    break
                other.sendall(data or b"")
        for each in (one, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()


class UdpLine(Line):
    """What is sent while it is cut is lost."""

    def _run(self) -> None:
        with socket.socket(type=socket.SOCK_DGRAM) as door:
            door.bind(("127.0.0.1", self.port))
            senders: dict[socket.socket, tuple[str, int]] = {}
            while not self._stop.is_set():
                for one in select.select([door, *senders], [], [], LOOK_SECONDS)[0]:
                    with suppress(OSError):
                        data, sender = one.recvfrom(PIECE)
                        if self._whole.is_set():
                            self._pass_on(door, one, data, sender, senders)
            for far in senders:
                far.close()

    def _pass_on(
        self,
        door: socket.socket,
        one: socket.socket,
        data: bytes,
        sender: tuple[str, int],
        senders: dict[socket.socket, tuple[str, int]],
    ) -> None:
        if one is not door:
            door.sendto(data, senders[one])
            return
        far = next((far for far, known in senders.items() if known == sender), None)
        if far is None:
            far = socket.socket(type=socket.SOCK_DGRAM)
            far.setblocking(False)
            far.connect(self._server)
            senders[far] = sender
        far.send(data)
