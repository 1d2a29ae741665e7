"""Lines to servers on this machine that can be cut as a real one: nobody is told of it."""

import ctypes
import os
import select
import signal
import socket
import stat
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Protocol

from tests.ports import unused_port

PIECE = 65_536
LOOK_SECONDS = 0.2
_ATTACH_FILTER, _DETACH_FILTER = 26, 27
_PIDFD_GETFD = 438
_NOTHING = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))
_PASSES_NOTHING = struct.pack("HxxxxxxP", 1, ctypes.addressof(_NOTHING))
"""A program for the system's packet filter."""


class Served(Protocol):
    """What is at the far end."""

    def pids(self) -> list[int]: ...
    def signal(self, what: signal.Signals) -> None: ...


class TcpLine:
    """While it is cut, the system drops all that comes to the server, which stands still.

    So nothing is acknowledged or refused, and nothing comes back. Where a process may not touch
    another one's sockets, the server merely stands still.
    """

    def __init__(self, server: Served) -> None:
        self._server = server

    def cut(self) -> None:
        self._server.signal(signal.SIGSTOP)
        for end in self._ends():
            end.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, _PASSES_NOTHING)

    def restore(self) -> None:
        for end in self._ends():
            with suppress(FileNotFoundError):
                end.setsockopt(socket.SOL_SOCKET, _DETACH_FILTER, 0)
        self._server.signal(signal.SIGCONT)

    def _ends(self) -> Iterator[socket.socket]:
        for pid in self._server.pids():
            for number in os.listdir(f"/proc/{pid}/fd"):
                with suppress(PermissionError), _taken(pid, int(number)) as end:
                    if end is not None and end.family in (socket.AF_INET, socket.AF_INET6):
                        yield end


@contextmanager
def _taken(pid: int, number: int) -> Iterator[socket.socket | None]:
    """Yield another process's socket; None when it is something else."""
    process = os.pidfd_open(pid)
    try:
        taken = ctypes.CDLL(None, use_errno=True).syscall(_PIDFD_GETFD, process, number, 0)
    finally:
        os.close(process)
    if taken < 0:
        raise OSError(ctypes.get_errno(), "pidfd_getfd")
    if not stat.S_ISSOCK(os.fstat(taken).st_mode):
        os.close(taken)
        yield None
        return
    with socket.socket(fileno=taken) as end:
        yield end


class UdpLine:
    """Passes on what comes to `port`; what is sent while it is cut is lost."""

    def __init__(self, server: int) -> None:
        """`server` is the port to which it leads."""
        self.port = unused_port()
        self._server = ("127.0.0.1", server)
        self._whole = Event()
        self._whole.set()
        self._stop = Event()

    def __enter__(self) -> "UdpLine":
        Thread(target=self._run, name="line", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()

    def cut(self) -> None:
        self._whole.clear()

    def restore(self) -> None:
        self._whole.set()

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
