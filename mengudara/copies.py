"""Starts processes of the station as copies of a warm one. Adapter: starts processes.

The copies are children of this process, which is the reaper of orphans while one is made.
"""

import ctypes
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from mengudara.log_file import open_log
from mengudara.role import PARENT_VARIABLE
from mengudara.warm import READY, ROOM

PATIENCE_SECONDS = 20.0
"""How long a warm process may take to load, or to make a copy."""
_TRIES = 2
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Copy:
    """A process that runs; whoever has it must wait for its end."""

    pid: int

    def wait(self) -> int:
        """Return how it ended, negative for the signal that killed it."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


class Copies:
    """One warm process, started when the first copy is wanted and again whenever it is gone.

    What it loads is named as `module:function`.
    """

    def __init__(self, loads: str, log: Path) -> None:
        self._loads = loads
        self._log = log
        self._lock = Lock()
        self._warm: subprocess.Popen[bytes] | None = None
        self._door: socket.socket | None = None

    def start(self, arguments: Sequence[str], log: BinaryIO) -> Copy | None:
        """Return a copy that runs what stands behind `python -m`; None where none can be made."""
        with self._lock:
            for _ in range(_TRIES):
                try:
                    return Copy(self._asked(arguments, log))
                except TimeoutError:
                    self._end()
                    break
                except (OSError, ValueError):
                    self._end()
        return None

    def close(self) -> None:
        """End the warm process. Its copies live on."""
        with self._lock:
            self._end()

    def _asked(self, arguments: Sequence[str], log: BinaryIO) -> int:
        door = self._door or self._open()
        with _reaper_of_orphans():
            socket.send_fds(door, [json.dumps(arguments).encode()], [log.fileno()])
            return int(door.recv(32))

    def _open(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(PATIENCE_SECONDS)
        with theirs, open_log(self._log) as log:
            self._warm = subprocess.Popen(
                [sys.executable, "-m", "mengudara.warm", self._loads, " " * ROOM],
                stdin=theirs.fileno(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, PARENT_VARIABLE: str(os.getpid())},
            )
        self._door = ours
        if ours.recv(len(READY)) != READY:
            raise ConnectionResetError(self._loads)
        return ours

    def _end(self) -> None:
        if self._door is not None:
            self._door.close()
        if self._warm is not None:
            self._warm.kill()
            self._warm.wait()
        self._door = self._warm = None


@contextmanager
def _reaper_of_orphans() -> Iterator[None]:
    """Have orphans among our descendants become our own children; see prctl(2)."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_CHILD_SUBREAPER, 1) != 0:
        raise OSError(ctypes.get_errno(), "orphans cannot be taken in")
    try:
        yield
    finally:
        libc.prctl(_PR_SET_CHILD_SUBREAPER, 0)
